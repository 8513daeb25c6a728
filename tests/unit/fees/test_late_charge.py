"""The late charge: worked examples of the page, and a calculator that goes day by day."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.fees.rules import (
    Debt,
    Late,
    LateBasis,
    LateRate,
    bears_late_charge,
    is_steep,
    late_charge,
    late_units,
    shown_figure,
)
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money

pytestmark = pytest.mark.unit

PAGE = Path(__file__).resolve().parents[3] / "docs/domains/fees.md"
DUE, TODAY = date(2026, 10, 31), date(2026, 11, 25)
DEBT = Debt(DUE, 67_875)
HALF = LateRate(date(2026, 1, 1), None, late_units(LateBasis.DAILY, 50), 30)
LPR = replace(HALF, units=late_units(LateBasis.LPR, 300))


def november(day: int) -> date:
    return date(2026, 11, day)


EXAMPLES = {
    "25 days at 0.50 ‰ a day": late_charge(DEBT, [HALF], TODAY),
    "25 days at an LPR of 3.00 %": late_charge(DEBT, [LPR], TODAY),
    "¥300.00 paid on the 10th": late_charge(
        replace(DEBT, moves=((november(10), -30_000),)), [HALF], TODAY
    ),
    "disputed from the 6th to the 15th": late_charge(
        replace(DEBT, pauses=((november(6), november(15)),)), [HALF], TODAY
    ),
    "five free days": late_charge(DEBT, [replace(HALF, grace_days=5)], TODAY),
    "LPR until the 15th, 0.50 ‰ from the 16th": late_charge(
        DEBT,
        [replace(LPR, ends_on=november(16)), replace(HALF, starts_on=november(16))],
        TODAY,
    ),
    "after two years, at the cap": late_charge(DEBT, [HALF], date(2028, 10, 31)),
}


def test_the_page_and_the_rules_name_the_same_fen() -> None:
    section = PAGE.read_text("utf-8").split("## Late charge", 1)[1].split("\n## ", 1)[0]
    told = dict(re.findall(r"^\| (.+?) \| .+? \| ¥([0-9.,]+) \|$", section, re.MULTILINE))
    assert told == {what: Money(done.fen).grouped for what, done in EXAMPLES.items()}


def test_nothing_is_charged_up_to_the_due_day() -> None:
    assert late_charge(DEBT, [HALF], DUE) == Late(())
    (step,) = late_charge(DEBT, [HALF], DUE + timedelta(days=1)).steps
    assert (step.days, step.principal_fen) == (1, 67_875)


def test_what_is_paid_on_the_due_day_is_not_late_and_a_day_later_one_day() -> None:
    in_time = replace(DEBT, moves=((DUE, -67_875),))
    assert late_charge(in_time, [HALF], TODAY).fen == 0
    late = replace(DEBT, moves=((november(1), -67_875),))
    assert [step.days for step in late_charge(late, [HALF], TODAY).steps] == [1]


def test_days_of_one_kind_make_one_step() -> None:
    split = [replace(HALF, ends_on=november(5)), replace(HALF, starts_on=november(5))]
    assert [step.days for step in late_charge(DEBT, split, TODAY).steps] == [4, 21]
    moved = replace(DEBT, moves=((november(7), 100), (november(7), -100)))
    assert [step.days for step in late_charge(moved, [HALF], TODAY).steps] == [25]


def test_a_rule_that_says_none_ends_the_late_charge() -> None:
    ended = [
        replace(HALF, ends_on=november(6)),
        replace(HALF, starts_on=november(6), units=late_units(LateBasis.NONE, 0)),
    ]
    assert [step.days for step in late_charge(DEBT, ended, TODAY).steps] == [5]


def test_rates_are_whole_numbers_and_their_heights_known() -> None:
    assert Fraction(late_units(LateBasis.LPR, 345), 36_500_000) == Fraction(345 * 13, 365 * 100_000)
    assert Fraction(late_units(LateBasis.DAILY, 50), 36_500_000) == Fraction(5, 10_000)
    assert not is_steep(LateBasis.DAILY, 50)
    assert is_steep(LateBasis.DAILY, 51)
    assert (shown_figure("lpr", 300), shown_figure("daily", 50)) == ("3.00% × 1.3 ÷ 365", "0.50‰")
    for figure in (0, -1, 1_001):
        with pytest.raises(Invalid):
            late_units(LateBasis.DAILY, figure)


def test_what_is_collected_for_others_and_single_charges_bear_none() -> None:
    assert bears_late_charge("area", on_behalf=False)
    assert not bears_late_charge("area", on_behalf=True)
    assert not bears_late_charge("once", on_behalf=False)


def by_hand(debt: Debt, rates: list[LateRate], upto: date) -> int:
    """Every day for itself, in fractions; half-up at the end; the cap of the last day's rule."""
    total, cap, most, day = Fraction(0), 0, 0, debt.due_on
    while day < upto:
        day += timedelta(days=1)
        if any(first <= day <= (last or date.max) for first, last in debt.pauses):
            continue
        owed = debt.principal_fen
        for moved_on, fen in debt.moves:
            owed += fen if day > moved_on else 0
        for rate in rates:
            free = (day - debt.due_on).days <= rate.grace_days
            over = rate.ends_on is not None and day >= rate.ends_on
            if owed > 0 and rate.units and day >= rate.starts_on and not over and not free:
                total += Fraction(owed * rate.units, 36_500_000)
                most, cap = max(most, owed), rate.cap_percent
    return min(floor(total + Fraction(1, 2)), most * cap // 100)


days = st.integers(-40, 400).map(lambda number: DUE + timedelta(days=number))
units = st.one_of(
    st.integers(1, 2_400).map(lambda figure: late_units(LateBasis.LPR, figure)),
    st.integers(1, 1_000).map(lambda figure: late_units(LateBasis.DAILY, figure)),
    st.just(0),
)


@st.composite
def versions(draw: st.DrawFn) -> list[LateRate]:
    """Up to four versions that do not overlap, with or without days between them."""
    turns = sorted(draw(st.sets(days, min_size=2, max_size=5)))
    rates = [
        LateRate(start, end, draw(units), draw(st.integers(1, 100)), draw(st.integers(0, 60)))
        for start, end in pairwise(turns)
        if draw(st.booleans())
    ]
    if draw(st.booleans()):
        rates.append(LateRate(turns[-1], None, draw(units), 30, draw(st.integers(0, 9))))
    return rates


pauses = st.lists(
    st.tuples(days, st.one_of(st.none(), st.integers(0, 90))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=3,
)
debts = st.builds(
    lambda fen, moves, paused: Debt(DUE, fen, tuple(moves), tuple(paused)),
    st.integers(1, 100_000_000),
    st.lists(st.tuples(days, st.integers(-50_000_000, 20_000_000)), max_size=5),
    pauses,
)


@given(debts, versions(), days)
def test_a_calculator_that_goes_day_by_day_finds_the_same(debt, rates, upto):
    assert late_charge(debt, rates, upto).fen == by_hand(debt, rates, upto)


@given(debts, versions(), days)
def test_the_cap_is_never_passed_and_steps_never_meet(debt, rates, upto):
    late = late_charge(debt, rates, upto)
    assert 0 <= late.fen <= late.cap_fen
    assert all(a.last_on < b.first_on for a, b in pairwise(late.steps))
    assert all(DUE < step.first_on <= step.last_on <= upto for step in late.steps)
