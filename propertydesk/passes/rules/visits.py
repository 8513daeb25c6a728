"""Visitors (domain.md A23 to A25, B5, B9, C14, D7): states, words, settings, what a visit needs.

Identity numbers are never asked for: surname, phone or plate, and whom somebody comes to see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from propertydesk.kernel import clock
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.passes.rules.words import Permission


class State(StrEnum):
    """Where a visit stands."""

    INVITED = "invited"
    WAITING = "waiting"
    INSIDE = "inside"
    LEFT = "left"
    DENIED = "denied"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


S = State
#: Visits that are not over.
OPEN = (S.INVITED, S.WAITING, S.INSIDE)
#: Visits whose visitor has nothing more to do here.
OVER = (S.LEFT, S.DENIED, S.EXPIRED, S.CANCELLED)


class Purpose(StrEnum):
    """What somebody comes for (C14a); couriers are counted, not registered."""

    FRIENDS = "friends"
    REPAIR = "repair"
    DELIVERY = "delivery"
    VIEWING = "viewing"
    AGENT = "agent"
    RENOVATION = "renovation"
    OFFICE = "office"
    OTHER = "other"
    SALES = "sales"


class Confirmation(StrEnum):
    """How the host agreed (D7)."""

    INTERCOM = "intercom"
    PHONE = "phone"
    CODE = "code"
    STANDING = "standing"
    FETCHED = "fetched"


class Refusal(StrEnum):
    """Why somebody was not let in; no identity is stored with it."""

    SALES = "sales"
    HOST_REFUSED = "host_refused"
    NOT_REACHED = "not_reached"
    BARRED = "barred"
    WENT_AWAY = "went_away"
    OTHER = "other"


class Courier(StrEnum):
    """Deliveries that are counted only (B9)."""

    FOOD = "food"
    PARCEL = "parcel"
    OTHER = "other"


PURPOSE_WORDS = {
    Purpose.FRIENDS: N_("Family or friends"),
    Purpose.REPAIR: N_("Repair"),
    Purpose.DELIVERY: N_("Large delivery"),
    Purpose.VIEWING: N_("Viewing a home"),
    Purpose.AGENT: N_("Agent"),
    Purpose.RENOVATION: N_("Renovation"),
    Purpose.OFFICE: N_("A matter with the office"),
    Purpose.OTHER: N_("Something else"),
    Purpose.SALES: N_("Sales"),
}
CONFIRMATION_WORDS = {
    Confirmation.INTERCOM: N_("Intercom"),
    Confirmation.PHONE: N_("Telephone"),
    Confirmation.CODE: N_("Code of the invitation"),
    Confirmation.STANDING: N_("Standing permission"),
    Confirmation.FETCHED: N_("Fetched by the host"),
}
REFUSAL_WORDS = {
    Refusal.SALES: N_("Salesperson"),
    Refusal.HOST_REFUSED: N_("The host does not agree"),
    Refusal.NOT_REACHED: N_("The host cannot be reached"),
    Refusal.BARRED: N_("Not to be admitted"),
    Refusal.WENT_AWAY: N_("Went away"),
    Refusal.OTHER: N_("Another reason"),
}
COURIER_WORDS = {
    Courier.FOOD: N_("Meals"),
    Courier.PARCEL: N_("Parcels"),
    Courier.OTHER: N_("Other couriers"),
}
#: What a guard registers; salespeople are refused with one press instead.
GATE_PURPOSES = tuple(each for each in Purpose if each is not Purpose.SALES)
#: What a guard says of the host; codes and standing permissions speak for themselves.
ASKED = (Confirmation.INTERCOM, Confirmation.PHONE, Confirmation.FETCHED)

WORDS = {
    S.INVITED: N_("Invited"),
    S.WAITING: N_("Waiting at the gate"),
    S.INSIDE: N_("Inside"),
    S.LEFT: N_("Left"),
    S.DENIED: N_("Refused"),
    S.EXPIRED: N_("Did not come"),
    S.CANCELLED: N_("Called off"),
}
TONES = {
    S.INVITED: Tone.VIOLET,
    S.WAITING: Tone.AMBER,
    S.INSIDE: Tone.BLUE,
    S.LEFT: Tone.GREEN,
    S.DENIED: Tone.RED,
    S.EXPIRED: Tone.GREY,
    S.CANCELLED: Tone.GREY,
}
MOVES = (
    Move(
        "arrive",
        (S.INVITED,),
        S.WAITING,
        Permission.GUARD,
        N_("Ask the host again"),
        N_("At the gate: name or plate differs, the host is asked"),
        tone=Tone.AMBER,
        icon="phone-call",
    ),
    Move(
        "enter",
        (S.INVITED, S.WAITING),
        S.INSIDE,
        Permission.GUARD,
        N_("Let in"),
        N_("Let in"),
        ("confirmed_by",),
        tone=Tone.GREEN,
        icon="door",
    ),
    Move(
        "deny",
        (S.INVITED, S.WAITING),
        S.DENIED,
        Permission.GUARD,
        N_("Refuse"),
        N_("Not let in"),
        ("refusal",),
        tone=Tone.RED,
        icon="hand-stop",
    ),
    Move(
        "leave",
        (S.INSIDE,),
        S.LEFT,
        Permission.GUARD,
        N_("Has left"),
        N_("Left, slip handed back"),
        tone=Tone.GREEN,
        icon="logout",
    ),
    Move(
        "close",
        (S.INSIDE,),
        S.LEFT,
        Permission.INVITE,
        N_("Close without a slip"),
        N_("Closed by the desk: left without the slip"),
        ("reason",),
        tone=Tone.GREY,
        icon="lock",
    ),
    Move(
        "cancel",
        (S.INVITED,),
        S.CANCELLED,
        Permission.INVITE,
        N_("Call the invitation off"),
        N_("Invitation called off"),
        tone=Tone.GREY,
        icon="x",
    ),
    Move(
        "expire",
        (S.INVITED, S.WAITING),
        S.EXPIRED,
        Permission.INVITE,
        N_("Did not come"),
        N_("Nobody came in on this invitation"),
        tone=Tone.GREY,
        icon="clock",
    ),
)
WORKFLOW = Workflow("visit", State, MOVES, WORDS, TONES)

#: In place of a visitor's name once the time is over.
ERASED = "已删除"
MOST_PERSONS = 50
LONGEST_PERMISSION = timedelta(days=366)
#: How often the host is asked before the visitor is told that nobody can be reached (D7).
TRIES = 3

HOURS = Setting(
    "passes.visits.hours",
    12,
    "integer",
    N_("A visit may last"),
    N_("Hours from letting in; whoever stays longer is on the overstay list at 23:00."),
    unit=N_("hours"),
    minimum=1,
    maximum=72,
)
KEPT_DAYS = Setting(
    "passes.visits.kept_days",
    30,
    "integer",
    N_("Visitors are kept for"),
    N_("Days after the visit; then name, number, plate and home go, the count stays."),
    unit=N_("days"),
    minimum=1,
    maximum=365,
)
DAYS_AHEAD = Setting(
    "passes.visits.days_ahead",
    30,
    "integer",
    N_("Invitations are made at most"),
    N_("Days before the visit."),
    unit=N_("days"),
    minimum=1,
    maximum=180,
)
OPEN_INVITATIONS = Setting(
    "passes.visits.open_invitations",
    10,
    "integer",
    N_("Open invitations of one home"),
    N_("Further invitations wait until one of them has been used."),
    unit=N_("invitations"),
    minimum=1,
    maximum=200,
)
VISITS_A_DAY = Setting(
    "passes.visits.a_day",
    30,
    "integer",
    N_("Visits to one home in a day"),
    N_(
        "Invited and registered at the gate, without those refused; many more are a shop or a stay."
    ),
    unit=N_("visits"),
    minimum=1,
    maximum=1_000,
)
CARS_INSIDE = Setting(
    "passes.visits.cars_inside",
    2,
    "integer",
    N_("Visitors' cars of one home inside at a time"),
    N_("A further car parks outside; its people come in on foot."),
    unit=N_("cars"),
    minimum=0,
    maximum=50,
)
SETTINGS = (HOURS, KEPT_DAYS, DAYS_AHEAD, OPEN_INVITATIONS, VISITS_A_DAY, CARS_INSIDE)


@dataclass(frozen=True)
class Caller:
    """Who comes and to whom: a home, or words for somebody in the office (A25)."""

    visitor: str
    purpose: Purpose
    home_id: int | None = None
    office: str = ""
    phone: str = ""
    plate: str = ""
    persons: int = 1
    note: str = ""


def check(caller: Caller, *, invited: bool) -> None:
    """Raise Invalid, naming the field, when something is missing that a register needs (C14a).

    A walk-in leaves a phone *or* a plate; for an invitation the code is enough. Salespeople are
    not registered at all (A23).
    """
    if caller.purpose is Purpose.SALES:
        raise Invalid(N_("Salespeople are refused without being registered."), field="purpose")
    if not caller.visitor:
        raise Invalid(N_("This is needed."), field="visitor")
    if caller.home_id is None and not caller.office:
        raise Invalid(N_("Name a home, or whom in the office."), field="home")
    if caller.home_id is not None and caller.office:
        raise Invalid(N_("Either a home or the office, not both."), field="office")
    if not invited and not (caller.phone or caller.plate):
        raise Invalid(N_("A phone number or a plate is needed, one is enough."), field="phone")
    if not 1 <= caller.persons <= MOST_PERSONS:
        raise Invalid(N_("This value is not of the right kind."), field="persons")


def check_day(day: date, today: date, days_ahead: int) -> None:
    """Raise Invalid on `day` for a visit in the past or too far ahead."""
    if day < today:
        raise Invalid(N_("This day is over."), field="day")
    if day > today + timedelta(days=days_ahead):
        raise Invalid(
            N_("Invitations are made at most %(days)s days ahead."), field="day", days=days_ahead
        )


def window_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """An invitation is valid on its day, from midnight to midnight on the community's clock."""
    return clock.at(day, time.min, zone), clock.at(day + timedelta(days=1), time.min, zone)


@dataclass(frozen=True)
class Load:
    """How much of a home's quotas is taken: open invitations, visits of the day, cars inside."""

    invitations: int
    visits: int
    cars: int


def check_quotas(load: Load, limits: Mapping[str, int], *, inviting: bool, by_car: bool) -> None:
    """Raise Invalid on `home` or `plate` when one more is too many; `limits` by settings' keys."""
    if inviting and load.invitations >= limits[OPEN_INVITATIONS.key]:
        raise Invalid(
            N_("This home has %(count)s open invitations already, which is the limit."),
            field="home",
            count=load.invitations,
        )
    if load.visits >= limits[VISITS_A_DAY.key]:
        raise Invalid(
            N_("This home has %(count)s visits on this day already, which is the limit."),
            field="home",
            count=load.visits,
        )
    if by_car and not inviting and load.cars >= limits[CARS_INSIDE.key]:
        raise Invalid(
            N_("%(count)s visitors' cars of this home are inside already, which is the limit."),
            field="plate",
            count=load.cars,
        )


def check_span(starts_on: date, ends_on: date) -> None:
    """A permission or a ban ends after it begins, within a year; raises Invalid on `ends_on`."""
    if ends_on < starts_on:
        raise Invalid(N_("The end lies before the beginning."), field="ends_on")
    if ends_on - starts_on > LONGEST_PERMISSION:
        raise Invalid(N_("At most a year; it can be given again."), field="ends_on")
