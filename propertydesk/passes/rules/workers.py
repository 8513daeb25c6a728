"""Workers at a home (domain.md A25, C6, I28): words, settings, what a pass and its work need.

A pass belongs to work at one home by one company, and never lasts longer. Of an identity number a
fingerprint and a masked form are kept, never the number.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from propertydesk.kernel import clock
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_


class Work(StrEnum):
    """What workers come for."""

    RENOVATION = "renovation"
    INSTALLATION = "installation"
    REPAIR = "repair"
    CLEANING = "cleaning"
    OTHER = "other"


class Trade(StrEnum):
    """What a worker does (C6: 工种)."""

    FOREMAN = "foreman"
    ELECTRICIAN = "electrician"
    PLUMBER = "plumber"
    MASON = "mason"
    CARPENTER = "carpenter"
    PAINTER = "painter"
    TILER = "tiler"
    WATERPROOFER = "waterproofer"
    FITTER = "fitter"
    LABOURER = "labourer"
    OTHER = "other"


WORK_WORDS = {
    Work.RENOVATION: N_("Renovation"),
    Work.INSTALLATION: N_("Installing"),
    Work.REPAIR: N_("Repair"),
    Work.CLEANING: N_("Cleaning"),
    Work.OTHER: N_("Something else"),
}
TRADE_WORDS = {
    Trade.FOREMAN: N_("Foreman"),
    Trade.ELECTRICIAN: N_("Electrician"),
    Trade.PLUMBER: N_("Plumber"),
    Trade.MASON: N_("Mason"),
    Trade.CARPENTER: N_("Carpenter"),
    Trade.PAINTER: N_("Painter"),
    Trade.TILER: N_("Tiler"),
    Trade.WATERPROOFER: N_("Waterproofer"),
    Trade.FITTER: N_("Fitter"),
    Trade.LABOURER: N_("Labourer"),
    Trade.OTHER: N_("Other trade"),
}

#: What the gate has against a card that its dates allow.
STOPPED = N_("The work at this home is stopped. Send them to the office.")
CLOSED_WORK = N_("The work at this home is over. Send them to the office.")
UNSECURED = N_("The deposit of this card is not held any more. Send them to the office.")
OUT_OF_HOURS = N_("Outside the hours of work.")
REST_DAY = N_("No work on rest days here.")
BARRED = N_("On the do-not-admit list. Do not argue; call the office.")
#: What a guard says against a good card.
NOT_THE_PERSON = N_("Not the person of the photo")
ALREADY_INSIDE = N_("This card is inside already.")

#: In place of a worker's name once the time is over.
ERASED = "已删除"
MOST_WORKERS = 60

DEPOSIT = Setting(
    "passes.workers.deposit",
    50,
    "integer",
    N_("Deposit for a worker's card"),
    N_("Taken at the till before a card is issued, given back when it comes back; 0 for none."),
    unit=N_("yuan"),
    minimum=0,
    maximum=1_000,
)
LOST_FEE = Setting(
    "passes.workers.lost_fee",
    10,
    "integer",
    N_("Kept for a worker's card that does not come back"),
    N_("Proposed when the deposit is returned, for each card that was lost."),
    unit=N_("yuan"),
    minimum=0,
    maximum=1_000,
)
LONGEST = Setting(
    "passes.workers.longest_days",
    180,
    "integer",
    N_("Work at a home is entered for at most"),
    N_("Days from its beginning; it can be extended."),
    unit=N_("days"),
    minimum=1,
    maximum=730,
)
STARTS = Setting(
    "passes.workers.starts",
    time(8),
    "time",
    N_("Workers come in from"),
    N_("Before it the gate lets no worker in. Whoever is inside may always leave."),
)
ENDS = Setting(
    "passes.workers.ends",
    time(18),
    "time",
    N_("Workers come in until"),
    N_("After it the gate lets no worker in, and whoever is inside is shown in red."),
)
REST_DAYS = Setting(
    "passes.workers.rest_days",
    True,  # a setting's default
    "flag",
    N_("Workers come in on rest days"),
    N_("Rest days are those of the community's calendar."),
)
KEPT_DAYS = Setting(
    "passes.workers.kept_days",
    90,
    "integer",
    N_("Workers are kept for"),
    N_("Days after the pass is over; then name, number, photo and identity mark go."),
    unit=N_("days"),
    minimum=1,
    maximum=730,
)
SETTINGS = (DEPOSIT, LOST_FEE, LONGEST, STARTS, ENDS, REST_DAYS, KEPT_DAYS)


@dataclass(frozen=True)
class Engaging:
    """Work at a home: who does what, from which day to which, whom to call."""

    home_id: int
    work: Work
    company: str
    contact: str
    phone: str
    starts_on: date
    ends_on: date
    reason: str = ""
    subject_type: str = ""
    subject_id: int | None = None


@dataclass(frozen=True)
class Worker:
    """Who works: of `identity`, the number in full, only a mark is kept."""

    name: str
    phone: str
    trade: Trade
    starts_on: date
    ends_on: date
    identity_kind: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Hours:
    """When workers may come in: by the clock, and whether on rest days."""

    starts: time
    ends: time
    on_rest_days: bool


def check_engaging(wanted: Engaging, today: date, longest_days: int) -> None:
    """Raise Invalid, naming the field, for work without company, contact or a sensible span."""
    for name in ("company", "contact", "phone"):
        if not getattr(wanted, name):
            raise Invalid(N_("This is needed."), field=name)
    if wanted.work is Work.OTHER and not wanted.reason:
        raise Invalid(N_("Say what the work is."), field="reason")
    check_span(wanted.starts_on, wanted.ends_on, today, longest_days)


def check_span(starts_on: date, ends_on: date, today: date, longest_days: int) -> None:
    """Raise Invalid on `ends_on` for a span that is over, upside down or too long."""
    if ends_on < starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if ends_on < today:
        raise Invalid(N_("This day is over."), field="ends_on")
    if ends_on - starts_on >= timedelta(days=longest_days):
        raise Invalid(
            N_("At most %(days)s days; it can be extended later."),
            field="ends_on",
            days=longest_days,
        )


def check_within(starts_on: date, ends_on: date, first: date, last: date, today: date) -> None:
    """A pass lies within its work (C6: 有效期不超过许可证). Raises Invalid naming the field."""
    if ends_on < starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if starts_on < first:
        raise Invalid(N_("The work begins on %(day)s."), field="starts_on", day=f"{first:%Y-%m-%d}")
    if ends_on > last:
        raise Invalid(
            N_("The work ends on %(day)s; a pass is never valid for longer."),
            field="ends_on",
            day=f"{last:%Y-%m-%d}",
        )
    if ends_on < today:
        raise Invalid(N_("This day is over."), field="ends_on")


def window_of(starts_on: date, ends_on: date, zone: str) -> tuple[datetime, datetime]:
    """From the first midnight to the one after the last day, on the community's clock."""
    day_after = ends_on + timedelta(days=1)
    return clock.at(starts_on, time.min, zone), clock.at(day_after, time.min, zone)


def objection_to_hours(hours: Hours, now: datetime, zone: str, *, is_rest_day: bool) -> str:
    """Why nobody comes in to work now, "" when they may."""
    if is_rest_day and not hours.on_rest_days:
        return REST_DAY
    return "" if hours.starts <= clock.local(now, zone).time() < hours.ends else OUT_OF_HOURS


def is_late(hours: Hours, now: datetime, zone: str) -> bool:
    """Whether workers should have left by now."""
    return not hours.starts <= clock.local(now, zone).time() < hours.ends


def still_asked(needed: Money, held: Money) -> Money:
    """What of the deposit has still to be taken."""
    return Money(max(0, needed.fen - held.fen))
