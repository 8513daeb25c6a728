"""Change, handy sums, and the blind count of a drawer."""

import pytest

from propertydesk.kernel.errors import Invalid
from propertydesk.till.rules.cash import change_of, counted, handy_sums

pytestmark = pytest.mark.unit


def test_change_is_what_was_given_beyond_the_amount():
    assert change_of(150_000, 147_550) == 2_450
    assert change_of(147_550, 147_550) == 0


def test_too_little_cash_is_refused():
    with pytest.raises(Invalid) as refused:
        change_of(147_549, 147_550)
    assert refused.value.field == "tendered"


@pytest.mark.parametrize(
    ("due", "sums"),
    [
        (147_550, (147_550, 148_000, 150_000)),
        (100_000, (100_000,)),
        (1, (1, 1_000, 5_000, 10_000)),
    ],
)
def test_handy_sums_are_the_amount_and_the_next_round_ones(due, sums):
    assert handy_sums(due) == sums


def test_a_drawer_is_counted_by_denomination():
    count = {10_000: 11, 5_000: 3, 2_000: 5, 1_000: 6, 500: 3, 100: 21, 50: 2, 10: 5}
    assert counted(count) == 144_750


@pytest.mark.parametrize("count", [{200: 1}, {100: -1}, {100: 100_001}])
def test_what_is_no_count_is_refused_at_its_denomination(count):
    with pytest.raises(Invalid) as refused:
        counted(count)
    assert refused.value.field == f"d{next(iter(count))}"
