"""The homes of owners, for files that name an owner and no home."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.rules import Tie
from propertydesk.owners.rules.cells import Door
from propertydesk.owners.rules.takeover import Row
from propertydesk.platform.db import db

_AT_A_TIME = 500


def homes_of_owners(community_id: int, rows: Sequence[Row]) -> dict[int, list[Door]]:
    """To each row by position the live homes that its owner (`whose`) may mean.

    Owners are known by name and phone, by their name alone where no phone is given and nobody else
    has it. First comes the home that has the car or the space already, then the others by door.
    """
    names = {row.whose[0] for row in rows if row.whose}
    found, holders = _owned(community_id, names), _namesakes(community_id, names)
    phones = _phones(community_id, names)
    kept = _kept_at(community_id, rows)
    homes: dict[int, list[Door]] = {}
    for at, row in enumerate(rows):
        name, phone = row.whose or ("", "")
        people = phones.get((name, phone), set()) if phone else holders.get(name, set())
        doors = [door for person in sorted(people) for door in found.get(person, ())]
        if phone or len(people) == 1:
            first = kept.get(str(row.values.get("plate") or row.values.get("space") or ""))
            homes[at] = sorted(dict.fromkeys(doors), key=lambda door: (door != first, door.key))
    return homes


def _parts(names: Collection[str]) -> list[list[str]]:
    ordered = sorted(names)
    return [ordered[at : at + _AT_A_TIME] for at in range(0, len(ordered), _AT_A_TIME)]


def _owned(community_id: int, names: Collection[str]) -> Mapping[int, list[Door]]:
    """Doors by the id of their owner."""
    found: dict[int, list[Door]] = defaultdict(list)
    for part in _parts(names):
        query = (
            select(Person.id, Home.building_no, Home.entrance_no, Home.room_no)
            .join(HouseholdTie, HouseholdTie.person_id == Person.id)
            .join(Home, Home.id == HouseholdTie.home_id)
            .where(
                Person.community_id == community_id,
                Person.name.in_(part),
                HouseholdTie.tie == Tie.OWNER,
                HouseholdTie.ends_on.is_(None),
                Home.ended_on.is_(None),
            )
            .order_by(Home.sort_code)
        )
        for person_id, *place in db.session.execute(query):
            found[person_id].append(Door(*place))
    return found


def _namesakes(community_id: int, names: Collection[str]) -> Mapping[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for part in _parts(names):
        query = select(Person.name, Person.id).where(
            Person.community_id == community_id, Person.name.in_(part)
        )
        for name, person_id in db.session.execute(query):
            found[name].add(person_id)
    return found


def _phones(community_id: int, names: Collection[str]) -> Mapping[tuple[str, str], set[int]]:
    found: dict[tuple[str, str], set[int]] = defaultdict(set)
    for part in _parts(names):
        query = (
            select(Person.name, PersonPhone.number, Person.id)
            .join(PersonPhone, PersonPhone.person_id == Person.id)
            .where(
                Person.community_id == community_id,
                Person.name.in_(part),
                PersonPhone.ends_on.is_(None),
            )
        )
        for name, number, person_id in db.session.execute(query):
            found[name, number].add(person_id)
    return found


def _kept_at(community_id: int, rows: Sequence[Row]) -> dict[str, Door]:
    """Where cars and spaces of these rows are entered already."""
    plates = {str(row.values["plate"]) for row in rows if "plate" in row.values}
    spaces = {str(row.values["space"]) for row in rows if "space" in row.values}
    place = (Home.building_no, Home.entrance_no, Home.room_no)
    queries: list[Any] = [
        select(ParkingSpace.no, *place)
        .join(Home, Home.id == ParkingSpace.home_id)
        .where(
            ParkingSpace.community_id == community_id,
            ParkingSpace.no.in_(part),
            ParkingSpace.ended_on.is_(None),
        )
        for part in _parts(spaces)
    ]
    queries += [
        select(Vehicle.plate, *place)
        .join(Home, Home.id == Vehicle.home_id)
        .where(
            Vehicle.community_id == community_id,
            Vehicle.plate.in_(part),
            Vehicle.ends_on.is_(None),
        )
        for part in _parts(plates)
    ]
    return {row[0]: Door(*row[1:]) for query in queries for row in db.session.execute(query)}
