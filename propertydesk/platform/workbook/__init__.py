"""Tables out of the house: streamed XLSX and CSV, and templates to be filled in."""

from propertydesk.platform.workbook.cells import CellKind
from propertydesk.platform.workbook.table import (
    MOST_ROWS,
    Heading,
    csv_chunks,
    write_csv,
    write_table,
    xlsx_chunks,
)
from propertydesk.platform.workbook.template import TemplateColumn, TemplateSheet, write_template

__all__ = [
    "MOST_ROWS",
    "CellKind",
    "Heading",
    "TemplateColumn",
    "TemplateSheet",
    "csv_chunks",
    "write_csv",
    "write_table",
    "write_template",
    "xlsx_chunks",
]
