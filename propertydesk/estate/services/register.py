"""Many homes, houses and spaces at once, as part of an import, which tells what became of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from propertydesk.estate import rules
from propertydesk.estate.models import Building, Entrance, Home, ParkingSpace
from propertydesk.estate.services import indexing
from propertydesk.estate.services.buildings import add_building, add_entrance
from propertydesk.platform import activity, search
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend
from propertydesk.platform.db import db


@dataclass(frozen=True)
class NewHome:
    """A home to enter: where it is, in the estate's own spelling, and facts by column name."""

    building_no: str
    entrance_no: str
    room_no: str
    facts: Mapping[str, Any]


@dataclass(frozen=True)
class House:
    """A building with an entrance (or none, ""), and what is said of them; None: nothing."""

    building_no: str
    entrance_no: str
    floors: int | None = None
    has_elevator: bool | None = None


@dataclass(frozen=True)
class Touched:
    """A building or entrance that was added, or what was set: column to before and after."""

    record: Building | Entrance
    changes: Mapping[str, Sequence[Any]]
    is_new: bool


def enter_homes(community_id: int, homes: Sequence[NewHome]) -> list[int]:
    """Enter homes into buildings and entrances that stand already; gives their ids in order.

    Their activities are the caller's, who has made sure that no home stands there.
    """
    places = _places(community_id, homes)
    rows = [_home(community_id, each, places) for each in homes]
    db.session.add_all(rows)
    indexing.index_homes(rows)
    return [row.id for row in rows]


def correct_homes(changes: Sequence[Mapping[str, Any]]) -> None:
    """Set facts of homes: each entry holds `id` and the columns to set."""
    for change in changes:
        values = {key: value for key, value in change.items() if key != "id"}
        db.session.execute(update(Home).where(Home.id == change["id"]).values(**values))


def settle_houses(
    community_id: int, houses: Sequence[House], *, actor: Actor, now: datetime
) -> list[Touched]:
    """Make the buildings and entrances that are missing and set what is said of the others.

    Floors are only ever raised: another entrance may have more. Each addition and each change has
    its own activity.
    """
    buildings, entrances = _standing(community_id, houses)
    touched: list[Touched] = []
    for house in houses:
        building = buildings.get(house.building_no)
        if building is None:
            building = buildings[house.building_no] = add_building(
                community_id, no=house.building_no, floors=house.floors or 1, actor=actor, now=now
            )
            touched.append(Touched(building, {}, is_new=True))
        elif (house.floors or 0) > building.floors:
            touched += _amended(building, {"floors": house.floors}, actor, now)
        key = building.id, house.entrance_no
        if not house.entrance_no:
            continue
        if key not in entrances:
            entrances[key] = add_entrance(
                building,
                no=house.entrance_no,
                has_elevator=house.has_elevator,
                actor=actor,
                now=now,
            )
            touched.append(Touched(entrances[key], {}, is_new=True))
        elif house.has_elevator is not None:
            touched += _amended(entrances[key], {"has_elevator": house.has_elevator}, actor, now)
    return touched


def enter_spaces(rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Enter parking spaces, each with all its columns; gives their ids in order. Their activities
    are the caller's.
    """
    if not rows:
        return []
    statement = insert(ParkingSpace).returning(ParkingSpace.id, sort_by_parameter_order=True)
    return list(db.session.scalars(statement, rows))


def correct_spaces(changes: Sequence[Mapping[str, Any]]) -> None:
    """Set facts of parking spaces: each entry holds `id` and the columns to set."""
    for change in changes:
        values = {key: value for key, value in change.items() if key != "id"}
        db.session.execute(
            update(ParkingSpace).where(ParkingSpace.id == change["id"]).values(**values)
        )


def _amended(
    record: Building | Entrance, values: Mapping[str, Any], actor: Actor, now: datetime
) -> list[Touched]:
    changes = amend(record, values)
    if not changes:
        return []
    kind = record.activity_subject[0]
    activity.record(actor=actor, now=now, action=f"{kind}.edit", subject=record, changes=changes)
    return [Touched(record, changes, is_new=False)]


def _standing(
    community_id: int, houses: Sequence[House]
) -> tuple[dict[str, Building], dict[tuple[int, str], Entrance]]:
    numbers = {house.building_no for house in houses}
    query = select(Building).where(Building.community_id == community_id, Building.no.in_(numbers))
    buildings = {row.no: row for row in db.session.scalars(query)}
    ids = [row.id for row in buildings.values()]
    doors = select(Entrance).where(Entrance.building_id.in_(ids))
    return buildings, {(row.building_id, row.no): row for row in db.session.scalars(doors)}


def _home(
    community_id: int, new: NewHome, places: Mapping[tuple[str, str], tuple[int, int | None]]
) -> Home:
    building_id, entrance_id = places[new.building_no, new.entrance_no]
    place = new.building_no, new.entrance_no, new.room_no
    return Home(
        community_id=community_id,
        building_id=building_id,
        entrance_id=entrance_id,
        building_no=new.building_no,
        entrance_no=new.entrance_no,
        room_no=new.room_no,
        code=rules.home_code(*place),
        sort_code=rules.sort_code(*place),
        **new.facts,
    )


def _places(
    community_id: int, homes: Sequence[NewHome]
) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Building and entrance of every place."""
    wanted = {(each.building_no, each.entrance_no) for each in homes}
    buildings, entrances = _standing(community_id, [House(*each) for each in wanted])
    return {
        (no, entrance): (
            buildings[no].id,
            entrances[buildings[no].id, entrance].id if entrance else None,
        )
        for no, entrance in wanted
    }


def restore(changes: Iterable[tuple[str, int, Mapping[str, Any]]]) -> None:
    """Set columns as they were before an import that is taken back: table, id and values."""
    for table, row_id, values in changes:
        model = _MODELS[table]
        db.session.execute(update(model).where(model.id == row_id).values(**values))


def take_out(
    *,
    homes: Sequence[int],
    spaces: Sequence[int],
    entrances: Sequence[int],
    buildings: Sequence[int],
) -> None:
    """Take out what an import added and nothing refers to. Raises IntegrityError when something
    does.
    """
    for model, ids in (
        (ParkingSpace, spaces),
        (Home, homes),
        (Entrance, entrances),
        (Building, buildings),
    ):
        for at in range(0, len(ids), _AT_A_TIME):
            part = ids[at : at + _AT_A_TIME]
            db.session.execute(delete(model).where(model.id.in_(part)))
            if model is Home:
                search.drop_all("home", part)


_MODELS: dict[str, Any] = {
    model.__tablename__: model for model in (Building, Entrance, Home, ParkingSpace)
}
_AT_A_TIME = 500
