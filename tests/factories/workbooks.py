"""Makers of import workbooks: what people hand in, and what they had better not."""

import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import xlsxwriter

from propertydesk.owners.rules.workbook import SHEETS

Rows = Iterable[Mapping[str, Any]]


def workbook(homes: Rows = (), people: Rows = (), vehicles: Rows = ()) -> BytesIO:
    """A workbook like our template; cells are named by their column keys."""
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True, "strings_to_formulas": False}) as out:
        for sheet, rows in zip(SHEETS, (homes, people, vehicles), strict=True):
            page = out.add_worksheet(sheet.name)
            page.write_row(0, 0, [column.heading for column in sheet.columns])
            for line, row in enumerate(rows, 1):
                for place, column in enumerate(sheet.columns):
                    if column.key in row:
                        page.write(line, place, row[column.key])
    book.seek(0)
    return book


def raw_workbook(sheet: str, strings: str = "", **more: str) -> BytesIO:
    """A workbook from bare XML: the inside of `sheetData`, of the shared texts, and more parts."""
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {main} xmlns:r="{office}"><sheets>'
        '<sheet name="房屋" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{sheet}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
        **more,
    }
    book = BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    book.seek(0)
    return book


ROOMS_1 = (
    "楼号", "单元", "房间", "楼层", "总层数", "是否有电梯", "房屋类型", "房屋户型", "建筑面积",
    "室内面积", "租金", "业主名称", "性别", "年龄", "手机号", "身份证号", "业主类型",
)  # fmt: skip
ROOMS_2 = (*ROOMS_1[:11], "房屋状态", *ROOMS_1[11:])
ROOMS_3 = tuple(each for each in ROOMS_2 if each != "年龄")
ROOMS_4 = (*ROOMS_3, "人员类型", "人员角色", "联系人")
ROOMS_4_LONG = (*ROOMS_4, "联系电话")
"""The four generations of the incumbent's room list 资产信息, the last with and without 21."""

ENTRANCES = ("楼栋号", "单元编号", "总层数", "是否有电梯")
OWNERS = ("编号", "业主名称", "性别", "年龄", "手机号", "身份证号", "业主类型", "业主编号")
OWNERS_OLDER = ("业主编号", "业主名称", "性别", "年龄", "手机号", "身份证号")
FEES = (
    "费用编号", "费用类型", "收费项目", "费用标识", "付费类型", "缴费周期", "出账类型", "计费起始时间",
    "计费结束时间", "计算公式", "计费单价", "固定费用",
)  # fmt: skip
HOMES = (
    "房屋编号", "楼栋编号", "单元编号", "房屋楼层", "房屋户型", "建筑面积", "业主编号", "房屋费用",
    "费用开始时间", "房屋类型", "室内面积", "租金",
)  # fmt: skip
SPACES = (
    "停车场编号", "车位编码", "停车场类型", "面积", "业主编号", "车牌号", "车品牌", "车类型", "颜色",
    "出租还是出售", "开始时间", "结束时间",
)  # fmt: skip
OWNER_CARS = (
    "车牌号", "业主名称", "手机号", "车辆品牌", "车辆类型", "颜色", "停车场", "车位", "起租时间",
    "截止时间", "停车场类型", "车位状态",
)  # fmt: skip
CAR_LIST = (
    "车牌号", "成员车辆", "房屋号", "车辆品牌", "车辆类型", "颜色", "业主", "车位", "有效期", "状态",
    "备注",
)  # fmt: skip
EXPORTED = {
    "楼栋单元": ENTRANCES,
    "业主信息": OWNERS_OLDER[:5],
    "房屋信息": HOMES[:7],
    "车位信息": SPACES[1:],
}
"""The sheets of its asset export with their columns."""

HELP = "填写说明：请按照列名填写，不要改变列的顺序"


def their_workbook(
    sheets: Mapping[str, tuple[Iterable[str], Rows]],
    *,
    help_row: str = "",
    aside: str = "",
    formulas: bool = False,
) -> BytesIO:
    """A workbook of the incumbent: sheet to headings and rows, cells named by their headings.

    `help_row` stands above the headings; `aside` to the right of the table and below it;
    `formulas` makes formulas of texts like "=1+1".
    """
    book = BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True, "strings_to_formulas": formulas}) as out:
        for name, (headings, rows) in sheets.items():
            page, heads = out.add_worksheet(name), list(headings)
            top = 1 if help_row else 0
            if help_row:
                page.write(0, 0, help_row)
            page.write_row(top, 0, heads)
            line = top
            for line, row in enumerate(rows, top + 1):
                for place, heading in enumerate(heads):
                    if heading in row:
                        page.write(line, place, row[heading])
            if aside:
                page.write(top, len(heads) + 2, aside)
                page.write(line + 3, len(heads) + 2, aside)
    book.seek(0)
    return book


def rooms(headings: Iterable[str], *rows: Mapping[str, Any], **more: Any) -> BytesIO:
    """A room list of one generation: rows over an ordinary home of an ordinary owner."""
    heads = list(headings)
    whole = [{key: value for key, value in {**ROOM, **row}.items() if key in heads} for row in rows]
    return their_workbook({"资产信息": (heads, whole)}, **more)


ROOM = {
    "楼号": 3, "单元": 2, "房间": 1501, "楼层": 15, "总层数": 18, "是否有电梯": "有", "房屋类型": 110,
    "房屋户型": 10102, "建筑面积": 98.37, "室内面积": 81.2, "租金": 0, "房屋状态": 2001,
    "业主名称": "张伟明", "性别": "男", "年龄": 41, "手机号": "10012345678",
    "身份证号": "111111111111111111", "业主类型": 1001, "人员类型": "P", "人员角色": 1,
}  # fmt: skip
