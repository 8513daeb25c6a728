"""The hand-over on paper (form KF-08): A4, one copy, both signatures."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.money import Money
from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Cell,
    Column,
    Footer,
    Gap,
    Grid,
    Header,
    Heading,
    Language,
    Look,
    Paragraph,
    Row,
    Sheet,
    Stack,
    Table,
    Text,
    Ticks,
    Words,
    lay_out,
    say,
    stamp,
    to_pdf,
    yuan,
)

TITLE = Words("交接班记录", "Shift hand-over")
FORM = "KF-08 V1"
_COPY = Words("归档", "File copy")
_NONE = Words("无", "none")
_NOT_YET = Words("尚未接班", "not taken over yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLine:
    """An open matter: number, what it is, until when, what comes next."""

    number: str
    what: Words
    due: str
    next: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """Open matters of one kind; `total` counts those too that are not listed."""

    label: Words
    total: int
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverSheet:
    """A hand-over as it was signed. Times are on the community's clock, people "name number"."""

    number: str
    company: Words
    community: Words
    hotline: str
    printed_at: datetime
    operator: str
    operator_no: str
    post: Words
    turn: Words
    day: str
    began_at: datetime
    outgoing: str
    signed_at: datetime
    incoming: str = ""
    taken_at: datetime | None = None
    remark: str = ""
    figures: tuple[tuple[Words, int], ...] = ()
    groups: tuple[OpenGroup, ...] = ()
    equipment: tuple[tuple[str, bool], ...] = ()
    keys_in: int | None = None
    keys_out: int | None = None
    cash: Money | None = None
    cash_expected: Money | None = None
    cash_facts: tuple[tuple[Words, str], ...] = ()
    letters: int | None = None
    is_clean: bool = False
    instructions: str = ""
    incidents: str = ""


def hand_over_pdf(sheet: HandOverSheet, *, language: Language) -> bytes:
    """The record as PDF. Raises Invalid when a character cannot be printed."""
    return to_pdf(
        lay_out(_sheet(sheet, language)),
        title=f"{say(TITLE, language)} {sheet.number}",
        author=say(sheet.company, language),
    )


def _sheet(sheet: HandOverSheet, language: Language) -> Sheet:
    return Sheet(
        paper=PAPERS["A4"],
        look=Look(language, table=8.0, floor=6.0),
        header=Header(
            company=sheet.company,
            community=sheet.community,
            title=TITLE,
            form=FORM,
            number=sheet.number,
            qr=sheet.number,
            printed_at=sheet.printed_at,
            tall=22.7,
            title_size=18.0,
            code=18.0,
        ),
        body=Stack(
            [
                Gap(2.0),
                _head(sheet),
                Gap(2.5),
                *_matters(sheet),
                Gap(2.5),
                Heading(Words("清点", "Counted"), tall=6.0),
                _counted(sheet),
                Gap(2.5),
                *_said(sheet),
                Gap(3.0),
                _signatures(sheet),
            ]
        ),
        footer=Footer(
            copies=[_COPY],
            in_hand=0,
            operator=sheet.operator,
            staff_no=sheet.operator_no,
            hotline=sheet.hotline,
        ),
    )


def _head(sheet: HandOverSheet) -> Grid:
    rows = [
        Row(
            [
                Cell(Words("岗位", "Post"), sheet.post, 52.0, bold=True),
                Cell(Words("日期·班次", "Date, shift"), _dated(sheet), 62.0),
                Cell(Words("上岗时间", "On duty since"), stamp(sheet.began_at)),
            ],
            11.0,
        )
    ]
    if sheet.figures:
        wide = PAPERS["A4"].body_width / len(sheet.figures)
        rows.append(
            Row(
                [
                    Cell(label, str(count), 0.0 if at == len(sheet.figures) - 1 else wide)
                    for at, (label, count) in enumerate(sheet.figures)
                ],
                11.0,
            )
        )
    return Grid(rows)


def _dated(sheet: HandOverSheet) -> Words:
    return Words(f"{sheet.day}　{sheet.turn.zh}", f"{sheet.day}  {sheet.turn.en}")


def _matters(sheet: HandOverSheet) -> list[Block]:
    title = Words("未完成事项", "Open matters")
    rows: list[list[Text]] = [
        [group.label, line.number, line.what, line.due, line.next]
        for group in sheet.groups
        for line in group.lines
    ]
    left = [
        (group.label, group.total - len(group.lines))
        for group in sheet.groups
        if group.total > len(group.lines)
    ]
    rows += [[label, "", Words(f"另有 {more} 项", f"{more} more"), "", ""] for label, more in left]
    total = sum(group.total for group in sheet.groups)
    heading = Heading(title, Words(f"共 {total} 项", f"{total} in all"), tall=6.0)
    if not rows:
        return [heading, Paragraph(_NONE, 8.5)]
    columns = [
        Column(Words("类别", "Kind"), 0.15),
        Column(Words("编号", "No."), 0.2),
        Column(Words("摘要", "Summary"), 0.31),
        Column(Words("承诺时间", "Promised"), 0.16),
        Column(Words("下一步", "Next"), 0.18),
    ]
    slots = min(max(len(rows), 3), 16)
    return [heading, Table(title, columns, rows, slots=slots, row=5.6)]


def _counted(sheet: HandOverSheet) -> Grid:
    rows = [
        Row(
            [
                Cell(Words("钥匙在库", "Keys here"), _number(sheet.keys_in), 30.0),
                Cell(Words("钥匙借出", "Keys lent"), _number(sheet.keys_out), 30.0),
                Cell(Words("未领信件快递", "Unclaimed letters"), _number(sheet.letters), 36.0),
                Ticks(
                    Words("环境卫生", "Clean and tidy"),
                    [
                        (Words("整洁", "yes"), sheet.is_clean),
                        (Words("否", "no"), not sheet.is_clean),
                    ],
                ),
            ],
            11.0,
        )
    ]
    if sheet.equipment:
        ticks = [(name, works) for name, works in sheet.equipment]
        rows.append(Row([Ticks(Words("设备完好", "Equipment in order"), ticks)], 11.0))
    if sheet.cash is not None or sheet.cash_facts:
        cells = [Cell(Words("现金清点", "Cash counted"), yuan(sheet.cash), 36.0)]
        if sheet.cash_expected is not None:
            cells.append(Cell(Words("应有现金", "Expected"), yuan(sheet.cash_expected), 36.0))
        zh = "　".join(f"{label.zh} {text}" for label, text in sheet.cash_facts)
        en = "   ".join(f"{label.en} {text}" for label, text in sheet.cash_facts)
        rows.append(
            Row([*cells, Cell(Words("备用金·收据", "Float, receipts"), Words(zh, en))], 11.0)
        )
    return Grid(rows)


def _said(sheet: HandOverSheet) -> list[Block]:
    pairs = (
        (Words("上级指示", "Instructions"), sheet.instructions),
        (Words("重点投诉、异常", "Complaints to watch, incidents"), sheet.incidents),
        (Words("接班意见", "Remark on taking over"), sheet.remark),
    )
    return [
        block
        for label, text in pairs
        for block in (Heading(label, tall=6.0), Paragraph(text or _NONE, 8.5), Gap(1.5))
    ]


def _signatures(sheet: HandOverSheet) -> Grid:
    taken = stamp(sheet.taken_at) if sheet.taken_at else ""
    return Grid(
        [
            Row(
                [
                    Cell(
                        Words("交班人（已签）", "Outgoing (signed)"),
                        sheet.outgoing,
                        46.0,
                        bold=True,
                    ),
                    Cell(Words("交班时间", "Signed off at"), stamp(sheet.signed_at), 41.0),
                    Cell(
                        Words("接班人（已签）", "Incoming (signed)")
                        if sheet.incoming
                        else Words("接班人", "Incoming"),
                        sheet.incoming or _NOT_YET,
                        46.0,
                        bold=bool(sheet.incoming),
                    ),
                    Cell(Words("接班时间", "Signed on at"), taken),
                ],
                13.0,
            )
        ]
    )


def _number(count: int | None) -> str:
    return "" if count is None else str(count)
