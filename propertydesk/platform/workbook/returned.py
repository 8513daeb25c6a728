"""A workbook on its way back: the rows as they were sent, with remarks in columns before them.

Dates go back as text such as 2026-11-21, which every program and our own reader understand.
"""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from propertydesk.platform.workbook.cells import text_cell
from propertydesk.platform.workbook.opening import Cell
from propertydesk.platform.workbook.parts import book_parts, sheet_end, sheet_start

_BATCH = 500
_WIDTH = 16


@dataclass(frozen=True)
class ReturnedSheet:
    """A sheet: headings and widths of the remarks, the first row as sent, and the rows, each as
    its remarks and its cells; remarks stand before the cells or behind them.
    """

    name: str
    remarks: Sequence[tuple[str, int]]
    heads: Sequence[Cell]
    rows: Iterable[tuple[Sequence[str], Sequence[Cell]]]
    remarks_last: bool = False


def write_returned(path: Path, sheets: Sequence[ReturnedSheet]) -> None:
    """Write the workbook; text stays text, whatever it looks like. Rows flow straight to disk."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in book_parts([sheet.name for sheet in sheets]):
            book.writestr(name, text)
        for number, sheet in enumerate(sheets, 1):
            with book.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                heads = [(str(head or ""), _WIDTH) for head in sheet.heads]
                order = (heads, sheet.remarks) if sheet.remarks_last else (sheet.remarks, heads)
                part.write(sheet_start([each for part_ in order for each in part_]).encode())
                for lines in _batches(sheet):
                    part.write(lines.encode())
                part.write(sheet_end().encode())


def _batches(sheet: ReturnedSheet) -> Iterator[str]:
    rows = iter(sheet.rows)
    width = len(sheet.heads)
    while batch := list(islice(rows, _BATCH)):
        lines = []
        for remarks, cells in batch:
            said = "".join([_cell(remark) for remark in remarks])
            sent = "".join([_cell(cell) for cell in cells[:width]])
            sent += "<c/>" * (width - len(cells))
            lines.append(
                f"<row>{sent}{said}</row>" if sheet.remarks_last else f"<row>{said}{sent}</row>"
            )
        yield "".join(lines)


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return f"<c><v>{cell!r}</v></c>"
    return text_cell(str(cell.date() if isinstance(cell, datetime) else cell))
