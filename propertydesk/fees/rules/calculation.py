"""How an amount comes about: quantity × price × months × share, rounded once, half-up."""

from dataclasses import dataclass
from datetime import date

from propertydesk.fees.rules.periods import Period, Share, elapsed
from propertydesk.fees.rules.words import Proration, Standing

#: A quantity of one: a home, a space, a piece; quantities are in hundredths, as areas are.
ONE = 100

#: The largest monthly amount, in 0.000001 yuan (a million yuan): what is beyond it is a mistake,
#: and all products below stay within 63 bits.
LARGEST_RATE = 10**12

#: The largest price, in 0.0001 yuan.
LARGEST_PRICE = 2_000_000_000


@dataclass(frozen=True)
class Rate:
    """What a month costs.

    `quantity` in hundredths (0.01 m², or ONE), `price` and the fixed `surcharge` a month in
    0.0001 yuan, `percent` for vacant homes (100: in full).
    """

    quantity: int
    price: int
    surcharge: int = 0
    percent: int = 100

    @property
    def monthly(self) -> int:
        """A whole month in full, in 0.000001 yuan."""
        return self.quantity * self.price + ONE * self.surcharge

    def for_months(self, months: Share) -> int:
        """So many months, in fen, half-up. This is the sum that the billing statement does."""
        whole = months.whole * 100 * 10_000
        return (2 * self.monthly * months.part * self.percent + whole) // (2 * whole)


@dataclass(frozen=True)
class Charged:
    """A charge for some days: its months, its fen, and the fen by which it differs from its own
    product so that the parts of a period make the whole.
    """

    months: Share
    amount: int
    rounding: int


def charge(
    rate: Rate,
    period: Period,
    proration: Proration,
    *,
    since: date,
    until: date,
    anchor: date | None = None,
) -> Charged:
    """What is owed for the days from `since` up to (not with) `until`.

    `anchor` is the day since when the same price holds in this period (the same as `since` unless
    the payer changed in between): what seller and buyer owe together is what one would have owed.
    """
    begin, end, first = (elapsed(period, day, proration) for day in (since, until, anchor or since))
    months = end.minus(begin)
    amount = rate.for_months(end.minus(first)) - rate.for_months(begin.minus(first))
    return Charged(months, amount, amount - rate.for_months(months))


def differs(total: int, before: int, percent: int) -> bool:
    """Whether a total of fen differs from the one before by more than `percent`; never the first."""
    return before > 0 and abs(total - before) * 100 > before * percent


def standing(
    *, is_void: bool, is_disputed: bool, open_fen: int, paid_fen: int, is_late: bool
) -> Standing:
    """How a receivable stands; what is open is late, partly paid or simply open."""
    if is_void:
        return Standing.VOID
    if not open_fen:
        return Standing.PAID if paid_fen else Standing.WAIVED
    if is_disputed:
        return Standing.DISPUTED
    if is_late:
        return Standing.OVERDUE
    return Standing.PARTLY_PAID if paid_fen else Standing.OPEN
