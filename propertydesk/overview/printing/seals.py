"""A head of the seals on paper (form XT-01): to be kept where no database reaches."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.platform.printing import (
    PAPERS,
    Cell,
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
    Signatures,
    Stack,
    Words,
    lay_out,
    say,
    stamp,
    to_pdf,
)

TITLE = Words("操作记录封存单", "Seal of the activity log")
FORM = "XT-01 V1"
_GROUPS_IN_A_LINE = 8
_COPY = Words("存档", "File")
_WHY = Words(
    "本单印有操作记录封存链的末端校验值。请两人签字后存入保险柜或异地保管。日后用 "
    "verify --head 核对：系统里的链若与本单不符，说明此前的记录被改动、删除或整条重建过。",
    "This sheet holds the end of the chain that seals the activity log. Sign it and keep it in a "
    "safe or at another place. To compare later, run verify --head: if the chain no longer holds "
    "this value, earlier entries were changed, removed or rebuilt.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SealSheet:
    """A head of the chain: number of the last sealed entry, its hash (64 digits), and when, on the
    community's clock.
    """

    company: Words
    community: Words
    hotline: str
    seq: int
    digest: str
    sealed_at: datetime
    printed_at: datetime
    operator: str
    operator_no: str


def seal_sheet_pdf(sheet: SealSheet, *, language: Language) -> bytes:
    """The sheet as PDF, A5 across. Raises Invalid when a character cannot be printed."""
    return to_pdf(
        lay_out(_sheet(sheet, language)),
        title=f"{say(TITLE, language)} {sheet.seq}",
        author=say(sheet.company, language),
    )


def _sheet(sheet: SealSheet, language: Language) -> Sheet:
    return Sheet(
        paper=PAPERS["A5 landscape"],
        look=Look(language, floor=6.0),
        header=Header(
            company=sheet.company,
            community=sheet.community,
            title=TITLE,
            form=FORM,
            number=f"{sheet.seq}",
            qr=f"{sheet.seq}:{sheet.digest}",
            printed_at=sheet.printed_at,
            tall=24.0,
            code=22.0,
        ),
        body=_body(sheet),
        footer=Footer(
            copies=[_COPY],
            in_hand=0,
            operator=sheet.operator,
            staff_no=sheet.operator_no,
            hotline=sheet.hotline,
        ),
    )


def _body(sheet: SealSheet) -> Stack:
    facts = Grid(
        [
            Row(
                [
                    Cell(Words("封存条数", "Entries sealed"), f"{sheet.seq:,}", 60.0, bold=True),
                    Cell(Words("封存时间", "Sealed at"), stamp(sheet.sealed_at)),
                ]
            )
        ]
    )
    lines = [Paragraph(line, size=17.0, tall=9.0, bold=True) for line in _lines(sheet.digest)]
    return Stack(
        [
            Gap(2.0),
            facts,
            Gap(3.0),
            Heading(
                Words("校验值（SHA-256）", "Hash (SHA-256)"),
                Words("每四位一组，逐组核对", "groups of four, compare one by one"),
                tall=8.0,
            ),
            Gap(2.0),
            *lines,
            Gap(3.0),
            Paragraph(_WHY, size=8.0),
            Gap(4.0),
            Signatures([Words("打印人", "Printed by"), Words("保管人", "Kept by")], tall=22.0),
        ]
    )


def _lines(digest: str) -> list[str]:
    groups = [digest[start : start + 4] for start in range(0, len(digest), 4)]
    return [
        "　".join(groups[start : start + _GROUPS_IN_A_LINE])
        for start in range(0, len(groups), _GROUPS_IN_A_LINE)
    ]
