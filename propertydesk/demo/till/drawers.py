"""Cashiers' shifts: one drawer a day, opened, counted and taken over; days and months closed."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import Crew, Who
from propertydesk.demo.trail import Trail
from propertydesk.fees import rules as fees
from propertydesk.fees.models import ClosedPeriod
from propertydesk.kernel import clock
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.platform.sequences import Sequence
from propertydesk.till import rules
from propertydesk.till.models import DayClose, Shift
from propertydesk.till.services.shifts import SERIES

FLOAT = Money(50_000)
#: After the counter closes: the count, the taking over, the close of the day.
_COUNTED, _CLOSED, _DAY = (timedelta(minutes=each) for each in (6, 22, 41))
_MONTH_CLOSED = time(10, 5)
_DIFFERENCES = (
    (-50, "找零少收五角"),
    (-1_000, "疑找错一张十元，已查录像"),
    (100, "多出一元，原因未查明"),
)


@dataclass
class Drawer:
    """The shift of a day with what went through it, in fen."""

    row: Row
    cashier: Who
    cash: int = 0
    taken: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)

    def take(self, method: str, fen: int) -> None:
        """Money that came in, or went back with a receipt."""
        self.taken[method] = self.taken.get(method, 0) + fen
        self.cash += fen if method == rules.Method.CASH else 0

    def give(self, method: str, fen: int) -> None:
        """Money that went out by a document of its own."""
        self.given[method] = self.given.get(method, 0) + fen
        self.cash -= fen if method == rules.Method.CASH else 0


@dataclass
class Drawers:
    """The drawers of one community, by day."""

    trail: Trail
    rng: Random
    community: Row
    crew: Crew
    finance: Who
    now: datetime
    since: datetime
    by_day: dict[date, Drawer] = field(default_factory=dict)
    set_off: dict[date, int] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """Where rows are collected."""
        return self.trail.book

    @property
    def today(self) -> date:
        """The day it is."""
        return clock.business_date(self.now, ZONE)

    def closing(self, day: date) -> datetime:
        """When the counter closes."""
        return clock.at(day, self.community.closes, ZONE)

    def at(self, instant: datetime) -> Drawer:
        """The drawer of that day; opened in the morning with its float."""
        day = clock.business_date(instant, ZONE)
        return self.by_day.get(day) or self._open(day)

    def close_all(self) -> None:
        """Count and take over what is of an earlier day, close the days and the months."""
        for day in sorted(self.by_day):
            if day < self.today and self.closing(day) + _DAY < self.now:
                self._close(day, self.by_day[day])
        month = clock.business_date(self.since, ZONE).replace(day=1)
        while (after := fees.months_later(month, 1)) <= self.today:
            at = clock.at(after + timedelta(days=5), _MONTH_CLOSED, ZONE)
            if at < self.now:
                self._close_month(month, at)
            month = after

    def _open(self, day: date) -> Drawer:
        weekday, cashiers = day.weekday(), self.crew.cashiers
        # the first cashier signs in to try the till and opens a drawer of her own
        who = cashiers[-1] if day == self.today or weekday > 4 else cashiers[0]
        at = clock.at(day, self.community.opens, ZONE) - timedelta(
            seconds=self.rng.randrange(60, 600)
        )
        row = self.book.add(
            Shift,
            community_id=self.community,
            number=document_number(SERIES, day, 1),
            cashier_id=who.staff,
            state=rules.ShiftState.OPEN,
            state_since=at,
            opened_at=at,
            business_date=day,
            opening=FLOAT,
        )
        self.book.add(
            Sequence, community_id=self.community, series=SERIES, scope=f"{day:%Y%m%d}", last=1
        )
        self.trail.leave(
            at, who, "till_shift.open", row, to_state=row.state, note=f"¥{FLOAT.grouped}"
        )
        drawer = self.by_day[day] = Drawer(row, who)
        return drawer

    def _close(self, day: date, drawer: Drawer) -> None:
        row, closing = drawer.row, self.closing(day)
        expected = FLOAT.fen + drawer.cash
        difference, why = self.rng.choice(_DIFFERENCES) if self._is_odd(drawer) else (0, "")
        counted = Money(expected + difference)
        handed = Money(max(0, counted.fen - FLOAT.fen))
        row.set(
            state=rules.ShiftState.CLOSED,
            state_since=closing + _CLOSED,
            pieces=_pieces(counted.fen),
            counted=counted,
            expected=Money(expected),
            difference=Money(difference),
            explanation=why,
            handed_over=handed,
            closed_by=self.finance.staff,
            closed_at=closing + _CLOSED,
        )
        self.trail.leave(
            closing + _COUNTED,
            drawer.cashier,
            "till_shift.count",
            row,
            from_state=rules.ShiftState.OPEN,
            to_state=rules.ShiftState.COUNTED,
            note=f"¥{counted.grouped}",
        )
        self.trail.leave(
            closing + _CLOSED,
            self.finance,
            "till_shift.close",
            row,
            from_state=rules.ShiftState.COUNTED,
            to_state=rules.ShiftState.CLOSED,
            note=f"¥{handed.grouped}",
            reason=why,
        )
        self._close_day(day, drawer, closing + _DAY)

    def _is_odd(self, drawer: Drawer) -> bool:
        return drawer.cash > 0 and self.rng.random() < 0.04

    def _close_day(self, day: date, drawer: Drawer, at: datetime) -> None:
        numbers = drawer.numbers
        totals: dict[str, Any] = {
            "taken": drawer.taken,
            "given_back": drawer.given,
            "set_off": self.set_off.get(day, 0),
            "receipts": [
                numbers[0] if numbers else "",
                numbers[-1] if numbers else "",
                len(numbers),
            ],
        }
        row = self.book.add(
            DayClose,
            community_id=self.community,
            business_date=day,
            totals=totals,
            closed_by=self.finance.staff,
            at=at,
        )
        self.trail.leave(at, self.finance, "till.close_day", row)

    def _close_month(self, month: date, at: datetime) -> None:
        row = self.book.add(
            ClosedPeriod,
            community_id=self.community,
            month=month,
            closed_by=self.finance.name,
            closed_at=at,
        )
        self.trail.leave(at, self.finance, "fees.close_month", row)


def _pieces(fen: int) -> dict[str, int]:
    """A count by notes and coins, as few as make the sum; zeros are written down too."""
    found = {}
    for denomination in rules.DENOMINATIONS:
        found[str(denomination)], fen = divmod(fen, denomination)
    return found
