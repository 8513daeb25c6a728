"""Our import workbook, ready to be filled in."""

from typing import BinaryIO

from propertydesk.owners.rules.columns import Column, Shape, Sheet
from propertydesk.owners.rules.workbook import GUIDE, GUIDE_NAME, SHEETS
from propertydesk.platform.workbook import (
    CellKind,
    TemplateColumn,
    TemplateSheet,
    write_template,
)

_KINDS = {
    Shape.AREA: CellKind.HUNDREDTHS,
    Shape.SHARE: CellKind.HUNDREDTHS,
    Shape.FLOOR: CellKind.NUMBER,
}


def write_import_template(target: BinaryIO) -> None:
    """Write the workbook: a sheet each for homes, people and vehicles, and one of advice."""
    write_template(target, [_sheet(each) for each in SHEETS], guide_name=GUIDE_NAME, guide=GUIDE)


def _sheet(sheet: Sheet) -> TemplateSheet:
    examples = [[example.get(column.key) for column in sheet.columns] for example in sheet.examples]
    return TemplateSheet(sheet.name, [_column(each) for each in sheet.columns], examples)


def _column(column: Column) -> TemplateColumn:
    return TemplateColumn(
        column.heading,
        _KINDS.get(column.shape, CellKind.TEXT),
        column.width,
        column.is_required,
        column.advice,
        [choice.label for choice in column.choices],
    )
