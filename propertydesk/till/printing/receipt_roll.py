"""The receipt as a slip of 80 mm, as long as it needs to be."""

from __future__ import annotations

from dataclasses import dataclass

from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Box,
    Gap,
    Header,
    Language,
    Look,
    Paragraph,
    Pen,
    Rule,
    Sheet,
    Stack,
    Text,
    Words,
    say,
    stamp,
)
from propertydesk.platform.printing.furniture import reprint_words
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.roll import RollCode, RollFact, RollFoot, RollItem, RollSum
from propertydesk.platform.printing.typeset import Style
from propertydesk.till.printing import receipt_paper as words
from propertydesk.till.printing.receipt_paper import ReceiptLine, ReceiptPaper

_CHECK = Words("扫码验真，无需登录", "Scan to check, no sign-in")
_TOTAL = Words("合计", "Total")


def roll(paper: ReceiptPaper, language: Language) -> Sheet:
    """The slip of one receipt."""
    return Sheet(
        paper=PAPERS["roll 80"],
        look=Look(language, label=7.0, value=8.5, floor=6.0),
        header=RollHead(
            company=paper.company,
            community=paper.community,
            title=paper.title,
            form=words.FORM,
            number=paper.number,
            qr="",
            printed_at=paper.printed_at,
            reprint=paper.reprint,
            void=paper.void,
            tall=25.4,
        ),
        body=_body(paper),
        footer=RollFoot((), 0, "", "", paper.hotline, tall=8.0),
    )


def _body(paper: ReceiptPaper) -> Block:
    facts: list[tuple[Words, Text]] = [
        (Words("时间", "Date"), paper.issued),
        (words.PAYER, paper.payer),
        (words.HOME, paper.home),
        (words.METHOD, paper.method),
        (words.REFERENCE, paper.reference),
        (words.REMARK, paper.remark),
        (words.COLLECTOR, paper.collected_by),
    ]
    code = Words(f"{words.CODE.zh} {paper.code}", f"{words.CODE.en} {paper.code}")
    return Stack(
        [
            Gap(1.2),
            *(RollFact(label, value) for label, value in facts if value),
            *(Stack([Gap(1.0), Paragraph(text, 9.0, bold=True)]) for text in paper.bold_words),
            Gap(1.2),
            Rule(0.8),
            *(RollItem(line.item, line.amount, _told(line)) for line in paper.lines),
            Rule(0.8),
            RollSum(_TOTAL, paper.total),
            Gap(2.0),
            Paragraph(words.NOT_AN_INVOICE, 7.0, bold=True),
            Gap(2.5),
            RollSeal(),
            RollCode(paper.check_url, (code, _CHECK)),
        ]
    )


def _told(line: ReceiptLine) -> list[Text]:
    """The period, and how the amount came about."""
    sum_ = f"{line.quantity} × {line.price}" if line.price else ""
    return ["  ".join(part for part in (line.period, sum_) if part)]


@dataclass(frozen=True)
class RollSeal(Block):
    """White room for the seal."""

    def height(self, width: float, look: Look) -> float:
        return 22.0

    def draw(self, pen: Pen, box: Box) -> None:
        seal = say(words.SEAL, pen.look.language)
        draw_line(pen, box.x, box.y + 3.0, seal, Style(7), room=box.width)


@dataclass(frozen=True)
class RollHead(Header):
    """Company, title, number and marks, in the middle of the slip."""

    def draw(self, pen: Pen, box: Box) -> None:
        language, middle = pen.look.language, box.x + box.width / 2
        last = reprint_words(self.reprint, language) if self.reprint else ""
        if self.void is not None:
            last = f"{say(words.VOIDED, language)} {stamp(self.void.at)} {self.void.by}"
        rows = (
            (3.2, say(self.company, pen.look.short_language), Style(8.5, bold=True)),
            (6.8, say(self.community, pen.look.short_language), Style(7.5)),
            (13.0, say(self.title, language), Style(14, bold=True)),
            (18.0, self.number, Style(11, bold=True)),
            (21.2, f"{self.form}  {stamp(self.printed_at)}", Style(6.5)),
            (24.4, last, Style(7, bold=True)),
        )
        for down, text, style in rows:
            draw_line(pen, middle, box.y + down, text, style, room=box.width, align="middle")
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)
