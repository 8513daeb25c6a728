"""The workbook as rows by household; no database, and outside of any transaction."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import cells
from propertydesk.owners.rules.cells import Cell, Door
from propertydesk.owners.rules.columns import Column, Shape, Sheet, SheetKey, columns_in
from propertydesk.owners.rules.incumbent import Layout, Reading, Recognised, recognise, rows_of
from propertydesk.owners.rules.plates import normalise_plate
from propertydesk.owners.rules.takeover import Household, Readers, Row, RowReader, households_of
from propertydesk.owners.rules.workbook import REMARKS, SHEETS, sheet_named
from propertydesk.platform.forms import clean, is_phone, normalise_phone
from propertydesk.platform.workbook.opening import (
    FORMULA,
    Formulas,
    ReadSheet,
    check_workbook,
    column_name,
    read_workbook,
)

_NO_SHEETS = N_(
    "This is neither our template nor a file of the old system: none of their sheets is in it."
)
_NO_ROWS = N_("The workbook holds no rows besides the examples.")
_NO_COLUMN = N_("The sheet %(sheet)s lacks the column %(column)s. Take our template.")
_NO_SUCH_OWNER = N_(
    "No owner of this name and phone has a home in the register. Take over the homes first."
)

Lines = Sequence[tuple[int, Sequence[Cell]]]


@dataclass(frozen=True)
class SentSheet:
    """A sheet as it was sent, for the way back; `key` is by what its rows name it."""

    key: str
    name: str
    heads: Sequence[Cell]
    lines: Lines
    remarks_last: bool = False


@dataclass(frozen=True)
class Batch:
    """A whole workbook; `passed` tells what of it has no place here."""

    layout: Layout
    sheets: list[SentSheet]
    rows: list[Row]
    households: list[Household]
    homeless: list[Row]
    passed: list[list[object]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Rows that are compared one by one, however many of them stand in a line."""
        return sum(len(each.rows) for each in self.households) + len(self.homeless)


FindHomes = Callable[[Sequence[Row]], Mapping[int, Sequence[Door]]]
"""Rows that name an owner instead of a home, to the homes that they may mean, by position."""


def read_batch(path: Path, find_homes: FindHomes | None = None) -> Batch:
    """Read a workbook of ours or of the incumbent. Raises Invalid when it cannot be read, is none
    of them, or holds no rows.
    """
    with path.open("rb") as file:
        formulas = check_workbook(file)
    return _batch(path, formulas, find_homes)


def _batch(path: Path, formulas: Formulas, find_homes: FindHomes | None) -> Batch:
    sheets = read_workbook(path, is_checked=True)
    ours = {sheet.key: (sheet, each) for each, sheet in _our_sheets(sheets)}
    if ours:
        return _own_batch(ours, formulas)
    found = recognise([(each.name, each.rows) for each in sheets])
    if found is None:
        raise Invalid(_NO_SHEETS)
    refuse_formulas(formulas, {each.sheet.name: (each.places, each.rows) for each in found.sheets})
    reading = Reading(READERS)
    rows = list(rows_of(found, reading))
    if not rows:
        raise Invalid(_NO_ROWS)
    rows = list(_placed(rows, find_homes))
    households, homeless = households_of(rows)
    passed = [[*told, count] for told, count in sorted(reading.passed.items())]
    return Batch(found.layout, _sent(found, rows), rows, households, homeless, passed)


def look_through(file: IO[bytes]) -> None:
    """Refuse at once what `check_workbook` refuses, and formulas in columns that are read.

    Raises Invalid; the file is left at its beginning.
    """
    formulas = check_workbook(file)
    if not formulas:
        return
    with NamedTemporaryFile(suffix=".xlsx") as kept:
        shutil.copyfileobj(file, kept)
        kept.flush()
        file.seek(0)
        _batch(Path(kept.name), formulas, None)


def _own_batch(found: Mapping[SheetKey, tuple[Sheet, ReadSheet]], formulas: Formulas) -> Batch:
    sent: list[SentSheet] = []
    rows: list[Row] = []
    for key in (sheet.key for sheet in SHEETS if sheet.key in found):
        sheet, read = found[key]
        places = columns_in(sheet, [cells.text_in(cell) for cell in _heads(read)])
        refuse_formulas(formulas, {read.name: (places, read.rows[1:])})
        read = _without_remarks(read)
        mine = list(_rows(sheet, read))
        lines = [(row.number, row.cells) for row in mine]
        sent.append(SentSheet(str(key), sheet.name, _heads(read), lines))
        rows += mine
    if not rows:
        raise Invalid(_NO_ROWS)
    households, homeless = households_of(rows)
    return Batch(Layout.OWN, sent, rows, households, homeless)


def refuse_formulas(
    formulas: Formulas, sheets: Mapping[str, tuple[Collection[int], Lines]]
) -> None:
    """Raises Invalid naming the first formula in a column that is read; those aside do not count."""
    for name, (places, lines) in sheets.items():
        numbers = {number for number, _cells in lines}
        for row, column in formulas.get(name, ()):
            if row in numbers and column in places:
                raise Invalid(FORMULA, sheet=name, cell=f"{column_name(column)}{row}")


def _sent(found: Recognised, rows: Sequence[Row]) -> list[SentSheet]:
    read = {row.where for row in rows}
    return [
        SentSheet(
            each.sheet.name,
            each.sheet.name,
            each.head,
            [(number, line) for number, line in each.rows if (each.sheet.name, number) in read],
            remarks_last=True,
        )
        for each in found.sheets
        if any(place == each.sheet.name for place, _number in read)
    ]


def _placed(rows: Sequence[Row], find_homes: FindHomes | None) -> Iterator[Row]:
    """Rows that name an owner instead of a home are put where the register has the owner."""
    asking = [row for row in rows if row.door is None and row.whose is not None]
    homes = find_homes(asking) if find_homes and asking else {}
    found = {id(row): homes.get(at, ()) for at, row in enumerate(asking)}
    for row in rows:
        doors = found.get(id(row))
        if doors is None:
            yield row
        elif not doors:
            row.refuse(_NO_SUCH_OWNER, "name")
            yield row
        elif row.sheet is SheetKey.PEOPLE:
            yield from (replace(row, door=door, values=dict(row.values)) for door in doors)
        else:
            row.door = doors[0]
            yield row


def _our_sheets(sheets: Sequence[ReadSheet]) -> Iterator[tuple[ReadSheet, Sheet]]:
    for each in sheets:
        sheet = sheet_named(each.name)
        if sheet is not None:
            yield each, sheet


def _heads(read: ReadSheet) -> Sequence[Cell]:
    return read.rows[0][1] if read.rows else ()


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
    read_one = RowReader(sheet, columns, READERS)
    for number, row_cells in read.rows[1:]:
        row = read_one(number, row_cells)
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
