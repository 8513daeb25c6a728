"""Lines out of running text, and text made to fit a cell: wrap first, then smaller, then cut with
a pointer onwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.typeset import (
    CLOSING,
    OPENING,
    Style,
    advance,
    clean,
    gap,
    prefix,
    script_of,
)

_NOT_FIRST = frozenset(CLOSING + "！？…—～·%‰℃°)]},.;:!?")
_NOT_LAST = frozenset(OPENING + "([{¥$€#№")
_UNITS_OF_A_NUMBER = frozenset("元角分年月日时点号室栋层楼个件次")
_MEASURE = re.compile(
    r"(?<=\d) (?=(?:[cmk]?m[²³]?|[mk]?g|ml|L|k?Wh?|A|V|h|min)(?![A-Za-z]))"
    r"|(?<=\d) (?=[–-] \d)|(?<=\d [–-]) (?=\d)"
)
_HANGING = 0.5
_STEP = 0.5


@dataclass(frozen=True, slots=True)
class Fitted:
    """Text laid into a cell: its lines at a size in points with `leading` points between them;
    `cut` when words are missing.
    """

    lines: tuple[str, ...]
    size: float
    leading: float
    cut: bool


def wrap(text: str, style: Style, width: float) -> list[str]:
    """Break `text` into lines no wider than `width` mm.

    No line starts with a closing mark or ends with an opening one, no amount is broken, and the
    last line of a paragraph is longer than one character. Line breaks in `text` are kept.
    """
    return list(_wrapped(text, style, width))


@lru_cache(maxsize=512)
def _wrapped(text: str, style: Style, width: float) -> tuple[str, ...]:
    # The copies of a form, and a trial page before the real one, wrap the same text repeatedly.
    room = width * POINTS / style.size - style.tracking
    return tuple(
        line.replace("\u00a0", " ")
        for paragraph in clean(text, keep_breaks=True).split("\n")
        for line in _fill(_atoms(_MEASURE.sub("\u00a0", paragraph.strip())), style, room)
    )


def fit(
    text: str, style: Style, *, width: float, height: float, floor: float, leading: float, more: str
) -> Fitted:
    """Lay `text` into `width` x `height` mm: at `style.size`, then smaller by half points down to
    `floor`, then cut.

    `leading` is in em, `more` the words behind a cut ("全文见续页").
    """
    size = style.size
    long = advance(clean(text), bold=style.bold)
    while True:
        sized = replace(style, size=size)
        fitting = lines_within(height, size, leading)
        if (long - fitting * _HANGING) * size <= fitting * width * POINTS:
            # Longer than that, and there is no need to try.
            lines = wrap(text, sized, width)
            if len(lines) <= fitting:
                return Fitted(tuple(lines), size, size * leading, cut=False)
        if size - _STEP < floor:
            break
        size -= _STEP
    lines = wrap(_beginning(text, sized, (fitting + 2) * width), sized, width)
    kept = [
        *lines[: fitting - 1],
        shorten(lines[fitting - 1], sized, width, more),
    ]
    return Fitted(tuple(kept), size, size * leading, cut=True)


def _beginning(text: str, style: Style, room: float) -> str:
    """As much of a long text as can matter for `room` mm of lines; spares wrapping all of it."""
    known = clean(text, keep_breaks=True)
    return known[: prefix(known.replace("\n", " "), style, room * POINTS * 1.1)]


def lines_within(height: float, size: float, leading: float) -> int:
    """How many lines of `size` points stand in `height` mm; at least one."""
    return max(1, 1 + int((height * POINTS - size * 1.02) / (size * leading)))


def shorten(text: str, style: Style, width: float, more: str) -> str:
    """The start of `text` with an ellipsis and, where there is room for it, `more`; no wider than
    `width` mm.
    """
    room = width * POINTS / style.size
    tail = f"……（{more}）" if more else "…"
    if advance(tail, bold=style.bold) > room / 2:
        tail = "…"
    kept = text[: prefix(text, style, (room - advance(tail, bold=style.bold)) * style.size)]
    return kept.rstrip(" " + OPENING) + tail


def _atoms(text: str) -> list[str]:
    """Pieces that stay whole: words, numbers with their units, characters with the marks that
    cling to them.
    """
    if not text:
        return [""]
    pieces, start = [], 0
    for at, (left, right) in enumerate(pairwise(text), start=1):
        if _breaks(left, right, text[at - 2] if at > 1 else ""):
            pieces.append(text[start:at])
            start = at
    return [*pieces, text[start:]]


def _breaks(left: str, right: str, earlier: str) -> bool:
    if right == " " or left in _NOT_LAST or "\u00a0" in (left, right):
        return False
    if left == " ":
        return True
    if right in _NOT_FIRST or (left.isdigit() and right in _UNITS_OF_A_NUMBER):
        return False
    wide = (
        "han" in (script_of(left), script_of(right))
        or left in CLOSING
        or ord(left) >= 0x3000
        or ord(right) >= 0x3000
    )
    return wide or (left in "/-" and right.isalpha() and earlier.isalpha())


def _fill(atoms: Sequence[str], style: Style, room: float) -> list[str]:
    lines: list[list[str]] = [[]]
    used = 0.0
    for atom in _broken_down(atoms, style, room):
        extra = _span(atom, style) + (
            gap(lines[-1][-1][-1], atom[0]) if lines[-1] and atom else 0.0
        )
        if lines[-1] and used + extra - _overhang(atom) > room:
            lines.append([])
            used, extra = 0.0, _span(atom, style)
        lines[-1].append(atom)
        used += extra
    _feed_last_line(lines)
    return ["".join(line).rstrip(" ") for line in lines]


def _span(atom: str, style: Style) -> float:
    return advance(atom, bold=style.bold) + style.tracking * len(atom)


def _overhang(atom: str) -> float:
    """What may stick out at the end of a line: a space, or the empty half of a closing mark."""
    if atom.endswith(" "):
        return 0.23
    return _HANGING if atom and atom[-1] in CLOSING else 0.0


def _broken_down(atoms: Sequence[str], style: Style, room: float) -> list[str]:
    """Break pieces that are wider than a whole line, wherever the line ends."""
    pieces: list[str] = []
    for atom in atoms:
        rest = atom
        while (head := _head(rest, style, room)) < len(rest):
            pieces.append(rest[:head])
            rest = rest[head:]
        pieces.append(rest)
    return pieces


def _head(piece: str, style: Style, room: float) -> int:
    """How much of a piece stands on one line: at least a character, at most all of it."""
    head = max(1, prefix(piece, style, room * style.size))
    return head + 1 if head == len(piece) - 1 and piece[-1] in CLOSING else head


def _feed_last_line(lines: list[list[str]]) -> None:
    """A lone last character gets company from the line before."""
    if len(lines) < 2:
        return
    alone = sum(1 for character in "".join(lines[-1]) if character not in _NOT_FIRST)
    if alone <= 1 and len(lines[-2]) > 1:
        lines[-1].insert(0, lines[-2].pop())
