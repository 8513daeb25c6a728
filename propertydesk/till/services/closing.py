"""The close of a day and of a month: from then on what was booked stays as it is."""

from datetime import date, datetime

from propertydesk.estate import queries as estate
from propertydesk.fees import services as fees
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.till import queries, rules
from propertydesk.till.models import DayClose
from propertydesk.till.queries import day as figures


def close_day(community_id: int, day: date, *, actor: Actor, now: datetime) -> DayClose:
    """Close a business day with its totals as they stand.

    Raises Invalid on `day` for one to come and for one closed already, Conflict while a shift of
    it still runs.
    """
    place = estate.community(community_id)
    lock(place)  # no shift may open while the day is being closed
    if day > business_date(now, place.zone):
        raise Invalid(N_("This day has not come yet."), field="day")
    running = [
        shift.number
        for shift in figures.shifts_of(community_id, day)
        if shift.state != rules.ShiftState.CLOSED
    ]
    if running:
        raise Conflict(N_("Shifts are still open: %(numbers)s."), numbers=", ".join(running))
    closed = DayClose(
        community_id=community_id,
        business_date=day,
        totals=totals_of(community_id, day),
        closed_by=actor.id,
        at=now,
    )
    with unless_taken(Invalid(N_("This day is closed already."), field="day")):
        db.session.add(closed)
    activity.record(actor=actor, now=now, action="till.close_day", subject=closed)
    return closed


def close_books(community_id: int, month: date, *, actor: Actor, now: datetime) -> None:
    """Close the books of a month, once every day with documents in it is closed.

    Raises Conflict naming the days that are open, Invalid as `fees.close_month` does.
    """
    lock(estate.community(community_id))
    left = queries.days_left_open(community_id, month)
    if left:
        days = ", ".join(f"{day:%m-%d}" for day in left)
        raise Conflict(N_("Close these days first: %(days)s."), days=days)
    fees.close_month(community_id, month, actor=actor, now=now)


def totals_of(community_id: int, day: date) -> dict[str, object]:
    """The totals that a closed day keeps, in fen; `verify` works them out anew."""
    span = figures.Span(community_id, day)
    numbers = figures.receipt_range(span)
    return {
        "taken": figures.taken_by_method(span),
        "given_back": figures.given_back(span),
        "set_off": figures.set_off(span),
        "receipts": [numbers.first, numbers.last, numbers.count],
    }
