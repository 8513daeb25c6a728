"""The two faces of the desk's paper, and which of them draws which character.

Regular covers every Chinese character in use, and its bold companion only the common ones: what
bold lacks is drawn in regular with a thin stroke, so that a rare name never turns into an empty
box.
"""

import re
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics, ttfonts

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

REGULAR = "DeskSans"
BOLD = "DeskSans-Bold"
_FILES = {REGULAR: "NotoSansSC-Regular.ttf", BOLD: "NotoSansSC-Bold-GB2312.ttf"}
_FOLDER = Path(__file__).parent / "fonts"
_LOCK = threading.Lock()
_MakesMap = Callable[[str, list[int]], str]


class Face(NamedTuple):
    """How one character is drawn: the font, and whether a thin stroke has to make up for a
    missing bold.
    """

    font: str
    stroked: bool


@cache
def _loaded() -> dict[str, ttfonts.TTFont]:
    ttfonts.makeToUnicodeCMap = _with_surrogate_pairs(ttfonts.makeToUnicodeCMap)
    fonts = {name: ttfonts.TTFont(name, str(_FOLDER / file)) for name, file in _FILES.items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


def register() -> None:
    """Make both faces known to ReportLab; once in a process, from any thread."""
    with _LOCK:
        _loaded()


def _with_surrogate_pairs(original: _MakesMap) -> _MakesMap:
    """ReportLab writes characters above U+FFFF as five hex digits, and readers copy another
    character then.
    """

    def make(fontname: str, subset: list[int]) -> str:
        return re.sub(r"(?<= )<([0-9A-F]{5,6})>", _pair, original(fontname, subset))

    return make


def _pair(found: re.Match[str]) -> str:
    return f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>"


@cache
def face_of(character: str, *, bold: bool) -> Face:
    """The face that draws `character`; raises Invalid when none does."""
    register()
    code = ord(character)
    if bold and code in _loaded()[BOLD].face.charToGlyph:
        return Face(BOLD, stroked=False)
    if code in _loaded()[REGULAR].face.charToGlyph:
        return Face(REGULAR, stroked=bold)
    raise _refusal(character)


@cache
def width_of(character: str, *, bold: bool) -> float:
    """Advance of `character` in em; raises Invalid when no face has it."""
    face = face_of(character, bold=bold)
    return float(_loaded()[face.font].face.charWidths[ord(character)]) / 1000


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of `text` that no face can draw, each once; to warn while it is typed."""
    register()
    known = _loaded()[REGULAR].face.charToGlyph
    return tuple(dict.fromkeys(character for character in text if ord(character) not in known))


def _refusal(character: str) -> Invalid:
    # A lone surrogate or a private character would break the message itself.
    shown = character if character.isprintable() else "?"
    return Invalid(
        N_(
            "The printing font lacks the character %(character)s (%(code)s). "
            "Write it in another way, then print again."
        ),
        character=shown,
        code=f"U+{ord(character):04X}",
    )
