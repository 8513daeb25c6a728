"""Closed months: what is booked in them stays as it is."""

from datetime import date, datetime

from propertydesk.estate import queries as estate
from propertydesk.fees import queries, rules
from propertydesk.fees.models import ClosedPeriod
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db


def check_open(community_id: int, day: date) -> None:
    """Raise Conflict when the books of the month of `day` are closed."""
    if queries.is_closed(community_id, day):
        raise Conflict(N_("The books of %(month)s are closed."), month=f"{day:%Y-%m}")


def close_month(community_id: int, month: date, *, actor: Actor, now: datetime) -> ClosedPeriod:
    """Close the books of a month that has passed; part of the till's month close.

    Raises Invalid for a month that is still running, or closed already.
    """
    today = business_date(now, estate.zone_of(community_id))
    if today < rules.months_later(month, 1):
        raise Invalid(N_("This month is not over yet."), field="month")
    row = ClosedPeriod(
        community_id=community_id, month=month.replace(day=1), closed_by=actor.name, closed_at=now
    )
    with unless_taken(Invalid(N_("This month is closed already."), field="month")):
        db.session.add(row)
    activity.record(actor=actor, now=now, action="fees.close_month", subject=row)
    return row
