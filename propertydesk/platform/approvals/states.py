"""The state table of a request to a second person."""

from enum import StrEnum

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_


class State(StrEnum):
    """Where a request stands."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


WORDS = {
    State.WAITING: N_("Waits for a decision"),
    State.APPROVED: N_("Approved"),
    State.REFUSED: N_("Turned down"),
    State.WITHDRAWN: N_("Withdrawn"),
    State.EXPIRED: N_("Expired undecided"),
}
TONES = {
    State.WAITING: Tone.AMBER,
    State.APPROVED: Tone.GREEN,
    State.REFUSED: Tone.RED,
    State.WITHDRAWN: Tone.GREY,
    State.EXPIRED: Tone.GREY,
}


def table(*, asked_by: str, decided_by: str) -> Workflow:
    """The state table with the permissions of a kind: of whoever asks and of whoever decides."""
    return Workflow(
        "approval",
        State,
        (
            Move(
                "approve",
                (State.WAITING,),
                State.APPROVED,
                decided_by,
                N_("Approve"),
                N_("Request %(number)s approved"),
                tone=Tone.GREEN,
                icon="circle-check",
            ),
            Move(
                "refuse",
                (State.WAITING,),
                State.REFUSED,
                decided_by,
                N_("Turn down"),
                N_("Request %(number)s turned down"),
                ("note",),
                tone=Tone.RED,
                icon="circle-x",
            ),
            Move(
                "withdraw",
                (State.WAITING,),
                State.WITHDRAWN,
                asked_by,
                N_("Withdraw"),
                N_("Request %(number)s withdrawn"),
                tone=Tone.GREY,
                icon="arrow-back-up",
            ),
            Move(
                "expire",
                (State.WAITING,),
                State.EXPIRED,
                decided_by,
                N_("Let it expire"),
                N_("Request %(number)s expired undecided"),
                timer="expiry",
                tone=Tone.GREY,
                icon="clock",
            ),
        ),
        WORDS,
        TONES,
    )


#: The table as documents draw it; the permissions are those of each kind.
STATES = table(asked_by="asked_by of the kind", decided_by="decided_by of the kind")

ACTIONS = {
    "approval.ask": ActionWords(
        N_("A second person was asked: %(number)s"), "user-check", Tone.AMBER
    ),
    "approval.note": ActionWords(N_("Answer to %(number)s seen"), "check", Tone.GREY),
}
LINKS = {"approval": "/approvals/{}".format}
