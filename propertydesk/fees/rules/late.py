"""Late charge (违约金): simple, by days, of the overdue principal alone, with a cap (domain.md B3)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from propertydesk.fees.rules.words import Basis
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_

#: A rate is so many parts of this whole a day: both ways to name a rate come out in whole numbers.
RATE_WHOLE = 36_500_000
#: 0.5 ‰ a day, that is 18.25 % a year; above it a court cuts it on request (民法典 585).
CAUTIOUS_RATE = 18_250
#: Source of a receivable that is a late charge, and the code of its charge item.
LATE_CHARGE, LATE_CODE = "late_charge", "WYJ"
_DAY = timedelta(days=1)


class LateBasis(StrEnum):
    """How a rule names its rate."""

    LPR = "lpr"
    DAILY = "daily"
    NONE = "none"


#: The largest figure of each: 24.00 % a year, 10.00 ‰ a day.
LARGEST_FIGURE = {LateBasis.LPR: 2_400, LateBasis.DAILY: 1_000, LateBasis.NONE: 0}
STEEP_WORDS = N_("Above 0.5 ‰ a day: courts cut late charges of this height on request.")
LATE_BASIS_WORDS = {
    LateBasis.LPR: N_("LPR × 1.3 ÷ 365 a day"),
    LateBasis.DAILY: N_("A share a day"),
    LateBasis.NONE: N_("No late charge"),
}


@dataclass(frozen=True)
class LateRate:
    """A version of the rule: `units` / RATE_WHOLE a day, in force until before `ends_on`.

    A day counts when it lies more than `grace_days` after the due day; all days together make at
    most `cap_percent` of the overdue principal. `words` name the rate: 0.50‰.
    """

    starts_on: date
    ends_on: date | None
    units: int
    cap_percent: int
    grace_days: int = 0
    words: str = ""

    def begins(self, due_on: date) -> date:
        """The first day that counts of what was due on `due_on`."""
        return max(self.starts_on, due_on + timedelta(days=self.grace_days + 1))


@dataclass(frozen=True)
class Debt:
    """What is overdue: fen of the principal as it should have been from the start, and its course.

    `moves` are days with the fen they add (a later increase) or take away (paid, set off, waived);
    each counts from the day after. `pauses` are disputes: first and last day, None while open.
    """

    due_on: date
    principal_fen: int
    moves: tuple[tuple[date, int], ...] = ()
    pauses: tuple[tuple[date, date | None], ...] = ()


@dataclass(frozen=True)
class LateStep:
    """Days on end with the same principal and rate."""

    first_on: date
    last_on: date
    principal_fen: int
    rate: LateRate

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last_on - self.first_on).days + 1

    @property
    def parts(self) -> int:
        """What it makes, in fen / RATE_WHOLE."""
        return self.principal_fen * self.rate.units * self.days

    @property
    def principal(self) -> Money:
        """What was open while these days began."""
        return Money(self.principal_fen)

    @property
    def exact(self) -> str:
        """What it makes in yuan, before the sum of all steps is rounded: 8.4844."""
        parts = (2 * self.parts * 100 + RATE_WHOLE) // (2 * RATE_WHOLE)
        return f"{parts // 10_000:,}.{parts % 10_000:04d}"


@dataclass(frozen=True)
class Late:
    """The late charge of a debt up to a day, and what it is made of."""

    steps: tuple[LateStep, ...]

    @property
    def reckoned_fen(self) -> int:
        """What the days make, rounded once, half-up."""
        return (2 * sum(step.parts for step in self.steps) + RATE_WHOLE) // (2 * RATE_WHOLE)

    @property
    def cap_fen(self) -> int:
        """The most it may come to: the last rule's share of the largest principal that was late."""
        if not self.steps:
            return 0
        principal = max(step.principal_fen for step in self.steps)
        return principal * self.steps[-1].rate.cap_percent // 100

    @property
    def fen(self) -> int:
        """What it comes to."""
        return min(self.reckoned_fen, self.cap_fen)

    @property
    def is_capped(self) -> bool:
        """Whether the cap holds it down."""
        return self.reckoned_fen > self.cap_fen


def late_units(basis: LateBasis, figure: int) -> int:
    """The rate a day in parts of RATE_WHOLE; `figure` is the LPR in 0.01 % a year, or 0.01 ‰ a day.

    Raises Invalid on `figure` for one that no contract knows.
    """
    if basis is LateBasis.NONE:
        return 0
    if not 0 < figure <= LARGEST_FIGURE[basis]:
        raise Invalid(
            N_("Write a rate within reason: an LPR up to 24.00 or up to 10.00 ‰ a day."),
            field="figure",
        )
    return figure * (13 if basis is LateBasis.LPR else 365)


def is_steep(basis: LateBasis, figure: int) -> bool:
    """Whether a rate is above what courts usually leave standing (民法典 585)."""
    return late_units(basis, figure) > CAUTIOUS_RATE


def bears_late_charge(basis: str, *, on_behalf: bool) -> bool:
    """Whether an item can bear a late charge: what is charged by periods for the company itself.

    Nothing that is collected for others (物业管理条例 Art 44), no one-off charge, and so no late
    charge either.
    """
    return basis != Basis.ONCE and not on_behalf


def late_charge(debt: Debt, rates: Sequence[LateRate], upto: date) -> Late:
    """The late charge up to and with the day `upto`; `rates` are versions that do not overlap.

    A day counts the principal that was open when it began, at the rate in force on it; disputed
    days do not count. Nothing is charged on a late charge.
    """
    first = debt.due_on + _DAY
    turns = sorted(day for day in _turns(debt, rates) if first < day <= upto)
    starts = [first, *turns] if first <= upto else []
    ends = [day - _DAY for day in turns] + [upto]
    steps: list[LateStep] = []
    for start, end in zip(starts, ends, strict=False):
        rate, principal = _rate_on(start, debt, rates), principal_on(start, debt)
        if rate is None or not rate.units or principal <= 0 or _is_paused(start, debt.pauses):
            continue
        steps.append(LateStep(start, end, principal, rate))
    return Late(tuple(_joined(steps)))


def principal_on(day: date, debt: Debt) -> int:
    """The fen that were open when a day began."""
    return debt.principal_fen + sum(fen for moved_on, fen in debt.moves if moved_on < day)


def _turns(debt: Debt, rates: Iterable[LateRate]) -> set[date]:
    """Days from which something differs from the day before."""
    turns = {day + _DAY for day, _fen in debt.moves}
    for rate in rates:
        turns |= {rate.begins(debt.due_on), *([rate.ends_on] if rate.ends_on else [])}
    for first, last in debt.pauses:
        turns |= {first, *([last + _DAY] if last else [])}
    return turns


def _rate_on(day: date, debt: Debt, rates: Iterable[LateRate]) -> LateRate | None:
    for rate in rates:
        if rate.begins(debt.due_on) <= day and (rate.ends_on is None or day < rate.ends_on):
            return rate
    return None


def _is_paused(day: date, pauses: Collection[tuple[date, date | None]]) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in pauses)


def _joined(steps: Iterable[LateStep]) -> list[LateStep]:
    """Steps that differ in nothing but their days, as one."""
    joined: list[LateStep] = []
    for step in steps:
        before = joined[-1] if joined else None
        if before and (before.last_on + _DAY, before.principal_fen, before.rate) == (
            step.first_on,
            step.principal_fen,
            step.rate,
        ):
            joined[-1] = LateStep(before.first_on, step.last_on, step.principal_fen, step.rate)
        else:
            joined.append(step)
    return joined


def shown_figure(basis: str, figure: int) -> str:
    """3.00 % × 1.3 ÷ 365, or 0.50 ‰; the same in every language."""
    if basis == LateBasis.NONE:
        return "0"
    text = f"{figure // 100}.{figure % 100:02d}"
    return f"{text}% × 1.3 ÷ 365" if basis == LateBasis.LPR else f"{text}‰"
