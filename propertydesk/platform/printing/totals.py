"""The line of totals under a table: amounts in figures, the sum in words and in large figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.kernel.money import Money
from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import draw_line, draw_pair
from propertydesk.platform.printing.tables import TOTAL
from propertydesk.platform.printing.typeset import Style, clean, width
from propertydesk.platform.printing.words import Words, in_words, pair, yuan

_IN_WORDS = Words("合计大写", "In words")


@dataclass(frozen=True)
class Totals(Block):
    """Amounts in figures at the left, the total in words and in large figures at the right; None
    is written by hand.
    """

    parts: Sequence[tuple[Words, Money | None]]
    total: Money | None
    label: Words = TOTAL
    words_label: Words = _IN_WORDS
    tall: float = 6.1
    size: float = 11.5

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        look, baseline = pen.look, box.bottom - 2.0
        left = box.x
        for label, amount in self.parts:
            left += (
                draw_pair(pen, left, baseline, label, Style(look.label), room=24, companion=6.0)
                + 2.5
            )
            left += self._figure(pen, left, baseline, amount) + 6
        if self.total is None:
            right = box.right - 22
            self._line(pen, right, box.right, baseline)
        else:
            right = box.right - draw_line(
                pen,
                box.right,
                baseline,
                yuan(self.total),
                Style(self.size, bold=True),
                room=45,
                align="right",
            )
        right -= self._label_width(self.label, look) + 3
        draw_pair(pen, right, baseline, self.label, Style(look.label), room=24, companion=6.0)
        left += (
            draw_pair(
                pen, left, baseline, self.words_label, Style(look.label), room=24, companion=6.0
            )
            + 2.5
        )
        if self.total is None:
            self._line(pen, left, right - 4, baseline)
        else:
            draw_line(
                pen,
                left,
                baseline,
                in_words(self.total, look.language),
                Style(look.value),
                room=right - left - 2,
            )
        pen.rule(Box(box.x, box.bottom, box.width, 0), 0.8)

    def _figure(self, pen: Pen, x: float, baseline: float, amount: Money | None) -> float:
        if amount is not None:
            return draw_line(pen, x, baseline, yuan(amount), Style(pen.look.value), room=24)
        self._line(pen, x, x + 14, baseline)
        return 14

    @staticmethod
    def _line(pen: Pen, left: float, right: float, baseline: float) -> None:
        pen.line((left, baseline + 0.6), (right, baseline + 0.6), 0.3)

    @staticmethod
    def _label_width(label: Words, look: Look) -> float:
        main, small = pair(label, look.language)
        return width(clean(main), Style(look.label)) / POINTS + (
            width(clean(small), Style(6.0)) / POINTS + 1 if small else 0
        )
