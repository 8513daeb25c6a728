"""A second calculator of fees, written from the manual: fractions, day by day, one home at a time.

It shares no code with the billing statement, nor with the rules it follows.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


@dataclass
class Fee:
    """An item as a person would note it down; prices in 0.0001 yuan."""

    by: str  # "area" or "home"
    by_fifteenth: bool
    counts_vacancy: bool
    begins: date
    stops: date | None
    first: date  # of the period
    months: int


@dataclass
class Price:
    """A price, for whom, and on which days (the last not included)."""

    yuan: Fraction
    extra: Fraction
    begins: date
    stops: date | None
    building: int | None = None
    use: str = ""
    home: int | None = None

    def narrowness(self) -> int:
        return 100 * bool(self.home) + 10 * bool(self.building) + bool(self.use)


@dataclass
class House:
    """A home and everything that matters for its bill."""

    number: int
    building: int
    use: str
    square_metres: Fraction
    unsold: bool = False
    handed_over: date | None = None
    ended: date | None = None
    owners: list[tuple[int, int, date | None, date | None]] = field(default_factory=list)
    tenant_pays: list[tuple[int, date, date | None]] = field(default_factory=list)
    vacant: list[tuple[int, date, date]] = field(default_factory=list)


@dataclass(frozen=True)
class Bill:
    """What one payer owes: first and last day, fen."""

    home: int
    first: date
    last: date
    payer: int
    role: str
    fen: int


@dataclass(frozen=True)
class Stretch:
    """Days on which nothing changes."""

    first: date
    stop: date
    price: Price | None
    percent: int
    payer: tuple[int, str]


def bills(fee: Fee, prices: list[Price], house: House) -> list[Bill]:
    """The bills of a home for the fee's period."""
    found: list[Bill] = []
    anchor = fee.first
    before: Stretch | None = None
    for stretch in _stretches(fee, prices, house):
        goes_on = before and before.stop == stretch.first
        if not (goes_on and (before.price, before.percent) == (stretch.price, stretch.percent)):
            anchor = stretch.first
        before = stretch
        fen = _amount(fee, house, stretch, anchor)
        if fen > 0:
            last = stretch.stop - timedelta(days=1)
            found.append(Bill(house.number, stretch.first, last, *stretch.payer, fen))
    return found


def _stretches(fee: Fee, prices: list[Price], house: House) -> list[Stretch]:
    """The charged days of the period, put together while nothing changes."""
    found: list[Stretch] = []
    day, end = fee.first, _month_on(fee.first, fee.months)
    while day < end:
        following = day + timedelta(days=1)
        if _is_charged(fee, house, day):
            facts = (_price(prices, house, day), _percent(fee, house, day), _payer(house, day))
            last = found[-1] if found else None
            if last and last.stop == day and (last.price, last.percent, last.payer) == facts:
                found[-1] = Stretch(last.first, following, *facts)
            else:
                found.append(Stretch(day, following, *facts))
        day = following
    return found


def _amount(fee: Fee, house: House, stretch: Stretch, anchor: date) -> int:
    """Fen of a stretch: up to its end less up to its beginning, since the price began."""
    if stretch.price is None or stretch.payer == (0, "owner"):
        return 0
    if _months(fee, stretch.first, stretch.stop) == 0:
        return 0
    monthly = _monthly(fee, house, stretch.price) * Fraction(stretch.percent, 100)
    up_to_end = _fen(monthly * _months(fee, anchor, stretch.stop))
    return up_to_end - _fen(monthly * _months(fee, anchor, stretch.first))


def _is_charged(fee: Fee, house: House, day: date) -> bool:
    within = fee.begins <= day and (fee.stops is None or day < fee.stops)
    return within and (house.ended is None or day < house.ended)


def _price(prices: list[Price], house: House, day: date) -> Price | None:
    fitting = [
        price
        for price in prices
        if price.begins <= day
        and (price.stops is None or day < price.stops)
        and price.home in (None, house.number)
        and price.building in (None, house.building)
        and price.use in ("", house.use)
    ]
    return max(fitting, key=lambda each: each.narrowness(), default=None)


def _percent(fee: Fee, house: House, day: date) -> int:
    if fee.counts_vacancy:
        for percent, begins, stops in house.vacant:
            if begins <= day < stops:
                return percent
    return 100


def _payer(house: House, day: date) -> tuple[int, str]:
    not_yet = day < house.handed_over if house.handed_over else house.unsold
    if not_yet:
        return (0, "developer")
    for person, begins, stops in house.tenant_pays:
        if begins <= day and (stops is None or day < stops):
            return (person, "tenant")
    holding = [
        (share, -person, person)
        for person, share, begins, stops in house.owners
        if (begins is None or begins <= day) and (stops is None or day < stops)
    ]
    return (max(holding)[2] if holding else 0, "owner")


def _monthly(fee: Fee, house: House, price: Price) -> Fraction:
    """Yuan of a whole month."""
    many = house.square_metres if fee.by == "area" else Fraction(1)
    if fee.by == "area" and not many:
        return Fraction(0)
    return many * price.yuan + price.extra


def _months(fee: Fee, first: date, stop: date) -> Fraction:
    """Months from a day up to another, month by month."""
    total, month = Fraction(0), first.replace(day=1)
    while month < stop:
        following = _month_on(month, 1)
        total += _of_month(fee, max(first, month), min(stop, following), month, following)
        month = following
    return total


def _of_month(fee: Fee, first: date, stop: date, month: date, following: date) -> Fraction:
    if first >= stop:
        return Fraction(0)
    if not fee.by_fifteenth:
        return Fraction((stop - first).days, calendar.monthrange(month.year, month.month)[1])
    left_at_first = _left(first)
    left_at_stop = Fraction(0) if stop == following else _left(stop)
    return left_at_first - left_at_stop


def _left(day: date) -> Fraction:
    """What of its month is charged to whoever begins on a day, by the rule of the fifteenth."""
    if day.day == 1:
        return Fraction(1)
    return Fraction(1, 2) if day.day <= 15 else Fraction(0)


def _month_on(first: date, months: int) -> date:
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    return first


def _fen(yuan: Fraction) -> int:
    exact = Decimal(yuan.numerator * 100) / Decimal(yuan.denominator)
    rounded = exact.quantize(Decimal(1), ROUND_HALF_UP)
    # a decimal cuts after 28 digits: where it stands on the half, the fraction itself decides
    if abs(exact - rounded) == Decimal("0.5") and 2 * yuan * 100 != 2 * int(exact) + 1:
        raise ArithmeticError("too close to call")
    return int(rounded)
