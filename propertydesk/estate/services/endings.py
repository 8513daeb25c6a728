"""What every ending asks: a day that is not in the future, and nothing that still stands on it."""

from datetime import date, datetime

from propertydesk.estate import queries
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_


def check_day(
    on: date,
    community_id: int,
    now: datetime,
    *,
    since: date | None = None,
    field: str = "on",
) -> None:
    """Raise Invalid on `field` for a day that is still to come, or before the beginning `since`."""
    if on > business_date(now, queries.zone_of(community_id)):
        raise Invalid(N_("This day has not come yet."), field=field)
    if since is not None and on < since:
        raise Invalid(N_("This is before it began."), field=field)


def check_open(ended_on: date | None) -> None:
    """Raise Conflict for what has ended already."""
    if ended_on is not None:
        raise Conflict(N_("This has ended already; somebody else was faster."))
