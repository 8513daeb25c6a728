"""Homes, shops and offices."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate import rules
from propertydesk.estate.events import HomeEnded
from propertydesk.estate.models import Building, Entrance, Home
from propertydesk.estate.rules import measures
from propertydesk.estate.services import indexing
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import Changes, amend, unless_taken
from propertydesk.platform.db import db, lock


@dataclass(frozen=True)
class HomeFacts:
    """What is said of a home besides where it is; areas are in 0.01 m², 0 if not known."""

    kind: str = rules.HomeKind.HOME
    floor: int | None = None
    area_centi: int = 0
    indoor_centi: int = 0
    layout: str = ""
    occupancy: str = rules.Occupancy.OWNER
    handed_over_on: date | None = None
    note: str = ""


def add_home(
    building: Building,
    entrance: Entrance | None,
    *,
    room_no: str,
    facts: HomeFacts,
    actor: Actor,
    now: datetime,
) -> Home:
    """Add a home, shop or office. Raises Invalid on `room_no` when its number is taken."""
    home = make_home(building, entrance, room_no=room_no, facts=facts)
    activity.record(actor=actor, now=now, action="home.add", subject=home)
    return home


def make_home(
    building: Building,
    entrance: Entrance | None,
    *,
    room_no: str,
    facts: HomeFacts,
    starts_on: date | None = None,
) -> Home:
    """A home that can be found, as part of a verb. Raises Invalid on `room_no`, and Conflict."""
    lock(building)  # it may be ending at this moment
    if building.ended_on or (entrance and entrance.ended_on):
        raise Conflict(N_("This building or entrance has ended."))
    place = building.no, entrance.no if entrance else "", measures.room_number(room_no)
    _refuse_taken(building.community_id, rules.home_code(*place))
    home = Home(
        community_id=building.community_id,
        building_id=building.id,
        entrance_id=entrance.id if entrance else None,
        building_no=place[0],
        entrance_no=place[1],
        room_no=place[2],
        code=rules.home_code(*place),
        sort_code=rules.sort_code(*place),
        starts_on=starts_on,
        **vars(facts),
    )
    with unless_taken(_taken()):
        db.session.add(home)
    indexing.index_homes([home])
    return home


def edit_home(
    home: Home,
    building: Building,
    entrance: Entrance | None,
    *,
    room_no: str,
    facts: HomeFacts,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct a home, its number too. Raises Invalid on `room_no` when the number is taken."""
    place = building.no, entrance.no if entrance else "", measures.room_number(room_no)
    code = rules.home_code(*place)
    if code != home.code:
        _refuse_taken(home.community_id, code)
    values = {
        "building_id": building.id,
        "entrance_id": entrance.id if entrance else None,
        "building_no": place[0],
        "entrance_no": place[1],
        "room_no": place[2],
        "code": code,
        "sort_code": rules.sort_code(*place),
        **vars(facts),
    }
    with unless_taken(_taken()):
        changes = amend(home, values)
    if "code" in changes:
        indexing.index_homes([home])
    for derived in ("building_id", "entrance_id", "sort_code"):
        changes.pop(derived, None)
    activity.record(actor=actor, now=now, action="home.edit", subject=home, changes=changes)


def end_home(home: Home, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """A home is no more (split, merged, pulled down); its household ends with it.

    Raises Invalid on `on`, Conflict when it has ended already.
    """
    lock(home)
    check_open(home.ended_on)
    check_day(on, home.community_id, now)
    home.ended_on = on
    db.session.flush()
    events.announce(HomeEnded(home.id, home.community_id, on, actor, now))
    activity.record(actor=actor, now=now, action="home.end", subject=home, reason=reason)


def note_occupancy(home: Home, occupancy: str) -> Changes:
    """Set how a home is lived in, as part of another verb, which writes the activity."""
    return amend(home, {"occupancy": rules.Occupancy(occupancy).value})


def _refuse_taken(community_id: int, code: str) -> None:
    other = db.session.scalar(select(Home).filter_by(community_id=community_id, code=code))
    if other is None:
        return
    if other.ended_on is None:
        raise _taken()
    raise Invalid(
        N_("%(code)s was a home until %(day)s; its number stays with it."),
        field="room_no",
        code=code,
        day=other.ended_on.isoformat(),
    )


def _taken() -> Invalid:
    return Invalid(N_("There is a home with this number already."), field="room_no")
