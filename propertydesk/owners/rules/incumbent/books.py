"""The workbook of five sheets, and the asset export with the same sheets and fewer columns.

Homes name their owner by number, owners stand in a sheet of their own, members name the owner; so
a person's line becomes one row for each home of the owner. The incumbent ties members to the owner
and not to a home, so they come along to every home, as they do there.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from propertydesk.kernel.words import N_
from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.columns import SheetKey
from propertydesk.owners.rules.incumbent import layouts
from propertydesk.owners.rules.incumbent.cars import car_rows
from propertydesk.owners.rules.incumbent.homes import (
    NOBODY,
    Told,
    door_rows,
    home_row,
    person_row,
    share_equally,
)
from propertydesk.owners.rules.incumbent.layouts import Recognised
from propertydesk.owners.rules.incumbent.lines import Line, Reading
from propertydesk.owners.rules.takeover import Row

_NO_SUCH_OWNER = N_("No good row of the sheet %(sheet)s has the owner's number %(number)s.")
_NO_OWNER_SHEET = N_("The sheet %(sheet)s is missing: the home goes in without its owner.")
_NO_SECOND = N_("Row %(row)s has this owner's number already.")


@dataclass
class _Owners:
    """The sheet of owners by number: lines of owners, and who belongs to them."""

    is_there: bool = False
    lines: dict[str, Line] = field(default_factory=dict)
    others: list[tuple[str, Line]] = field(default_factory=list)
    homes: dict[str, list[Door]] = field(default_factory=dict)

    def doors(self, number: str) -> list[Door]:
        """The homes of an owner, in the order of the sheet."""
        return self.homes.get(number, [])

    def whose(self, number: str) -> tuple[str, str] | None:
        """Name and phone, by which the register may know more."""
        line = self.lines.get(number)
        return (line.text("name"), line.text("phone")) if line else None


def rows_of_book(found: Recognised, reading: Reading) -> Iterator[Row]:
    """The rows of a whole workbook: entrances, homes, people, spaces and their cars."""
    told = Told()
    owners = _owners(found, reading)
    homes = list(_home_rows(found, reading, owners, told))
    yield from _entrance_rows(found, reading, told)
    yield from homes
    yield from _people_rows(owners, reading)
    spaces = found.get(layouts.SPACES)
    for line in reading.lines(spaces) if spaces else ():
        number = line.text("owner_no")
        doors = owners.doors(number)
        row_owner = None if number in NOBODY else (owners.whose(number) or ("", ""))
        yield from car_rows(line, reading, doors[0] if doors else None, whose=row_owner)


def _owners(found: Recognised, reading: Reading) -> _Owners:
    owners = _Owners()
    sheet = found.get(layouts.OWNERS)
    if sheet is None:
        return owners
    owners.is_there = True
    for line in reading.lines(sheet):
        own, owner = line.text("person_no"), line.text("owner_no")
        is_member = bool(own) and owner not in (*NOBODY, own)
        if is_member:
            owners.others.append((owner, line))
            continue
        number = own or owner
        if number in owners.lines:
            line.refuse(_NO_SECOND, "owner_no", row=owners.lines[number].number)
            owners.others.append((number, line))
            continue
        owners.lines[number] = line
    return owners


def _entrance_rows(found: Recognised, reading: Reading, told: Told) -> Iterator[Row]:
    sheet = found.get(layouts.ENTRANCES)
    for line in reading.lines(sheet) if sheet else ():
        house = line.house()
        if house is None:
            yield line.row(SheetKey.DOORS)
            continue
        first = next((row for row in told.homes.values() if _house(row) == house), None)
        door = first.door if first and first.door else Door(*house, "")
        again = house in told.doors
        yield from door_rows(line, house, door, told, always=True)
        if again:
            line.refuse(N_("Row %(row)s says this already."), row=told.doors[house].number)
            yield line.row(SheetKey.DOORS)


def _house(row: Row) -> tuple[str, str]:
    return (row.door.building, row.door.entrance) if row.door else ("", "")


def _home_rows(found: Recognised, reading: Reading, owners: _Owners, told: Told) -> Iterator[Row]:
    sheet = found.get(layouts.HOMES)
    for line in reading.lines(sheet) if sheet else ():
        door = line.door()
        if door is None:
            yield line.row(SheetKey.HOMES)
            continue
        number = line.text("owner_no")
        if number not in NOBODY:
            _note_owner(line, door, number, owners)
        row = home_row(line, door, reading)
        told.homes.setdefault(door.key, row)
        yield row


def _note_owner(line: Line, door: Door, number: str, owners: _Owners) -> None:
    if number in owners.lines:
        doors = owners.homes.setdefault(number, [])
        if door not in doors:
            doors.append(door)
    elif owners.is_there:
        line.refuse(_NO_SUCH_OWNER, "owner_no", sheet=layouts.OWNERS.name, number=number)
    else:
        line.note(_NO_OWNER_SHEET, "owner_no", sheet=layouts.OWNERS.name)


def _people_rows(owners: _Owners, reading: Reading) -> Iterator[Row]:
    """Owners before those who belong to them, whatever the order of the sheet."""
    held: dict[str, list[Row]] = {}
    for number, line in owners.lines.items():
        for row in _rows_of_person(line, owners, number, reading, Tie.OWNER):
            if row.door is not None and row.values.get("tie") == Tie.OWNER:
                held.setdefault(row.door.key, []).append(row)
            yield row
    share_equally(held)
    for number, line in owners.others:
        if number not in owners.lines:
            line.refuse(_NO_SUCH_OWNER, "owner_no", sheet=layouts.OWNERS.name, number=number)
        yield from _rows_of_person(line, owners, number, reading, Tie.MEMBER)


def _rows_of_person(
    line: Line, owners: _Owners, number: str, reading: Reading, tie: Tie
) -> Iterator[Row]:
    first = person_row(line, None, reading, tie=tie)
    doors = owners.doors(number)
    if not doors:
        first.whose = owners.whose(number)
        yield first
        return
    for door in doors:
        row = line.row(SheetKey.PEOPLE, door)
        row.values.update(first.values)
        row.identity, row.needs_owner = first.identity, first.needs_owner
        yield row
