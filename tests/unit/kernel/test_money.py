"""Money: fen, parsing, capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money

CAPITALS = {
    0: "零元整",
    1: "壹分",
    5: "伍分",
    10: "壹角整",
    15: "壹角伍分",
    100: "壹元整",
    101: "壹元零壹分",
    110: "壹元壹角整",
    1000: "壹拾元整",
    10100: "壹佰零壹元整",
    67875: "陆佰柒拾捌元柒角伍分",
    123450: "壹仟贰佰叁拾肆元伍角整",
    1_000_000: "壹万元整",
    1_000_100: "壹万零壹元整",
    10_010_000: "壹拾万零壹佰元整",
    1_000_000_000: "壹仟万元整",
    10_000_000_000: "壹亿元整",
    10_000_000_100: "壹亿零壹元整",
    123_456_789_012: "壹拾贰亿叁仟肆佰伍拾陆万柒仟捌佰玖拾元壹角贰分",
}


@pytest.mark.parametrize(("fen", "words"), CAPITALS.items())
def test_capitals_read_as_receipts_write_them(fen: int, words: str) -> None:
    assert Money(fen).capitals == words


@pytest.mark.parametrize(("text", "fen"), [("0", 0), ("12", 1200), ("12.3", 1230), ("0.01", 1)])
def test_amounts_are_read_to_the_fen(text: str, fen: int) -> None:
    assert Money.parse(text) == Money(fen)


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1.", ".5", "1.234", "-1", "+1", "1e3", "１２", "1,000", "NaN", "9" * 10, "²"],
)
def test_anything_else_is_refused_plainly(text: str) -> None:
    with pytest.raises(Invalid):
        Money.parse(text)


@given(st.integers(-(10**11), 10**11 - 1))
def test_written_and_read_again_is_the_same(fen: int) -> None:
    money = Money(fen)
    assert str(money).replace("-", "").replace(".", "") == f"{abs(fen):03d}"
    if fen >= 0:
        assert Money.parse(str(money)) == money


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_quantity_in_thousandths_rounds_half_up(fen: int, thousandths: int) -> None:
    exact = fen * thousandths
    assert Money(fen).per_thousand(thousandths).fen == exact // 1000 + (exact % 1000 >= 500)


def test_a_minus_sign_is_a_true_one() -> None:
    assert Money(-123456).grouped == "−1,234.56"
    assert Money(-100).capitals == "负壹元整"
