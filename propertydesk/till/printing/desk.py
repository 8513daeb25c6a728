"""What the larger papers of the till share: whose they are, head, foot, lists of amounts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    Block,
    Box,
    Footer,
    Header,
    Language,
    Look,
    Page,
    Pen,
    Sheet,
    Text,
    Void,
    Words,
    lay_out,
    say,
    to_pdf,
    yuan,
)
from propertydesk.platform.printing.paper import POINTS
from propertydesk.platform.printing.prose import draw_line, draw_pair
from propertydesk.platform.printing.typeset import Style, clean, width
from propertydesk.platform.printing.words import in_words

#: The share of a line that a value may take before it is set smaller.
_MOST_OF_A_LINE = 0.62
#: How tall signs stand above their baseline, as a share of the size.
_CAPITALS = 0.76


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whose paper it is, who prints it and when; the clock is the community's."""

    company: Words
    community: Words
    hotline: str
    operator: str
    operator_no: str
    printed_at: datetime


def head(
    desk: Desk,
    title: Words,
    form: str,
    number: str,
    *,
    qr: str = "",
    reprint: int = 0,
    void: Void | None = None,
) -> Header:
    """The head of a paper; without `qr` it has no code."""
    return Header(
        company=desk.company,
        community=desk.community,
        title=title,
        form=form,
        number=number,
        qr=qr,
        printed_at=desk.printed_at,
        reprint=reprint,
        void=void,
        code=16.0 if qr else 0.0,
    )


def foot(desk: Desk, copies: Sequence[Words], at: int) -> Footer:
    """The foot of the copy in hand."""
    return Footer(copies, at, desk.operator, desk.operator_no, desk.hotline)


def pdf_of(sheets: Sequence[Sheet], title: Words, number: str, language: Language) -> bytes:
    """All copies as one document. Raises Invalid when a character cannot be printed."""
    pages: list[Page] = [page for sheet in sheets for page in lay_out(sheet)]
    author = say(sheets[0].header.company, language)
    return to_pdf(pages, title=f"{say(title, language)} {number}", author=author)


@dataclass(frozen=True)
class Sums(Block):
    """Labels with their values at the right edge, one below the other; (label, value, bold)."""

    rows: Sequence[tuple[Text, Text, bool]]
    step: float = 5.6

    def height(self, width: float, look: Look) -> float:
        return self.step * len(self.rows)

    def draw(self, pen: Pen, box: Box) -> None:
        top, size = box.y, pen.look.table
        pen.rule(box, 0.8)
        for at, (label, value, bold) in enumerate(self.rows):
            if at:
                pen.rule(Box(box.x, top, box.width, 0), 0.8 if bold else 0.3)
            style = Style(size, bold=bold)
            baseline = top + (self.step + _CAPITALS * size / POINTS) / 2
            text = say(value, pen.look.language)
            most = box.width * _MOST_OF_A_LINE
            room = box.width - min(most, width(clean(text), style) / POINTS) - 2
            draw_pair(pen, box.x, baseline, label, style, room=room, companion=size - 2)
            draw_line(pen, box.right, baseline, text, style, room=most, align="right")
            top += self.step
        pen.rule(Box(box.x, top, box.width, 0), 0.8)


@dataclass(frozen=True)
class LargeSum(Block):
    """One sum in large figures, and below it in words; None is written by hand."""

    label: Text
    sum: Money | None
    tall: float = 13.5
    size: float = 16.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        baseline = box.y + 6.2
        label = Style(pen.look.table, bold=True)
        wide = draw_pair(
            pen, box.x, baseline, self.label, label, room=box.width * 0.5, companion=7.0
        )
        if self.sum is None:
            pen.line((box.x + wide + 6, baseline + 0.8), (box.right, baseline + 0.8), 0.3)
            return
        large, room = Style(self.size, bold=True), box.width - wide - 4
        draw_line(pen, box.right, baseline, yuan(self.sum), large, room=room, align="right")
        words = in_words(self.sum, pen.look.language)
        draw_line(pen, box.x, box.y + 11.6, words, Style(9.0, bold=True), room=box.width)
