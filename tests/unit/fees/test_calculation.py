"""Periods, due days and sums, without a database."""

from datetime import date
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.fees.rules import (
    LARGEST_RATE,
    Cycle,
    Period,
    Proration,
    Rate,
    Scope,
    Timing,
    charge,
    due_on,
    elapsed,
    parse_month,
    period_around,
    period_charged_in,
    periods_charged_before,
    shown_price,
    shown_quantity,
)
from propertydesk.kernel.errors import Invalid

pytestmark = pytest.mark.unit

NOVEMBER = Period(date(2026, 11, 1), 1)


@pytest.mark.parametrize(
    ("cycle", "day", "expected"),
    [
        (Cycle.MONTH, date(2026, 2, 28), Period(date(2026, 2, 1), 1)),
        (Cycle.QUARTER, date(2026, 11, 25), Period(date(2026, 10, 1), 3)),
        (Cycle.HALF_YEAR, date(2026, 6, 30), Period(date(2026, 1, 1), 6)),
        (Cycle.YEAR, date(2026, 12, 31), Period(date(2026, 1, 1), 12)),
    ],
)
def test_periods_keep_to_the_calendar(cycle: Cycle, day: date, expected: Period) -> None:
    assert period_around(cycle, day) == expected


def test_a_quarter_in_advance_is_charged_in_its_first_month_and_in_arrear_in_its_last() -> None:
    quarter = Period(date(2026, 10, 1), 3)
    months = [date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)]
    advance = [period_charged_in(Cycle.QUARTER, Timing.ADVANCE, month) for month in months]
    arrear = [period_charged_in(Cycle.QUARTER, Timing.ARREAR, month) for month in months]
    assert advance == [quarter, None, None]
    assert arrear == [None, None, quarter]


def test_missed_periods_are_those_that_should_have_been_charged_before() -> None:
    found = list(
        periods_charged_before(Cycle.QUARTER, Timing.ADVANCE, date(2026, 11, 1), date(2026, 5, 9))
    )
    assert [period.starts_on for period in found] == [
        date(2026, 4, 1),
        date(2026, 7, 1),
        date(2026, 10, 1),
    ]


@pytest.mark.parametrize(
    ("period", "timing", "due_day", "expected"),
    [
        (Period(date(2026, 7, 1), 3), Timing.ADVANCE, 31, date(2026, 7, 31)),
        (Period(date(2026, 4, 1), 1), Timing.ADVANCE, 31, date(2026, 4, 30)),
        (Period(date(2028, 2, 1), 1), Timing.ADVANCE, 30, date(2028, 2, 29)),
        (Period(date(2026, 10, 1), 3), Timing.ARREAR, 15, date(2027, 1, 15)),
        (Period(date(2027, 1, 1), 1), Timing.ARREAR, 31, date(2027, 2, 28)),
    ],
)
def test_the_due_day_keeps_to_short_months(
    period: Period, timing: Timing, due_day: int, expected: date
) -> None:
    assert due_on(period, timing, due_day) == expected


def test_the_example_of_the_bill() -> None:
    """98.37 m² × ¥2.30 × 3 months = ¥678.75."""
    quarter = Period(date(2026, 7, 1), 3)
    found = charge(
        Rate(9837, 23_000), quarter, Proration.DAYS, since=quarter.starts_on, until=quarter.until
    )
    assert (found.amount, found.rounding, found.months.part, found.months.whole) == (67875, 0, 3, 1)


def test_half_a_fen_goes_up() -> None:
    assert Rate(100, 50).for_months(elapsed(NOVEMBER, NOVEMBER.until, Proration.DAYS)) == 1
    assert Rate(100, 49).for_months(elapsed(NOVEMBER, NOVEMBER.until, Proration.DAYS)) == 0


@pytest.mark.parametrize(
    ("day", "halves"), [(1, 2), (2, 1), (15, 1), (16, 0), (30, 0)]
)  # fmt: skip
def test_by_the_fifteenth_a_beginning_counts_whole_half_or_nothing(day: int, halves: int) -> None:
    found = charge(
        Rate(100, 20_000),
        NOVEMBER,
        Proration.FIFTEENTH,
        since=date(2026, 11, day),
        until=NOVEMBER.until,
    )
    assert found.amount == halves * 100


@given(
    rate=st.builds(
        Rate,
        quantity=st.integers(0, 10**6),
        price=st.integers(1, 10**6),
        percent=st.integers(0, 100),
    ),
    days=st.tuples(st.integers(0, 364), st.integers(1, 365)),
    proration=st.sampled_from(Proration),
)
def test_what_two_payers_owe_is_what_one_would_owe(
    rate: Rate, days: tuple[int, int], proration: Proration
) -> None:
    year = Period(date(2026, 1, 1), 12)
    calendar = list(year.days())
    cut, end = calendar[days[0]], calendar[min(sum(days), 365)]
    ways = {"period": year, "proration": proration}
    whole = charge(rate, since=calendar[0], until=end, **ways)
    seller = charge(rate, since=calendar[0], until=cut, **ways)
    buyer = charge(rate, since=cut, until=end, anchor=calendar[0], **ways)
    assert seller.amount + buyer.amount == whole.amount
    assert abs(buyer.rounding) <= 1
    share = Fraction(whole.months.part, whole.months.whole)
    exact = Fraction(rate.quantity * rate.price * rate.percent, 10**6) * share
    assert whole.amount == floor(exact + Fraction(1, 2))


def test_the_largest_amounts_stay_within_63_bits() -> None:
    whole = 31 * 31  # of two months that are not whole
    assert 2 * LARGEST_RATE * 12 * whole * 100 + whole * 10**6 < 2**63


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "26-11", "２０２６-11", "2026-1", "9999-01"]
)
def test_a_month_is_written_as_2026_11(text: str) -> None:
    with pytest.raises(Invalid):
        parse_month(text)
    assert parse_month("2026-11") == date(2026, 11, 1)


def test_the_narrowest_price_counts() -> None:
    scopes = [
        Scope(),
        Scope(use="shop"),
        Scope(building_id=3),
        Scope(building_id=3, use="shop"),
        Scope(home_id=7),
    ]
    assert [scope.rank for scope in scopes] == sorted({scope.rank for scope in scopes})
    assert [scope.key for scope in scopes] == [
        "all",
        "shop",
        "building:3",
        "building:3/shop",
        "home:7",
    ]


def test_prices_and_quantities_read_as_people_write_them() -> None:
    assert [shown_price(each) for each in (23_000, 5_850, 5_855, 600_000)] == [
        "2.30",
        "0.585",
        "0.5855",
        "60.00",
    ]
    assert [shown_quantity(each) for each in (9837, 100, 9850)] == ["98.37", "1", "98.50"]
