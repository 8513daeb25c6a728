"""When things are reported and when people come: months, weekdays, hours, durations (domain F2)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from math import log, sqrt
from random import Random

from propertydesk.demo.estate import ZONE
from propertydesk.kernel import clock
from propertydesk.repairs.rules.visits import WINDOW, WINDOW_HOURS

#: Orders of a hundred homes in a month.
PER_HUNDRED_HOMES = 11
_MONTHS = (1.05, 0.80, 1.00, 0.95, 0.95, 1.10, 1.30, 1.30, 1.00, 0.90, 0.95, 1.00)
_WEEKDAYS = (1.25, 1.10, 1.02, 0.98, 0.97, 0.88, 0.80)
_HOURS = (
    *(1, 1, 1, 1, 1, 2, 6, 22, 46, 48, 30, 20),
    *(14, 16, 20, 22, 22, 24, 26, 40, 42, 20, 8, 3),
)
#: Median and the value that nine of ten stay below, in hours, by priority. Windows and nights come
#: on top: of normal work half is done within 9 hours then, nine tenths within 44.
_SPANS = {1: (1.2, 2.5), 2: (3.5, 11), 3: (1.4, 30), 4: (70, 190)}
_NINTH_TENTH = 1.2816


def reports(rng: Random, homes: int, first: date, now: datetime) -> Iterator[datetime]:
    """The instants at which that many homes report something, from `first` until now."""
    day = first
    last = clock.business_date(now, ZONE)
    while day <= last:
        factor = _MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()]
        expected = homes * PER_HUNDRED_HOMES / 100 * 12 / 365 * factor
        for instant in sorted(_moment(rng, day) for _ in range(_count(rng, expected))):
            if instant <= now:
                yield instant
        day += timedelta(days=1)


def span(rng: Random, priority: int) -> timedelta:
    """How long it takes until the work is done, if nothing stands in the way."""
    median, most = _SPANS[priority]
    hours = rng.lognormvariate(log(median), log(most / median) / _NINTH_TENTH)
    return timedelta(hours=min(hours, most * 1.6))


def work(rng: Random) -> timedelta:
    """How long the work itself takes: forty minutes as a rule."""
    return timedelta(minutes=min(240.0, max(9.0, rng.lognormvariate(log(40), 0.6))))


def minutes(rng: Random, least: float, most: float) -> timedelta:
    """Anything between."""
    return timedelta(minutes=rng.uniform(least, most))


def hour(instant: datetime) -> int:
    """The hour on the wall clock."""
    return clock.local(instant, ZONE).hour


def in_daytime(instant: datetime, rng: Random) -> datetime:
    """The same instant, or the next morning when it falls into the night."""
    local = clock.local(instant, ZONE)
    if 8 <= local.hour < 20:
        return instant
    day = local.date() + timedelta(days=1 if local.hour >= 20 else 0)
    return clock.at(day, time(8, 30), ZONE) + minutes(rng, 0, 150)


def window(after: datetime, target: datetime) -> tuple[datetime, datetime]:
    """The first two hours for a visit that begin after the one and end after the other."""
    day = clock.business_date(after, ZONE)
    while True:
        for start_hour in WINDOW_HOURS:
            start = clock.at(day, time(start_hour), ZONE)
            if start >= after and start + WINDOW > target:
                return start, start + WINDOW
        day += timedelta(days=1)


def mornings(after: datetime, at: time) -> Iterator[datetime]:
    """Every instant at which a daily job runs, from `after` on."""
    day = clock.business_date(after, ZONE)
    while True:
        instant = clock.at(day, at, ZONE)
        if instant >= after:
            yield instant
        day += timedelta(days=1)


def _moment(rng: Random, day: date) -> datetime:
    at = rng.choices(range(24), _HOURS)[0]
    return clock.at(day, time(at), ZONE) + timedelta(seconds=rng.randrange(3_600))


def _count(rng: Random, expected: float) -> int:
    """How many on a day when so many are expected (Poisson; near enough where they are many)."""
    if expected > 30:
        return max(0, round(rng.gauss(expected, sqrt(expected))))
    count, product = 0, rng.random()
    limit = 2.718281828459045**-expected
    while product > limit:
        count += 1
        product *= rng.random()
    return count
