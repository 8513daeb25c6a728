"""Plates in one spelling, and shares that sum to the whole."""

import pytest

from propertydesk.estate.rules.measures import building_number, parse_area, room_number
from propertydesk.kernel.errors import Invalid
from propertydesk.owners.rules import (
    WHOLE,
    equal_shares,
    parse_share,
    shares_problem,
    shown_share,
)
from propertydesk.owners.rules.plates import normalise_plate, plate_label, suggested_kind

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "plate", "kind", "label"),
    [
        ("浙a12345", "浙A12345", "blue", "浙A·12345"),
        ("浙Ａ·１２３４５", "浙A12345", "blue", "浙A·12345"),
        (" 沪A D68K3 ", "沪AD68K3", "blue", "沪A·D68K3"),
        ("沪A-D68K31", "沪AD68K31", "green", "沪A·D68K31"),
        ("浙A1234挂", "浙A1234挂", "yellow", "浙A·1234挂"),
        ("粤Z1234港", "粤Z1234港", "blue", "粤Z·1234港"),
        ("使014578", "使014578", "other", "使014578"),
        ("杭州123456", "杭州123456", "other", "杭州123456"),
    ],
)
def test_plates(typed, plate, kind, label):
    assert normalise_plate(typed) == plate
    assert suggested_kind(plate) == kind
    assert plate_label(plate) == label


@pytest.mark.parametrize("typed", ["", "浙", "浙A123", "浙AIO123", "浙112345", "浙A1234567", "a b"])
def test_what_is_no_plate(typed):
    with pytest.raises(Invalid):
        normalise_plate(typed)


@pytest.mark.parametrize(
    ("typed", "share"),
    [("100", 10000), ("33.33", 3333), ("0.01", 1), ("５０％", 5000), ("60 %", 6000)],
)
def test_shares(typed, share):
    assert parse_share(typed) == share


@pytest.mark.parametrize(
    "typed", ["", "0", "0.00", "100.01", "-5", "33.333", "1/3", "1e1", "１.２.３"]
)
def test_what_is_no_share(typed):
    with pytest.raises(Invalid):
        parse_share(typed)


@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_equal_shares_sum_to_the_whole(count):
    assert sum(equal_shares(count)) == WHOLE
    assert shares_problem(equal_shares(count)) is None


def test_shares_are_shown_without_idle_zeros():
    assert [shown_share(each) for each in (10000, 6000, 3333, 50)] == [
        "100 %",
        "60 %",
        "33.33 %",
        "0.5 %",
    ]


@pytest.mark.parametrize(
    ("typed", "area"), [("98.37", 9837), ("0", 0), ("98.4", 9840), ("９８.３７", 9837)]
)
def test_areas(typed, area):
    assert parse_area(typed) == area


@pytest.mark.parametrize("typed", ["", "-1", "98.375", "98,37", "1e3", "NaN", "9" * 20])
def test_what_is_no_area(typed):
    with pytest.raises(Invalid):
        parse_area(typed)


def test_door_numbers_lose_what_is_only_said():
    assert building_number("03号楼") == "3"
    assert building_number("a座") == "A座"
    assert room_number("１５０１室") == "1501"
    assert room_number("0101") == "0101"
