"""Form KF-03-2, owner and household register: one A4 copy for the restricted file (domain.md C3b)."""

from collections.abc import Sequence

from propertydesk.owners.printing import furnishing
from propertydesk.owners.printing.sheets import Occupant, RegisterSheet
from propertydesk.platform.printing import (
    PAPERS,
    Blank,
    Block,
    Cell,
    Column,
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
    Text,
    Words,
    lay_out,
    say,
    to_pdf,
)

TITLE = Words("业主（住户）登记表", "Owner and household register")
FORM = "KF-03-2 V1"
_OPTIONAL = Words("选填", "optional")
_FRONT = Words("归档 正面", "File copy, front")
_BACK = Words("归档 背面", "File copy, back")
_ROWS_BY_HAND = 2
_MOST_ROWS = 9


def register_pdf(sheet: RegisterSheet, *, language: Language) -> bytes:
    """The form as PDF, front and back, filled in from the register; what is optional says so.

    Raises Invalid when a character cannot be printed.
    """
    sides = [(_FRONT, _front(sheet)), (_BACK, _back(sheet, language))]
    pages = [page for side, body in sides for page in lay_out(_side(sheet, side, body, language))]
    return to_pdf(
        pages,
        title=f"{say(TITLE, language)} {sheet.number}",
        author=say(sheet.desk.company, language),
    )


def _side(sheet: RegisterSheet, side: Words, body: Block, language: Language) -> Sheet:
    return Sheet(
        paper=PAPERS["A4"],
        look=Look(language, table=8.5),
        header=furnishing.header(sheet.desk, TITLE, FORM, sheet.number),
        body=body,
        footer=furnishing.footer(sheet.desk, side),
    )


def _front(sheet: RegisterSheet) -> Block:
    relation = Words("关系", "Relation")
    return Stack(
        [
            _owner(sheet),
            *_people(Words("共同居住人", "Occupants"), sheet.occupants, relation),
            *_people(Words("紧急联系人", "Emergency contacts"), sheet.contacts, relation),
            *_tenancy(sheet),
            Gap(2.5),
            _belongings(sheet),
        ]
    )


def _back(sheet: RegisterSheet, language: Language) -> Block:
    return Stack(
        [
            Gap(1.0),
            Heading(Words("个人信息处理告知", "Privacy notice"), sheet.version, tall=7.0),
            Gap(1.0),
            furnishing.prose(sheet.notice, 8.5, language),
            Gap(3.0),
            furnishing.tick_table(sheet.ticks, language),
            Gap(4.0),
            Signatures(
                [Words("登记人签字", "Registered person"), Words("客服经办人", "Service clerk")],
                tall=22.0,
            ),
        ]
    )


def _owner(sheet: RegisterSheet) -> Grid:
    return Grid(
        [
            Row(
                [
                    Cell(Words("房号", "Home"), sheet.home, 60.0, bold=True),
                    Cell(Words("计费面积", "Chargeable area"), sheet.area, 34.0),
                    Cell(Words("其他业主", "Other owners"), sheet.others),
                ],
                12.0,
            ),
            Row(
                [
                    Cell(Words("业主姓名·称呼", "Owner, salutation"), sheet.owner, 60.0, bold=True),
                    Cell(Words("产权份额", "Share"), sheet.share, 34.0),
                    Blank(
                        Words("证件类型·证件号后四位", "ID type, last four digits"),
                        width=50.0,
                    ),
                    Cell(Words("联系电话", "Phone"), sheet.phone),
                ],
                12.0,
            ),
            Row(
                [
                    Cell(Words("通讯（送达）地址", "Address for service"), sheet.address, 94.0),
                    Cell(_optional(Words("语言偏好", "Language")), sheet.language, 34.0),
                    Cell(_optional(Words("通知方式", "Notice channel")), sheet.channel),
                ],
                12.0,
            ),
            Row(
                [
                    Cell(
                        Words("单位信用代码·经办人", "Company: credit code, handled by"),
                        sheet.company_line,
                        94.0,
                    ),
                    Cell(_optional(Words("免打扰时段", "No calls")), sheet.quiet),
                ],
                12.0,
            ),
        ]
    )


def _people(title: Words, people: Sequence[Occupant], relation: Words) -> list[Block]:
    """A table of people with room to add some by hand."""
    rows: list[list[Text]] = [[each.name, each.relation, each.phone] for each in people]
    columns = [
        Column(Words("姓名", "Name"), 0.4),
        Column(relation, 0.3),
        Column(Words("电话", "Phone"), 0.3),
    ]
    return [
        Gap(2.5),
        Heading(title, _OPTIONAL, tall=6.0),
        Table(
            title,
            columns,
            rows,
            slots=min(len(rows) + _ROWS_BY_HAND, _MOST_ROWS),
            by_hand=True,
            row=6.4,
        ),
    ]


def _tenancy(sheet: RegisterSheet) -> list[Block]:
    title = Words("租赁情况", "Tenancy")
    rows: list[list[Text]] = [[each.name, each.term, each.payer] for each in sheet.tenancies]
    columns = [
        Column(Words("租户", "Tenant"), 0.4),
        Column(Words("租期", "Term"), 0.35),
        Column(Words("物业费缴纳人", "Fee paid by"), 0.25),
    ]
    note = Words("出租时填写", "if let")
    table = Table(title, columns, rows, slots=min(len(rows) + 1, 4), by_hand=True, row=6.4)
    return [Gap(2.5), Heading(title, note, tall=6.0), table]


def _belongings(sheet: RegisterSheet) -> Grid:
    return Grid(
        [
            Row(
                [
                    Cell(_optional(Words("车辆号牌", "Vehicle plates")), sheet.vehicles, 80.0),
                    Cell(Words("车位", "Parking spaces"), sheet.spaces, 50.0),
                    Blank(_optional(Words("宠物", "Pets"))),
                ],
                12.0,
            )
        ]
    )


def _optional(label: Words) -> Words:
    return Words(f"{label.zh}（{_OPTIONAL.zh}）", f"{label.en} ({_OPTIONAL.en})")
