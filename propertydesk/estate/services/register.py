"""Many homes at once, as part of an import, which writes the activities of the homes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from propertydesk.estate import rules
from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.estate.services import indexing
from propertydesk.estate.services.buildings import add_building, add_entrance
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db


@dataclass(frozen=True)
class NewHome:
    """A home to enter: where it is, in the estate's own spelling, and facts by column name."""

    building_no: str
    entrance_no: str
    room_no: str
    facts: Mapping[str, Any]


def enter_homes(
    community_id: int, homes: Sequence[NewHome], *, actor: Actor, now: datetime
) -> list[int]:
    """Enter homes with the buildings and entrances they lack; gives their ids in order.

    Each building and entrance has its own activity; those of the homes are the caller's. The
    caller has made sure that no home stands there already.
    """
    places = _places(community_id, homes, actor, now)
    rows = [_home(community_id, each, places) for each in homes]
    db.session.add_all(rows)
    indexing.index_homes(rows)
    return [row.id for row in rows]


def correct_homes(changes: Sequence[Mapping[str, Any]]) -> None:
    """Set facts of homes: each entry holds `id` and the columns to set."""
    for change in changes:
        values = {key: value for key, value in change.items() if key != "id"}
        db.session.execute(update(Home).where(Home.id == change["id"]).values(**values))


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
    community_id: int, homes: Sequence[NewHome], actor: Actor, now: datetime
) -> dict[tuple[str, str], tuple[int, int | None]]:
    """Building and entrance of every place, made where they are missing."""
    wanted = dict.fromkeys((each.building_no, each.entrance_no) for each in homes)
    numbers = {building for building, _entrance in wanted}
    query = select(Building).where(Building.community_id == community_id, Building.no.in_(numbers))
    buildings = {row.no: row for row in db.session.scalars(query)}
    ids = [row.id for row in buildings.values()]
    doors = select(Entrance).where(Entrance.building_id.in_(ids))
    entrances = {(row.building_id, row.no): row.id for row in db.session.scalars(doors)}
    found: dict[tuple[str, str], tuple[int, int | None]] = {}
    for building_no, entrance_no in wanted:
        building = buildings.get(building_no)
        if building is None:
            floors = _floors(homes, building_no)
            building = add_building(
                community_id, no=building_no, floors=floors, actor=actor, now=now
            )
            buildings[building_no] = building
        key = building.id, entrance_no
        if entrance_no and key not in entrances:
            entrances[key] = add_entrance(building, no=entrance_no, actor=actor, now=now).id
        found[building_no, entrance_no] = building.id, entrances.get(key)
    return found


def _floors(homes: Sequence[NewHome], building_no: str) -> int:
    here = [each.facts for each in homes if each.building_no == building_no]
    return max([1, *(int(facts["floor"]) for facts in here if facts.get("floor"))])
