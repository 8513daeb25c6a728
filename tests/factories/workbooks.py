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
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            out.writestr(name, text)
    book.seek(0)
    return book
