"""The bill as a slip of 80 mm, as long as it needs to be."""

from __future__ import annotations

from dataclasses import dataclass

from propertydesk.fees.printing import bill_paper as words
from propertydesk.fees.printing.bill_paper import BillLine, BillPaper
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
    long_date,
    say,
    stamp,
)
from propertydesk.platform.printing.prose import draw_line
from propertydesk.platform.printing.roll import RollCode, RollFact, RollFoot, RollItem, RollSum
from propertydesk.platform.printing.typeset import Style


def roll(paper: BillPaper, language: Language) -> Sheet:
    """The slip of one bill."""
    return Sheet(
        paper=PAPERS["roll 80"],
        look=Look(language, label=7.0, value=8.5, floor=6.0),
        header=BillRollHead(
            company=paper.company,
            community=paper.community,
            title=words.TITLE,
            form=words.FORM,
            number=paper.number,
            qr="",
            printed_at=paper.printed_at,
            tall=22.4,
        ),
        body=_body(paper, language),
        footer=RollFoot((), 0, "", "", f"{paper.hotline}  {paper.hours}".strip(), tall=8.0),
    )


def _body(paper: BillPaper, language: Language) -> Block:
    facts: list[tuple[Words, Text]] = [
        (words.HOME, paper.home),
        (words.PAYER, paper.payer),
        (words.BILLED_ON, long_date(paper.billed_on, language)),
        (words.DUE_ON, long_date(paper.due_on, language) if paper.due.fen else words.NOTHING_DUE),
    ]
    sums = [(words.CHARGED, paper.charged), (words.ARREARS, paper.arrears)]
    sums += [(words.MET, -paper.met)] if paper.met.fen else []
    sums += [(words.AHEAD, paper.ahead)]
    caption = words.PAY_CODE if paper.pays_by_code else words.DESK_CODE
    return Stack(
        [
            Gap(1.2),
            *(RollFact(label, value) for label, value in facts if value),
            Gap(1.2),
            Rule(0.8),
            *(RollItem(line.item, line.amount, _told(line)) for line in paper.lines),
            Rule(0.5),
            *(RollItem(label, amount) for label, amount in sums),
            Rule(0.8),
            RollSum(words.DUE, paper.due),
            Gap(1.5),
            Paragraph(paper.ways, 7.0),
            *([Gap(0.8), Paragraph(paper.basis, 7.0)] if paper.basis else []),
            RollCode(paper.code, (paper.number, caption)),
        ]
    )


def _told(line: BillLine) -> list[Text]:
    """The period, and how the amount came about."""
    told = line.quantity
    if isinstance(told, Words):
        return [
            line.period, Words(f"{line.price} × {told.zh}", f"{line.price} × {told.en}")
        ]  # fmt: skip
    return [line.period]


@dataclass(frozen=True)
class BillRollHead(Header):
    """Company, title and number in the middle of the slip."""

    def draw(self, pen: Pen, box: Box) -> None:
        language, middle = pen.look.language, box.x + box.width / 2
        rows = (
            (3.2, say(self.company, pen.look.short_language), Style(8.5, bold=True)),
            (6.8, say(self.community, pen.look.short_language), Style(7.5)),
            (13.0, say(self.title, language), Style(14, bold=True)),
            (18.0, self.number, Style(11, bold=True)),
            (21.2, f"{self.form}  {stamp(self.printed_at)}", Style(6.5)),
        )
        for down, text, style in rows:
            draw_line(pen, middle, box.y + down, text, style, room=box.width, align="middle")
        pen.rule(Box(box.x, box.bottom, box.width, 0), 1.2)
