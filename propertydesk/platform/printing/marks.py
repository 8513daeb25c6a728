"""What people put on paper by hand or by stamp: ratings, signatures, the tear line, the void
mark.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import draw_line, draw_pair
from propertydesk.platform.printing.typeset import Style, clean, width
from propertydesk.platform.printing.words import Text, Words, say

HIGHEST = 5
_DATE = Words("年　　月　　日", "Date")
_SIGN_AND_DATE_ROOM = 20.0
_VOID_ANGLE = 14.0
_VOID_BLACK = 0.3


@dataclass(frozen=True)
class Ratings(Block):
    """Questions with circled figures 1 to 5; a mark already given stands white on black."""

    title: Text
    questions: Sequence[tuple[Words, int | None]]
    step: float = 4.9
    words: float = 14.0

    def height(self, width: float, look: Look) -> float:
        return 4.2 + self.step * len(self.questions)

    def draw(self, pen: Pen, box: Box) -> None:
        draw_pair(
            pen, box.x, box.y + 2.8, self.title, Style(7, bold=True), room=box.width, companion=6.5
        )
        spread = (box.width - self.words - 6) / (HIGHEST - 1)
        for at, (question, given) in enumerate(self.questions):
            middle = box.y + 4.2 + self.step * (at + 0.5)
            draw_pair(pen, box.x, middle + 1.05, question, Style(8), room=self.words, companion=6.0)
            for mark in range(1, HIGHEST + 1):
                _draw_mark(
                    pen,
                    box.x + self.words + 3 + spread * (mark - 1),
                    middle,
                    mark,
                    given=given == mark,
                )


def _draw_mark(pen: Pen, x: float, y: float, mark: int, *, given: bool) -> None:
    style = Style(7, bold=given)
    pen.circle(x, y, 2.0, 0.6, filled=given)
    if given:
        pen.white_text(x, y + 0.9, str(mark), style)
    else:
        pen.text(x, y + 0.9, str(mark), style, align="middle")


@dataclass(frozen=True)
class Signatures(Block):
    """Boxes to sign in: the name of the signer at the top left, room for the date at the bottom
    right.
    """

    signers: Sequence[Words]
    tall: float = 19.0
    gap: float = 2.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        wide = (box.width - self.gap * (len(self.signers) - 1)) / len(self.signers)
        for at, signer in enumerate(self.signers):
            place = Box(box.x + at * (wide + self.gap), box.y, wide, box.height)
            pen.frame(place, 0.8)
            draw_pair(
                pen,
                place.x + 1.6,
                place.y + 3.1,
                signer,
                Style(7, bold=True),
                room=wide - 3,
                companion=6.5,
            )
            _draw_date(pen, place)


def _draw_date(pen: Pen, place: Box) -> None:
    if pen.look.language == "en":
        start = place.x + 1.6
        wide = draw_line(pen, start, place.bottom - 1.8, _DATE.en, Style(6.5), room=12)
        pen.line(
            (start + wide + 1, place.bottom - 1.5), (place.right - 1.6, place.bottom - 1.5), 0.3
        )
        return
    text = _DATE.zh if place.width > _SIGN_AND_DATE_ROOM + 5 else _DATE.zh.replace("　　", "　")
    draw_line(
        pen,
        place.right - 1.6,
        place.bottom - 1.8,
        text,
        Style(6.5),
        room=place.width - 3,
        align="right",
    )


@dataclass(frozen=True)
class TearLine(Block):
    """A dashed line across the whole sheet with its instruction in the gap and white on both
    sides.
    """

    words: Words
    reach: float = 14.0
    tall: float = 10.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        text, style = say(self.words, pen.look.language), Style(6.5)
        middle, centre = (box.x + box.right) / 2, box.y + box.height / 2
        half = width(clean(text), style) / POINTS / 2 + 2
        pen.text(middle, centre + 0.85, text, style, align="middle")
        for start, end in (
            (box.x - self.reach, middle - half),
            (middle + half, box.right + self.reach),
        ):
            pen.line((start, centre), (end, centre), 0.5, dash=(3, 2))


@dataclass(frozen=True)
class Tag(Block):
    """Words in white on solid black, such as the name of a part of the sheet."""

    words: Text
    wide: float
    tall: float = 4.6

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        pen.squares([Box(box.x, box.y, self.wide, self.tall)])
        pen.white_text(
            box.x + self.wide / 2,
            box.y + self.tall - 1.4,
            clean(say(self.words, pen.look.language)),
            Style(8, bold=True),
        )


def draw_void(pen: Pen, area: Box) -> None:
    """作废 VOID across the middle of the area, light enough to read what is under it."""
    stamp = Pen(height=0, look=pen.look)
    size = min(56.0, area.width * 0.34, area.height * 0.72)
    wide, tall = 15.0 + size * 2.0, size * 0.5
    stamp.text(0, size * 0.13, "作废 VOID", Style(size, bold=True, tracking=0.12), align="middle")
    stamp.frame(Box(-wide / 2, -tall / 2, wide, tall), 2.6)
    stamp.frame(Box(-wide / 2 + 1.4, -tall / 2 + 1.4, wide - 2.8, tall - 2.8), 0.8)
    pen.turned(
        area.x + area.width / 2, area.y + area.height / 2, _VOID_ANGLE, stamp, black=_VOID_BLACK
    )


def draw_edge(pen: Pen, x: float, top: float, height: float, words: Text) -> None:
    """The name of the copy down the right edge: Chinese upright, other words turned.

    `x` is the middle of the column of characters, the words are centred on `height` mm from `top`.
    """
    if pen.look.language == "en":
        turned = Pen(height=0, look=pen.look)
        turned.text(0, 0, say(words, "en"), Style(7), align="middle")
        pen.turned(x - 0.8, top + height / 2, -90, turned)
        return
    text = clean(say(words, "zh"))
    step = 2.95
    start = top + (height - step * sum(0.5 if character == " " else 1 for character in text)) / 2
    for character in text:
        if character != " ":
            pen.text(x, start + 2.2, character, Style(7), align="middle")
        start += step * (0.5 if character == " " else 1)
