"""Pieces of the exit pass: the head of a part, its foot, and the line where it is torn off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from propertydesk.passes.printing.exit_slip import ExitSlip
from propertydesk.platform.printing import Block, Box, Footer, Header, Look, Pen, Text, Words, say
from propertydesk.platform.printing.furniture import PRIVACY, reprint_words
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.prose import LABEL_FLOOR, draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style, width

TITLE = Words("大件物品出门证", "Large-item exit pass")
FORM = "AB-03 V1"
_HOTLINE = Words("热线", "Hotline")


@dataclass(frozen=True, slots=True)
class BareHead(Header):
    """The parts carry heads of their own; only a continuation page has the usual one."""

    def height(self, width: float, look: Look) -> float:
        return self.tall if self.continued else 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        if self.continued:
            Header.draw(self, pen, box)


@dataclass(frozen=True, slots=True)
class BareFoot(Footer):
    """The parts carry feet of their own."""

    def height(self, width: float, look: Look) -> float:
        return 0.0

    def draw(self, pen: Pen, box: Box) -> None:
        """Nothing to draw."""


@dataclass(frozen=True)
class PartHead(Block):
    """Whose it is, what it is, which part, which number, and the codes in both shapes."""

    slip: ExitSlip
    part: Words
    code: float = 20.0
    tall: float = 25.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        draw_qr(pen, self.slip.address, box.right - self.code, box.y + 0.6, self.code)
        language, room = pen.look.language, box.width - self.code - 3.0
        draw_line(pen, box.x, box.y + 3.0, self._owner(pen, room), Style(6.5), room=room)
        main = TITLE.en if language == "en" else TITLE.zh
        draw_line(pen, box.x, box.y + 8.8, main, Style(13, bold=True), room=room)
        if language == "both":
            draw_line(pen, box.x, box.y + 11.9, TITLE.en, Style(6.5, grey=True), room=room)
        self._draw_part(pen, box, room)
        draw_line(pen, box.x, box.y + 21.6, self.slip.number, Style(11, bold=True), room=room)
        draw_line(
            pen,
            box.right,
            box.y + self.code + 3.9,
            self.slip.code,
            Style(9, bold=True),
            room=self.code + 2,
            align="right",
        )
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)

    def _owner(self, pen: Pen, room: float) -> str:
        """Company and community where there is room for both, else the company alone."""
        company = say(self.slip.company, pen.look.short_language)
        both = f"{company} {say(self.slip.community, pen.look.short_language)}"
        fits = width(both, Style(LABEL_FLOOR)) <= room * POINTS
        return both if fits else company

    def _draw_part(self, pen: Pen, box: Box, room: float) -> None:
        text = say(self.part, pen.look.language)
        style = Style(8, bold=True)
        wide = draw_line(pen, box.x + 1.6, box.y + 16.3, text, style, room=room - 3) + 3.2
        pen.frame(Box(box.x, box.y + 12.9, wide, 4.6), 0.9)
        if self.slip.reprint:
            mark = reprint_words(self.slip.reprint, pen.look.short_language)
            draw_line(pen, box.x + wide + 1.5, box.y + 16.3, mark, Style(6.5), room=room - wide - 2)


@dataclass(frozen=True)
class PartFoot(Block):
    """Form, where the part goes, hotline and the word on privacy."""

    slip: ExitSlip
    keeps: Words
    tall: float = 7.2

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        language, style = pen.look.short_language, Style(6.0)
        pen.rule(box, 0.5)
        first = f"{FORM}　{say(self.keeps, language)}"
        second = f"{say(_HOTLINE, language)} {self.slip.hotline}　{say(PRIVACY, language)}"
        draw_line(pen, box.x, box.y + 2.9, first, style, room=box.width)
        draw_line(pen, box.x, box.y + 5.9, second, style, room=box.width)


@dataclass(frozen=True)
class Line(Block):
    """One line of words, shrunk until it fits; a remark is said in one language."""

    text: Text
    size: float = 7.5
    bold: bool = False
    tall: float = 4.4
    remark: bool = False

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        draw_line(
            pen,
            box.x,
            box.bottom - 1.3,
            say(self.text, pen.look.short_language if self.remark else pen.look.language),
            Style(self.size, bold=self.bold),
            room=box.width,
        )


@dataclass(frozen=True)
class Parts(Block):
    """Parts side by side with dashed lines between them: (width in mm, 0 the rest; the part)."""

    parts: Sequence[tuple[float, Block]]
    tall: float
    gap: float = 9.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        fixed = sum(wide for wide, _part in self.parts)
        rest = box.width - fixed - self.gap * (len(self.parts) - 1)
        left = box.x
        for at, (wide, part) in enumerate(self.parts):
            if at:
                middle = left - self.gap / 2
                pen.line((middle, box.y - 4), (middle, box.bottom), 0.5, dash=(3, 2))
            width = wide or rest
            part.draw(pen, Box(left, box.y, width, self.tall))
            left += width + self.gap
