"""Collection rates as domain.md B3 defines them."""

import pytest

from propertydesk.till.rules.collection import Collection, rate

pytestmark = pytest.mark.unit


def test_the_four_rates():
    figures = Collection(
        charged=100_000,
        collected=82_000,
        year_charged=1_100_000,
        year_collected=869_000,
        opening=300_000,
        recovered=120_000,
    )
    assert figures.current == 8_200
    assert figures.year_to_date == 7_900
    assert figures.recovery == 4_000
    assert figures.overall == 7_064  # 989,000 of 1,400,000


@pytest.mark.parametrize(
    ("part", "whole", "shown"), [(1, 3, 3_333), (2, 3, 6_667), (0, 5, 0), (5, 5, 10_000)]
)
def test_a_rate_is_rounded_half_up(part, whole, shown):
    assert rate(part, whole) == shown


def test_there_is_no_rate_of_nothing():
    assert rate(0, 0) is None
