"""Form SF-01: three to a sheet of A4 for window envelopes, A5, and a slip of 80 mm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from propertydesk.fees.printing import bill_paper as words
from propertydesk.fees.printing.bill_blocks import BillFoot, BillHead, BillSums, Labelled
from propertydesk.fees.printing.bill_paper import BillPaper
from propertydesk.fees.printing.bill_roll import roll
from propertydesk.platform.printing import (
    PAPERS,
    Column,
    Document,
    Gap,
    Language,
    Look,
    Offset,
    Page,
    Sheet,
    Stack,
    Table,
    Words,
    lay_out,
    say,
)

_COLUMNS = (
    Column(Words("收费项目", "Item"), 46),
    Column(Words("计费期间", "Period"), 36),
    Column(Words("数量（面积 / 个数 × 月数）", "Quantity × months"), 44, figures=True),
    Column(Words("单价 元", "Price ¥"), 20, figures=True),
    Column(Words("金额 元", "Amount ¥"), 24, figures=True),
)
#: Lines of a page and their height in mm.
_THIRD = (5, 4.9)
_A5 = (13, 5.2)


def bill_pdf(
    papers: Iterable[BillPaper], *, language: Language, layout: str, offset: Offset | None = None
) -> bytes:
    """Bills as one PDF on one of PAPERS_OF_BILLS. Raises Invalid for a character no font has."""
    listed = list(papers)
    document = begun(listed[0], language=language, offset=offset)
    for paper in listed:
        for page in bill_pages(paper, language=language, layout=layout):
            document.add(page)
    return document.close()


def begun(paper: BillPaper, *, language: Language, offset: Offset | None = None) -> Document:
    """The document of bills like this one, still empty."""
    title, company = say(words.TITLE, language), say(paper.company, language)
    return Document(title=title, author=company, offset=offset)


def bill_pages(paper: BillPaper, *, language: Language, layout: str) -> list[Page]:
    """The pages of one bill. Raises Invalid for a character that no font has."""
    if layout == "roll":
        return lay_out(roll(paper, language))
    return lay_out(_sheet(paper, language, is_wide=layout == "A5"))


def _sheet(paper: BillPaper, language: Language, *, is_wide: bool) -> Sheet:
    slots, row = _A5 if is_wide else _THIRD
    return Sheet(
        paper=PAPERS["A5 landscape" if is_wide else "A4 third"],
        look=Look(language, table=8.5 if is_wide else 8.0, floor=6.0),
        header=BillHead(
            company=paper.company,
            community=paper.community,
            title=words.TITLE,
            form=words.FORM,
            number=paper.number,
            qr=paper.code,
            printed_at=paper.printed_at,
            tall=25.2,
            code=18.0,
            paper=paper,
        ),
        body=Stack(
            [
                _table(paper, slots=slots, row=row),
                BillSums(paper),
                Gap(1.2),
                Labelled(words.WAYS, paper.ways, tall=7.0),
                Labelled(words.BASIS, paper.basis, tall=3.6),
            ]
        ),
        footer=BillFoot((), 0, paper.operator, "", paper.hotline, tall=4.6, paper=paper),
    )


def _table(paper: BillPaper, *, slots: int, row: float) -> Table:
    rows = [
        (line.item, line.period, line.quantity, line.price, line.amount.grouped)
        for line in paper.lines
    ]
    table = Table(
        name=Words("收费明细", "Charges"),
        columns=_COLUMNS,
        rows=rows,
        amounts=[line.amount for line in paper.lines],
        slots=slots,
        row=row,
    )
    return replace(table, sum_label=words.CHARGED)
