"""The state tables of a worker's pass and of the work that it belongs to (domain.md C6, I28)."""

from enum import StrEnum

from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.passes.rules.words import Permission


class State(StrEnum):
    """Where a worker's pass stands."""

    WAITING = "waiting"
    VALID = "valid"
    LOST = "lost"
    EXPIRED = "expired"
    VOIDED = "voided"
    RETURNED = "returned"


class WorkState(StrEnum):
    """Where the work at a home stands."""

    OPEN = "open"
    STOPPED = "stopped"
    CLOSED = "closed"


S, W = State, WorkState
#: A card of these is with the worker.
OUT = (S.VALID, S.EXPIRED)
#: A card was made for these and is not settled.
ISSUED = (S.VALID, S.EXPIRED, S.LOST)
#: What their deposit is held for: the card is not settled.
SECURED = (S.WAITING, *ISSUED)
#: Nobody works on these any more.
OVER = (S.LOST, S.EXPIRED, S.VOIDED, S.RETURNED)
#: Work that is not over.
GOING_ON = (W.OPEN, W.STOPPED)

WORDS: dict[str, str] = {
    S.WAITING: N_("Not yet issued"),
    S.VALID: N_("In force"),
    S.LOST: N_("Lost"),
    S.EXPIRED: N_("Expired"),
    S.VOIDED: N_("Void"),
    S.RETURNED: N_("Card back"),
}
TONES: dict[str, Tone] = {
    S.WAITING: Tone.VIOLET,
    S.VALID: Tone.GREEN,
    S.LOST: Tone.RED,
    S.EXPIRED: Tone.AMBER,
    S.VOIDED: Tone.RED,
    S.RETURNED: Tone.GREY,
}
#: How a pass in force reads whose deposit is not held; no state, for it is over once that is paid anew.
UNSECURED = "unsecured"
STANDING_WORDS = {**WORDS, UNSECURED: N_("Deposit not held")}
STANDING_TONES = {**TONES, UNSECURED: Tone.RED}
WORK_WORDS = {W.OPEN: N_("Going on"), W.STOPPED: N_("Stopped"), W.CLOSED: N_("Work closed")}
WORK_TONES = {W.OPEN: Tone.BLUE, W.STOPPED: Tone.RED, W.CLOSED: Tone.GREY}

_ISSUE, _VOID, _GUARD = Permission.ISSUE_WORKERS, Permission.VOID_WORKERS, Permission.GUARD

WORKFLOW = Workflow(
    "worker_pass",
    State,
    (
        Move(
            "issue", (S.WAITING,), S.VALID, _ISSUE, N_("Issue"), N_("Card issued"), ("photo",),
            tone=Tone.GREEN, icon="id-badge-2",
        ),
        Move(
            "extend", (S.VALID, S.EXPIRED), S.VALID, _ISSUE, N_("Extend the pass"),
            N_("Extended, with a new card"), ("ends_on",), timer="window", icon="calendar",
        ),
        Move(
            "report_lost", (S.VALID, S.EXPIRED), S.LOST, _ISSUE, N_("Report lost"),
            N_("Reported lost, the card counts no more"), ("reason",), tone=Tone.RED,
            icon="alert-triangle",
        ),
        Move(
            "replace", (S.LOST,), S.VALID, _ISSUE, N_("New card"),
            N_("New card for the lost one"), timer="window", tone=Tone.GREEN, icon="id-badge-2",
        ),
        Move(
            "void", (S.WAITING, S.VALID, S.EXPIRED, S.LOST), S.VOIDED, _VOID, N_("Void"),
            N_("Made void"), ("reason",), tone=Tone.RED, icon="x",
        ),
        Move(
            "take_back", (S.VALID, S.EXPIRED, S.LOST, S.VOIDED), S.RETURNED, _ISSUE,
            N_("Take the card back"), N_("Card handed back"), tone=Tone.GREY, icon="inbox",
        ),
        Move(
            "take_away", (S.EXPIRED, S.LOST, S.VOIDED), S.RETURNED, _GUARD,
            N_("Take the card away"), N_("Card taken away at the gate"), tone=Tone.AMBER,
            icon="hand-stop",
        ),
        Move(
            "expire", (S.VALID,), S.EXPIRED, _ISSUE, N_("Expire"), N_("Time is over"),
            tone=Tone.AMBER, icon="clock",
        ),
        Move(
            "lapse", (S.WAITING,), S.VOIDED, _ISSUE, N_("Lapse"),
            N_("Never issued, the time is over"), tone=Tone.GREY, icon="clock",
        ),
    ),
    WORDS,
    TONES,
)  # fmt: skip

WORK = Workflow(
    "engagement",
    WorkState,
    (
        Move(
            "stop", (W.OPEN,), W.STOPPED, _VOID, N_("Stop the work"),
            N_("Stopped: nobody comes in for it"), ("reason",), tone=Tone.RED, icon="hand-stop",
        ),
        Move(
            "resume", (W.STOPPED,), W.OPEN, _VOID, N_("Let it go on"), N_("Goes on"), ("reason",),
            tone=Tone.GREEN, icon="player-play",
        ),
        Move(
            "close", (W.OPEN, W.STOPPED), W.CLOSED, _ISSUE, N_("Close the work"),
            N_("Closed: cards and deposits are settled"), tone=Tone.GREY, icon="lock",
        ),
    ),
    WORK_WORDS,
    WORK_TONES,
)  # fmt: skip
