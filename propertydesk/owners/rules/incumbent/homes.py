"""The room list 资产信息: a line is a home with its entrance, a person and perhaps a contact."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from propertydesk.estate.rules import HomeKind, Occupancy
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import PersonKind, Salutation, Tie, equal_shares
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.columns import SheetKey, folded
from propertydesk.owners.rules.incumbent import codes
from propertydesk.owners.rules.incumbent.codes import FIXED_LAYOUT_DIGITS
from propertydesk.owners.rules.incumbent.layouts import FoundSheet
from propertydesk.owners.rules.incumbent.lines import Line, Reading
from propertydesk.owners.rules.takeover import Row
from propertydesk.owners.rules.workbook import HOMES, PEOPLE

NOBODY = ("", "0", "无")
"""How the sheets say that a home, a space or a person has no owner."""
_MOST_FLOORS = 200
_OWNER_CELLS = ("name", "phone", "identity", "tie", "person_kind", "role", "contact")
_OWNER_OF_UNSOLD = N_("The state says that it is not sold: leave the owner's cells empty.")
_OWNER_MISSING = N_("Write the owner, or the state 2002 where it is not sold.")
_TYPE_MISSING = N_("Write 1001 owner, 1002 family, 1003 tenant or 1004 temporary.")
_WRONG_FLOORS = N_("Write the number of floors as a whole number, such as 18.")
_OTHERWISE = N_("Row %(row)s says otherwise of this home.")
_OTHERWISE_HOUSE = N_("Row %(row)s says otherwise of this entrance.")


@dataclass
class Told:
    """What earlier lines of the file have told: homes and entrances by their place."""

    homes: dict[str, Row] = field(default_factory=dict)
    doors: dict[tuple[str, str], Row] = field(default_factory=dict)


def rows_of_rooms(found: FoundSheet, reading: Reading) -> Iterator[Row]:
    """The rows of a whole room list, in the order of its lines."""
    told = Told()
    owners: dict[str, list[Row]] = {}
    for line in reading.lines(found):
        for row in _rows_of_line(line, reading, told, has_state="occupancy" in found.keys):
            if row.values.get("tie") == Tie.OWNER and row.door is not None:
                owners.setdefault(row.door.key, []).append(row)
            yield row
    share_equally(owners)


def share_equally(owners: dict[str, list[Row]]) -> None:
    """The incumbent knows no shares: several owners have equal ones until somebody says otherwise
    (民法典 309), and never over shares in the register.
    """
    for rows in owners.values():
        shares = equal_shares(len(rows))
        for row, share in zip(rows, shares, strict=True):
            row.assumed["share"] = share


def _rows_of_line(line: Line, reading: Reading, told: Told, *, has_state: bool) -> Iterator[Row]:
    door = line.door()
    if door is None:
        yield line.row(SheetKey.HOMES)
        return
    _check_owner(line, has_state=has_state)
    parts = [*door_rows(line, (door.building, door.entrance), door, told)]
    home = home_row(line, door, reading)
    person = person_row(line, door, reading) if "name" in line.given else None
    first = told.homes.setdefault(door.key, home)
    if first is home or person is None:
        parts.append(home)
    else:
        _agree(line, first, home)
    if person is not None:
        parts.append(person)
        parts += contact_rows(line, door, reading, person)
    yield from parts


def _check_owner(line: Line, *, has_state: bool) -> None:
    state = line.code(codes.ROOM_STATES) if has_state else ""
    given = [key for key in _OWNER_CELLS if key in line.given]
    if state == codes.UNSOLD and given:
        line.refuse(_OWNER_OF_UNSOLD, given[0])
    elif state and state != codes.UNSOLD and "name" not in line.given:
        line.refuse(_OWNER_MISSING, "name")


def _agree(line: Line, first: Row, home: Row) -> None:
    """A member repeats the columns of the home; what is said anew counts, what differs does not."""
    for key, value in home.values.items():
        if first.values.setdefault(key, value) != value:
            line.refuse(_OTHERWISE, key, row=first.number)


def home_row(line: Line, door: Door, reading: Reading) -> Row:
    """What a line says of the home itself."""
    row = line.row(SheetKey.HOMES, door)
    for key in ("floor", "area_centi", "indoor_centi"):
        reading.put(line, row, HOMES.column(key))
    _put_layout(line, row, reading)
    kind = line.code(codes.ROOM_KINDS)
    if kind:
        is_shop = door.entrance == "0"
        row.values["kind"] = (HomeKind.SHOP if is_shop else codes.HOME_KINDS[kind]).value
        if kind in codes.KINDS_AS_LAYOUT:
            row.values.setdefault("layout", codes.KINDS_AS_LAYOUT[kind])
    # a faulty code has been told by whoever looked at the owner's cells
    state = line.text("occupancy")
    known = codes.ROOM_STATES.by_word.get(folded(state))
    if known:
        occupancy, fitting = codes.OCCUPANCIES[known]
        row.values["occupancy"], row.fits["occupancy"] = occupancy.value, fitting
    elif "name" not in line.given and line.text("owner_no") in NOBODY:
        row.assumed["occupancy"] = Occupancy.VACANT.value
    return row


def _put_layout(line: Line, row: Row, reading: Reading) -> None:
    text = line.text("layout")
    if text.isdigit() and len(text) >= FIXED_LAYOUT_DIGITS:
        reading.passed[line.sheet.name, line.sheet.heading_of("layout"), "code"] += 1
    else:
        reading.put(line, row, HOMES.column("layout"))


def door_rows(
    line: Line, house: tuple[str, str], door: Door, told: Told, *, always: bool = False
) -> Iterator[Row]:
    """What a line says of building and entrance: floors, and whether there is a lift.

    One row for each entrance, the first that says anything; `always` gives one all the same.
    """
    values: dict[str, Any] = {}
    if "floors" in line.given:
        floors = line.text("floors")
        if floors.isascii() and floors.isdigit() and 0 < int(floors[:4]) <= _MOST_FLOORS:
            values["floors"] = int(floors)
        else:
            line.refuse(_WRONG_FLOORS, "floors")
    if "has_elevator" in line.given:
        values["has_elevator"] = line.text("has_elevator") == codes.ELEVATOR
    first = told.doors.get(house)
    if first is None:
        if values or always:
            row = told.doors[house] = line.row(SheetKey.DOORS, door)
            row.values.update(values, building=house[0], entrance=house[1])
            yield row
        return
    for key, value in values.items():
        if first.values.setdefault(key, value) != value:
            line.refuse(_OTHERWISE_HOUSE, key, row=first.number)


def person_row(line: Line, door: Door | None, reading: Reading, *, tie: str = "") -> Row:
    """The person of a line; `tie` where the sheet itself says who stands in it."""
    row = line.row(SheetKey.PEOPLE, door)
    reading.put(line, row, PEOPLE.column("name"))
    kind = line.code(codes.PERSON_KINDS)
    if kind:
        row.values["kind"] = kind
    if kind != PersonKind.COMPANY:
        row.values.update(_salutation(line))
    reading.put_phone(line, row, PEOPLE.column("phone"))
    reading.put_identity(line, row, kind)
    _put_tie(line, row, tie)
    return row


def _salutation(line: Line) -> dict[str, str]:
    """Only what is written is a fact: the incumbent takes an empty cell for a woman."""
    words = {"男": Salutation.MR.value, "女": Salutation.MS.value}
    word = words.get(line.text("salutation"))
    return {"salutation": word} if word else {}


def _put_tie(line: Line, row: Row, tie: str) -> None:
    role = line.code(codes.ROLES)
    kind = line.code(codes.PERSON_TYPES)
    found = codes.TIES.get(kind) or codes.TIE_OF_ROLE.get(role) or tie
    if kind in ("1002", "1004") and codes.TIE_OF_ROLE.get(role) is Tie.TENANT:
        found = Tie.TENANT
    if not found:
        if "tie" not in line.given:
            line.refuse(_TYPE_MISSING, "tie")
        found = Tie.OWNER
    row.values["tie"] = str(found)
    row.needs_owner = found != Tie.OWNER
    if found == Tie.MEMBER and role in codes.RELATION_OF_ROLE:
        row.values["relation"] = codes.RELATION_OF_ROLE[role]


def contact_rows(line: Line, door: Door, reading: Reading, person: Row) -> Iterator[Row]:
    """The contact of a line as an emergency contact, unless it is the person themself."""
    if "contact" not in line.given or line.text("contact") == line.text("name"):
        if "contact_phone" in line.given and line.text("contact_phone") != line.text("phone"):
            reading.put_phone(line, person, PEOPLE.column("second_phone"), "contact_phone")
        return
    row = line.row(SheetKey.PEOPLE, door)
    reading.put(line, row, PEOPLE.column("name"), "contact")
    reading.put_phone(line, row, PEOPLE.column("phone"), "contact_phone")
    row.values["tie"] = Tie.CONTACT.value
    yield row
