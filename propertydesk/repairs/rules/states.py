"""The state table of a repair order (domain.md D2)."""

from enum import StrEnum
from typing import Any

from propertydesk.kernel.errors import Invalid, Problem
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.repairs.rules.words import Permission


class State(StrEnum):
    """Where an order stands."""

    REGISTERED = "registered"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    NO_ACCESS = "no_access"
    SUSPENDED = "suspended"
    QUOTED = "quoted"
    DONE = "done"
    VERIFIED = "verified"
    SETTLED = "settled"
    FOLLOW_UP = "follow_up"
    REWORK = "rework"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    VOID = "void"


S = State

#: Work that still has to be done, in the order of the day.
OPEN = (S.REGISTERED, S.DISPATCHED, S.ACCEPTED, S.ON_SITE, S.NO_ACCESS, S.SUSPENDED, S.QUOTED)

WORDS = {
    S.REGISTERED: N_("To dispatch"),
    S.DISPATCHED: N_("Dispatched"),
    S.ACCEPTED: N_("Accepted"),
    S.ON_SITE: N_("On site"),
    S.NO_ACCESS: N_("Nobody home"),
    S.SUSPENDED: N_("Suspended"),
    S.QUOTED: N_("Price to be agreed"),
    S.DONE: N_("Work done"),
    S.VERIFIED: N_("Confirmed"),
    S.SETTLED: N_("Settled"),
    S.FOLLOW_UP: N_("To call back"),
    S.REWORK: N_("In rework"),
    S.CLOSED: N_("Closed"),
    S.CANCELLED: N_("Cancelled"),
    S.VOID: N_("Void"),
}
TONES = {
    S.REGISTERED: Tone.VIOLET,
    S.DISPATCHED: Tone.BLUE,
    S.ACCEPTED: Tone.BLUE,
    S.ON_SITE: Tone.BLUE,
    S.NO_ACCESS: Tone.AMBER,
    S.SUSPENDED: Tone.AMBER,
    S.QUOTED: Tone.AMBER,
    S.DONE: Tone.GREEN,
    S.VERIFIED: Tone.GREEN,
    S.SETTLED: Tone.GREEN,
    S.FOLLOW_UP: Tone.AMBER,
    S.REWORK: Tone.RED,
    S.CLOSED: Tone.GREY,
    S.CANCELLED: Tone.GREY,
    S.VOID: Tone.GREY,
}


def _slip_is_complete(order: Any) -> Problem | None:
    """Nobody is sent out on an incomplete slip (A12)."""
    if order.home_id is not None and not order.phone:
        return Invalid(N_("A repair inside a home needs a phone number."), field="phone")
    return None


def _is_chargeable(order: Any) -> Problem | None:
    if order.charge != "chargeable":
        return Invalid(N_("Only chargeable work has a price to agree on."))
    return None


MOVES = (
    Move(
        "dispatch",
        (S.REGISTERED,),
        S.DISPATCHED,
        Permission.DISPATCH,
        N_("Dispatch"),
        N_("Dispatched"),
        ("technician_id",),
        _slip_is_complete,
        "accept",
        icon="send",
    ),
    Move(
        "reassign",
        (S.DISPATCHED, S.ACCEPTED, S.NO_ACCESS, S.SUSPENDED),
        S.DISPATCHED,
        Permission.DISPATCH,
        N_("Send somebody else"),
        N_("Sent to somebody else"),
        ("technician_id", "reason"),
        timer="accept",
        icon="refresh",
    ),
    Move(
        "reject",
        (S.DISPATCHED,),
        S.REGISTERED,
        Permission.WORK,
        N_("Return to the desk"),
        N_("Returned by the technician"),
        ("reason",),
        timer="dispatch",
        tone=Tone.RED,
        icon="arrow-back-up",
    ),
    Move(
        "accept",
        (S.DISPATCHED,),
        S.ACCEPTED,
        Permission.WORK,
        N_("Accept"),
        N_("Accepted"),
        timer="arrive",
        icon="check",
    ),
    Move(
        "arrive",
        (S.ACCEPTED,),
        S.ON_SITE,
        Permission.WORK,
        N_("I am on site"),
        N_("On site"),
        timer="complete",
        icon="map-pin",
    ),
    Move(
        "no_access",
        (S.ACCEPTED, S.ON_SITE),
        S.NO_ACCESS,
        Permission.WORK,
        N_("Nobody home"),
        N_("Nobody was home"),
        ("knocked",),
        timer="rebook",
        tone=Tone.AMBER,
        icon="door",
    ),
    Move(
        "rebook",
        (S.NO_ACCESS,),
        S.ACCEPTED,
        Permission.DISPATCH,
        N_("New appointment"),
        N_("New appointment made"),
        ("appointment_from",),
        icon="calendar",
    ),
    Move(
        "suspend",
        (S.ACCEPTED, S.ON_SITE),
        S.SUSPENDED,
        Permission.WORK,
        N_("Suspend"),
        N_("Suspended"),
        ("reason", "next_visit_at"),
        timer="suspension",
        tone=Tone.AMBER,
        icon="player-pause",
    ),
    Move(
        "resume",
        (S.SUSPENDED,),
        S.ACCEPTED,
        Permission.WORK,
        N_("Go on"),
        N_("Work goes on"),
        icon="player-play",
    ),
    Move(
        "quote",
        (S.ON_SITE,),
        S.QUOTED,
        Permission.WORK,
        N_("Name the price"),
        N_("Price named"),
        ("amount",),
        _is_chargeable,
        "quote",
        tone=Tone.AMBER,
        icon="cash",
    ),
    Move(
        "agree",
        (S.QUOTED,),
        S.ON_SITE,
        Permission.WORK,
        N_("Price agreed"),
        N_("The resident agreed to the price"),
        tone=Tone.GREEN,
        icon="check",
    ),
    Move(
        "complete",
        (S.ON_SITE,),
        S.DONE,
        Permission.WORK,
        N_("Work done"),
        N_("Work done"),
        ("cause", "work_done"),
        timer="verify",
        tone=Tone.GREEN,
        icon="circle-check",
    ),
    Move(
        "return",
        (S.DONE, S.VERIFIED),
        S.ACCEPTED,
        Permission.VERIFY,
        N_("Send back to the technician"),
        N_("Sent back: not finished"),
        ("reason",),
        tone=Tone.RED,
        icon="arrow-back-up",
    ),
    Move(
        "verify",
        (S.DONE,),
        S.VERIFIED,
        Permission.VERIFY,
        N_("Resident confirmed"),
        N_("Confirmed by the resident"),
        tone=Tone.GREEN,
        icon="user-check",
    ),
    Move(
        "verify_silently",
        (S.DONE,),
        S.VERIFIED,
        Permission.VERIFY,
        N_("Take silence as consent"),
        N_("Confirmed automatically: no word within the time limit"),
        tone=Tone.GREY,
        icon="clock",
    ),
    Move(
        "settle",
        (S.VERIFIED,),
        S.SETTLED,
        Permission.SETTLE,
        N_("Settled"),
        N_("Paid or posted to the account"),
        ("receipt_no",),
        _is_chargeable,
        tone=Tone.GREEN,
        icon="receipt",
    ),
    Move(
        "unsettle",
        (S.SETTLED,),
        S.VERIFIED,
        Permission.SETTLE,
        N_("No longer settled"),
        N_("The payment was taken back"),
        tone=Tone.RED,
        icon="arrow-back-up",
    ),
    Move(
        "await_call",
        (S.DONE, S.VERIFIED, S.SETTLED),
        S.FOLLOW_UP,
        Permission.VERIFY,
        N_("Plan the call"),
        N_("Waits for the follow-up call"),
        timer="follow_up",
        tone=Tone.AMBER,
        icon="phone",
    ),
    Move(
        "redo",
        (S.DONE, S.VERIFIED, S.SETTLED, S.FOLLOW_UP),
        S.REWORK,
        Permission.VERIFY,
        N_("Order rework"),
        N_("Not satisfied: rework ordered"),
        ("reason",),
        timer="rework",
        tone=Tone.RED,
        icon="repeat",
    ),
    Move(
        "close",
        (S.DONE, S.VERIFIED, S.SETTLED, S.FOLLOW_UP, S.REWORK),
        S.CLOSED,
        Permission.VERIFY,
        N_("Close"),
        N_("Closed"),
        tone=Tone.GREY,
        icon="lock",
    ),
    Move(
        "cancel",
        (S.REGISTERED, S.DISPATCHED, S.ACCEPTED),
        S.CANCELLED,
        Permission.CANCEL,
        N_("Cancel the order"),
        N_("Cancelled"),
        ("reason",),
        tone=Tone.GREY,
        icon="x",
    ),
    Move(
        "void",
        (S.ON_SITE, S.NO_ACCESS, S.SUSPENDED, S.QUOTED),
        S.VOID,
        Permission.VOID,
        N_("Void the order"),
        N_("Void"),
        ("reason",),
        tone=Tone.GREY,
        icon="x",
    ),
)

WORKFLOW = Workflow("repair", State, MOVES, WORDS, TONES)
