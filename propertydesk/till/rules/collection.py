"""Collection rates (domain.md B3), in hundredths of a percent; prepayments never count."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass

WHOLE = 10_000


@dataclass(frozen=True)
class Collection:
    """What rates are made of, in fen, up to a cut-off day.

    `charged` of the period and `year_charged` since 1 January are net of approved reductions;
    `opening` is what was unpaid on 1 January of charges of earlier years, net of the same
    reductions, together with what was entered for these years only since.
    """

    charged: int
    collected: int
    year_charged: int
    year_collected: int
    opening: int
    recovered: int

    @property
    def open(self) -> int:
        """What of the period's charges is unpaid."""
        return self.charged - self.collected

    @property
    def current(self) -> int | None:
        """当期收缴率: collected of the period's charges."""
        return rate(self.collected, self.charged)

    @property
    def year_to_date(self) -> int | None:
        """当年累计收缴率: collected of this year's charges so far."""
        return rate(self.year_collected, self.year_charged)

    @property
    def recovery(self) -> int | None:
        """往年清欠率: recovered of the arrears brought forward."""
        return rate(self.recovered, self.opening)

    @property
    def overall(self) -> int | None:
        """综合收缴率: both together."""
        return rate(self.year_collected + self.recovered, self.year_charged + self.opening)


def together(parts: Iterable[Collection]) -> Collection:
    """The sums of several; rates are taken of the sums, never averaged."""
    columns = zip(*(astuple(each) for each in parts), strict=True)
    return Collection(*([sum(each) for each in columns] or [0] * 6))


def rate(part: int, whole: int) -> int | None:
    """So many parts of a whole in 0.01 %, half-up; None where there is nothing to collect."""
    return (part * WHOLE * 2 + whole) // (2 * whole) if whole > 0 else None
