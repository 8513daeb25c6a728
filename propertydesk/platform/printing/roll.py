"""Pieces of a slip on the roll of 80 mm: facts, lines with amounts, the sum, a code, the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.kernel.money import Money
from propertydesk.platform.printing.blocks import Block
from propertydesk.platform.printing.furniture import Footer
from propertydesk.platform.printing.pen import Box, Look, Pen
from propertydesk.platform.printing.prose import Paragraph, draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.platform.printing.words import Text, Words, in_words, say, yuan

_CODE_SIZE = 34.0
_LABELS = 17.0
_AMOUNTS = 22.0
_HOTLINE = Words("服务热线", "Hotline")


@dataclass(frozen=True)
class RollFact(Block):
    """A label with its value behind it, on as many lines as the value needs."""

    label: Words
    value: Text

    def height(self, width: float, look: Look) -> float:
        return self._value().height(width - _LABELS, look) + 0.7

    def draw(self, pen: Pen, box: Box) -> None:
        label = say(self.label, pen.look.short_language)
        draw_line(pen, box.x, box.y + 3.0, label, Style(7), room=_LABELS - 1)
        self._value().draw(pen, box.inset(_LABELS, right=0))

    def _value(self) -> Paragraph:
        return Paragraph(self.value, 8.5, leading=1.3)


@dataclass(frozen=True)
class RollItem(Block):
    """An item with its amount, and below it how the amount came about."""

    item: Text
    amount: Money
    told: Sequence[Text] = ()

    def height(self, width: float, look: Look) -> float:
        told = sum(line.height(width, look) for line in self._told())
        return self._name().height(width - _AMOUNTS, look) + (1.6 if not told else told + 1.7)

    def draw(self, pen: Pen, box: Box) -> None:
        name = self._name()
        name.draw(pen, Box(box.x, box.y + 0.8, box.width - _AMOUNTS, box.height))
        amount, style = self.amount.grouped, Style(8.5, bold=True)
        draw_line(pen, box.right, box.y + 3.7, amount, style, room=_AMOUNTS - 1, align="right")
        top = box.y + 1.0 + name.height(box.width - _AMOUNTS, pen.look)
        for line in self._told():
            line.draw(pen, Box(box.x, top, box.width, box.height))
            top += line.height(box.width, pen.look)

    def _name(self) -> Paragraph:
        return Paragraph(self.item, 8.5, leading=1.25)

    def _told(self) -> list[Paragraph]:
        return [Paragraph(text, 7.0, leading=1.25) for text in self.told if text]


@dataclass(frozen=True)
class RollSum(Block):
    """The sum in large figures, and in words below."""

    label: Words
    amount: Money

    def height(self, width: float, look: Look) -> float:
        return 7.5 + self._words(look).height(width, look)

    def draw(self, pen: Pen, box: Box) -> None:
        baseline = box.y + 6.0
        draw_line(pen, box.x, baseline, say(self.label, pen.look.language), Style(8), room=25)
        style = Style(14, bold=True)
        draw_line(pen, box.right, baseline, yuan(self.amount), style, room=50, align="right")
        self._words(pen.look).draw(pen, Box(box.x, box.y + 7.2, box.width, box.height))

    def _words(self, look: Look) -> Paragraph:
        return Paragraph(in_words(self.amount, look.language), 8.5, bold=True)


@dataclass(frozen=True)
class RollCode(Block):
    """A QR in the middle with what is to be known about it below: first bold, then small."""

    content: str
    captions: tuple[Text, Text]

    def height(self, width: float, look: Look) -> float:
        return _CODE_SIZE + 17.0

    def draw(self, pen: Pen, box: Box) -> None:
        middle, foot = box.x + box.width / 2, box.y + 5 + _CODE_SIZE
        draw_qr(pen, self.content, middle - _CODE_SIZE / 2, box.y + 5, _CODE_SIZE)
        styles = ((6.4, Style(9, bold=True)), (9.9, Style(7)))
        for text, (down, style) in zip(self.captions, styles, strict=True):
            told = say(text, pen.look.language)
            draw_line(pen, middle, foot + down, told, style, room=box.width, align="middle")


@dataclass(frozen=True)
class RollFoot(Footer):
    """Hotline and privacy."""

    def draw(self, pen: Pen, box: Box) -> None:
        pen.rule(box, 0.5)
        language, middle = pen.look.short_language, box.x + box.width / 2
        told = (f"{say(_HOTLINE, language)} {self.hotline}", say(self.privacy, language))
        for at, text in enumerate(told):
            baseline = box.y + 3.3 + at * 3.3
            draw_line(pen, middle, baseline, text, Style(6.5), room=box.width, align="middle")
