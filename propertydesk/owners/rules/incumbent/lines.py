"""Lines of the incumbent's sheets: cells by key, read into rows of ours.

A line may say something of a home, its entrance, a person, a contact, a space and a car at once:
its rows share one list of faults, so that it goes in whole or comes back whole.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from propertydesk.estate.rules import measures
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import PersonKind
from propertydesk.owners.rules.cells import Cell, Door, choice_in, text_in
from propertydesk.owners.rules.columns import Column, SheetKey
from propertydesk.owners.rules.identity import IdentityKind, checked, is_filler, normalise
from propertydesk.owners.rules.incumbent.codes import PHONE_FILLERS
from propertydesk.owners.rules.incumbent.layouts import FileSheet, FoundSheet
from propertydesk.owners.rules.takeover import Fault, Identity, Readers, Row

LOST_DIGITS = N_(
    "The program turned this number into a figure and lost its last digits; write it as text."
)
_WRONG_PLACE = N_("Use letters and digits only, such as 3, A or 1501.")
_MOST_DIGITS = 10**15
_LONGEST_PLACE = {"building": 10, "entrance": 10, "room": 20}
_PLACES = {
    "building": measures.building_number,
    "entrance": measures.entrance_number,
    "room": measures.room_number,
}


@dataclass
class Line:
    """One filled line; blank cells are not among `given`."""

    sheet: FileSheet
    number: int
    cells: Sequence[Cell]
    given: Mapping[str, Cell]
    faults: list[Fault] = field(default_factory=list)
    notes: list[Fault] = field(default_factory=list)

    def row(self, kind: SheetKey, door: Door | None = None) -> Row:
        """A row of ours that stands in this line."""
        return Row(
            kind,
            self.number,
            self.cells,
            faults=self.faults,
            notes=self.notes,
            place=self.sheet.name,
            door=door,
        )

    def text(self, key: str) -> str:
        """What stands there as text, "" for nothing."""
        return text_in(self.given[key]) if key in self.given else ""

    def refuse(self, text: str, column: str = "", **values: object) -> None:
        """Note why the line is not taken."""
        self.faults.append(Fault(column, text, values))

    def note(self, text: str, column: str = "", **values: object) -> None:
        """Note what of the line is left out though the rest is taken."""
        self.notes.append(Fault(column, text, values))

    def code(self, column: Column) -> str:
        """The code of a table, "" when nothing or nonsense stands there; the latter is told."""
        if column.key not in self.given:
            return ""
        try:
            return choice_in(self.given[column.key], column)
        except Invalid as problem:
            self.refuse(problem.text, column.key, **problem.values)
            return ""

    def door(self) -> Door | None:
        """Building, entrance and room; None, with the reason noted, when they are none."""
        parts = {key: self._part(key) for key in _PLACES}
        if None in parts.values():
            return None
        return Door(parts["building"] or "", parts["entrance"] or "", parts["room"] or "")

    def house(self) -> tuple[str, str] | None:
        """Building and entrance alone."""
        building, entrance = self._part("building"), self._part("entrance")
        return (building, entrance) if building and entrance else None

    def _part(self, key: str) -> str | None:
        cell = self.given.get(key)
        try:
            if isinstance(cell, date | timedelta | bool):
                raise Invalid(_WRONG_PLACE)
            part = _PLACES[key](text_in(cell))
        except Invalid:
            self.refuse(_WRONG_PLACE, key)
            return None
        if len(part) > _LONGEST_PLACE[key]:
            self.refuse(_WRONG_PLACE, key)
            return None
        return part


@dataclass
class Reading:
    """What reading a file needs, and what it passes over: sheet, heading and why, counted."""

    readers: Readers
    passed: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    spaces: dict[tuple[str, str], Row] = field(default_factory=dict)
    """Spaces that earlier lines have told of, by car park and number."""

    def lines(self, found: FoundSheet) -> Iterator[Line]:
        """The lines of a sheet whose first cell is filled; the others hold words aside at best."""
        for number, cells in found.rows:
            given = {
                heading.key: cell
                for place, heading in found.places.items()
                if place < len(cells) and not is_blank(cell := cells[place])
            }
            if not cells or is_blank(cells[0]):
                if given:
                    self.passed[found.sheet.name, "", "no-first"] += 1
                continue
            for heading in found.places.values():
                if heading.is_passed_over and heading.key in given:
                    self.passed[found.sheet.name, heading.text, "column"] += 1
            yield Line(found.sheet, number, cells, given)

    def put(self, line: Line, row: Row, column: Column, key: str = "") -> None:
        """Read a cell into a row, or note what is wrong with it."""
        key = key or column.key
        if key not in line.given:
            return
        try:
            row.values[column.key] = self.readers[column.shape](line.given[key], column)
        except Invalid as problem:
            line.refuse(problem.text, key, **problem.values)

    def put_phone(self, line: Line, row: Row, column: Column, key: str = "") -> None:
        """Read a phone number; the filler that the incumbent's users write is nothing."""
        key = key or column.key
        cell = line.given.get(key)
        if has_lost_digits(cell):
            line.refuse(LOST_DIGITS, key)
        elif text_in(cell) in PHONE_FILLERS:
            self.passed[line.sheet.name, line.sheet.heading_of(key), "filler"] += 1
        else:
            self.put(line, row, column, key)

    def put_identity(self, line: Line, row: Row, person_kind: str) -> None:
        """Read an identity number; one that does not add up is left out, and the row says so."""
        cell = line.given.get("identity")
        if cell is None:
            return
        if has_lost_digits(cell):
            line.refuse(LOST_DIGITS, "identity")
            return
        plain = normalise(text_in(cell))
        heading = line.sheet.heading_of("identity")
        if is_filler(plain):
            self.passed[line.sheet.name, heading, "filler"] += 1
            return
        try:
            kind = identity_kind(plain, person_kind)
            row.identity = Identity(kind, checked(kind, plain))
        except Invalid as problem:
            self.passed[line.sheet.name, heading, "identity"] += 1
            line.note(problem.text, "identity", **problem.values)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands there."""
    return cell is None or cell == "" or (isinstance(cell, str) and not cell.strip())


def has_lost_digits(cell: Cell) -> bool:
    """Whether a long number went through a spreadsheet as a figure: only 15 digits survive that."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return abs(cell) >= _MOST_DIGITS or cell != int(cell)
    text = cell.strip().upper() if isinstance(cell, str) else ""
    mantissa, exponent, power = text.partition("E+")
    return bool(exponent) and power.isdigit() and mantissa.replace(".", "", 1).isdigit()


def identity_kind(plain: str, person_kind: str) -> IdentityKind:
    """The document that a number without its kind most likely stands on.

    The incumbent keeps no kind: companies have a credit code, 18 or 15 characters are a resident's
    card unless they begin like a residence permit, letters in front make a permit or passport.
    """
    if person_kind == PersonKind.COMPANY:
        return IdentityKind.CREDIT
    if len(plain) in (15, 18):
        starts = {"8": IdentityKind.RESIDENCE, "9": IdentityKind.FOREIGNER}
        return starts.get(plain[0], IdentityKind.RESIDENT)
    if plain[:1] in ("H", "M") and plain[1:].isdigit():
        return IdentityKind.HK_MACAO
    if plain.isdigit():
        return IdentityKind.TAIWAN if len(plain) == 8 else IdentityKind.RESIDENT
    return IdentityKind.PASSPORT
