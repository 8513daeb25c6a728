"""Spaces and cars: 车位信息 of the five sheets, 业主车辆信息, and the list exported as 业主车辆.

None of them but the last names a home: it is the owner's, from the same workbook or the register.
"""

from collections.abc import Iterator

from propertydesk.estate.rules import SpaceKind
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.rules.cells import Door, door_in
from propertydesk.owners.rules.columns import Column, SheetKey
from propertydesk.owners.rules.incumbent import codes
from propertydesk.owners.rules.incumbent.layouts import FoundSheet
from propertydesk.owners.rules.incumbent.lines import LOST_DIGITS, Line, Reading, has_lost_digits
from propertydesk.owners.rules.takeover import Row
from propertydesk.owners.rules.workbook import HOMES, VEHICLES

_LONGEST_SPACE = 20
_LONGEST_PLACE = 60
_LONGEST_MODEL = 40
_WRONG_SPACE = N_("At most %(count)s characters.")
_NOTHING = N_("Write the number of the space or the plate.")
_OTHERWISE = N_("Row %(row)s gives this space to somebody else.")
NOWHERE = Door("", "", "")
"""Where spaces are gathered that belong to nobody."""


def rows_of_owner_cars(found: FoundSheet, reading: Reading) -> Iterator[Row]:
    """The rows of 业主车辆信息: the owner is known by name and phone."""
    for line in reading.lines(found):
        if has_lost_digits(line.given.get("phone")):
            line.refuse(LOST_DIGITS, "phone")
        phone = line.text("phone")
        whose = (line.text("name"), "" if phone in codes.PHONE_FILLERS else phone)
        yield from car_rows(line, reading, None, whose=whose)


def rows_of_car_list(found: FoundSheet, reading: Reading) -> Iterator[Row]:
    """The rows of the exported list, which names the home; spaces must be there already."""
    for line in reading.lines(found):
        door = None
        if "home" in line.given:
            try:
                door = door_in(line.given["home"])
            except Invalid as problem:
                line.refuse(problem.text, "home", **problem.values)
        row = _car(line, reading, door)
        row.whose = None if door else (line.text("name"), "")
        if "space" in line.given:
            row.assumed["space"] = line.text("space").upper()
        yield row


def car_rows(
    line: Line, reading: Reading, door: Door | None, *, whose: tuple[str, str] | None
) -> Iterator[Row]:
    """A space, a car, or both, of one line; `whose` where the register must say which home."""
    if "space" not in line.given and "plate" not in line.given:
        line.refuse(_NOTHING, "space")
        yield line.row(SheetKey.SPACES, door)
        return
    space = _space(line, reading, door, whose) if "space" in line.given else None
    if space is not None and _is_first(space, reading, has_car="plate" in line.given):
        yield space
    if "plate" in line.given:
        car = _car(line, reading, door)
        car.whose = None if door else whose
        if space is not None:
            car.values["space"], car.values["space_place"] = (
                space.values["space"],
                space.values["place"],
            )
        yield car


def _is_first(space: Row, reading: Reading, *, has_car: bool) -> bool:
    """A second car on the same space tells of the space once more; it need not be compared."""
    told = reading.spaces.get((space.values["place"], space.values["space"]))
    return told is space or not has_car


def _space(line: Line, reading: Reading, door: Door | None, whose: tuple[str, str] | None) -> Row:
    is_free = door is None and whose is None
    row = line.row(SheetKey.SPACES, NOWHERE if is_free else door)
    row.whose = None if door else whose
    number = line.text("space").upper()
    if len(number) > _LONGEST_SPACE:
        line.refuse(_WRONG_SPACE, "space", count=_LONGEST_SPACE)
    ground = line.text("ground")
    place = " ".join(
        part for part in (line.text("car_park"), codes.GROUNDS.get(ground, ground)) if part
    )
    row.values.update(space=number, place=place[:_LONGEST_PLACE])
    first = reading.spaces.setdefault((place, number), row)
    if first is not row and (first.door, first.whose) != (row.door, row.whose):
        line.refuse(_OTHERWISE, "space", row=first.number)
    kind = line.code(codes.SPACE_KINDS)
    if is_free:
        row.values["kind"] = SpaceKind.FREE.value
    elif kind and kind != SpaceKind.FREE:
        row.values["kind"] = kind
    else:
        row.assumed["kind"] = SpaceKind.LET_MONTHLY.value
    reading.put(line, row, HOMES.column("area_centi"))
    return row


def _car(line: Line, reading: Reading, door: Door | None) -> Row:
    row = line.row(SheetKey.VEHICLES, door)
    reading.put(line, row, VEHICLES.column("plate"))
    if "plate" not in line.given:
        line.refuse(N_("This is needed."), "plate")
    reading.put(line, row, _STARTS_ON)
    kind = line.text("car_kind")
    words = (line.text("brand"), line.text("colour"), codes.CAR_KINDS.get(kind, kind))
    model = " ".join(word for word in words if word)[:_LONGEST_MODEL]
    if model:
        row.values["model"] = model
    if "name" in line.given:
        row.assumed["driver"] = line.text("name")
    return row


_STARTS_ON: Column = VEHICLES.column("starts_on")
