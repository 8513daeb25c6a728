"""Periods, due days, and how much of a month lies between two days (domain.md B3)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

from propertydesk.fees.rules.words import CYCLE_MONTHS, Cycle, Proration, Timing
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

FIRST_YEAR, LAST_YEAR = 2000, 2099


@dataclass(frozen=True, order=True)
class Share:
    """So many months as a fraction; never rounded."""

    part: int
    whole: int = 1

    @classmethod
    def reduced(cls, part: int, whole: int) -> "Share":
        """The fraction in its lowest terms."""
        common = gcd(part, whole) or 1
        return cls(part // common, whole // common)

    def minus(self, other: "Share") -> "Share":
        """The difference, with the plain product as its whole (as the billing statement does)."""
        if self.whole == other.whole:
            return Share(self.part - other.part, self.whole)
        return Share(self.part * other.whole - other.part * self.whole, self.whole * other.whole)


@dataclass(frozen=True, order=True)
class Period:
    """Whole months from the first of one."""

    starts_on: date
    months: int

    @property
    def until(self) -> date:
        """The first day after it."""
        return months_later(self.starts_on, self.months)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)

    @property
    def previous(self) -> "Period":
        """The period of the same length before it."""
        return Period(months_later(self.starts_on, -self.months), self.months)

    def days(self) -> Iterator[date]:
        """Every day of it, and the first after it."""
        day = self.starts_on
        while day <= self.until:
            yield day
            day += timedelta(days=1)


def parse_month(text: str) -> date:
    """The first day of "2026-11". Raises Invalid on `period`."""
    year, dash, month = text.partition("-")
    plain = text.isascii() and year.isdigit() and month.isdigit() and len(text) == len("2026-11")
    if not (dash and plain and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12):
        raise Invalid(N_("Write the month as 2026-11."), field="period")
    return date(int(year), int(month), 1)


def months_later(first: date, months: int) -> date:
    """The first day of the month that lies `months` after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def period_around(cycle: Cycle, day: date) -> Period:
    """The period of the calendar in which a day lies."""
    months = CYCLE_MONTHS[cycle]
    return Period(date(day.year, (day.month - 1) // months * months + 1, 1), months)


def period_charged_in(cycle: Cycle, timing: Timing, month: date) -> Period | None:
    """The period that falls to be charged in a month: the one beginning there when charged in
    advance, the one ending there in arrear; None when there is none.
    """
    around = period_around(cycle, month)
    begins = around.starts_on == month
    ends = months_later(month, 1) == around.until
    return around if (begins if timing is Timing.ADVANCE else ends) else None


def periods_charged_before(
    cycle: Cycle, timing: Timing, month: date, since: date
) -> Iterator[Period]:
    """The periods that should have been charged before `month`, from the one around `since` on."""
    period = period_around(cycle, since)
    while _charged_in(period, timing) < month:
        yield period
        period = Period(period.until, period.months)


def due_on(period: Period, timing: Timing, due_day: int) -> date:
    """The day by which a period is to be paid: the `due_day` of its first month when charged in
    advance, of the month after it in arrear; the last of a month that has no such day.
    """
    month = period.starts_on if timing is Timing.ADVANCE else period.until
    return month.replace(day=min(due_day, monthrange(month.year, month.month)[1]))


def elapsed(period: Period, day: date, proration: Proration) -> Share:
    """How many months of a period have passed before a day begins.

    By days each month counts its own days. By the fifteenth, what begins on the 2nd to 15th
    counts half of that month and what begins later nothing of it (domain.md B3 [P30]).
    Differences of this function add up, so parts of a period always make the whole.
    """
    months = (day.year - period.starts_on.year) * 12 + day.month - period.starts_on.month
    if proration is Proration.FIFTEENTH:
        halves = 0 if day.day == 1 else 1 if day.day <= 15 else 2
        return Share.reduced(months * 2 + halves, 2)
    length = monthrange(day.year, day.month)[1]
    return Share.reduced(months * length + day.day - 1, length)


def _charged_in(period: Period, timing: Timing) -> date:
    """The month in which a period falls to be charged."""
    return period.starts_on if timing is Timing.ADVANCE else months_later(period.until, -1)
