"""Form SF-07 on A4: a household's account over some days, from opening to closing balance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Cell,
    Column,
    Flow,
    Gap,
    Grid,
    Heading,
    Language,
    Look,
    Note,
    Row,
    Sheet,
    Signatures,
    Table,
    Text,
    Words,
    yuan,
)
from propertydesk.till.printing.desk import Desk, LargeSum, foot, head, pdf_of

FORM = "SF-07 V1"
TITLE = Words("住户费用对账单", "Statement of account")
_COPIES = (Words("住户", "Household"),)
_BROUGHT = Words("期初欠费", "Brought forward")
_CHARGED = Words("本期应收", "Charged")
_REDUCED = Words("调整减免", "Adjusted")
_PAID = Words("本期已收", "Paid")
_OPEN = Words("期末欠费", "Open")
_TOTAL = Words("合计", "Total")
_CHARGES = (
    Column(Words("期间", "Period"), 31),
    Column(Words("收费项目", "Item"), 38),
    Column(Words("到期日", "Due"), 18),
    *(Column(each, 19, figures=True) for each in (_BROUGHT, _CHARGED, _REDUCED, _PAID)),
    Column(_OPEN, 20, figures=True, bold=True),
)
_DOCUMENTS = (
    Column(Words("日期", "Day"), 18),
    Column(Words("单据", "Document"), 21),
    Column(Words("摘要", "What"), 72),
    Column(Words("应收", "Owed"), 18, figures=True),
    Column(Words("已收", "Paid"), 18, figures=True),
    Column(Words("欠费余额", "Balance"), 22, figures=True, bold=True),
)
_HELP = Words(
    "本对账单列示截至末日的全部单据；如有不符，请在收到后三十日内向服务中心提出。",
    "All documents up to the last day are listed. If anything differs from your own papers, please "
    "tell the service centre within thirty days.",
)


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """A receivable: what was brought forward, charged, changed, paid and is open, in fen."""

    period: str
    item: Text
    due: str
    sums: tuple[int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document, and what was owed after it, in fen."""

    day: str
    number: str
    what: Text
    owed: int
    paid: int
    balance: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPaper:
    """A statement as it is to be printed now; sums in fen."""

    desk: Desk
    number: str
    home: Text
    people: Text
    first: date
    last: date
    charges: tuple[ChargeRow, ...]
    documents: tuple[DocumentRow, ...]
    sums: tuple[int, int, int, int, int]
    ahead_before: int
    ahead: int
    deposits: int


def statement_pdf(paper: StatementPaper, *, language: Language) -> bytes:
    """The statement as PDF. Raises Invalid when a character cannot be printed."""
    sheet = Sheet(
        paper=PAPERS["A4"],
        look=Look(language, value=9.5, table=7.5),
        header=head(paper.desk, TITLE, FORM, paper.number),
        body=_body(paper, language),
        footer=foot(paper.desk, _COPIES, 0),
    )
    return pdf_of([sheet], TITLE, paper.number, language)


def _body(paper: StatementPaper, language: Language) -> Block:
    tall = 11.0 if language == "both" else 9.7
    days = f"{paper.first:%Y-%m-%d} – {paper.last:%Y-%m-%d}"
    about = Row(
        [
            Cell(Words("房号", "Home"), paper.home, 62, bold=True),
            Cell(Words("户名", "Household"), paper.people, 58),
            Cell(Words("对账期间", "From – to"), days),
        ],
        tall,
    )
    return Flow(
        [
            Grid([about, _sums(paper, tall)]),
            Gap(2.0),
            Heading(Words("各期费用", "Charges"), Words("金额单位：元", "yuan")),
            _charges(paper),
            Gap(3.0),
            Heading(Words("往来明细", "Documents"), _opening_words(paper)),
            _documents(paper),
            Gap(3.0),
            _money_ahead(paper, tall),
            Gap(1.0),
            LargeSum(_owed_on(paper), Money(paper.sums[-1])),
            Gap(1.0),
            Note(_HELP, 7.0),
            Gap(2.0),
            Signatures(
                [
                    Words("物业服务中心（盖章）", "Service centre (seal)"),
                    Words("住户确认", "Household"),
                ],
                22.0,
            ),
        ]
    )


def _sums(paper: StatementPaper, tall: float) -> Row:
    labels = (_BROUGHT, _CHARGED, _REDUCED, _PAID, _OPEN)
    cells = [
        Cell(label, yuan(Money(fen)), 0.0 if at == len(labels) - 1 else 35.0, bold=True)
        for at, (label, fen) in enumerate(zip(labels, paper.sums, strict=True))
    ]
    return Row(cells, tall)


def _charges(paper: StatementPaper) -> Table:
    rows: list[list[Text]] = [
        [each.period, each.item, each.due, *map(_fen, each.sums)] for each in paper.charges
    ]
    rows.append([_TOTAL, "", "", *map(_fen, paper.sums)])
    return Table(Words("各期费用", "Charges"), _CHARGES, rows, sums=1)


def _documents(paper: StatementPaper) -> Table:
    opening, _charged, _reduced, _paid, closing = paper.sums
    rows: list[list[Text]] = [[f"{paper.first:%Y-%m-%d}", "", _BROUGHT, "", "", _fen(opening)]]
    rows += [
        [each.day, each.number, each.what, _fen(each.owed), _fen(each.paid), _fen(each.balance)]
        for each in paper.documents
    ]
    owed = sum(each.owed for each in paper.documents)
    paid = sum(each.paid for each in paper.documents)
    rows.append([f"{paper.last:%Y-%m-%d}", "", _OPEN, _fen(owed), _fen(paid), _fen(closing)])
    return Table(Words("往来明细", "Documents"), _DOCUMENTS, rows, sums=1)


def _money_ahead(paper: StatementPaper, tall: float) -> Grid:
    cells = [
        Cell(Words("期初预存余额", "Prepaid before"), yuan(Money(paper.ahead_before)), 58),
        Cell(Words("期末预存余额", "Prepaid now"), yuan(Money(paper.ahead)), 58, bold=True),
        Cell(Words("在押押金", "Deposits held"), yuan(Money(paper.deposits))),
    ]
    return Grid([Row(cells, tall)])


def _opening_words(paper: StatementPaper) -> Words:
    count = len(paper.documents)
    return Words(f"{count} 笔", f"{count} documents")


def _owed_on(paper: StatementPaper) -> Words:
    day = f"{paper.last:%Y-%m-%d}"
    return Words(f"截至 {day} 应缴", f"Owed on {day}")


def _fen(fen: int) -> str:
    return Money(fen).grouped if fen else "–"
