"""The part of the register that some households of a workbook touch, in a bounded number of
queries.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import or_, select

from propertydesk.estate.models import Building, Entrance, Home, ParkingSpace
from propertydesk.kernel.masking import mask_identity
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.queries.identity import identity_fingerprint
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.parking import space_behind
from propertydesk.owners.rules.standing import (
    Register,
    StandingHome,
    StandingHouse,
    StandingPerson,
    StandingSpace,
    StandingTie,
    StandingVehicle,
)
from propertydesk.owners.rules.takeover import Household, phones_in
from propertydesk.platform.db import db

_HOME = (
    "kind",
    "floor",
    "area_centi",
    "indoor_centi",
    "layout",
    "occupancy",
    "handed_over_on",
    "note",
)
_SPACE = ("no", "place", "kind", "area_centi", "home_id")
_PERSON = ("name", "kind", "salutation", "language", "notice_address", "note")
_TIE = ("tie", "share", "relation", "starts_on", "lease_ends_on")
_VEHICLE = ("plate", "kind", "model", "space_id", "starts_on")


def standing(community_id: int, households: Sequence[Household]) -> Register:
    """What the register holds of these households; their homes are locked until the transaction
    ends, in the order of their keys.
    """
    register = Register()
    homes = _homes(community_id, households)
    codes = {household.door.code for household in households}
    exact_last = sorted(homes.values(), key=lambda home: home.code in codes)
    register.homes = {home.door.key: home for home in exact_last}
    people = _people(community_id, list(homes), households)
    _add_ties(homes, people)
    for person in sorted(people.values(), key=lambda each: each.id or 0):
        for number in person.phones:
            register.people.setdefault((number, person.name), person)
    _add_vehicles(community_id, register, homes, people, households)
    register.spaces = _spaces(community_id, households)
    _add_houses(community_id, register, households)
    _know_identities(households)
    return register


def _homes(community_id: int, households: Sequence[Household]) -> dict[int, StandingHome]:
    keys = {household.door.key for household in households}
    codes = {household.door.code for household in households}
    query = (
        select(Home)
        .where(
            Home.community_id == community_id, or_(Home.code.in_(codes), Home.sort_code.in_(keys))
        )
        .order_by(Home.id)
        .with_for_update()
    )
    return {
        row.id: StandingHome(
            row.id,
            _values(row, _HOME),
            door=Door(row.building_no, row.entrance_no, row.room_no),
            code=row.code,
            ended_on=row.ended_on,
        )
        for row in db.session.scalars(query)
    }


def _people(
    community_id: int, home_ids: Collection[int], households: Iterable[Household]
) -> dict[int, StandingPerson]:
    """Everybody in these homes, and everybody who has one of the workbook's numbers."""
    numbers = {
        number
        for household in households
        for row in household.people
        for number in phones_in(row.values)
    }
    at_home = select(HouseholdTie.person_id).where(
        HouseholdTie.home_id.in_(home_ids), HouseholdTie.ends_on.is_(None)
    )
    by_number = select(PersonPhone.person_id).where(
        PersonPhone.community_id == community_id,
        PersonPhone.number.in_(numbers),
        PersonPhone.ends_on.is_(None),
    )
    ids = set(db.session.scalars(at_home)) | set(db.session.scalars(by_number))
    people = {
        row.id: StandingPerson(
            row.id,
            _values(row, _PERSON),
            fingerprint=row.identity_fingerprint,
            masked=row.identity_masked,
        )
        for row in db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id))
    }
    phones = (
        select(PersonPhone.person_id, PersonPhone.number)
        .where(PersonPhone.person_id.in_(ids), PersonPhone.ends_on.is_(None))
        .order_by(PersonPhone.position, PersonPhone.id)
    )
    for person_id, number in db.session.execute(phones):
        people[person_id].phones.append(number)
    return people


def _add_ties(homes: dict[int, StandingHome], people: dict[int, StandingPerson]) -> None:
    query = (
        select(HouseholdTie)
        .where(HouseholdTie.home_id.in_(homes), HouseholdTie.ends_on.is_(None))
        .order_by(HouseholdTie.id)
    )
    for row in db.session.scalars(query):
        tie = StandingTie(row.id, _values(row, _TIE), person=people[row.person_id])
        homes[row.home_id].ties.append(tie)


def _add_vehicles(
    community_id: int,
    register: Register,
    homes: dict[int, StandingHome],
    people: dict[int, StandingPerson],
    households: Iterable[Household],
) -> None:
    plates = {
        row.values["plate"]
        for household in households
        for row in household.vehicles
        if "plate" in row.values
    }
    query = (
        select(Vehicle, Home.code)
        .join(Home, Home.id == Vehicle.home_id)
        .where(
            Vehicle.community_id == community_id,
            Vehicle.plate.in_(plates),
            Vehicle.ends_on.is_(None),
        )
    )
    for row, code in db.session.execute(query):
        person = people.get(row.person_id) if row.person_id else None
        vehicle = StandingVehicle(row.id, _values(row, _VEHICLE), home_code=code, person=person)
        register.vehicles[row.plate] = vehicle
        if row.home_id in homes:
            homes[row.home_id].vehicles.append(vehicle)


def _spaces(community_id: int, households: Iterable[Household]) -> dict[str, StandingSpace]:
    """The live spaces that rows may mean: the number alone, and behind its car park's name."""
    numbers: set[str] = set()
    for household in households:
        for row in (*household.vehicles, *household.spaces):
            number = str(row.values.get("space") or row.assumed.get("space") or "").upper()
            place = str(row.values.get("space_place") or row.values.get("place") or "")
            numbers |= {number, number.rpartition("-")[2], space_behind(place, number)}
    query = (
        select(ParkingSpace)
        .where(
            ParkingSpace.community_id == community_id,
            ParkingSpace.no.in_(numbers - {""}),
            ParkingSpace.ended_on.is_(None),
        )
        .order_by(ParkingSpace.id)
        .with_for_update()
    )
    if not numbers - {""}:
        return {}
    return {
        row.no: StandingSpace(row.id, _values(row, _SPACE)) for row in db.session.scalars(query)
    }


def _add_houses(community_id: int, register: Register, households: Iterable[Household]) -> None:
    """Buildings and entrances as they stand, and which of them are no more."""
    numbers = {household.door.building for household in households}
    query = (
        select(Building, Entrance)
        .outerjoin(Entrance, Entrance.building_id == Building.id)
        .where(Building.community_id == community_id, Building.no.in_(numbers))
    )
    for building, entrance in db.session.execute(query):
        register.buildings[building.no] = StandingHouse(building.id, {"floors": building.floors})
        if building.ended_on is not None:
            register.ended_houses.add((building.no, ""))
        _add_entrance(register, building.no, entrance)


def _add_entrance(register: Register, building_no: str, entrance: Entrance | None) -> None:
    if entrance is None:
        return
    place = building_no, entrance.no
    facts = {"has_elevator": entrance.has_elevator}
    register.entrances[place] = StandingHouse(entrance.id, facts)
    if entrance.ended_on is not None:
        register.ended_houses.add(place)


def _know_identities(households: Iterable[Household]) -> None:
    """By what the register knows the numbers that the workbook brings."""
    for household in households:
        for row in household.people:
            if row.identity is not None and not row.identity.fingerprint:
                row.identity.fingerprint = identity_fingerprint(row.identity.number)
                row.identity.masked = mask_identity(row.identity.number)


def _values(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
