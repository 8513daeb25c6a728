"""What a guard writes down for the office: matters after hours, cars in the wrong place, things found.

After-hours matters are called back the next morning (domain.md A27), cars in the wrong place are
counted by plate (A26), found property is kept for its owner (A41; 民法典 314 to 318).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes.rules.words import Permission

SERIES = "MG"
#: How far back a plate's earlier notes count.
REPEATS_WITHIN = timedelta(days=90)
#: Found property goes to the state when nobody claims it within a year (民法典 318).
FOUND_KEPT = timedelta(days=365)


class NoteKind(StrEnum):
    """What a note is about."""

    MATTER = "matter"
    PARKING = "parking"
    FOUND = "found"


class State(StrEnum):
    """Whether the office has dealt with it."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What became of it."""

    SETTLED = "settled"
    REGISTERED = "registered"
    UNREACHED = "unreached"
    MOVED = "moved"
    OWNER_TOLD = "owner_told"
    NOT_MOVED = "not_moved"
    HANDED_BACK = "handed_back"
    POLICE = "police"
    DISPOSED = "disposed"


class Spot(StrEnum):
    """Where something stands that must not stand there (A26)."""

    CAR_AT_LOBBY = "car_lobby"
    MOPED_IN_LOBBY = "moped_lobby"
    FIRE_LANE = "fire_lane"
    OTHERS_SPACE = "space"
    ELSEWHERE = "else"


KIND_WORDS = {
    NoteKind.MATTER: N_("Matter for the office"),
    NoteKind.PARKING: N_("Parked in the wrong place"),
    NoteKind.FOUND: N_("Found property"),
}
KIND_ICONS = {NoteKind.MATTER: "moon", NoteKind.PARKING: "car", NoteKind.FOUND: "package"}
SPOT_WORDS = {
    Spot.CAR_AT_LOBBY: N_("Car at the lobby"),
    Spot.MOPED_IN_LOBBY: N_("Moped in the lobby"),
    Spot.FIRE_LANE: N_("In the fire lane"),
    Spot.OTHERS_SPACE: N_("In somebody's space"),
    Spot.ELSEWHERE: N_("Elsewhere"),
}
OUTCOME_WORDS = {
    Outcome.SETTLED: N_("Called back, settled"),
    Outcome.REGISTERED: N_("Called back, registered"),
    Outcome.UNREACHED: N_("Not reached"),
    Outcome.MOVED: N_("Moved away"),
    Outcome.OWNER_TOLD: N_("Keeper told"),
    Outcome.NOT_MOVED: N_("Not moved"),
    Outcome.HANDED_BACK: N_("Handed back"),
    Outcome.POLICE: N_("Given to the police"),
    Outcome.DISPOSED: N_("Disposed of after its time"),
}
OUTCOMES: Mapping[NoteKind, tuple[Outcome, ...]] = {
    NoteKind.MATTER: (Outcome.SETTLED, Outcome.REGISTERED, Outcome.UNREACHED),
    NoteKind.PARKING: (Outcome.MOVED, Outcome.OWNER_TOLD, Outcome.NOT_MOVED),
    NoteKind.FOUND: (Outcome.HANDED_BACK, Outcome.POLICE, Outcome.DISPOSED),
}
#: What has to be said with an outcome: who took it and the proof, what was agreed.
_NEEDS_WORDS = {
    Outcome.REGISTERED: N_("Write down under which number it was registered."),
    Outcome.HANDED_BACK: N_("Write down who took it and how they showed it is theirs."),
    Outcome.POLICE: N_("Write down which station and who took it."),
}

WORKFLOW = Workflow(
    "gate_note",
    State,
    (
        Move(
            "close",
            (State.OPEN,),
            State.CLOSED,
            Permission.ANSWER_NOTES,
            N_("Close"),
            N_("Dealt with"),
            ("outcome",),
            icon="circle-check",
        ),
        Move(
            "move_away",
            (State.OPEN,),
            State.CLOSED,
            Permission.GUARD,
            N_("Moved away"),
            N_("Moved away"),
            tone=Tone.GREEN,
            icon="circle-check",
        ),
    ),
    {State.OPEN: N_("Waits for the office"), State.CLOSED: N_("Dealt with")},
    {State.OPEN: Tone.AMBER, State.CLOSED: Tone.GREEN},
)

ACTIONS = {
    "gate_note.write": ActionWords(N_("Written down at the gate: %(number)s"), "edit"),
    "gate_note.reveal": ActionWords(N_("Number of note %(number)s looked at"), "eye", Tone.GREY),
}
LINKS = {"gate_note": "/gate-notes/{}".format}
PHONE = Revealable(
    "gate_note.phone",
    N_("Phone on a note of the gate"),
    Permission.REVEAL,
    "gate_note.reveal",
    REVEAL_PURPOSE_WORDS,
)

CALL_BACK_BY = Setting(
    "passes.call_back_by",
    time(9, 30),
    "time",
    N_("After-hours matters are called back by"),
    N_("On the next day that the service centre is open; later ones show red."),
)
KEPT_DAYS = Setting(
    "passes.notes_kept_days",
    90,
    "integer",
    N_("Notes of the gate are kept for"),
    N_("Days after a note was dealt with; then name, number and plate go."),
    unit=N_("days"),
    minimum=1,
    maximum=3650,
)
SETTINGS = (CALL_BACK_BY, KEPT_DAYS)


@dataclass(frozen=True)
class Told:
    """What a guard writes down."""

    kind: NoteKind
    what: str = ""
    home_id: int | None = None
    name: str = ""
    phone: str = ""
    plate: str = ""
    spot: str = ""
    place: str = ""


def check(told: Told) -> None:
    """Raise Invalid, with its field, for what the office could do nothing with."""
    needed: dict[str, Any] = {
        NoteKind.MATTER: {"what": told.what, "name": told.name, "phone": told.phone},
        NoteKind.PARKING: {"plate": told.plate, "spot": told.spot},
        NoteKind.FOUND: {"what": told.what, "place": told.place},
    }[told.kind]
    for field, given in needed.items():
        if not given:
            raise Invalid(N_("This is needed."), field=field)
    if told.spot == Spot.ELSEWHERE and not told.place:
        raise Invalid(N_("This is needed."), field="place")


def check_outcome(kind: NoteKind, outcome: str, words: str) -> None:
    """Raise Invalid unless this can become of such a note, and what it needs is said."""
    if outcome not in OUTCOMES[kind]:
        raise Invalid(N_("Choose one of the list."), field="outcome")
    if outcome in _NEEDS_WORDS and not words:
        raise Invalid(_NEEDS_WORDS[Outcome(outcome)], field="words")


def is_late(state: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether something still waits that should have been done."""
    return state == State.OPEN and due_at is not None and due_at <= now
