"""The business day of what is booked without a drawer."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.fees import queries as fees
from propertydesk.kernel.clock import business_date
from propertydesk.platform.db import db
from propertydesk.till import queries


def booking_day(community_id: int, now: datetime) -> date:
    """Today, or the next day whose till and month are not closed; it stays open until the end of
    the transaction.

    Bills may be posted in the evening, when the till of the day is closed already: what is set
    off then belongs to the next day, or the closed day would no longer add up.
    """
    # shared, as whoever closes a day holds the community alone; takers of money are not held up
    held = select(Community.id).filter_by(id=community_id).with_for_update(read=True)
    db.session.execute(held)
    day = business_date(now, estate.zone_of(community_id))
    while queries.is_day_closed(community_id, day) or fees.is_closed(community_id, day):
        day += timedelta(days=1)
    return day
