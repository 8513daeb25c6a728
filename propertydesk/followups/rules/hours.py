"""When somebody may be called: quiet hours of the house, wishes of people, gaps between attempts."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from propertydesk.kernel import clock


def is_quiet(instant: datetime, zone: str, quiet_from: int, quiet_until: int) -> bool:
    """Whether nobody may be called at `instant` (21:00-08:00 unless set otherwise)."""
    hour = clock.local(instant, zone).hour
    return hour >= quiet_from or hour < quiet_until


def next_attempt(
    last: datetime,
    zone: str,
    gap_hours: int,
    quiet_from: int,
    quiet_until: int,
    *,
    own_rest: Callable[[time], bool] = lambda _at: False,
) -> datetime:
    """When to try again: after the gap, in another part of the day, never in quiet hours nor while
    the resident rests (`own_rest`); who rests all day is tried in the hours of the house.
    """
    candidate = last + timedelta(hours=gap_hours)
    for _hour in range(48):
        asleep = is_quiet(candidate, zone, quiet_from, quiet_until)
        asleep = asleep or own_rest(clock.local(candidate, zone).time())
        if not asleep and _part(candidate, zone) != _part(last, zone):
            return candidate
        candidate += timedelta(hours=1)
    return next_attempt(last, zone, gap_hours, quiet_from, quiet_until)


def _part(instant: datetime, zone: str) -> tuple[str, date]:
    return day_part(instant, zone), clock.business_date(instant, zone)


def day_part(instant: datetime, zone: str) -> str:
    """Morning, afternoon or evening."""
    hour = clock.local(instant, zone).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
