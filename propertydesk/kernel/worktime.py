"""Time limits that count only while the service centre is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from propertydesk.kernel import clock

#: A limit that finds no opening hours within this many days runs on the plain clock.
_LOOK_AHEAD_DAYS = 60


@dataclass(frozen=True)
class OpeningHours:
    """When the centre is open: from `opens` to `closes` in `zone`, on days `is_open` says yes to."""

    opens: time
    closes: time
    zone: str
    is_open: Callable[[date], bool]

    def after(self, start: datetime, minutes: int) -> datetime:
        """The UTC instant when `minutes` of opening time have passed since `start`."""
        left = timedelta(minutes=minutes)
        day = clock.business_date(start, self.zone)
        for _ in range(_LOOK_AHEAD_DAYS):
            if self.is_open(day):
                opening = max(start, clock.at(day, self.opens, self.zone))
                span = clock.at(day, self.closes, self.zone) - opening
                if span >= left:
                    return (opening + left).astimezone(UTC)
                left -= max(span, timedelta())
            day += timedelta(days=1)
        return start + timedelta(minutes=minutes)

    def next_at(self, start: datetime, hour: time) -> datetime:
        """The first UTC instant after `start` when an open day strikes `hour`."""
        day = clock.business_date(start, self.zone)
        for _ in range(_LOOK_AHEAD_DAYS):
            if self.is_open(day) and clock.at(day, hour, self.zone) > start:
                break
            day += timedelta(days=1)
        return clock.at(day, hour, self.zone).astimezone(UTC)
