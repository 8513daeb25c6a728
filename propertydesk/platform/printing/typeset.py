"""A line of text as it is set: cleaned of what cannot be seen, spaced between scripts, measured."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from itertools import groupby, pairwise

from propertydesk.platform.printing.fonts import Face, face_of, width_of

OPENING = "（［｛《〈「『【〔“‘"
CLOSING = "）］｝》〉」』】〕”’，。、；："
_SCRIPT_GAP = 0.09
_HALF = 0.5
_CURLY = {"‘": 0.68, "’": 0.68, "“": 0.5, "”": 0.5}
_WESTERN = frozenset({"latin", "space", "other"})
_LATIN_SIGNS = "¥$€%#&@°²³+"
_INVISIBLE = frozenset("\u00ad\u2060\ufeff\u180e")
_BREAKS = frozenset("\n\u2028\u2029\x0b\x0c\x85")


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: size in points, tracking in em between characters, grey for English
    companions.
    """

    size: float
    bold: bool = False
    grey: bool = False
    tracking: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters of one face; `after` is the extra space in em behind each of them."""

    text: str
    face: Face
    after: float


def clean(text: str, *, keep_breaks: bool = False) -> str:
    """Take out what has no shape on paper: control, direction and zero-width characters.

    Line breaks become spaces, unless they are kept. No visible character is ever dropped.
    """
    if any(unicodedata.combining(character) for character in text):
        text = unicodedata.normalize("NFC", text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_seen(character, keep_breaks=keep_breaks) for character in text).strip()


@cache
def _seen(character: str, *, keep_breaks: bool) -> str:
    if character in _BREAKS:
        return "\n" if keep_breaks else " "
    if character == "\t":
        return " "
    selector = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    if selector or character in _INVISIBLE or unicodedata.category(character) in {"Cc", "Cf"}:
        return ""
    return (
        " "
        if unicodedata.category(character) == "Zs" and character not in "\u3000\u00a0"
        else character
    )


@cache
def script_of(character: str) -> str:
    """What decides spacing and line breaks: han, latin, open, close, space or other."""
    if character in OPENING:
        return "open"
    if character in CLOSING:
        return "close"
    if character.isspace():
        return "space"
    code = ord(character)
    if code >= 0x2E80:
        return "other" if 0x3000 <= code < 0x3040 or 0xFF00 <= code < 0xFFF0 else "han"
    return "latin" if character.isalnum() or character in _LATIN_SIGNS else "other"


@cache
def gap(left: str, right: str) -> float:
    """Extra space in em between two characters: a little between scripts, less between full-width
    marks.
    """
    before, after = script_of(left), script_of(right)
    if {before, after} == {"han", "latin"}:
        return _SCRIPT_GAP
    if before == "close" and after in {"open", "close"}:
        return -_HALF
    if before == "open" and after == "open":
        return -_HALF
    # Curly quotes are a full width wide in a Chinese face, which tears English words apart.
    if left in _CURLY and before == "close" and after in _WESTERN:
        return -_CURLY[left]
    if right in _CURLY and after == "open" and before in _WESTERN:
        return -_CURLY[right]
    return 0.0


def width(text: str, style: Style) -> float:
    """Width of one cleaned line in points; raises Invalid for a character that cannot be drawn."""
    return advance(text, bold=style.bold) * style.size + style.tracking * style.size * max(
        0, len(text) - 1
    )


def advance(text: str, *, bold: bool) -> float:
    """Width of one cleaned line in em, without tracking."""
    glyphs = sum(width_of(character, bold=bold) for character in text)
    return glyphs + sum(gap(left, right) for left, right in pairwise(text))


def prefix(text: str, style: Style, room: float) -> int:
    """How many characters from the start of `text` stand in `room` points."""
    used, before = 0.0, ""
    for at, character in enumerate(text):
        used += width_of(character, bold=style.bold) + (
            gap(before, character) + style.tracking if before else 0.0
        )
        if used * style.size > room:
            return at
        before = character
    return len(text)


def runs(text: str, style: Style) -> list[Run]:
    """Cut one cleaned line into runs of one face and one spacing."""
    spaces = [style.tracking + gap(left, right) for left, right in pairwise(text)] + [
        style.tracking
    ]
    glyphs = (
        [
            (face_of(character, bold=style.bold), space)
            for character, space in zip(text, spaces, strict=True)
        ]
        if text
        else []
    )
    found, at = [], 0
    for (face, after), same in groupby(glyphs):
        length = len(list(same))
        found.append(Run(text[at : at + length], face, after))
        at += length
    return found


def require_printable(facts: object) -> None:
    """Look through all texts of a frozen sheet; raises Invalid for the first character that no face
    draws, before anything is counted or set.
    """
    for text in _texts(facts):
        for character in clean(text):
            face_of(character, bold=False)


def _texts(facts: object) -> Iterator[str]:
    """Every text in a dataclass, however deep."""
    if isinstance(facts, str):
        yield facts
    elif isinstance(facts, tuple | list):
        for each in facts:
            yield from _texts(each)
    elif is_dataclass(facts):
        for field in fields(facts):
            yield from _texts(getattr(facts, field.name))
