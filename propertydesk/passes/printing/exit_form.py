"""Form AB-03, large-item exit pass: stub, gate's part and applicant's part on one A5 (domain.md C15)."""

from __future__ import annotations

from propertydesk.passes.printing.exit_blocks import (
    FORM,
    TITLE,
    BareFoot,
    BareHead,
    Line,
    PartFoot,
    PartHead,
    Parts,
)
from propertydesk.passes.printing.exit_slip import ExitSlip
from propertydesk.platform.printing import (
    Blank,
    Block,
    Cell,
    Column,
    Gap,
    Grid,
    HandBox,
    Language,
    Look,
    Paper,
    Row,
    Sheet,
    Signatures,
    Stack,
    Table,
    Text,
    Ticks,
    Void,
    Words,
    lay_out,
    say,
    to_pdf,
)

SLOTS = 10
_PAPER = Paper("A5 landscape, three parts", 210, 148, left=7, right=7, top=5, bottom=2)
_TALL = 140.0
_STUB, _APPLICANT = 54.0, 54.0
_ROW, _GATE_ROW = 4.5, 4.0

_HOME = Words("房号", "Home")
_ASKED = Words("申请时间", "Asked at")
_WHO = Words("申请人·身份", "Applicant")
_REASON = Words("事由", "Reason")
_VALID = Words("有效日期时段", "Valid")
_VEHICLE = Words("车牌 / 搬运", "Plate / carrier")
_BASIS = Words("放行依据·业主确认", "Basis, owner's word")
_FEES = Words("费用提示（仅告知）", "Fees (information)")
_HERE = (Words("第一联 存根", "1 Stub"), Words("第二联 门岗联", "2 Gate"))
_THEIRS = Words("第三联 申请人联", "3 Applicant")


def exit_pdf(slip: ExitSlip, *, language: Language) -> bytes:
    """The pass as PDF, three parts on one page. Raises Invalid when a character cannot be printed."""
    return to_pdf(
        lay_out(_sheet(slip, language)),
        title=f"{say(TITLE, language)} {slip.number}",
        author=say(slip.company, language),
    )


def _sheet(slip: ExitSlip, language: Language) -> Sheet:
    parts = [
        (_STUB, _stub(slip, language)),
        (0.0, _gate(slip, language)),
        (_APPLICANT, _applicant(slip, language)),
    ]
    return Sheet(
        paper=_PAPER,
        look=Look(language, table=7.0, floor=5.0, value=8.5, label=5.8),
        header=BareHead(
            company=slip.company,
            community=slip.community,
            title=TITLE,
            form=FORM,
            number=slip.number,
            qr=slip.address,
            printed_at=slip.printed_at,
            reprint=slip.reprint,
            void=Void(slip.voided_at, "") if slip.voided_at else None,
        ),
        body=Parts(parts, _TALL),
        footer=BareFoot((), 0, "", "", slip.hotline),
    )


def _stub(slip: ExitSlip, language: Language) -> Block:
    signers = [Words("申请人签字", "Applicant"), Words("客服签发", "Issued by")]
    return Stack(
        [
            PartHead(slip, _HERE[0]),
            _narrow_facts(slip, language),
            _table(slip, gate=False),
            _sum(slip),
            Line(_fees(slip), 6.5),
            Gap(0.8),
            Signatures(signers, tall=14.5),
            Line(slip.issued_by, 6.5, tall=3.6),
            PartFoot(slip, Words("客服留存，申请人签字", "kept by the office")),
        ]
    )


def _applicant(slip: ExitSlip, language: Language) -> Block:
    advice = Words(
        "过门岗时出示，逐项核对后放行；一次有效，过期作废。",
        "Show at the gate: checked item by item, good once.",
    )
    return Stack(
        [
            PartHead(slip, _THEIRS),
            _narrow_facts(slip, language),
            _table(slip, gate=False),
            _sum(slip),
            Line(_fees(slip), 6.5),
            Gap(0.8),
            Signatures([Words("客服签发（盖章）", "Issued by, seal")], tall=14.5),
            Line(advice, 6.0, tall=3.6, remark=True),
            PartFoot(slip, Words("随物出门，本人留存", "kept by the applicant")),
        ]
    )


def _gate(slip: ExitSlip, language: Language) -> Block:
    facts = Grid(
        [
            Row(
                [
                    _home(slip, 28.0),
                    _who(slip, language, 28.0),
                    Cell(_REASON, slip.reason, more=False),
                ],
                8.4,
            ),
            Row([_valid(slip, 38.0), Cell(_VEHICLE, slip.vehicle, more=False)], 8.4),
            Row(
                [
                    Cell(_BASIS, _word(slip), 46.0, more=False),
                    Cell(_ASKED, _short(slip), more=False),
                ],
                8.4,
            ),
        ]
    )
    signers = [
        Words("搬运人签字", "Mover"),
        Words("值班员签字", "Guard"),
        Words("客服签发", "Issued by"),
    ]
    return Stack(
        [
            PartHead(slip, _HERE[1]),
            facts,
            _table(slip, gate=True),
            _sum(slip),
            _found(),
            Gap(1.0),
            Signatures(signers, tall=11.5, gap=1.2),
            Line(slip.issued_by, 6.5, tall=3.4),
            PartFoot(slip, Words("门岗核对留存，每周交回客服", "kept at the gate, back weekly")),
        ]
    )


def _found() -> Block:
    """What the guard writes down by hand."""
    return HandBox(
        [
            Row(
                [
                    Blank(Words("放行时间", "Time"), Words("日　时　分", "        :"), 17.0),
                    Ticks(
                        Words("结果", "Result"),
                        [
                            (Words("全部", "all"), False),
                            (Words("部分", "part"), False),
                            (Words("拒绝", "refused"), False),
                        ],
                        37.0,
                    ),
                    Ticks(
                        Words("证件（不复印）", "Identity card"),
                        [(Words("已核验", "seen"), False)],
                    ),
                ],
                7.8,
            ),
            Row([Blank(Words("差异说明（非全部放行时必填）", "Difference"))], 5.6),
        ]
    )


def _narrow_facts(slip: ExitSlip, language: Language) -> Block:
    return Grid(
        [
            Row([_home(slip, 30.0), Cell(_REASON, slip.reason, more=False)], 8.4),
            Row([_who(slip, language, 30.0), Cell(_VEHICLE, slip.vehicle, more=False)], 8.4),
            Row([_valid(slip)], 8.4),
        ]
    )


def _home(slip: ExitSlip, wide: float) -> Cell:
    return Cell(_HOME, slip.home, wide, bold=True, more=False)


def _who(slip: ExitSlip, language: Language, wide: float) -> Cell:
    """The name once, whatever languages the role is written in."""
    return Cell(_WHO, f"{slip.applicant} {say(slip.role, language)}", wide, more=False)


def _valid(slip: ExitSlip, wide: float = 0.0) -> Cell:
    start, end = slip.valid_from, slip.valid_to
    text = f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"
    if start.date() != end.date():
        text = f"{start:%Y-%m-%d %H:%M}–{end:%m-%d %H:%M}"
    return Cell(_VALID, text, wide, bold=True, more=False)


def _short(slip: ExitSlip) -> str:
    return f"{slip.asked_at:%m-%d %H:%M}"


def _word(slip: ExitSlip) -> Words:
    told = slip.consent
    zh, en = (told, told) if isinstance(told, str) else (told.zh, told.en)
    return Words(f"{slip.basis.zh} {zh}".strip(), f"{slip.basis.en} {en}".strip())


def _fees(slip: ExitSlip) -> Words:
    return Words(f"{_FEES.zh} {slip.fees.zh}", f"{_FEES.en}: {slip.fees.en}")


def _table(slip: ExitSlip, *, gate: bool) -> Table:
    columns = [
        Column(Words("物品名称", "Item"), 20),
        Column(Words("规格", "Spec"), 13),
        Column(Words("数量", "Qty"), 8, figures=True),
        Column(Words("大写", "In words"), 10, figures=True),
    ]
    rows: list[list[Text]] = [
        [each.name, each.spec, f"{each.quantity}{each.unit}", each.in_words] for each in slip.items
    ]
    if gate:
        columns.append(Column(Words("核对", "OK"), 5, figures=True))
        rows = [[*row, "□"] for row in rows]
    return Table(
        Words("物品明细", "Items"), columns, rows, slots=SLOTS, row=_GATE_ROW if gate else _ROW
    )


def _sum(slip: ExitSlip) -> Line:
    lines = len(slip.items)
    words = Words(
        f"共 {lines} 行 {slip.pieces} 件（{slip.pieces_in_words.zh}件），以下空白",
        f"{slip.pieces} ({slip.pieces_in_words.en}) pieces",
    )
    return Line(words, 7.0, bold=True)
