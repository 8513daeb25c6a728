"""Buildings and their entrances."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate import queries, rules
from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.estate.rules import measures
from propertydesk.estate.services import indexing
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock

_BUILDING_TAKEN = N_("There is a building with this number already.")
_ENTRANCE_TAKEN = N_("This building has such an entrance already.")
_STILL_HOMES = N_("%(count)s homes are still there; end them first.")


def add_building(
    community_id: int,
    *,
    no: str,
    kind: str = rules.BuildingKind.HIGH_RISE,
    floors: int = 1,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> Building:
    """Add a building. Raises Invalid on `no`."""
    building = Building(
        community_id=community_id,
        no=measures.building_number(no),
        kind=kind,
        floors=floors,
        note=note,
    )
    with unless_taken(Invalid(_BUILDING_TAKEN, field="no")):
        db.session.add(building)
    activity.record(actor=actor, now=now, action="building.add", subject=building)
    return building


def edit_building(
    building: Building, *, no: str, kind: str, floors: int, note: str, actor: Actor, now: datetime
) -> None:
    """Correct a building; a new number goes into the codes of its homes. Raises Invalid on `no`."""
    values = {"no": measures.building_number(no), "kind": kind, "floors": floors, "note": note}
    with unless_taken(Invalid(_BUILDING_TAKEN, field="no")):
        changes = amend(building, values)
    if "no" in changes:
        _renumber(db.session.scalars(select(Home).filter_by(building_id=building.id)), building.no)
    activity.record(actor=actor, now=now, action="building.edit", subject=building, changes=changes)


def end_building(building: Building, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """A building is no more. Raises Invalid while it has homes, Conflict when it has ended."""
    lock(building)
    check_open(building.ended_on)
    check_day(on, building.community_id, now)
    count = queries.count_homes(building_id=building.id)
    if count:
        raise Invalid(_STILL_HOMES, count=count)
    building.ended_on = on
    activity.record(actor=actor, now=now, action="building.end", subject=building, reason=reason)


def add_entrance(
    building: Building,
    *,
    no: str,
    has_elevator: bool | None = None,
    actor: Actor,
    now: datetime,
) -> Entrance:
    """Add an entrance; "0" is the one of the shops. Raises Invalid on `no`."""
    entrance = Entrance(
        community_id=building.community_id,
        building_id=building.id,
        no=measures.entrance_number(no),
        has_elevator=has_elevator,
    )
    with unless_taken(Invalid(_ENTRANCE_TAKEN, field="no")):
        db.session.add(entrance)
    activity.record(actor=actor, now=now, action="entrance.add", subject=entrance, note=building.no)
    return entrance


def edit_entrance(
    entrance: Entrance, *, no: str, has_elevator: bool | None, actor: Actor, now: datetime
) -> None:
    """Correct an entrance; a new number goes into the codes of its homes. Raises Invalid on `no`."""
    with unless_taken(Invalid(_ENTRANCE_TAKEN, field="no")):
        changes = amend(
            entrance, {"no": measures.entrance_number(no), "has_elevator": has_elevator}
        )
    if "no" in changes:
        homes = db.session.scalars(select(Home).filter_by(entrance_id=entrance.id))
        _renumber(homes, None, entrance.no)
    activity.record(actor=actor, now=now, action="entrance.edit", subject=entrance, changes=changes)


def end_entrance(entrance: Entrance, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """An entrance is no more. Raises Invalid while homes open to it, Conflict when it has ended."""
    lock(entrance)
    check_open(entrance.ended_on)
    check_day(on, entrance.community_id, now)
    count = queries.count_homes(entrance_id=entrance.id)
    if count:
        raise Invalid(_STILL_HOMES, count=count)
    entrance.ended_on = on
    activity.record(actor=actor, now=now, action="entrance.end", subject=entrance, reason=reason)


def _renumber(
    homes: Iterable[Home], building_no: str | None, entrance_no: str | None = None
) -> None:
    moved = list(homes)
    with unless_taken(Invalid(N_("Two homes would have the same number."), field="no")):
        for home in moved:
            home.building_no = building_no or home.building_no
            home.entrance_no = entrance_no or home.entrance_no
            place = home.building_no, home.entrance_no, home.room_no
            home.code, home.sort_code = rules.home_code(*place), rules.sort_code(*place)
    indexing.index_homes(moved)
