"""Pieces of the bill: the head with its address window, the sums, labelled lines, the foot."""

from __future__ import annotations

from dataclasses import dataclass

from propertydesk.fees.printing import bill_paper as words
from propertydesk.fees.printing.bill_paper import BillPaper
from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    Block,
    Box,
    Footer,
    Header,
    Look,
    Paragraph,
    Pen,
    Text,
    Words,
    long_date,
    say,
    stamp,
    yuan,
)
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.qr import draw_qr
from propertydesk.platform.printing.typeset import Style
from propertydesk.platform.printing.words import in_words

_CONTINUED = Words("（续）", " (continued)")
_PRINTED = Words("打印", "Printed")
_LABELS = 14.0
_WINDOW = 78.0
_TITLE_AT = 96.0


@dataclass(frozen=True)
class BillHead(Header):
    """Sender and address where the window of the envelope is, title and number, QR."""

    paper: BillPaper | None = None

    def draw(self, pen: Pen, box: Box) -> None:
        if self.paper is None:
            return
        draw_qr(pen, self.qr, box.right - self.code, box.y, self.code)
        caption = words.PAY_CODE if self.paper.pays_by_code else words.DESK_CODE
        under, middle = box.y + self.code + 3.6, box.right - self.code / 2
        told = say(caption, pen.look.language)
        draw_line(pen, middle, under, told, Style(6.5), room=self.code + 4, align="middle")
        self._draw_address(pen, box, self.paper)
        self._draw_bill_title(pen, box, self.paper)

    def _draw_address(self, pen: Pen, box: Box, paper: BillPaper) -> None:
        left, language = box.x + 4, pen.look.language
        company = say(self.company, language)
        wide = draw_line(pen, left, box.y + 3.6, company, Style(7), room=_WINDOW)
        if language != "en" and self.company.en != self.company.zh:
            room = _WINDOW - wide - 2
            draw_line(
                pen, left + wide + 2, box.y + 3.6, self.company.en, Style(6.5, grey=True), room=room
            )
        pen.rule(Box(left, box.y + 5.4, _WINDOW, 0), 0.5)
        home = f"{say(self.community, language)} {say(paper.home, language)}"
        draw_line(pen, left, box.y + 11.2, home, Style(12, bold=True), room=_WINDOW)
        tail = "　收" if language != "en" else ""
        payer = Paragraph(f"{paper.payer}{tail}", 11.0, tall=10.2, leading=1.15, name=words.PAYER)
        payer.draw(pen, Box(left, box.y + 13.6, _WINDOW, 10.2))

    def _draw_bill_title(self, pen: Pen, box: Box, paper: BillPaper) -> None:
        language, left = pen.look.language, box.x + _TITLE_AT
        english = language == "en"
        main, small = (self.title.en, self.title.zh) if english else (self.title.zh, self.title.en)
        main += say(_CONTINUED, language) if self.continued else ""
        room = box.right - self.code - 4 - left
        style = Style(17, bold=True, tracking=0.0 if english else 0.06)
        draw_line(pen, left, box.y + 6.6, main, style, room=room)
        draw_line(pen, left, box.y + 11.0, small, Style(7, grey=True), room=room)
        rows = (
            (16.4, words.BILL_NO, self.number, Style(10.5, bold=True)),
            (21.0, words.BILLED_ON, long_date(paper.billed_on, language), Style(9)),
        )
        for down, label, value, shown in rows:
            draw_line(pen, left, box.y + down, say(label, language), Style(6.5), room=11)
            draw_line(pen, left + 12, box.y + down, value, shown, room=room - 12)


@dataclass(frozen=True)
class BillSums(Block):
    """What was charged, met, owed from before and paid ahead; the total in words and figures; the
    last day to pay.
    """

    paper: BillPaper
    tall: float = 15.0

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        room = box.width - 62
        self._draw_parts(pen, Box(box.x, box.y, room, box.height))
        language, baseline = pen.look.language, box.y + 12.4
        label = say(words.IN_WORDS, language)
        draw_line(pen, box.x, baseline, label, Style(6.5), room=_LABELS - 1)
        told = in_words(self.paper.due, language)
        left = box.x + _LABELS
        draw_line(pen, left, baseline, told, Style(9.5, bold=True), room=room - _LABELS)
        self._draw_total(pen, box)
        pen.rule(Box(box.x, box.bottom, box.width, 0), 0.8)

    def _draw_parts(self, pen: Pen, box: Box) -> None:
        paper, language = self.paper, pen.look.language
        parts: list[tuple[Words, Money]] = [(words.CHARGED, paper.charged)]
        if paper.met.fen:
            parts.append((words.MET, -paper.met))
        parts += [(words.ARREARS, paper.arrears), (words.AHEAD, paper.ahead)]
        share = box.width / len(parts)
        for at, (label, amount) in enumerate(parts):
            left = box.x + at * share
            wide = draw_line(
                pen, left, box.y + 5.6, say(label, language), Style(6.5), room=share * 0.5
            )
            shown, room = yuan(amount), share - wide - 3
            draw_line(pen, left + wide + 1.5, box.y + 5.6, shown, Style(8.5), room=room)

    def _draw_total(self, pen: Pen, box: Box) -> None:
        language, paper = pen.look.language, self.paper
        left = box.right - 60
        total, day = say(words.DUE, language), long_date(paper.due_on, language)
        draw_line(pen, left, box.y + 6.4, total, Style(7.5, bold=True), room=17)
        draw_line(
            pen, box.right, box.y + 6.8, yuan(paper.due), Style(17, bold=True), room=42,
            align="right",
        )  # fmt: skip
        label = words.DUE_ON if paper.due.fen else words.NOTHING_DUE
        draw_line(pen, left, box.y + 12.4, say(label, language), Style(7), room=24)
        if paper.due.fen:
            style = Style(10, bold=True)
            draw_line(pen, box.right, box.y + 12.4, day, style, room=34, align="right")


@dataclass(frozen=True)
class Labelled(Block):
    """A bold label with text behind it, fitted into its height."""

    label: Words
    text: Text
    tall: float

    def height(self, width: float, look: Look) -> float:
        return self.tall

    def draw(self, pen: Pen, box: Box) -> None:
        text = say(self.text, pen.look.language)
        if not text:
            return
        label, style = say(self.label, pen.look.language), Style(7, bold=True)
        draw_line(pen, box.x, box.y + 2.6, label, style, room=_LABELS - 1)
        fitted = Paragraph(text, 7.0, tall=self.tall, leading=1.3, name=self.label)
        fitted.draw(pen, Box(box.x + _LABELS, box.y + 0.2, box.width - _LABELS, self.tall))


@dataclass(frozen=True)
class BillFoot(Footer):
    """Whom to ask and when, form, print time, page, privacy, on one line."""

    paper: BillPaper | None = None

    def draw(self, pen: Pen, box: Box) -> None:
        if self.paper is None:
            return
        pen.rule(box, 0.5)
        language, baseline = pen.look.short_language, box.y + 3.4
        page = f"{self.page} / {self.pages}"
        page = f"Page {page}" if language == "en" else f"第 {page} 页"
        printed = f"{say(_PRINTED, language)} {stamp(self.paper.printed_at)}"
        right = f"{words.FORM}  {printed}  {page}  {say(self.privacy, language)}"
        taken = draw_line(
            pen, box.right, baseline, right, Style(6.5), room=box.width * 0.56, align="right"
        )
        told = [say(self.paper.contact, language), self.operator, say(words.IGNORE, language)]
        text = "  ".join(part for part in told if part)
        draw_line(pen, box.x, baseline, text, Style(6.5), room=box.width - taken - 3)
