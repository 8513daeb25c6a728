"""Instants are UTC; business dates are days in the community's zone."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


def local(instant: datetime, zone: str) -> datetime:
    """The same instant on the wall clock of `zone` (such as Asia/Shanghai)."""
    return instant.astimezone(ZoneInfo(zone))


def business_date(instant: datetime, zone: str) -> date:
    """The day it is in `zone` at `instant`."""
    return local(instant, zone).date()


def at(day: date, moment: time, zone: str) -> datetime:
    """The UTC instant when the wall clock of `zone` shows `moment` on `day`."""
    return datetime.combine(day, moment, ZoneInfo(zone)).astimezone(UTC)


def day_start(day: date, zone: str) -> datetime:
    """The UTC instant at which `day` begins in `zone`."""
    return at(day, time.min, zone)
