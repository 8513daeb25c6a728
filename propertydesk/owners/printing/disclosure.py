"""The record of a disclosure on paper: one A4 copy for the file that is kept three years (PIPL 56)."""

from dataclasses import dataclass
from datetime import date, datetime

from propertydesk.platform.printing import (
    PAPERS,
    Block,
    Cell,
    Footer,
    Gap,
    Grid,
    Header,
    Heading,
    Language,
    Look,
    Note,
    Row,
    Sheet,
    Signatures,
    Stack,
    Text,
    Words,
    lay_out,
    long_date,
    say,
    stamp,
    to_pdf,
)

TITLE = Words("个人信息对外提供记录", "Record of a disclosure")
FORM = "KF-12 V1"
_KEPT = Words(
    "依《个人信息保护法》第二十三条、第五十六条：对外提供须经个人单独同意或有法定依据，本记录自最后一次提供之日起保存三年。",
    "PIPL 23 and 56: data is given with separate consent or on a legal basis; "
    "this record is kept for three years from the last time.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePaper:
    """One disclosure on paper; it names nobody whose data was given. Times are in the community's zone."""

    number: str
    company: Words
    community: Words
    hotline: str
    operator: str
    operator_no: str
    printed_at: datetime
    state: Words
    recipient: str
    contact: str
    purpose: str
    basis: Words
    document_no: str
    consent_ref: str
    nda_ref: str
    fields: Words
    question: str
    people: int
    given: int | None
    left_out: int | None
    valid_until: date
    requested_by: str
    requested_at: datetime
    checked_by: str
    checked_at: datetime | None
    approved_by: str
    approved_at: datetime | None
    exported_at: datetime | None
    exports: int
    digest: str


def disclosure_pdf(paper: DisclosurePaper, *, language: Language) -> bytes:
    """The record as PDF. Raises Invalid when a character cannot be printed."""
    sheet = Sheet(
        paper=PAPERS["A4"],
        look=Look(language),
        header=Header(
            company=paper.company,
            community=paper.community,
            title=TITLE,
            form=FORM,
            number=paper.number,
            qr=paper.number,
            printed_at=paper.printed_at,
        ),
        body=Stack([*_what(paper), *_who(paper), *_given(paper), *_foot()]),
        footer=Footer(
            copies=[Words("归档", "File copy")],
            in_hand=0,
            operator=paper.operator,
            staff_no=paper.operator_no,
            hotline=paper.hotline,
        ),
    )
    return to_pdf(
        lay_out(sheet),
        title=f"{say(TITLE, language)} {paper.number}",
        author=say(paper.company, language),
    )


def _what(paper: DisclosurePaper) -> list[Block]:
    return [
        Gap(2.0),
        Heading(Words("提供给谁、为何提供", "To whom, and why"), paper.state, tall=6.0),
        Grid(
            [
                Row(
                    [
                        Cell(Words("接收方", "Recipient"), paper.recipient, 110, bold=True),
                        Cell(Words("对方联系人", "Contact there"), paper.contact),
                    ],
                    tall=11.0,
                ),
                Row([Cell(Words("用途", "Purpose"), paper.purpose, prose=True)], tall=22.0),
                Row(
                    [
                        Cell(Words("合法性依据", "Legal basis"), paper.basis, 110),
                        Cell(Words("文书／合同编号", "Document no."), paper.document_no),
                    ],
                    tall=11.0,
                ),
                Row(
                    [
                        Cell(Words("同意书存放", "Consent kept at"), paper.consent_ref, 110),
                        Cell(Words("保密协议", "Confidentiality agreement"), paper.nda_ref),
                    ],
                    tall=11.0,
                ),
            ]
        ),
    ]


def _who(paper: DisclosurePaper) -> list[Block]:
    everybody = Words("登记册全部人员", "everybody in the register")
    return [
        Gap(4.0),
        Heading(Words("提供内容", "What is given"), "", tall=6.0),
        Grid(
            [
                Row(
                    [
                        Cell(Words("完整提供的字段", "Given in full"), paper.fields, 110),
                        Cell(Words("有效至", "Valid until"), _day(paper.valid_until)),
                    ],
                    tall=11.0,
                ),
                Row(
                    [Cell(Words("涉及人员", "Who"), paper.question or everybody, prose=True)],
                    tall=16.0,
                ),
                Row(
                    [
                        Cell(Words("申请人数", "People asked for"), str(paper.people), 60),
                        Cell(Words("实际提供", "Given"), _number(paper.given), 60),
                        Cell(Words("无同意未提供", "Left out"), _number(paper.left_out)),
                    ],
                    tall=11.0,
                ),
            ]
        ),
    ]


def _given(paper: DisclosurePaper) -> list[Block]:
    return [
        Gap(4.0),
        Heading(Words("办理经过", "Course"), "", tall=6.0),
        Grid(
            [
                _step(Words("申请", "Asked"), paper.requested_by, paper.requested_at),
                _step(Words("核验同意与协议", "Checked"), paper.checked_by, paper.checked_at),
                _step(Words("批准", "Approved"), paper.approved_by, paper.approved_at),
                _step(
                    Words("最近一次提供", "Last given"),
                    paper.requested_by if paper.exports else "",
                    paper.exported_at,
                ),
                Row(
                    [
                        Cell(Words("提供次数", "Times given"), str(paper.exports), 30),
                        Cell(
                            Words("内容摘要（SHA-256）", "Digest (SHA-256)"), paper.digest, size=7.5
                        ),
                    ],
                    tall=11.0,
                ),
            ]
        ),
    ]


def _foot() -> list[Block]:
    return [
        Gap(5.0),
        Note(_KEPT, 7.5),
        Gap(4.0),
        Signatures([Words("申请人签字", "Asked by"), Words("项目经理签字", "Project manager")]),
    ]


def _step(label: Words, who: str, at: datetime | None) -> Row:
    return Row(
        [Cell(label, who, 110), Cell(Words("时间", "Time"), stamp(at) if at else "")], tall=11.0
    )


def _number(count: int | None) -> str:
    return "" if count is None else str(count)


def _day(day: date) -> Text:
    return Words(long_date(day, "zh"), long_date(day, "en"))
