"""Cards of 86 by 54 mm on A4, ten to a sheet, with marks to cut them by; their backs for the other
side of the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.paper import A4
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.sheet import Page

CARD_WIDTH, CARD_HEIGHT = 86.0, 54.0
COLUMNS, ROWS = 2, 5
PER_SHEET = COLUMNS * ROWS
_TALL = 297.0
_LEFT = (A4.width - COLUMNS * CARD_WIDTH) / 2
_TOP = (_TALL - ROWS * CARD_HEIGHT) / 2
_MARK, _APART = 6.0, 1.5
_FINE = 0.4
_DOTS = (0.4, 2.2)


def card_sheets(cards: Sequence[tuple[Block, Block]], look: Look) -> list[Page]:
    """The sheets of some cards, (face, back), each followed by its other side.

    The backs stand in mirrored columns: a sheet turned over its long edge has each back behind its
    face. Raises Invalid for a character that no font has.
    """
    sheets = (sheet for ten in _tens(cards) for sheet in (_faces(ten, look), _backs(ten, look)))
    return list(sheets)


def place_of(at: int, *, mirrored: bool = False) -> Box:
    """Where the card with this index stands on its sheet, in mm."""
    row, column = divmod(at, COLUMNS)
    column = COLUMNS - 1 - column if mirrored else column
    return Box(_LEFT + column * CARD_WIDTH, _TOP + row * CARD_HEIGHT, CARD_WIDTH, CARD_HEIGHT)


def _tens(cards: Sequence[tuple[Block, Block]]) -> Iterator[list[tuple[Block, Block]]]:
    for start in range(0, len(cards), PER_SHEET):
        yield list(cards[start : start + PER_SHEET])


def _faces(cards: Sequence[tuple[Block, Block]], look: Look) -> Page:
    pen = Pen(_TALL, look)
    _draw_marks(pen)
    for at, (face, _back) in enumerate(cards):
        face.draw(pen, place_of(at))
    return Page(A4, _TALL, pen)


def _backs(cards: Sequence[tuple[Block, Block]], look: Look) -> Page:
    pen = Pen(_TALL, look)
    _draw_marks(pen)
    for at, (_face, back) in enumerate(cards):
        back.draw(pen, place_of(at, mirrored=True))
    return Page(A4, _TALL, pen)


def _draw_marks(pen: Pen) -> None:
    """Strokes outside the cards for the cutter, and dotted lines between them for scissors."""
    right, foot = _LEFT + COLUMNS * CARD_WIDTH, _TOP + ROWS * CARD_HEIGHT
    for column in range(COLUMNS + 1):
        x = _LEFT + column * CARD_WIDTH
        pen.line((x, _TOP - _APART - _MARK), (x, _TOP - _APART), _FINE)
        pen.line((x, foot + _APART), (x, foot + _APART + _MARK), _FINE)
        pen.line((x, _TOP), (x, foot), _FINE, _DOTS)
    for row in range(ROWS + 1):
        y = _TOP + row * CARD_HEIGHT
        pen.line((_LEFT - _APART - _MARK, y), (_LEFT - _APART, y), _FINE)
        pen.line((right + _APART, y), (right + _APART + _MARK, y), _FINE)
        pen.line((_LEFT, y), (right, y), _FINE, _DOTS)
