"""One home becomes several, or several become one: new homes take the place of those that end.

The old ones keep their number, area and papers, so that what was billed for them stays as it was;
the new ones are charged from their first day on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate import rules
from propertydesk.estate.events import HomeEnded, HomesReplaced
from propertydesk.estate.models import Building, Entrance, Home, HomeSuccession, ParkingSpace
from propertydesk.estate.rules.dividing import Succession, check_areas
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.estate.services.homes import HomeFacts, make_home
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock


@dataclass(frozen=True)
class Part:
    """A home that comes of others: the number on its door and its areas in 0.01 m²."""

    room_no: str
    area_centi: int = 0
    indoor_centi: int = 0


@dataclass(frozen=True)
class _Change:
    """What both verbs are told."""

    on: date
    reason: str
    actor: Actor
    now: datetime


def split_home(
    home: Home,
    parts: Sequence[Part],
    *,
    household_in: int = 0,
    remeasured: bool = False,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> list[Home]:
    """The home ends on `on` and `parts` begin that day, with the same owners.

    Whoever lives there, their vehicles and parking spaces go on in part `household_in` (from 0);
    the others are vacant. Raises Invalid on `household`, `remeasured`, `on` and, for the number of
    the first part, on `room_no_1`; Conflict when the home has ended already.
    """
    change = _Change(on, reason, actor, now)
    _hold([home], change)
    if len(parts) < 2:
        raise Invalid(N_("A split makes at least two homes."))
    if not 0 <= household_in < len(parts):
        raise Invalid(N_("The household goes on in one of the parts."), field="household")
    check_areas(home.area_centi, [each.area_centi for each in parts], remeasured=remeasured)
    made = []
    for at, part in enumerate(parts):
        facts = _facts_of(home, part)
        if at != household_in and home.occupancy != rules.Occupancy.UNSOLD:
            facts = replace(facts, occupancy=rules.Occupancy.VACANT.value)
        made.append(_make_numbered(home, part, facts, on, at + 1))
    _replace([home], made, made[household_in], Succession.SPLIT, change)
    return made


def join_homes(
    homes: Sequence[Home],
    whole: Part,
    *,
    remeasured: bool = False,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Home:
    """The homes end on `on` and `whole` begins that day; all their households go on there.

    Floor, entrance and occupancy are those of the first. Raises Invalid when they are fewer than
    two, of other buildings, uses or owners, on `room_no`, `remeasured` and `on`; Conflict when one
    has ended already.
    """
    change = _Change(on, reason, actor, now)
    _hold(homes, change)
    first = homes[0]
    if len({home.id for home in homes}) < 2:
        raise Invalid(N_("Name at least one other home to join with."), field="other_1")
    if {(home.building_id, home.kind) for home in homes} != {(first.building_id, first.kind)}:
        raise Invalid(N_("Only homes of one building and one use can be joined."), field="other_1")
    area = sum(home.area_centi for home in homes)
    whole = replace(whole, area_centi=whole.area_centi or area)
    check_areas(area, [whole.area_centi], remeasured=remeasured)
    handed_over = [home.handed_over_on for home in homes if home.handed_over_on]
    facts = replace(
        _facts_of(first, whole), handed_over_on=max(handed_over) if handed_over else None
    )
    made = _make(first, whole, facts, on)
    _replace(homes, [made], made, Succession.JOIN, change)
    return made


def _hold(homes: Sequence[Home], change: _Change) -> None:
    for home in sorted(homes, key=lambda each: each.id):
        lock(home)
        check_open(home.ended_on)
        check_day(change.on, home.community_id, change.now, since=home.starts_on)


def _facts_of(home: Home, part: Part) -> HomeFacts:
    return HomeFacts(
        kind=home.kind,
        floor=home.floor,
        area_centi=part.area_centi,
        indoor_centi=part.indoor_centi,
        occupancy=home.occupancy,
        handed_over_on=home.handed_over_on,
    )


def _make(home: Home, part: Part, facts: HomeFacts, on: date) -> Home:
    entrance = db.session.get(Entrance, home.entrance_id) if home.entrance_id else None
    building = db.session.get_one(Building, home.building_id)
    return make_home(building, entrance, room_no=part.room_no, facts=facts, starts_on=on)


def _make_numbered(home: Home, part: Part, facts: HomeFacts, on: date, number: int) -> Home:
    """One of several parts, whose faults land on its own row."""
    try:
        return _make(home, part, facts, on)
    except Invalid as problem:
        raise Invalid(
            problem.text, field=f"{problem.field}_{number}", **problem.values
        ) from problem


def _replace(
    ending: Sequence[Home], made: Sequence[Home], lived_in: Home, kind: Succession, change: _Change
) -> None:
    community_id = lived_in.community_id
    for old in ending:
        for new in made:
            db.session.add(
                HomeSuccession(
                    community_id=community_id,
                    from_id=old.id,
                    to_id=new.id,
                    kind=kind.value,
                    day=change.on,
                )
            )
    _move_spaces(ending, lived_in)
    events.announce(
        HomesReplaced(
            from_ids=tuple(home.id for home in ending),
            to_ids=tuple(home.id for home in made),
            household_in=lived_in.id,
            community_id=community_id,
            on=change.on,
            actor=change.actor,
            now=change.now,
        )
    )
    for home in ending:
        home.ended_on = change.on
        db.session.flush()
        events.announce(HomeEnded(home.id, community_id, change.on, change.actor, change.now))
    _write_down(ending, made, kind, change)


def _move_spaces(ending: Sequence[Home], lived_in: Home) -> None:
    held = select(ParkingSpace).where(
        ParkingSpace.home_id.in_([home.id for home in ending]), ParkingSpace.ended_on.is_(None)
    )
    for space in db.session.scalars(held.order_by(ParkingSpace.id)).all():
        lock(space)
        space.home_id = lived_in.id


def _write_down(
    ending: Sequence[Home], made: Sequence[Home], kind: Succession, change: _Change
) -> None:
    """An entry in the history of each home, for each has a page of its own."""
    for home in ending:
        activity.record(
            actor=change.actor,
            now=change.now,
            action=f"home.{kind}",
            subject=home,
            reason=change.reason,
            note="→ " + _told(made),
        )
    for home in made:
        activity.record(
            actor=change.actor,
            now=change.now,
            action="home.made",
            subject=home,
            reason=change.reason,
            note="← " + _told(ending),
        )


def _told(homes: Sequence[Home]) -> str:
    return ", ".join(f"{home.code} ({home.area} m²)" for home in homes)
