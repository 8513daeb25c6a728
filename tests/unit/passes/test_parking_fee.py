"""Fees worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from propertydesk.kernel.money import Money
from propertydesk.passes.rules.parking import Rounding, Tariff, fee_of, minutes_of

pytestmark = pytest.mark.unit
IN = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def fee(tariff: Tariff, **stay: int) -> Money:
    return fee_of(tariff, IN, IN + timedelta(**stay))


def test_eight_hours_are_ten_yuan_by_default() -> None:
    assert fee(Tariff(), hours=8) == Money(1_000)
    assert fee(Tariff(), hours=8).capitals == "壹拾元整"


@pytest.mark.parametrize(
    ("stay", "fen"),
    [
        ({"minutes": 0}, 0),
        ({"minutes": 30}, 0),  # free to the second
        ({"minutes": 30, "seconds": 1}, 200),  # one hour begun
        ({"hours": 1}, 200),
        ({"hours": 1, "seconds": 1}, 400),  # two begun
        ({"hours": 4}, 800),
        ({"hours": 4, "minutes": 1}, 1_000),  # five begun: the cap
        ({"hours": 24}, 1_000),  # one day, capped
        ({"hours": 24, "seconds": 1}, 1_200),  # a day and one hour begun
        ({"hours": 47}, 2_000),  # 23 begun hours of the second day: capped
        ({"days": 3, "hours": 2}, 3_400),  # 3 × 10 + 2 × 2
    ],
)
def test_each_hour_begun_counts_up_to_the_cap_of_each_day(stay: dict[str, int], fen: int) -> None:
    assert fee(Tariff(), **stay) == Money(fen)


@pytest.mark.parametrize(
    ("stay", "fen"),
    [
        ({"minutes": 59, "seconds": 59}, 0),  # no hour complete
        ({"hours": 1}, 200),
        ({"hours": 1, "minutes": 59}, 200),
        ({"hours": 8}, 1_000),
        ({"hours": 25, "minutes": 59}, 1_200),  # 10 + one complete hour
    ],
)
def test_where_units_count_only_when_complete(stay: dict[str, int], fen: int) -> None:
    assert fee(Tariff(rounding=Rounding.COMPLETED), **stay) == Money(fen)


def test_four_hours_for_five_yuan_is_the_other_usual_tariff() -> None:
    tariff = Tariff(free_minutes=15, unit_minutes=240, unit_fen=500, cap_fen=0)
    assert fee(tariff, hours=8) == Money(1_000)
    assert fee(tariff, hours=24) == Money(3_000)  # no cap
    assert fee(tariff, days=2, minutes=1) == Money(6_500)


def test_a_clock_that_was_set_back_costs_nothing() -> None:
    assert fee(Tariff(), minutes=-5) == Money.zero
    assert minutes_of(IN, IN - timedelta(minutes=5)) == 0


def test_it_never_falls_as_time_goes_on() -> None:
    for tariff in (Tariff(), Tariff(rounding=Rounding.COMPLETED), Tariff(cap_fen=0)):
        fees = [fee(tariff, minutes=each) for each in range(0, 4_000, 7)]
        assert fees == sorted(fees)
