"""Form SF-05 on A4 landscape: items by method, what it was for, the count, who signs (C13)."""

from __future__ import annotations

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Beside,
    Block,
    Cell,
    Column,
    Flow,
    Gap,
    Grid,
    Heading,
    Language,
    Look,
    Row,
    Sheet,
    Signatures,
    Stack,
    Table,
    Tag,
    Text,
    Words,
    long_date,
    yuan,
)
from propertydesk.till.printing.day_paper import COPIES, FORM, TITLE, DayPaper, DrawerLine
from propertydesk.till.printing.desk import LargeSum, Sums, foot, head, pdf_of

_COLUMN_GAP = 8.0
_ROW = 5.4
_NONE = Words("无", "none")
_TOTAL = Words("合计", "Total")
_PROVISIONAL = Words("未结 仅供核对", "Provisional, for checking only")
_SIGNERS = (
    Words("收费员签字", "Collector"),
    Words("主管签字", "Lead"),
    Words("财务签字", "Finance"),
)


def day_report_pdf(paper: DayPaper, *, language: Language) -> bytes:
    """The report in its two copies. Raises Invalid when a character cannot be printed."""
    sheets = [_copy(paper, language, at) for at in range(len(COPIES))]
    return pdf_of(sheets, TITLE, paper.number, language)


def _copy(paper: DayPaper, language: Language, at: int) -> Sheet:
    return Sheet(
        paper=PAPERS["A4 landscape"],
        look=Look(language, value=10.0, table=9.0),
        header=head(paper.desk, TITLE, FORM, paper.number, qr=paper.number, reprint=paper.reprint),
        body=_body(paper, language),
        footer=foot(paper.desk, COPIES, at),
    )


def _body(paper: DayPaper, language: Language) -> Block:
    mark = [] if paper.is_final else [Gap(1.6), Tag(_PROVISIONAL, 62.0)]
    drawers = [Gap(2.0), *_drawers(paper)] if len(paper.drawers) > 1 else []
    return Flow(
        [
            *mark,
            _facts(paper, language),
            Gap(2.4),
            _matrix_heading(),
            _matrix(paper),
            Gap(2.0),
            _three(paper),
            *drawers,
            Gap(4.0),
            Signatures(_SIGNERS, 18.0, gap=_COLUMN_GAP),
        ]
    )


def _facts(paper: DayPaper, language: Language) -> Grid:
    numbers = paper.first if paper.first == paper.last else f"{paper.first} – {paper.last}"
    day = paper.day.isoformat() if language == "both" else long_date(paper.day, language)
    cells = [
        Cell(Words("日期", "Day"), day, 36, bold=True),
        Cell(Words("收费员", "Collector"), paper.cashier, 42),
        Cell(Words("班次", "Shift"), paper.shift, 54),
        Cell(Words("收据起止号", "Receipts from – to"), numbers, 54),
        Cell(Words("张数", "Count"), str(paper.count), 16),
        Cell(Words("作废号", "Void"), ", ".join(paper.void) or _NONE, 40),
        Cell(Words("作废张数", "Void count"), str(len(paper.void))),
    ]
    return Grid([Row(cells, 11.0 if language == "both" else 9.7)])


def _matrix_heading() -> Heading:
    note = Words(
        "金额单位：元；冲红已减；预存抵扣不收款，单列",
        "yuan; red reversals taken off; set off: no money moved",
    )
    return Heading(Words("项目 × 付款方式", "Items by method"), note)


def _matrix(paper: DayPaper) -> Table:
    columns = [
        Column(Words("项目", "Item"), 58),
        *(Column(each, 27, figures=True) for each in paper.methods),
        Column(Words("收款合计", "Taken"), 30, figures=True, bold=True),
        Column(Words("预存抵扣", "Set off"), 26, figures=True),
    ]
    places = range(len(paper.methods))
    sums = [sum(line.by_method[at] for line in paper.items) for at in places]
    rows: list[list[Text]] = [
        [line.name, *map(_fen, line.by_method), _fen(line.taken), _fen(line.offset)]
        for line in paper.items
    ]
    rows.append([_TOTAL, *map(_fen, sums), _fen(paper.taken), _fen(paper.offset)])
    sums_of = 1
    if any(paper.given_back):
        back = [-fen for fen in paper.given_back]
        net = [came + went for came, went in zip(sums, back, strict=True)]
        rows.append([Words("退款", "Given back"), *map(_fen, back), _fen(sum(back)), "–"])
        rows.append([Words("净收款", "Net"), *map(_fen, net), _fen(paper.net), "–"])
        sums_of = 3
    name = Words("项目与付款方式", "Items by method")
    return Table(name, columns, rows, row=_ROW, sums=sums_of)


def _three(paper: DayPaper) -> Beside:
    columns = [(0.0, _nature(paper)), (82.0, _count(paper)), (88.0, _handing_over(paper))]
    return Beside(columns, gap=_COLUMN_GAP)


def _nature(paper: DayPaper) -> Block:
    rows: list[tuple[Text, Text, bool]] = [
        (Words("当期费用", "This year's charges"), _fen(paper.current), False),
        (Words("往年欠费", "Earlier years"), _fen(paper.prior), False),
        (Words("预收", "Paid ahead"), _fen(paper.ahead), False),
        (Words("押金", "Deposits"), _fen(paper.deposits), False),
        (Words("其他收入", "Other income"), _fen(paper.other), False),
        (Words("收款合计", "Taken"), _fen(paper.taken), True),
        (
            _counted(Words("退押金", "Deposits returned"), paper.returns),
            _fen(-paper.returned),
            False,
        ),
        (
            _counted(Words("退预存", "Prepayments back"), paper.refunds),
            _fen(-paper.refunded),
            False,
        ),
        (Words("净收款", "Net"), _fen(paper.net), True),
    ]
    if paper.red:
        rows.append((_red(paper), _fen(-paper.reversed), False))
    return Stack([Heading(Words("收款性质", "What it was for")), Sums(rows, _ROW)])


def _counted(words: Words, count: int) -> Words:
    if not count:
        return words
    return Words(f"{words.zh}（{count} 笔）", f"{words.en} ({count})")


def _red(paper: DayPaper) -> Words:
    """其中冲红（1 张，SJ00000102）."""
    numbers = paper.red[0] if len(paper.red) == 1 else f"{paper.red[0]} …"
    return Words(
        f"其中冲红（{len(paper.red)} 张，{numbers}）",
        f"of it red reversals ({len(paper.red)}, {numbers})",
    )


def _count(paper: DayPaper) -> Block:
    name = Words("现金面额清点", "Cash by denomination")
    heading = Heading(name)
    if not paper.pieces:
        blank = (Words("尚未清点", "not counted yet"), "", False)
        return Stack([heading, Sums([blank], _ROW)])
    columns = [
        Column(Words("面额", "Note"), 18),
        Column(Words("张数", "Pieces"), 12, figures=True),
        Column(Words("金额", "Amount"), 24, figures=True),
    ]
    rows: list[list[Text]] = [
        [_piece(each), str(count or "–"), _fen(each * count)]
        for each, count in paper.pieces.items()
    ]
    half = (len(rows) + 1) // 2
    halves = [(0.0, Table(name, columns, part, row=_ROW)) for part in (rows[:half], rows[half:])]
    total: list[tuple[Text, Text, bool]] = [
        (Words("清点合计", "Counted"), yuan(paper.counted), True)
    ]
    beside = Beside([(38.5, halves[0][1]), (38.5, halves[1][1])], gap=5.0)
    return Stack([heading, beside, Sums(total, _ROW)])


def _piece(fen: int) -> str:
    """¥100, ¥0.5."""
    whole, rest = divmod(fen, 100)
    return f"¥{whole}" if not rest else f"¥0.{rest // 10}"


def _handing_over(paper: DayPaper) -> Block:
    rows: list[tuple[Text, Text, bool]] = [
        (Words("备用金", "Float"), yuan(paper.opening), False),
        (Words("现金账面（含备用金）", "Expected, with float"), yuan(paper.expected), False),
        (Words("现金清点", "Counted"), yuan(paper.counted), False),
        (Words("账实差额", "Difference"), yuan(paper.difference), True),
    ]
    if len(paper.drawers) == 1:  # several stand in a table of their own
        drawer = paper.drawers[0]
        rows.append((Words("差额说明", "Explanation"), drawer.explanation or _NONE, False))
        rows.append((Words("接收人", "Taken over by"), drawer.taken_over_by or "–", False))
    heading = Heading(Words("账实与上交", "Count and handing over"))
    return Stack(
        [heading, Sums(rows, _ROW), LargeSum(Words("上交现金", "Handed over"), paper.handed_over)]
    )


def _drawers(paper: DayPaper) -> list[Block]:
    columns = [
        Column(Words("班次", "Shift"), 36),
        Column(Words("收费员", "Collector"), 36),
        Column(Words("备用金", "Float"), 24, figures=True),
        Column(Words("账面", "Expected"), 26, figures=True),
        Column(Words("清点", "Counted"), 26, figures=True),
        Column(Words("差额", "Difference"), 22, figures=True, bold=True),
        Column(Words("上交", "Handed over"), 26, figures=True),
        Column(Words("接收人", "Taken over by"), 36),
        Column(Words("差额说明", "Explanation"), 50),
    ]
    name = Words("各班次", "Drawers")
    return [
        Heading(name),
        Table(name, columns, [_drawer(each) for each in paper.drawers], row=_ROW),
    ]


def _drawer(each: DrawerLine) -> list[Text]:
    sums = (each.opening, each.expected, each.counted, each.difference, each.handed_over)
    shown = [sum_.grouped if sum_ is not None else "–" for sum_ in sums]
    tail = [each.taken_over_by or "–", each.explanation or "–"]
    return [each.number, each.cashier, *shown, *tail]


def _fen(fen: int) -> str:
    """1,234.50, and an en dash for nothing."""
    return Money(fen).grouped if fen else "–"
