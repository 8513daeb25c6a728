"""Form SF-04 on 190 x 93 mm, on A5 and on the 80 mm roll (domain.md C12)."""

from __future__ import annotations

from collections.abc import Callable

from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Cell,
    Column,
    Footer,
    Gap,
    Grid,
    Header,
    Language,
    Look,
    Note,
    Row,
    Sheet,
    Signatures,
    Stack,
    Table,
    Totals,
    Words,
    lay_out,
    say,
    to_pdf,
)
from propertydesk.till.printing import receipt_paper as words
from propertydesk.till.printing.receipt_blocks import (
    Closing,
    Fact,
    Facts,
    ReceiptFoot,
    ReceiptHead,
)
from propertydesk.till.printing.receipt_paper import ReceiptPaper
from propertydesk.till.printing.receipt_roll import roll

#: Lines on the receipt itself; where there are more, all stand on an annex (domain.md C12).
SLOTS = 8
COPIES = (Words("存根", "Stub"), Words("客户", "Customer"), Words("记账", "Accounts"))
_EDGES = (
    Words("一式三联 第一联 存根", "Copy 1 of 3: stub"),
    Words("一式三联 第二联 客户", "Copy 2 of 3: customer"),
    Words("一式三联 第三联 记账", "Copy 3 of 3: accounts"),
)
_CARBON = Words("一式三联 存根 客户 记账", "3 copies: stub, customer, accounts")
_COLUMNS = (
    Column(Words("项目", "Item"), 52),
    Column(Words("期间", "Period"), 40),
    Column(Words("数量", "Qty"), 26, figures=True),
    Column(Words("单价 元", "Price ¥"), 18, figures=True),
    Column(Words("金额 元", "Amount ¥"), 22, figures=True),
)
_SHOWN_OF_REFERENCE = 14


def receipt_pdf(paper: ReceiptPaper, *, language: Language, layout: str) -> bytes:
    """The receipt as PDF in one of LAYOUTS. Raises Invalid when a character cannot be printed."""
    pages = [page for sheet in LAYOUTS[layout](paper, language) for page in lay_out(sheet)]
    title = f"{say(paper.title, language)} {paper.number}"
    return to_pdf(pages, title=title, author=say(paper.company, language))


def _three(paper: ReceiptPaper, language: Language) -> list[Sheet]:
    return [_narrow(paper, language, edge) for edge in _EDGES]


def _carbon(paper: ReceiptPaper, language: Language) -> list[Sheet]:
    """One page: the paper underneath makes the copies."""
    return [_narrow(paper, language, _CARBON)]


def _a5(paper: ReceiptPaper, language: Language) -> list[Sheet]:
    return [_a5_copy(paper, language, at) for at in range(len(COPIES))]


def _roll(paper: ReceiptPaper, language: Language) -> list[Sheet]:
    """One slip for the payer; a roll has no copies."""
    return [roll(paper, language)]


#: Papers by the value of the setting `till.paper`.
LAYOUTS: dict[str, Callable[[ReceiptPaper, Language], list[Sheet]]] = {
    "form": _three,
    "carbon": _carbon,
    "A5": _a5,
    "roll": _roll,
}


def _narrow(paper: ReceiptPaper, language: Language, edge: Words) -> Sheet:
    tight = language == "both"
    return Sheet(
        paper=PAPERS["receipt"],
        look=Look(language, table=7.0 if tight else 7.5, floor=6.0, value=10.0),
        header=ReceiptHead(
            company=paper.company,
            community=paper.community,
            title=paper.title,
            form=words.FORM,
            number=paper.number,
            qr=paper.check_url,
            printed_at=paper.printed_at,
            reprint=paper.reprint,
            void=paper.void,
            tall=15.6,
            code=14.0,
            issued=paper.issued,
            code_text=paper.code,
            mark=paper.mark,
        ),
        body=_narrow_body(paper, language),
        footer=ReceiptFoot((), 0, "", "", paper.hotline, tall=4.4),
        edge=edge,
    )


def _narrow_body(paper: ReceiptPaper, language: Language) -> Block:
    both = language == "both"
    reference = _shortened(paper.reference)
    method = Words(
        f"{paper.method.zh}  {reference}".strip(), f"{paper.method.en}  {reference}".strip()
    )
    facts = Facts(
        [
            Fact(words.PAYER, paper.payer, 56, bold=True),
            Fact(words.HOME, say(paper.home, "zh") if both else paper.home, 52, bold=True),
            Fact(words.METHOD, method, 54),
        ]
    )
    total = Totals([], paper.total, tall=6.3, size=13.0)
    closing = Closing(paper.remark, paper.collected_by, paper.is_deposit)
    return Stack([facts, _table(paper, 4.35 if both else 4.6), total, closing])


def _a5_copy(paper: ReceiptPaper, language: Language, at: int) -> Sheet:
    return Sheet(
        paper=PAPERS["A5 landscape"],
        look=Look(language, table=8.5, floor=6.0),
        header=Header(
            company=paper.company,
            community=paper.community,
            title=paper.title,
            form=words.FORM,
            number=paper.number,
            qr=paper.check_url,
            printed_at=paper.printed_at,
            reprint=paper.reprint,
            void=paper.void,
        ),
        body=_a5_body(paper),
        footer=Footer(COPIES, at, paper.collector, paper.collector_no, paper.hotline),
        edge=_EDGES[at],
    )


def _a5_body(paper: ReceiptPaper) -> Block:
    first = Row(
        [
            Cell(words.PAYER, paper.payer, 62, bold=True, size=10.5),
            Cell(words.HOME, paper.home, 74, bold=True, size=10.5),
            Cell(Words("开票时间", "Issued at"), paper.issued),
        ]
    )
    second = Row(
        [
            Cell(words.METHOD, paper.method, 62),
            Cell(words.REFERENCE, paper.reference, 74),
            Cell(words.CODE, paper.code, bold=True),
        ]
    )
    told = Words(
        "；".join(text.zh for text in paper.bold_words),
        "; ".join(text.en for text in paper.bold_words),
    )
    third = Row(
        [
            Cell(words.REMARK, paper.remark, 84, prose=True),
            Cell(Words("标记", "Marks"), told, bold=True, size=8.5),
        ]
    )
    signers = [Words("交款人签字", "Payer"), Words("收款人签字", "Collector"), words.SEAL]
    return Stack(
        [
            Grid([first, second]),
            _table(paper, 5.3),
            Totals([], paper.total, tall=7.4, size=14.0),
            Grid([third]),
            Gap(1.4),
            Signatures(signers, 17.0),
            Gap(1.0),
            Note(words.NOT_AN_INVOICE, 7.0),
        ]
    )


def _table(paper: ReceiptPaper, row: float) -> Table:
    rows = [
        (
            line.item,
            line.period or "–",
            line.quantity or "–",
            line.price or "–",
            line.amount.grouped,
        )
        for line in paper.lines
    ]
    return Table(
        name=Words("收款明细", "Items"),
        columns=_COLUMNS,
        rows=rows,
        amounts=[line.amount for line in paper.lines],
        slots=SLOTS,
        row=row,
    )


def _shortened(reference: str) -> str:
    """4200…8810327: enough to find it again on a narrow line."""
    long = len(reference) > _SHOWN_OF_REFERENCE
    return f"{reference[:4]}…{reference[-7:]}" if long else reference
