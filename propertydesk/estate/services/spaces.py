"""Parking spaces."""

from datetime import date, datetime

from propertydesk.estate import rules
from propertydesk.estate.events import SpaceEnded
from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock


def add_space(
    community_id: int,
    *,
    no: str,
    place: str = "",
    kind: str = rules.SpaceKind.FREE,
    area_centi: int = 0,
    home: Home | None = None,
    actor: Actor,
    now: datetime,
) -> ParkingSpace:
    """Add a parking space, of a home or of nobody; its area may be 0.

    Raises Invalid on `no` and `home`.
    """
    _check(kind, home)
    space = ParkingSpace(
        community_id=community_id,
        no=no.strip().upper(),
        place=place,
        kind=kind,
        area_centi=area_centi,
        home_id=home.id if home else None,
    )
    with unless_taken(_taken()):
        db.session.add(space)
    activity.record(actor=actor, now=now, action="space.add", subject=space)
    return space


def edit_space(
    space: ParkingSpace,
    *,
    no: str,
    place: str,
    kind: str,
    area_centi: int,
    home: Home | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct a parking space or give it to another home. Raises Invalid on `no` and `home`."""
    _check(kind, home)
    values = {
        "no": no.strip().upper(),
        "place": place,
        "kind": kind,
        "area_centi": area_centi,
        "home_id": home.id if home else None,
    }
    with unless_taken(_taken()):
        changes = amend(space, values)
    activity.record(actor=actor, now=now, action="space.edit", subject=space, changes=changes)


def end_space(space: ParkingSpace, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """A parking space is no more. Raises Invalid on `on`, Conflict when it has ended already."""
    lock(space)
    check_open(space.ended_on)
    check_day(on, space.community_id, now)
    space.ended_on = on
    events.announce(SpaceEnded(space.id, space.community_id, actor, now))
    activity.record(actor=actor, now=now, action="space.end", subject=space, reason=reason)


def _check(kind: str, home: Home | None) -> None:
    if home is None and kind != rules.SpaceKind.FREE:
        raise Invalid(N_("Say which home it belongs to, or mark it as free."), field="home")


def _taken() -> Invalid:
    return Invalid(N_("There is a parking space with this number already."), field="no")
