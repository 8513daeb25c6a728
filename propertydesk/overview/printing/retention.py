"""The report of a retention run on paper (form XT-02)."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing import (
    PAPERS,
    Cell,
    Column,
    Footer,
    Gap,
    Grid,
    Header,
    Language,
    Look,
    Row,
    Sheet,
    Signatures,
    Stack,
    Table,
    Text,
    Words,
    lay_out,
    say,
    stamp,
    to_pdf,
)

TITLE = Words("个人信息到期清理月报", "Report of personal data erased")
FORM = "XT-02 V1"
_COPY = Words("存档", "File")
_COLUMNS = (
    Column(Words("信息", "Data"), 36),
    Column(Words("保存期", "Kept for"), 12),
    Column(Words("起算", "From"), 20),
    Column(Words("处理方式", "Effect"), 24),
    Column(Words("条数", "Records"), 8, figures=True),
)

_APART = Words("不在清理范围", "Not part of the run")
_WHY_APART = Words("依法留存，或每日另行清理", "kept by law, or swept by a daily job")
_KEPT_COLUMNS = (
    Column(Words("信息", "Data"), 28),
    Column(Words("保存期", "Kept for"), 20),
    Column(Words("依据", "Basis"), 28),
    Column(Words("处理方式", "Effect"), 24),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptLine:
    """What no run touches: what, how long, on which law, and how it stands meanwhile."""

    what: Text
    period: Text
    basis: Text
    effect: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionLine:
    """One rule: what, how long, after what, how it is erased, and of how many records."""

    what: Text
    period: Text
    after: Text
    effect: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionSheet:
    """One run; `number` is its business day. Times are on the community's clock."""

    company: Words
    community: Words
    hotline: str
    number: str
    finished_at: datetime
    printed_at: datetime
    operator: str
    operator_no: str
    lines: tuple[RetentionLine, ...]
    kept: tuple[KeptLine, ...] = ()


def retention_sheet_pdf(sheet: RetentionSheet, *, language: Language) -> bytes:
    """The report as PDF, A4. Raises Invalid when a character cannot be printed."""
    return to_pdf(
        lay_out(_sheet(sheet, language)),
        title=f"{say(TITLE, language)} {sheet.number}",
        author=say(sheet.company, language),
    )


def _sheet(sheet: RetentionSheet, language: Language) -> Sheet:
    return Sheet(
        paper=PAPERS["A4"],
        look=Look(language, table=8.0),
        header=Header(
            company=sheet.company,
            community=sheet.community,
            title=TITLE,
            form=FORM,
            number=sheet.number,
            qr="",
            printed_at=sheet.printed_at,
            tall=22.7,
            title_size=18.0,
            code=0.0,
        ),
        body=_body(sheet, language),
        footer=Footer(
            copies=[_COPY],
            in_hand=0,
            operator=sheet.operator,
            staff_no=sheet.operator_no,
            hotline=sheet.hotline,
        ),
    )


def _body(sheet: RetentionSheet, language: Language) -> Stack:
    total = sum(line.count for line in sheet.lines)
    facts = Grid(
        [
            Row(
                [
                    Cell(Words("执行日期", "Run of"), sheet.number, 58.0, bold=True),
                    Cell(Words("完成时间", "Finished at"), stamp(sheet.finished_at), 58.0),
                    Cell(Words("合计条数", "Records in all"), f"{total:,}", bold=True),
                ],
                11.6,
            )
        ]
    )
    rows = [
        [say(each, language) for each in (line.what, line.period, line.after, line.effect)]
        + [f"{line.count:,}"]
        for line in sheet.lines
    ]
    table = Table(name=Words("清理明细", "Erased"), columns=_COLUMNS, rows=rows, row=9.0)
    apart = Table(
        name=_APART,
        columns=_KEPT_COLUMNS,
        rows=[
            [say(each, language) for each in (line.what, line.period, line.basis, line.effect)]
            for line in sheet.kept
        ],
        row=9.0,
    )
    signers = [Words("经办", "Handled by"), Words("个人信息保护负责人", "Data protection officer")]
    return Stack(
        [
            Gap(2.0),
            facts,
            Gap(4.0),
            table,
            Gap(4.0),
            Grid([Row([Cell(_APART, _WHY_APART)], 11.0)]),
            apart,
            Gap(6.0),
            Signatures(signers, tall=24.0),
        ]
    )
