"""Cursors of listings: what goes in comes out, and nothing else gets in."""

import base64
import json
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.paging import LARGEST_WHOLE, decode_cursor, encode_cursor

whole = st.integers(min_value=-LARGEST_WHOLE, max_value=LARGEST_WHOLE)
words = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)
moments = st.integers(0, 7_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(whole, words, st.dates(), moments)
def test_values_come_back_as_they_were(number: int, text: str, day: date, moment: datetime) -> None:
    values = (number, text, day, moment)
    assert decode_cursor(encode_cursor(values), (int, str, date, datetime)) == values


def test_any_value_may_be_missing() -> None:
    values = (None, None, None, None, 7)
    assert decode_cursor(encode_cursor(values), (int, str, date, datetime, int)) == values


def test_it_stands_in_a_link_without_quoting() -> None:
    text = encode_cursor(("3栋2单元1501 ?&=/+", 12))
    assert text.isascii()
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_instants_come_back_in_utc() -> None:
    shanghai = timezone(timedelta(hours=8))
    moment = datetime(2026, 11, 21, 8, 30, tzinfo=shanghai)
    (back,) = decode_cursor(encode_cursor((moment,)), (datetime,))
    assert isinstance(back, datetime)
    assert back == moment
    assert back.tzinfo is UTC


def packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "....",
        "页",
        "A" * 5000,
        packed("[" * 900),
        base64.urlsafe_b64encode(b"[" * 1100).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
        packed({}),
        packed([]),
        packed([1, 2]),
        packed([True]),
        packed([1.5]),
        packed([float("nan")]),
        packed(["1"]),
        packed([[1]]),
        packed([2**63]),
        packed([-(2**63) - 1]),
    ],
)
def test_nonsense_for_a_number_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        decode_cursor(text, (int,))


@pytest.mark.parametrize("value", [1, "a\0b", "\ud800", ["a"]])
def test_nonsense_for_a_text_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        decode_cursor(packed([value]), (str,))


@pytest.mark.parametrize(
    "value", [0, "", "0000-00-00", "2026-02-30", "2026-11-21T08:00", "２０２６"]
)
def test_nonsense_for_a_date_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        decode_cursor(packed([value]), (date,))


@pytest.mark.parametrize(
    "value", [0, "", "2026-11-21T08:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"]
)
def test_nonsense_for_an_instant_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        decode_cursor(packed([value]), (datetime,))
