"""Rows of an import workbook: read one by one, then held against each other.

What can be said without the register is said here: cells that are no date, homes and plates that
stand twice, two rows that say different things of one person.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.cells import Cell, Door
from propertydesk.owners.rules.columns import Column, Shape, Sheet, SheetKey, is_example

Readers = Mapping[Shape, Callable[[Cell, Column], Any]]
"""How each shape of cell is read; a reader gives the value or raises Invalid."""

PERSON_FIELDS = ("kind", "salutation", "language", "notice_address", "note")
_NEEDED = N_("This is needed.")


@dataclass(frozen=True)
class Fault:
    """Why a row is not taken: the column (or ""), a catalogue entry and its values."""

    column: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Identity:
    """An identity number on its way in; what the register knows it by is added on the way."""

    kind: str
    number: str = field(repr=False)
    fingerprint: str = field(default="", repr=False)
    masked: str = ""


@dataclass(slots=True)
class Row:
    """One filled row; `values` hold what was read, only of cells that are not empty.

    `repeats` marks a person of whom an earlier row told already; the first `faults_of_file` faults
    were found without the register. A line of another system's file may be several rows: they
    share its `place` (the sheet's name), number, faults and notes, so that it is taken whole or not
    at all.
    """

    sheet: SheetKey
    number: int
    cells: Sequence[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    door: Door | None = None
    repeats: bool = False
    faults_of_file: int = 0
    notes_of_file: int = 0
    place: str = ""
    notes: list[Fault] = field(default_factory=list)
    """What of the row is left out though the rest is taken."""
    assumed: dict[str, Any] = field(default_factory=dict)
    """Values for what the register does not have yet; they never take the place of others."""
    fits: dict[str, frozenset[str]] = field(default_factory=dict)
    """What may stand in the register without contradicting the value of the row."""
    identity: Identity | None = None
    needs_owner: bool = False
    whose: tuple[str, str] | None = None
    """Name and phone of an owner by whom the home must be looked up in the register."""

    @property
    def is_good(self) -> bool:
        """Whether nothing has been found against it so far."""
        return not self.faults

    @property
    def where(self) -> tuple[str, int]:
        """The line of the file: its sheet and its number."""
        return self.place or str(self.sheet), self.number

    def refuse(self, text: str, column: str = "", **values: Any) -> None:
        """Note why the row is not taken."""
        self.faults.append(Fault(column, text, values))

    def ask_anew(self) -> None:
        """Forget what the register said: a chunk is compared again after a deadlock."""
        del self.faults[self.faults_of_file :]
        del self.notes[self.notes_of_file :]


@dataclass(slots=True)
class Household:
    """Everything the workbook says of one home, in the order of its rows."""

    door: Door
    home: Row | None = None
    people: list[Row] = field(default_factory=list)
    vehicles: list[Row] = field(default_factory=list)
    doors: list[Row] = field(default_factory=list)
    """What is said of its building and entrance."""
    spaces: list[Row] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        """All rows of this home."""
        home = [self.home] if self.home else []
        return [*self.doors, *home, *self.people, *self.spaces, *self.vehicles]


class RowReader:
    """Reads the rows of one sheet; what stands in many cells of a column is read once."""

    def __init__(self, sheet: Sheet, columns: Mapping[int, Column], readers: Readers) -> None:
        self._sheet = sheet
        self._columns = [
            (place, column, readers[column.shape], dict[str, Any]())
            for place, column in columns.items()
        ]
        self._needed = [column.key for column in sheet.columns if column.is_required]

    def __call__(self, number: int, cells: Sequence[Cell]) -> Row | None:
        """One row; None for an empty one or an example that was left standing."""
        row = Row(self._sheet.key, number, cells)
        width = len(cells)
        for place, column, read, known in self._columns:
            cell = cells[place] if place < width else None
            if cell is None or cell == "":
                continue
            if isinstance(cell, str) and cell in known:
                row.values[column.key] = known[cell]
            elif _marks_example(cell, column):
                return None
            else:
                _put(row, column, read, known, cell)
        if not row.values and not row.faults:
            return None
        _check_needed(row, self._needed)
        row.door = row.values.pop("home", None)
        return row


def _marks_example(cell: Cell, column: Column) -> bool:
    return column.shape is Shape.HOME and isinstance(cell, str) and is_example(cell)


def _put(
    row: Row,
    column: Column,
    read: Callable[[Cell, Column], Any],
    known: dict[str, Any],
    cell: Cell,
) -> None:
    is_text = isinstance(cell, str)
    if is_text and not str(cell).strip():
        return
    try:
        value = row.values[column.key] = read(cell, column)
    except Invalid as problem:
        row.faults.append(Fault(column.key, problem.text, problem.values))
        return
    if is_text:
        known[str(cell)] = value


def read_row(
    sheet: Sheet,
    columns: Mapping[int, Column],
    number: int,
    cells: Sequence[Cell],
    readers: Readers,
) -> Row | None:
    """A single row of a sheet, as `RowReader` reads many."""
    return RowReader(sheet, columns, readers)(number, cells)


def households_of(rows: Iterable[Row]) -> tuple[list[Household], list[Row]]:
    """The rows by home, in order of first appearance, and those that name no home.

    Faults that rows have among each other are noted on the later one.
    """
    all_rows = list(rows)
    _check_twins(all_rows)
    _check_people(all_rows)
    found: dict[str, Household] = {}
    homeless = []
    for row in all_rows:
        row.faults_of_file, row.notes_of_file = len(row.faults), len(row.notes)
        if row.door is None:
            homeless.append(row)
            continue
        household = found.setdefault(row.door.key, Household(row.door))
        match row.sheet:
            case SheetKey.HOMES if household.home is None:
                household.home = row
            case SheetKey.PEOPLE:
                household.people.append(row)
            case SheetKey.VEHICLES:
                household.vehicles.append(row)
            case SheetKey.DOORS:
                household.doors.append(row)
            case SheetKey.SPACES:
                household.spaces.append(row)
            case _:
                homeless.append(row)  # the same home a second time: told already
    return list(found.values()), homeless


def _check_needed(row: Row, needed: Iterable[str]) -> None:
    for key in needed:
        if key not in row.values and all(fault.column != key for fault in row.faults):
            row.faults.append(Fault(key, _NEEDED))
    if row.sheet is SheetKey.PEOPLE and row.is_good:
        _check_tie(row)


def _check_tie(row: Row) -> None:
    values = row.values
    if "share" in values and values["tie"] != Tie.OWNER:
        row.refuse(N_("Only owners have a share."), "share")
    if "lease_ends_on" in values and values["tie"] != Tie.TENANT:
        row.refuse(N_("Only tenants have a lease."), "lease_ends_on")
    starts, ends = values.get("starts_on"), values.get("lease_ends_on")
    if starts and ends and ends < starts:
        row.refuse(N_("The lease cannot end before it begins."), "lease_ends_on")


def _check_twins(rows: Sequence[Row]) -> None:
    """Whatever may stand once only: the later row is told where the first one is."""
    seen: dict[tuple[Any, ...], int] = {}
    for row in rows:
        key = _once_only(row)
        if key is None:
            continue
        first = seen.setdefault(key, row.number)
        if first != row.number:
            row.refuse(N_("Row %(row)s says this already."), _TOLD_BY[row.sheet], row=first)


_TOLD_BY = {
    SheetKey.HOMES: "home",
    SheetKey.PEOPLE: "name",
    SheetKey.VEHICLES: "plate",
    SheetKey.SPACES: "space",
}


def _once_only(row: Row) -> tuple[Any, ...] | None:
    match row.sheet:
        case SheetKey.HOMES:
            return ("home", row.door.key) if row.door else None
        case SheetKey.VEHICLES:
            return ("plate", row.values["plate"]) if "plate" in row.values else None
        case SheetKey.SPACES | SheetKey.DOORS:
            return None  # told by the line that they stand in
    if row.door is None or "name" not in row.values or "tie" not in row.values:
        return None
    return (row.door.key, row.values["name"], row.values["tie"])


@dataclass(slots=True)
class _Said:
    """What the workbook has said of one person so far, and in which row."""

    facts: dict[str, tuple[Any, int]] = field(default_factory=dict)


def _check_people(rows: Iterable[Row]) -> None:
    """One person in several rows: marked, and refused where a row says something else."""
    known: dict[tuple[str, str], _Said] = {}
    for row in rows:
        if row.sheet is not SheetKey.PEOPLE or not row.is_good or row.door is None:
            continue
        keys = person_keys(row)
        said = next((known[key] for key in keys if key in known), None)
        row.repeats = said is not None
        said = said or _Said()
        for name in PERSON_FIELDS:
            if name not in row.values:
                continue
            value, first = said.facts.setdefault(name, (row.values[name], row.number))
            if value != row.values[name]:
                row.refuse(N_("Row %(row)s says otherwise of this person."), name, row=first)
        if row.is_good:
            known.update(dict.fromkeys(keys, said))


def person_keys(row: Row) -> list[tuple[str, str]]:
    """What makes two rows one person: the same home and name, the same phone and name, or the
    same line, which may tell of several homes.
    """
    name = row.values["name"]
    known = [row.door.key if row.door else "", *phones_in(row.values), line_of(row)]
    return [(each, name) for each in known]


def line_of(row: Row) -> str:
    """The line of the file as one word, unlike any home or number."""
    return "{}!{}".format(*row.where)


def phones_in(values: Mapping[str, Any]) -> list[str]:
    """The numbers a row names, in their order, each once."""
    given = (values.get("phone"), values.get("second_phone"))
    return list(dict.fromkeys(number for number in given if number))
