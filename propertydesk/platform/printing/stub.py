"""The part that is torn off and kept: it repeats title, number, QR and data, so that it stands
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.blocks import Block, Stack
from propertydesk.platform.printing.cells import Grid
from propertydesk.platform.printing.furniture import PRIVACY
from propertydesk.platform.printing.marks import TearLine
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import Note, draw_line, draw_pair
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.platform.printing.words import Text, Words, pair, say

_HEAD = 8.4
_CODE_GAP = 4.0


@dataclass(frozen=True)
class Stub(Block):
    """A stub of `tall` mm below the cut, which adds the tear line above itself."""

    tear: Words
    part: Words
    title: Words
    number: str
    qr: str
    caption: Words
    grid: Grid
    notes: Sequence[Text]
    foot: Text
    tall: float = 60.0
    code: float = 24.0
    caption_room: float = 24.0

    def height(self, width: float, look: Look) -> float:
        return self.tall + TearLine(self.tear).tall / 2

    def draw(self, pen: Pen, box: Box) -> None:
        tear = TearLine(self.tear)
        tear.draw(pen, Box(box.x, box.y, box.width, tear.tall))
        place = Box(box.x, box.y + tear.tall, box.width, box.height - tear.tall)
        edge = place.right - self.code - _CODE_GAP
        draw_qr(pen, self.qr, place.right - self.code, place.y, self.code)
        self._draw_head(pen, place, edge)
        grid = Box(
            place.x,
            place.y + _HEAD,
            edge - place.x - self.caption_room,
            self.grid.height(0, pen.look),
        )
        pen.rule(grid, 0.8)
        self.grid.draw(pen, grid)
        self._draw_caption(pen, edge, place.y + self.code)
        self._draw_notes(pen, Box(place.x, grid.bottom + 2.2, place.width, 11))
        self._draw_foot(pen, Box(place.x, place.y + 41.6, place.width, 5))

    def _draw_head(self, pen: Pen, place: Box, edge: float) -> None:
        baseline = place.y + 4.2
        number = draw_line(
            pen, edge, baseline, self.number, Style(11, bold=True), room=60, align="right"
        )
        room = edge - place.x - number - 6
        left = draw_line(
            pen,
            place.x,
            baseline,
            pair(self.part, pen.look.language)[0],
            Style(11, bold=True),
            room=room * 0.4,
        )
        draw_pair(
            pen,
            place.x + left + 3,
            baseline,
            self.title,
            Style(11),
            room=room - left - 3,
            companion=7.5,
            space=3,
        )

    def _draw_caption(self, pen: Pen, edge: float, bottom: float) -> None:
        main, small = pair(self.caption, pen.look.language)
        draw_line(pen, edge, bottom - 3.6, main, Style(7), room=self.caption_room, align="right")
        draw_line(
            pen,
            edge,
            bottom - 0.4,
            small,
            Style(6.5, grey=True),
            room=self.caption_room,
            align="right",
        )

    def _draw_notes(self, pen: Pen, place: Box) -> None:
        Stack([Note(note) for note in self.notes]).draw(pen, place)

    def _draw_foot(self, pen: Pen, place: Box) -> None:
        pen.rule(place, 0.5)
        privacy = draw_line(
            pen,
            place.right,
            place.y + 3.3,
            say(PRIVACY, pen.look.language),
            Style(6.5),
            room=place.width / 2,
            align="right",
        )
        draw_line(
            pen,
            place.x,
            place.y + 3.3,
            say(self.foot, pen.look.language),
            Style(6.5),
            room=place.width - privacy - 5,
        )
