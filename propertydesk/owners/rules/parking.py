"""Parking spaces of an import: which one is meant, and what differs."""

from collections.abc import Mapping
from typing import Any

from propertydesk.estate.rules import SpaceKind
from propertydesk.kernel.words import N_
from propertydesk.owners.rules.standing import Mark, Outcome, Register, StandingHome, StandingSpace
from propertydesk.owners.rules.takeover import Row

_LONGEST = 20
_TOO_LONG = N_("This number stands in another car park already, and is too long to be told apart.")
_OTHER_HOME = N_("The register has this space with another home; give it over on its own page.")
_BLANK = {"place": "", "kind": SpaceKind.FREE.value, "area_centi": 0, "home_id": None}


def space_behind(place: str, number: str) -> str:
    """A-001 for space 001 of the car park A: numbers are unique in a community with us, and in a
    car park alone in other systems.
    """
    car_park = place.partition(" ")[0].upper()
    return f"{car_park}-{number}" if car_park and number else number


def find_space(register: Register, place: str, number: str) -> StandingSpace | None:
    """The space that a row means: behind its car park, or by its number alone unless that one is
    another car park's.
    """
    number = number.upper()
    behind = register.spaces.get(space_behind(place, number))
    if behind is not None:
        return behind
    found = register.spaces.get(number)
    if found is None or not place or found.values["place"] in ("", place):
        return found
    return None


def compare_space(row: Row, home: StandingHome | None, register: Register) -> Outcome:
    """Hold a space of the workbook against the register; `home` is None for one of nobody."""
    number, place = str(row.values["space"]).upper(), str(row.values.get("place", ""))
    space = find_space(register, place, number)
    wanted = {
        key: row.values[key] for key in ("place", "kind", "area_centi") if row.values.get(key)
    }
    if space is None:
        return _new_space(row, home, register, wanted)
    if space.home is not home and _belongs_elsewhere(space, home):
        row.refuse(_OTHER_HOME, "space")
        return Outcome(row, Mark.ERROR, [], [("spaces", Mark.ERROR)])
    return _set_space(row, home, space, wanted)


def _belongs_elsewhere(space: StandingSpace, home: StandingHome | None) -> bool:
    held = space.values["home_id"]
    return held is not None and (home is None or held != home.id)


def _new_space(
    row: Row, home: StandingHome | None, register: Register, wanted: Mapping[str, Any]
) -> Outcome:
    number = str(row.values["space"]).upper()
    if number in register.spaces:
        number = space_behind(str(row.values.get("place", "")), number)
        if len(number) > _LONGEST or number in register.spaces:
            row.refuse(_TOO_LONG, "space")
            return Outcome(row, Mark.ERROR, [], [("spaces", Mark.ERROR)])
    values = {**_BLANK, **(row.assumed if home else {}), **wanted, "no": number}
    space = StandingSpace(None, values, is_new=True, home=home)
    register.spaces[number] = space
    return Outcome(row, Mark.ADDED, space.as_new(("no", *wanted)), [("spaces", Mark.ADDED)])


def _set_space(
    row: Row, home: StandingHome | None, space: StandingSpace, wanted: Mapping[str, Any]
) -> Outcome:
    more = dict(wanted)
    gives = home is not None and space.values["home_id"] is None and space.home is None
    if gives and space.values["kind"] == SpaceKind.FREE:
        more = {**row.assumed, **more}
    if home is None and space.values["home_id"] is None:
        more.pop("kind", None)
    found = space.set(more)
    if gives and home is not None:
        space.home = home
        space.before.setdefault("home_id", None)
        found += space.given(home.code)
    mark = Mark.CHANGED if found else Mark.UNCHANGED
    return Outcome(row, mark, found, [("spaces", mark)])
