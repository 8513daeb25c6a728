"""Our own import workbook: its sheets and columns, in both languages at once.

Headings, choices and advice stand in Chinese and English side by side, so that one file serves
everybody; what is read back is either of the two, or both.
"""

from propertydesk.owners.rules.choices import (
    KINDS,
    LANGUAGES,
    OCCUPANCIES,
    PERSON_KINDS,
    PLATES,
    RELATIONS,
    SALUTATIONS,
    TIES,
)
from propertydesk.owners.rules.columns import EXAMPLE, Column, Shape, Sheet, SheetKey, folded

_HOME_NO = Column(
    "home",
    "房号",
    "Home no.",
    Shape.HOME,
    is_required=True,
    width=22,
    advice="楼栋-单元-房间，如 3-2-1501；没有单元写 3-1501；商铺的单元写 0，如 11-0-05。\n"
    "Building-entrance-room, such as 3-2-1501; without entrance 3-1501; shops have entrance 0.",
)

HOMES = Sheet(
    SheetKey.HOMES,
    "房屋",
    "Homes",
    (
        _HOME_NO,
        Column(
            "kind",
            "类型",
            "Kind",
            Shape.CHOICE,
            choices=KINDS,
            advice="空白：单元为 0 是商铺，其余是住宅。\nEmpty: a shop at entrance 0, else a home.",
        ),
        Column(
            "floor", "楼层", "Floor", Shape.FLOOR, width=10, advice="地下写 -1。\nBasement: -1."
        ),
        Column(
            "area_centi",
            "面积㎡",
            "Area m²",
            Shape.AREA,
            width=12,
            advice="计费面积，最多两位小数。\nChargeable area, at most two decimals.",
        ),
        Column("indoor_centi", "套内面积㎡", "Indoor area m²", Shape.AREA, width=18),
        Column("layout", "户型", "Layout", longest=40),
        Column("occupancy", "入住状态", "Occupancy", Shape.CHOICE, choices=OCCUPANCIES, width=20),
        Column("handed_over_on", "交付日期", "Handed over on", Shape.DAY, width=20),
        Column("note", "房屋备注", "Note", longest=500, width=30),
    ),
    (
        {
            "home": f"{EXAMPLE} 3-2-1501",
            "kind": KINDS[0].label,
            "floor": 15,
            "area_centi": 9837,
            "layout": "三室两厅",
            "occupancy": OCCUPANCIES[0].label,
            "handed_over_on": "2021-06-18",
        },
        {
            "home": f"{EXAMPLE} 11-0-05",
            "kind": KINDS[1].label,
            "floor": 1,
            "area_centi": 4600,
            "occupancy": OCCUPANCIES[1].label,
        },
    ),
)

PEOPLE = Sheet(
    SheetKey.PEOPLE,
    "人员",
    "People",
    (
        _HOME_NO,
        Column("tie", "身份", "Role", Shape.CHOICE, is_required=True, choices=TIES, width=26),
        Column("name", "姓名", "Name", Shape.NAME, is_required=True, width=18),
        Column("salutation", "称呼", "Salutation", Shape.CHOICE, choices=SALUTATIONS, width=14),
        Column("phone", "电话", "Phone", Shape.PHONE, longest=30, width=18),
        Column("second_phone", "备用电话", "Second phone", Shape.PHONE, longest=30, width=22),
        Column(
            "share",
            "产权份额%",
            "Share %",
            Shape.SHARE,
            width=18,
            advice="只有业主填；独有可空白；共有人的份额合计 100。\n"
            "Owners only; may stay empty for a single owner; all shares of a home sum to 100.",
        ),
        Column("relation", "与住户关系", "Relation", Shape.CHOICE, choices=RELATIONS, width=22),
        Column(
            "kind", "个人或单位", "Person or company", Shape.CHOICE, choices=PERSON_KINDS, width=26
        ),
        Column("language", "语言", "Language", Shape.CHOICE, choices=LANGUAGES, width=16),
        Column("notice_address", "通讯地址", "Notice address", longest=200, width=30),
        Column("starts_on", "开始日期", "From", Shape.DAY),
        Column(
            "lease_ends_on",
            "租约到期",
            "Lease ends",
            Shape.DAY,
            width=18,
            advice="只有租户填。\nTenants only.",
        ),
        Column("note", "人员备注", "Remark", longest=500, width=30),
    ),
    (
        {
            "home": f"{EXAMPLE} 3-2-1501",
            "tie": TIES[0].label,
            "name": "张伟明",
            "salutation": SALUTATIONS[0].label,
            "phone": "10012345678",
            "share": 5000,
            "starts_on": "2021-06-18",
        },
        {
            "home": f"{EXAMPLE} 3-2-1501",
            "tie": TIES[0].label,
            "name": "李秀英",
            "salutation": SALUTATIONS[1].label,
            "phone": "10012345679",
            "share": 5000,
            "starts_on": "2021-06-18",
        },
        {
            "home": f"{EXAMPLE} 11-0-05",
            "tie": TIES[1].label,
            "name": "Sarah Miller",
            "salutation": SALUTATIONS[1].label,
            "phone": "+85291234567",
            "language": LANGUAGES[1].label,
            "lease_ends_on": "2027-05-31",
        },
    ),
)

VEHICLES = Sheet(
    SheetKey.VEHICLES,
    "车辆",
    "Vehicles",
    (
        _HOME_NO,
        Column("plate", "车牌号", "Plate", Shape.PLATE, is_required=True, width=16),
        Column(
            "kind",
            "车牌颜色",
            "Plate colour",
            Shape.CHOICE,
            choices=PLATES,
            width=20,
            advice="空白：由车牌号推断。\nEmpty: as the plate suggests.",
        ),
        Column("model", "车型", "Model", longest=40),
        Column(
            "driver",
            "使用人",
            "Driver",
            width=18,
            advice="这户的一位成员的姓名。\nThe name of somebody in this household.",
        ),
        Column(
            "space",
            "车位号",
            "Parking space",
            longest=20,
            width=20,
            advice="已登记的车位。\nA parking space in the register.",
        ),
        Column("starts_on", "开始日期", "From", Shape.DAY),
    ),
    (
        {
            "home": f"{EXAMPLE} 3-2-1501",
            "plate": "浙A12345",
            "kind": PLATES[0].label,
            "driver": "张伟明",
        },
    ),
)

SHEETS = (HOMES, PEOPLE, VEHICLES)
BY_KEY = {sheet.key: sheet for sheet in SHEETS}

REMARKS = ("结果 Result", "问题 What is wrong")
"""Columns of a workbook on its way back; when it is sent again they are passed over."""

GUIDE_NAME = "说明 Instructions"
GUIDE = (
    "怎样填写 How to fill this in",
    "",
    "1. 每户在“房屋”表写一行；人员和车辆各写一行，用房号对应。橙色标题的列必填。",
    "   One row for each home; one row for each person and vehicle, joined by the home number. "
    "Columns with an orange heading are needed.",
    "2. 蓝色的示例行以“例 e.g.”开头，不会导入；可以删除，也可以直接改写。",
    "   Blue rows beginning with “例 e.g.” are examples: left out, delete or overwrite them.",
    "3. 选项用下拉列表，写中文、英文或两者都可以。",
    "   Use the choice lists; Chinese, English or both will do.",
    "4. 日期可以写 2026-11-21、2026/11/21 或 2026年11月21日。面积最多两位小数。",
    "   Dates: 2026-11-21, 2026/11/21 or 2026年11月21日. Areas have at most two decimals.",
    "5. 同一户多个业主时，写明每人的份额，合计 100。",
    "   Several owners of a home: write each one's share, together 100.",
    "6. 同一小区内，同房号同姓名，或同电话同姓名，视为同一个人。",
    "   Within a community, the same home and name, or the same phone and name, is one person.",
    "7. 空白单元格不改变已有登记；导入不会删除任何人、车辆或房屋。",
    "   Empty cells leave the register as it is; an import never takes anybody or anything out.",
    "8. 先检查，后导入：检查只报告差异，不写入。有问题的行会退回，并注明原因；其余的照常导入。",
    "   First a check, which only reports; then the import. Rows in error come back with the "
    "reason, the others go in.",
    "9. 同一文件再导入一次，不会产生任何变化。",
    "   The same file once more changes nothing.",
)


def sheet_named(name: str) -> Sheet | None:
    """The sheet somebody's tab stands for: 房屋, Homes, or 房屋 Homes."""
    plain = folded(name)
    for sheet in SHEETS:
        if plain in (folded(sheet.name), folded(sheet.chinese), folded(sheet.english)):
            return sheet
    return None
