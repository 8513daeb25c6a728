"""Form SF-06 on A5: money that goes back to a payer, of a deposit or a prepayment (C12, C13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Cell,
    Column,
    Gap,
    Grid,
    Language,
    Look,
    Note,
    Row,
    Sheet,
    Signatures,
    Stack,
    Table,
    Text,
    Totals,
    Words,
    long_date,
    stamp,
)
from propertydesk.till.printing.desk import Desk, foot, head, pdf_of

FORM = "SF-06 V1"
TITLE = Words("退款凭证", "Refund voucher")
COPIES = (Words("财务", "Finance"), Words("客户", "Customer"))
_EDGES = (
    Words("一式二联 第一联 财务", "Copy 1 of 2: finance"),
    Words("一式二联 第二联 客户", "Copy 2 of 2: customer"),
)
_SLOTS = 4
_SIGNERS = (
    Words("收款人签字", "Payee"),
    Words("经办人签字", "Collector"),
    Words("批准人签字", "Approved by"),
    Words("财务签字", "Finance"),
)
_COLUMNS = (
    Column(Words("项目", "Item"), 46),
    Column(Words("凭据", "Document"), 38),
    Column(Words("说明", "Explanation"), 70),
    Column(Words("金额 元", "Amount ¥"), 26, figures=True),
)


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A line that leads to the sum: what was held, what is kept of it and why."""

    item: Text
    document: str
    explanation: Text
    amount: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPaper:
    """One refund as it is to be printed now.

    `asked_by` and `approved_by` are two people by name and number; `takes_receipt` tells that the
    payer gives the receipt of a deposit back.
    """

    desk: Desk
    number: str
    day: date
    payee: str
    payer: str
    home: Text
    lines: tuple[RefundLine, ...]
    amount: Money
    method: Words
    reference: str
    basis: Text
    shift: str
    asked_by: str
    approved_by: str
    approved_at: datetime
    takes_receipt: bool
    reprint: int = 0


def refund_voucher_pdf(paper: RefundPaper, *, language: Language) -> bytes:
    """The voucher in its two copies. Raises Invalid when a character cannot be printed."""
    sheets = [_copy(paper, language, at) for at in range(len(COPIES))]
    return pdf_of(sheets, TITLE, paper.number, language)


def _copy(paper: RefundPaper, language: Language, at: int) -> Sheet:
    return Sheet(
        paper=PAPERS["A5 landscape"],
        look=Look(language, table=8.5, floor=6.0),
        header=head(paper.desk, TITLE, FORM, paper.number, qr=paper.number, reprint=paper.reprint),
        body=_body(paper, language),
        footer=foot(paper.desk, COPIES, at),
        edge=_EDGES[at],
    )


def _body(paper: RefundPaper, language: Language) -> Block:
    day = Words(long_date(paper.day, "zh"), long_date(paper.day, "en"))
    first = Row(
        [
            Cell(Words("收款人", "Payee"), paper.payee, 62, bold=True, size=10.5),
            Cell(Words("房号", "Home"), paper.home, 74, bold=True, size=10.5),
            Cell(Words("退款日期", "Day"), day),
        ]
    )
    second = Row(
        [
            Cell(Words("原交款人", "Paid in by"), paper.payer, 62),
            Cell(Words("退款方式", "Given back by"), paper.method, 40),
            Cell(Words("流水号", "Reference"), paper.reference, 34),
            Cell(Words("班次", "Shift"), paper.shift),
        ]
    )
    third = Row([Cell(Words("退款依据", "Basis"), paper.basis, prose=True)])
    approved = f"{paper.approved_by}  {stamp(paper.approved_at)}"
    fourth = Row(
        [
            Cell(Words("申请人", "Asked by"), paper.asked_by, 62),
            Cell(Words("批准人（第二人）", "Approved by (second person)"), approved, bold=True),
        ]
    )
    note = _TAKES_RECEIPT if paper.takes_receipt else _SIGNED
    return Stack(
        [
            Grid([first, second]),
            Table(
                Words("退款明细", "What goes back"),
                _COLUMNS,
                [_row(line) for line in paper.lines],
                [line.amount for line in paper.lines],
                slots=_SLOTS,
                row=5.3,
            ),
            Totals([], paper.amount, Words("实退", "Refund"), tall=7.4, size=14.0),
            Grid([third, fourth]),
            Gap(1.4),
            Signatures(_SIGNERS, 15.0),
            Gap(1.0),
            Note(note, 7.0),
        ]
    )


_TAKES_RECEIPT = Words(
    "原押金收据已收回；收款人签字即确认收到上列款项。",
    "The receipt of the deposit is taken back; by signing the payee confirms the sum above.",
)
_SIGNED = Words(
    "收款人签字即确认收到上列款项。", "By signing the payee confirms having received the sum above."
)


def _row(line: RefundLine) -> tuple[Text, ...]:
    return (line.item, line.document or "–", line.explanation or "–", line.amount.grouped)
