"""Buildings with their entrances, and what stands behind them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import func, select

from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.platform.db import db


@dataclass(frozen=True)
class Branch:
    """An entrance (None: homes that open to no entrance) with the number of its live homes."""

    entrance: Entrance | None
    homes: int


@dataclass(frozen=True)
class BuildingTree:
    """A building with its entrances, and how its live homes are lived in."""

    building: Building
    branches: Sequence[Branch]
    homes: int
    by_occupancy: dict[str, int]


@dataclass(frozen=True)
class Floor:
    """A storey of a building with its homes by door; None where the storey is not known."""

    number: int | None
    homes: Sequence[Home]


def buildings(community_id: int) -> list[Building]:
    """The buildings that stand; numbers in their natural order."""
    query = select(Building).filter_by(community_id=community_id, ended_on=None)
    return sorted(db.session.scalars(query), key=lambda each: each.no.rjust(10))


def has_elevator(home: Home) -> bool | None:
    """Whether a lift goes to this home; None where that is not known."""
    if home.entrance_id is None:
        return None
    return db.session.scalar(select(Entrance.has_elevator).filter_by(id=home.entrance_id))


def entrances(building_id: int) -> list[Entrance]:
    """The entrances of a building."""
    query = select(Entrance).filter_by(building_id=building_id, ended_on=None)
    return sorted(db.session.scalars(query), key=lambda each: each.no.rjust(10))


def building_choices(community_id: int) -> list[tuple[int, str]]:
    """Buildings to choose from."""
    return [(each.id, each.label) for each in buildings(community_id)]


def door_choices(community_id: int) -> list[tuple[str, str]]:
    """Where a home may be: "e<id>" for each entrance, "b<id>" for each building without one."""
    doors: dict[int, list[Entrance]] = defaultdict(list)
    query = select(Entrance).filter_by(community_id=community_id, ended_on=None)
    for entrance in sorted(db.session.scalars(query), key=lambda each: each.no.rjust(10)):
        doors[entrance.building_id].append(entrance)
    found = []
    for building in buildings(community_id):
        for door in doors[building.id]:
            found.append((f"e{door.id}", f"{building.label} {door.label}"))
        found.append((f"b{building.id}", _("%(building)s, no entrance", building=building.label)))
    return found


def count_homes(*, building_id: int | None = None, entrance_id: int | None = None) -> int:
    """How many live homes a building or an entrance has."""
    query = select(func.count()).select_from(Home).where(Home.ended_on.is_(None))
    if building_id is not None:
        query = query.where(Home.building_id == building_id)
    if entrance_id is not None:
        query = query.where(Home.entrance_id == entrance_id)
    return db.session.execute(query).scalar_one()


def building_tree(community_id: int) -> list[BuildingTree]:
    """All standing buildings with entrances and counts; three queries, whatever their number."""
    behind: dict[int, dict[int | None, int]] = defaultdict(lambda: defaultdict(int))
    lived: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    counted = (
        select(Home.building_id, Home.entrance_id, Home.occupancy, func.count())
        .where(Home.community_id == community_id, Home.ended_on.is_(None))
        .group_by(Home.building_id, Home.entrance_id, Home.occupancy)
    )
    for building_id, entrance_id, occupancy, count in db.session.execute(counted):
        behind[building_id][entrance_id] += count
        lived[building_id][occupancy] += count
    doors: dict[int, list[Entrance]] = defaultdict(list)
    query = select(Entrance).filter_by(community_id=community_id, ended_on=None)
    for entrance in db.session.scalars(query):
        doors[entrance.building_id].append(entrance)
    return [
        _tree(building, doors[building.id], behind[building.id], lived[building.id])
        for building in buildings(community_id)
    ]


def building_plan(building_id: int) -> list[Floor]:
    """The live homes of a building by storey, the highest first."""
    query = select(Home).filter_by(building_id=building_id, ended_on=None).order_by(Home.sort_code)
    by_floor: dict[int | None, list[Home]] = defaultdict(list)
    for home in db.session.scalars(query):
        by_floor[home.floor].append(home)
    numbers = sorted(by_floor, key=lambda n: (n is None, -(n or 0)))
    return [Floor(number, by_floor[number]) for number in numbers]


def _tree(
    building: Building,
    doors: list[Entrance],
    behind: dict[int | None, int],
    lived: dict[str, int],
) -> BuildingTree:
    ordered = sorted(doors, key=lambda each: each.no.rjust(10))
    branches = [Branch(door, behind.get(door.id, 0)) for door in ordered]
    if behind.get(None):
        branches.append(Branch(None, behind[None]))
    return BuildingTree(building, branches, sum(behind.values()), dict(lived))
