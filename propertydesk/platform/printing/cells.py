"""Labels with their values: data on open hairlines, and closed boxes for what is filled in by
hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import draw_line, draw_lines, draw_pair, fit_or_spill
from propertydesk.platform.printing.typeset import Style, clean, width
from propertydesk.platform.printing.words import Text, Words, say

EMPTY = "–"
MONTH_DAY_TIME = Words("月　　日　　：", "day      month      :")
_INSET = 1.7
_LABEL_BASELINE = 2.8
_VALUE_TOP = 3.7
_VALUE_BASELINE = 2.2
_LOWEST_BASELINE = 9.4
_TIGHT = 1.15
_PROSE_SIZE = 8.5
_PROSE_FLOOR = 7.0


@dataclass(frozen=True)
class Cell:
    """A label on top, a value below; `width` in mm, 0 takes what the row has left.

    Running text (`prose`) starts under the label, a single value sits on the row's common baseline.
    """

    label: Text
    value: Text = ""
    width: float = 0.0
    bold: bool = False
    size: float | None = None
    prose: bool = False
    more: bool = True

    def draw(self, pen: Pen, box: Box) -> None:
        """Draw label and value; a value that has to be cut spills onto a continuation page."""
        draw_label(pen, box, self.label)
        text = say(self.value, pen.look.language) or EMPTY
        if self.prose:
            self._draw_prose(pen, box, text)
            return
        style = Style(self.size or pen.look.value, bold=self.bold and text != EMPTY)
        room = Box(box.x, box.y + _VALUE_TOP, box.width, box.height - _VALUE_TOP - 0.7)
        fitted = fit_or_spill(
            pen, text, style, room, leading=_TIGHT, name=self.label, more=self.more
        )
        top = (
            min(box.bottom - _VALUE_BASELINE, box.y + _LOWEST_BASELINE)
            - fitted.size * 0.92 / POINTS
        )
        if len(fitted.lines) > 1:
            tall = (len(fitted.lines) * fitted.leading) / POINTS
            top = room.y + max(0.0, (room.height - tall) / 2)
        draw_lines(pen, box.x, top, fitted, style)

    def _draw_prose(self, pen: Pen, box: Box, text: str) -> None:
        style = Style(self.size or _PROSE_SIZE, bold=self.bold)
        room = Box(box.x, box.y + _VALUE_TOP + 0.3, box.width, box.height - _VALUE_TOP - 1.5)
        fitted = fit_or_spill(
            pen,
            text,
            style,
            room,
            leading=1.25,
            name=self.label,
            more=self.more,
            floor=_PROSE_FLOOR,
        )
        draw_lines(pen, box.x, room.y, fitted, style)


@dataclass(frozen=True)
class Ticks:
    """A label and little boxes, the chosen ones ticked: (words, chosen)."""

    label: Text
    options: Sequence[tuple[Text, bool]]
    width: float = 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        """Draw the label and the row of boxes."""
        draw_label(pen, box, self.label)
        draw_ticks(pen, box, box.bottom - _VALUE_BASELINE, self.options)


@dataclass(frozen=True)
class Blank:
    """A label over white paper to be written on, with a faint pattern such as month, day and time
    at the foot.
    """

    label: Text
    pattern: Text = ""
    width: float = 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        """Draw the label and the pattern."""
        draw_label(pen, box, self.label)
        draw_line(
            pen,
            box.right - 3,
            box.bottom - _VALUE_BASELINE,
            say(self.pattern, pen.look.short_language),
            Style(pen.look.label + 0.5),
            room=box.width - 3,
            align="right",
        )


AnyCell = Cell | Ticks | Blank


@dataclass(frozen=True)
class Row:
    """Cells side by side, `tall` mm high."""

    cells: Sequence[AnyCell]
    tall: float = 9.7


@dataclass(frozen=True)
class Grid(Block):
    """Rows on open hairlines without an outer frame: what the system knows. Closed below by a
    stronger rule.
    """

    rows: Sequence[Row]
    closing: float = 0.8

    def height(self, width: float, look: Look) -> float:
        return sum(row.tall for row in self.rows)

    def draw(self, pen: Pen, box: Box) -> None:
        top = box.y
        for at, row in enumerate(self.rows):
            band = Box(box.x, top, box.width, row.tall)
            if at:
                pen.rule(band, 0.3)
            _draw_cells(pen, band, row, first_inset=0.0, hairline_gap=1.0)
            top = band.bottom
        pen.rule(Box(box.x, top, box.width, 0), self.closing)


@dataclass(frozen=True)
class HandBox(Block):
    """A closed frame: what is filled in by hand, so that anybody sees at once where to write."""

    rows: Sequence[Row]

    def height(self, width: float, look: Look) -> float:
        return sum(row.tall for row in self.rows)

    def draw(self, pen: Pen, box: Box) -> None:
        top = box.y
        for at, row in enumerate(self.rows):
            band = Box(box.x, top, box.width, row.tall)
            if at:
                pen.rule(band, 0.5)
            _draw_cells(pen, band, row, first_inset=_INSET, hairline_gap=0.0)
            top = band.bottom
        pen.frame(box, 0.8)


def _draw_cells(pen: Pen, band: Box, row: Row, *, first_inset: float, hairline_gap: float) -> None:
    rest = band.width - sum(cell.width for cell in row.cells)
    left = band.x
    for at, cell in enumerate(row.cells):
        wide = cell.width or rest
        if at:
            pen.line(
                (left, band.y + hairline_gap),
                (left, band.bottom - hairline_gap),
                0.3 if hairline_gap else 0.5,
            )
        box = Box(left, band.y, wide, band.height)
        cell.draw(
            pen,
            box.inset(
                _INSET if at else first_inset,
                right=1.2 if at < len(row.cells) - 1 or first_inset else 0.0,
            ),
        )
        left += wide


def draw_label(pen: Pen, box: Box, label: Text) -> None:
    """The small label at the top of a cell; its English companion is smaller and grey."""
    size = pen.look.label
    draw_pair(
        pen,
        box.x,
        box.y + _LABEL_BASELINE,
        label,
        Style(size),
        room=box.width,
        companion=max(6.0, size - 0.5),
    )


def draw_ticks(pen: Pen, box: Box, baseline: float, options: Sequence[tuple[Text, bool]]) -> None:
    """A row of tick boxes with their words; chosen ones are bold. Shrinks to the width of the
    box.
    """
    size = pen.look.value - 1.0
    words = [(say(option, pen.look.language), chosen) for option, chosen in options]
    while size > 5.0 and _ticks_width(words, size) > box.width:
        size -= 0.25
    left = box.x
    for text, chosen in words:
        left += draw_tick(pen, left, baseline, size, chosen=chosen)
        left += (
            draw_line(pen, left, baseline, text, Style(size, bold=chosen), room=box.right - left)
            + size * 0.32
        )


def draw_tick(pen: Pen, x: float, baseline: float, size: float, *, chosen: bool) -> float:
    """A tick box for text of `size` points, drawn, not typed; gives the mm to the words behind
    it.
    """
    side = size * 0.33
    box = Box(x, baseline - side + 0.25, side, side)
    pen.frame(box, 0.6)
    if chosen:
        pen.path(
            [
                (x + side * 0.2, box.y + side * 0.52),
                (x + side * 0.43, box.y + side * 0.76),
                (x + side * 0.84, box.y + side * 0.2),
            ],
            1.2,
        )
    return side + size * 0.1


def _ticks_width(words: Sequence[tuple[str, bool]], size: float) -> float:
    texts = sum(width(clean(text), Style(size, bold=chosen)) for text, chosen in words) / POINTS
    return texts + len(words) * size * 0.43 + (len(words) - 1) * size * 0.32
