"""Tables with money columns and a fixed number of slots; unused room is struck out or left for
writing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from propertydesk.kernel.money import Money
from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.pen import Align, Box, Look, Pen
from propertydesk.platform.printing.prose import Heading, draw_line, draw_pair
from propertydesk.platform.printing.typeset import Style, width
from propertydesk.platform.printing.words import Text, Words, pair, say, yuan
from propertydesk.platform.printing.wrapping import wrap

BLANK_BELOW = Words("以下空白", "blank below")
_OTHERS = Words("其余 %d 项见续页", "%d more items overleaf")
_ALL = Words("（全部 %d 项）", "(all %d items)")
TOTAL = Words("合计", "Total")
_GUTTER = 2.5
_TIGHT = 1.2


@dataclass(frozen=True)
class Column:
    """A column: its head, its share of the width, whether it holds figures (set to the right),
    and whether they are bold.
    """

    title: Words
    share: float
    figures: bool = False
    bold: bool = False


@dataclass(frozen=True)
class Table(Block):
    """Rows of text in columns.

    With `slots`, the table always stands in the height of that many rows: what does not fit is
    counted in the last slot with the sum of `amounts`, and all rows go on a continuation page
    with `sum_label`. Rows left over are struck with 以下空白, or ruled for writing when `by_hand`.
    Without `slots` it takes the height it needs. The last `sums` rows are set in bold.
    """

    name: Words
    columns: Sequence[Column]
    rows: Sequence[Sequence[Text]]
    amounts: Sequence[Money] = ()
    slots: int | None = None
    by_hand: bool = False
    row: float = 4.9
    sum_label: Words = TOTAL
    sums: int = 0

    def height(self, width: float, look: Look) -> float:
        if self.slots is not None:
            return self._head(look) + self.slots * self.row
        return self._head(look) + sum(self._tall(lines, look) for lines in self._set(width, look))

    def draw(self, pen: Pen, box: Box) -> None:
        look, set_rows = pen.look, self._set(box.width, pen.look)
        self._draw_head(pen, box)
        bottom = box.bottom if self.slots is not None else box.y + self.height(box.width, look)
        top = box.y + self._head(look)
        shown = self._fitting(set_rows, bottom - top, look)
        for at, lines in enumerate(set_rows[:shown]):
            tall = self._tall(lines, look)
            band = Box(box.x, top, box.width, tall)
            self._draw_row(pen, band, lines, ruled=at > 0, bold=self._is_sum(at))
            top += tall
        if shown < len(set_rows):
            self._draw_others(pen, Box(box.x, top, box.width, bottom - top), shown)
            pen.spills.setdefault(f"table {self.name.zh}", self._continued())
        elif bottom - top > self.row / 2:
            self._draw_free(pen, Box(box.x, top, box.width, bottom - top), started=bool(set_rows))
        pen.rule(Box(box.x, bottom, box.width, 0), 0.8)

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        set_rows = self._set(width, look)
        fitting, used = 0, self._head(look)
        while fitting < len(set_rows) and used + self._tall(set_rows[fitting], look) <= room:
            used += self._tall(set_rows[fitting], look)
            fitting += 1
        if fitting == len(set_rows):
            return self, None
        if fitting == 0:
            return self._split_row(set_rows[0], room, look)
        later = self._part(self.rows[fitting:])
        sums_here = max(0, self.sums - len(later.rows))
        return replace(self._part(self.rows[:fitting]), sums=sums_here), later

    def _split_row(
        self, lines: list[list[str]], room: float, look: Look
    ) -> tuple[Block | None, Block | None]:
        """A single row that is taller than the page is broken between its lines."""
        fitting = int((room - self._head(look) - 2.2) * POINTS / (look.table * _TIGHT))
        if fitting < 4:
            return None, self
        upper, lower = (
            ["\n".join(cell[part]) for cell in lines]
            for part in (slice(None, fitting), slice(fitting, None))
        )
        return self._part([upper]), self._part([lower, *self.rows[1:]])

    def _part(self, rows: Sequence[Sequence[Text]]) -> Table:
        return replace(self, rows=rows)

    def _continued(self) -> Block:
        """The whole table, its rows numbered, for the continuation page."""
        share = sum(column.share for column in self.columns) * 0.04
        rows = [(str(at), *row) for at, row in enumerate(self.rows, start=1)]
        columns = [Column(Words("", ""), share), *self.columns]
        return FullTable(replace(self, slots=None, columns=columns, rows=rows))

    def _set(self, width: float, look: Look) -> list[list[list[str]]]:
        """Every cell as the lines it takes."""
        rooms = [room for _, room in self._edges(width)]
        return [
            [
                wrap(
                    say(text, look.language), self._style(column, look, bold=self._is_sum(at)), room
                )
                for text, column, room in zip(row, self.columns, rooms, strict=True)
            ]
            for at, row in enumerate(self.rows)
        ]

    def _is_sum(self, at: int) -> bool:
        return at >= len(self.rows) - self.sums

    @staticmethod
    def _style(column: Column, look: Look, *, bold: bool) -> Style:
        return Style(look.table, bold=bold or column.bold)

    def _edges(self, width: float) -> list[tuple[float, float]]:
        """Left edge and room of every column in mm."""
        unit = (width - _GUTTER * (len(self.columns) - 1)) / sum(
            column.share for column in self.columns
        )
        edges, left = [], 0.0
        for column in self.columns:
            edges.append((left, column.share * unit))
            left += column.share * unit + _GUTTER
        return edges

    def _head(self, look: Look) -> float:
        return 7.3 if look.language == "both" else 4.9

    def _tall(self, lines: list[list[str]], look: Look) -> float:
        most = max(len(cell) for cell in lines)
        return max(self.row, most * look.table * _TIGHT / POINTS + 1.4)

    def _fitting(self, set_rows: list[list[list[str]]], room: float, look: Look) -> int:
        """Rows that stand in `room` mm, leaving the last slot free when not all do."""
        talls = [self._tall(lines, look) for lines in set_rows]
        if sum(talls) <= room + 0.01:
            return len(talls)
        used, fitting = self.row, 0
        while fitting < len(talls) and used + talls[fitting] <= room + 0.01:
            used += talls[fitting]
            fitting += 1
        return fitting

    def _draw_head(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.8)
        size = pen.look.table - 1
        for column, (left, room) in zip(self.columns, self._edges(box.width), strict=True):
            main, small = pair(column.title, pen.look.language)
            x = box.x + left + (room if column.figures else 0)
            align: Align = "right" if column.figures else "left"
            draw_line(pen, x, box.y + 3.3, main, Style(size, bold=True), room=room, align=align)
            draw_line(
                pen,
                x,
                box.y + 6.2,
                small,
                Style(max(6.0, size - 1), grey=True),
                room=room,
                align=align,
            )
        pen.rule(Box(box.x, box.y + self._head(pen.look), box.width, 0), 0.5)

    def _draw_row(
        self, pen: Pen, box: Box, lines: list[list[str]], *, ruled: bool, bold: bool
    ) -> None:
        if ruled:
            pen.rule(box, 0.3)
        step = pen.look.table * _TIGHT / POINTS
        for column, cell, (left, room) in zip(
            self.columns, lines, self._edges(box.width), strict=True
        ):
            style = self._style(column, pen.look, bold=bold)
            top = box.y + (box.height - len(cell) * step) / 2 + style.size * 0.97 / POINTS
            for at, line in enumerate(cell):
                pen.text(
                    box.x + left + (room if column.figures else 0),
                    top + at * step,
                    line,
                    style,
                    align="right" if column.figures else "left",
                )

    def _draw_others(self, pen: Pen, box: Box, shown: int) -> None:
        rest = sum((amount.fen for amount in self.amounts[shown:]), 0)
        if shown:
            pen.rule(box, 0.3)
        baseline = box.y + self.row - 1.5
        draw_line(
            pen,
            box.x,
            baseline,
            say(_OTHERS, pen.look.short_language) % (len(self.rows) - shown),
            Style(pen.look.table),
            room=box.width * 0.7,
        )
        if self.amounts:
            draw_line(
                pen,
                box.right,
                baseline,
                Money(rest).grouped,
                Style(pen.look.table),
                room=box.width * 0.3,
                align="right",
            )

    def _draw_free(self, pen: Pen, box: Box, *, started: bool) -> None:
        if self.by_hand:
            for at in range(0 if started else 1, round(box.height / self.row)):
                pen.rule(Box(box.x, box.y + at * self.row, box.width, 0), 0.3)
            return
        if started:
            pen.rule(box, 0.3)
        strike_out(pen, box.inset(2, 0.8, bottom=0.8))


@dataclass(frozen=True)
class FullTable(Block):
    """A table that did not fit its slots: all rows, numbered, with their sum, over as many pages
    as needed.
    """

    table: Table
    headed: bool = True

    def height(self, width: float, look: Look) -> float:
        return self._heading(look).height(width, look) + self.table.height(width, look) + 8

    def draw(self, pen: Pen, box: Box) -> None:
        heading = self._heading(pen.look)
        top = heading.height(box.width, pen.look)
        heading.draw(pen, Box(box.x, box.y, box.width, top))
        tall = self.table.height(box.width, pen.look)
        self.table.draw(pen, Box(box.x, box.y + top, box.width, tall))
        total = Money(sum(amount.fen for amount in self.table.amounts))
        if self.table.amounts:
            baseline = box.y + top + tall + 5
            draw_pair(
                pen,
                box.x,
                baseline,
                self.table.sum_label,
                Style(7),
                room=box.width / 2,
                companion=6.5,
            )
            draw_line(
                pen,
                box.right,
                baseline,
                yuan(total),
                Style(11, bold=True),
                room=box.width / 2,
                align="right",
            )

    def split(self, width: float, room: float, look: Look) -> tuple[Block | None, Block | None]:
        if self.height(width, look) <= room:
            return self, None
        head = self._heading(look).height(width, look)
        first, rest = self.table.split(width, room - head - 8, look)
        if first is None:
            return None, self
        upper = _Headed(self._heading(look), first)
        return upper, replace(self, table=rest) if isinstance(rest, Table) else None

    def _heading(self, look: Look) -> Heading:
        count = len(self.table.amounts) or len(self.table.rows)
        return Heading(
            f"{say(self.table.name, look.language)}{say(_ALL, look.short_language) % count}"
        )


@dataclass(frozen=True)
class _Headed(Block):
    heading: Heading
    body: Block

    def height(self, width: float, look: Look) -> float:
        return self.heading.height(width, look) + self.body.height(width, look)

    def draw(self, pen: Pen, box: Box) -> None:
        top = self.heading.height(box.width, pen.look)
        self.heading.draw(pen, Box(box.x, box.y, box.width, top))
        self.body.draw(pen, Box(box.x, box.y + top, box.width, box.height - top))


def strike_out(pen: Pen, box: Box) -> None:
    """One diagonal through unused room with the words in its middle, so that nothing can be added
    later.
    """
    text = say(BLANK_BELOW, pen.look.language)
    style = Style(8.5, tracking=0.08)
    middle, half = (box.x + box.right) / 2, width(text, style) / POINTS / 2 + 3
    height = box.height * half / box.width
    centre = (box.y + box.bottom) / 2
    pen.text(middle, centre + 1.05, text, style, align="middle")
    pen.line((box.x, box.bottom), (middle - half, centre + height), 0.5)
    pen.line((middle + half, centre - height), (box.right, box.y), 0.5)
