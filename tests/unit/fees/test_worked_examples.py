"""The worked examples of docs/domains/fees.md, worked out."""

import re
from datetime import date
from pathlib import Path

import pytest

from propertydesk.fees.rules import Charged, Period, Proration, Rate, charge
from propertydesk.kernel.money import Money

pytestmark = pytest.mark.unit

PAGE = Path(__file__).resolve().parents[3] / "docs/domains/fees.md"
HOME = Rate(9837, 23_000)
NOVEMBER, DECEMBER = Period(date(2026, 11, 1), 1), Period(date(2026, 12, 1), 1)
QUARTER, LEAP = Period(date(2026, 10, 1), 3), Period(date(2028, 2, 1), 1)


def part(
    rate: Rate,
    period: Period,
    *,
    since: date | None = None,
    until: date | None = None,
    by: Proration = Proration.DAYS,
    anchor: date | None = None,
) -> Charged:
    return charge(rate, period, by, since=since or period.starts_on, until=until or period.until,
                  anchor=anchor)  # fmt: skip


def day(number: int) -> date:
    return date(2026, 11, number)


EXAMPLES = {
    "a quarter": part(HOME, QUARTER),
    "handed over on 15 November, by days": part(HOME, NOVEMBER, since=day(15)),
    "handed over on 15 November, by the fifteenth": part(
        HOME, NOVEMBER, since=day(15), by=Proration.FIFTEENTH
    ),
    "handed over on 16 November, by the fifteenth": part(
        HOME, NOVEMBER, since=day(16), by=Proration.FIFTEENTH
    ),
    "29 February 2028 alone, by days": part(HOME, LEAP, since=date(2028, 2, 29)),
    "October and November of a quarter whose price turns on 1 December": part(
        HOME, QUARTER, until=DECEMBER.starts_on
    ),
    "its December at ¥2.50": part(Rate(9837, 25_000), QUARTER, since=DECEMBER.starts_on),
    "November of a seller, sold on the 16th": part(HOME, NOVEMBER, until=day(16)),
    "November of the buyer: the rest of ¥226.25, one fen less than the product": part(
        HOME, NOVEMBER, since=day(16), anchor=day(1)
    ),
    "November at a vacancy rate of 70 %": part(Rate(9837, 23_000, percent=70), NOVEMBER),
    "November with ¥5.00 a month besides": part(Rate(9837, 23_000, surcharge=50_000), NOVEMBER),
}


def told() -> dict[str, str]:
    """The table of the page: what, and its amount."""
    section = PAGE.read_text("utf-8").split("## Worked examples", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| (.+?) \| .+? \| ¥([0-9.,]+) \|$", section, re.MULTILINE))


def test_the_page_and_the_rules_name_the_same_fen() -> None:
    assert told() == {what: Money(done.amount).grouped for what, done in EXAMPLES.items()}


def test_the_parts_of_a_month_make_the_whole() -> None:
    seller, buyer = (done for what, done in EXAMPLES.items() if "seller" in what or "buyer" in what)
    assert (seller.amount + buyer.amount, buyer.rounding) == (part(HOME, NOVEMBER).amount, -1)
