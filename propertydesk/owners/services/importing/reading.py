"""The workbook as rows by household; no database, and outside of any transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import cells
from propertydesk.owners.rules.cells import Cell
from propertydesk.owners.rules.columns import Column, Shape, Sheet, SheetKey, columns_in
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.owners.rules.takeover import Household, Readers, Row, households_of, read_row
from propertydesk.owners.rules.workbook import REMARKS, SHEETS, sheet_named
from propertydesk.platform.forms import clean, is_phone, normalise_phone
from propertydesk.platform.workbook.opening import ReadSheet, read_workbook

_NO_SHEETS = N_("None of the sheets Homes, People and Vehicles is in this workbook.")
_NO_ROWS = N_("The workbook holds no rows besides the examples.")
_NO_COLUMN = N_("The sheet %(sheet)s lacks the column %(column)s. Take our template.")


@dataclass(frozen=True)
class Batch:
    """A whole workbook; `heads` are the first rows as they stand, for the way back."""

    heads: dict[SheetKey, Sequence[Cell]]
    rows: list[Row]
    households: list[Household]
    homeless: list[Row]


def read_batch(path: Path) -> Batch:
    """Read a workbook of ours. Raises Invalid when it cannot be read or is none of ours."""
    found = {sheet.key: (sheet, each) for each, sheet in _our_sheets(read_workbook(path))}
    if not found:
        raise Invalid(_NO_SHEETS)
    heads: dict[SheetKey, Sequence[Cell]] = {}
    rows: list[Row] = []
    for key in (sheet.key for sheet in SHEETS if sheet.key in found):
        sheet, read = found[key]
        read = _without_remarks(read)
        heads[key] = read.rows[0][1] if read.rows else ()
        rows += _rows(sheet, read)
    if not rows:
        raise Invalid(_NO_ROWS)
    households, homeless = households_of(rows)
    return Batch(heads, rows, households, homeless)


def _our_sheets(sheets: Sequence[ReadSheet]) -> Iterator[tuple[ReadSheet, Sheet]]:
    for each in sheets:
        sheet = sheet_named(each.name)
        if sheet is not None:
            yield each, sheet


def _without_remarks(read: ReadSheet) -> ReadSheet:
    """A workbook that comes a second time, without what we wrote into it the first time."""
    heads = [cells.text_in(cell) for cell in read.rows[0][1]] if read.rows else []
    if not any(head in REMARKS for head in heads):
        return read
    places = [place for place, head in enumerate(heads) if head not in REMARKS]
    return ReadSheet(
        read.name,
        [
            (number, [row[place] if place < len(row) else None for place in places])
            for number, row in read.rows
        ],
    )


def _rows(sheet: Sheet, read: ReadSheet) -> Iterator[Row]:
    if len(read.rows) < 2:
        return
    columns = columns_in(sheet, [cells.text_in(cell) for cell in read.rows[0][1]])
    for column in sheet.columns:
        if column.is_required and column not in columns.values():
            raise Invalid(_NO_COLUMN, sheet=sheet.name, column=column.heading)
    for number, row_cells in read.rows[1:]:
        row = read_row(sheet, columns, number, row_cells, READERS)
        if row is not None:
            yield row


def _text(cell: Cell, column: Column) -> str:
    raw = cells.text_in(cell)
    plain = raw.isascii() and raw.isprintable()
    text = " ".join(raw.split()) if plain else clean(raw)
    if len(text) > column.longest:
        raise Invalid(N_("At most %(count)s characters."), count=column.longest)
    return text


def _name(cell: Cell, column: Column) -> str:
    name = _text(cell, column)
    if not any(each.isalpha() for each in name):
        raise Invalid(N_("Write the name."))
    return name


def _phone(cell: Cell, _column: Column) -> str:
    return _phone_number(cells.text_in(cell))


@lru_cache(maxsize=4096)
def _phone_number(text: str) -> str:
    number = normalise_phone(text)
    mainland = len(number) == 11 and number[0] == "1" and number.isascii() and number.isdigit()
    if len(number) > 30 or not (mainland or is_phone(number)):
        raise Invalid(N_("A mobile number has 11 digits, a landline its area code."))
    return number


READERS: Readers = {
    Shape.TEXT: _text,
    Shape.NAME: _name,
    Shape.PHONE: _phone,
    Shape.HOME: lambda cell, _column: cells.door_in(cell),
    Shape.AREA: lambda cell, _column: cells.area_in(cell),
    Shape.SHARE: lambda cell, _column: cells.share_in(cell),
    Shape.FLOOR: lambda cell, _column: cells.floor_in(cell),
    Shape.DAY: lambda cell, _column: cells.day_in(cell),
    Shape.CHOICE: cells.choice_in,
    Shape.PLATE: lambda cell, _column: normalise_plate(cells.text_in(cell)),
}
