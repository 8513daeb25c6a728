"""The state table of a large-item exit pass (domain.md D6)."""

from enum import StrEnum
from typing import Any

from propertydesk.kernel.errors import Invalid, Problem
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.passes.rules.exit_basis import missing_for_issue
from propertydesk.passes.rules.words import Permission


class State(StrEnum):
    """Where an exit pass stands."""

    DRAFT = "draft"
    CONSENT_PENDING = "consent_pending"
    ISSUED = "issued"
    RELEASED = "released"
    PARTLY_RELEASED = "partly_released"
    REFUSED = "refused_at_gate"
    EXPIRED = "expired"
    VOIDED = "voided"
    RETURNED = "returned"
    ARCHIVED = "archived"


S = State

#: What still waits for the office or the gate.
OPEN = (S.DRAFT, S.CONSENT_PENDING, S.ISSUED, S.REFUSED)
#: Let out, the gate's copy not yet back.
OUT = (S.RELEASED, S.PARTLY_RELEASED)

WORDS = {
    S.DRAFT: N_("Draft"),
    S.CONSENT_PENDING: N_("Waits for consent"),
    S.ISSUED: N_("Issued"),
    S.RELEASED: N_("Let out"),
    S.PARTLY_RELEASED: N_("Partly let out"),
    S.REFUSED: N_("Refused at the gate"),
    S.EXPIRED: N_("Expired"),
    S.VOIDED: N_("Void"),
    S.RETURNED: N_("Gate copy back"),
    S.ARCHIVED: N_("Filed"),
}
TONES = {
    S.DRAFT: Tone.VIOLET,
    S.CONSENT_PENDING: Tone.AMBER,
    S.ISSUED: Tone.BLUE,
    S.RELEASED: Tone.GREEN,
    S.PARTLY_RELEASED: Tone.GREEN,
    S.REFUSED: Tone.RED,
    S.EXPIRED: Tone.GREY,
    S.VOIDED: Tone.GREY,
    S.RETURNED: Tone.GREY,
    S.ARCHIVED: Tone.GREY,
}


def _basis_is_complete(exit_pass: Any) -> Problem | None:
    """Nothing goes out on an unproved word (domain.md B6)."""
    missing = missing_for_issue(exit_pass)
    return Invalid(missing[0][1], field=missing[0][0]) if missing else None


MOVES = (
    Move(
        "await_consent",
        (S.DRAFT,),
        S.CONSENT_PENDING,
        Permission.ISSUE,
        N_("Wait for consent"),
        N_("Waits for the owner's consent"),
        timer="consent",
        tone=Tone.AMBER,
        icon="clock",
    ),
    Move(
        "issue",
        (S.DRAFT, S.CONSENT_PENDING),
        S.ISSUED,
        Permission.ISSUE,
        N_("Issue the pass"),
        N_("Exit pass issued"),
        guard=_basis_is_complete,
        timer="window",
        icon="circle-check",
    ),
    Move(
        "edit",
        (S.ISSUED, S.REFUSED),
        S.ISSUED,
        Permission.ISSUE,
        N_("Change the pass"),
        N_("Changed: the earlier slip counts no more"),
        ("reason",),
        timer="window",
        icon="edit",
    ),
    Move(
        "ask_again",
        (S.ISSUED, S.REFUSED),
        S.CONSENT_PENDING,
        Permission.ISSUE,
        N_("Change the pass and phone again"),
        N_("Changed: the earlier slip counts no more, the owner is phoned again"),
        ("reason",),
        timer="consent",
        tone=Tone.AMBER,
        icon="edit",
    ),
    Move(
        "clear",
        (S.REFUSED,),
        S.ISSUED,
        Permission.ISSUE,
        N_("Let it come again"),
        N_("Checked by the office: may come to the gate again"),
        ("reason",),
        timer="window",
        icon="check",
    ),
    Move(
        "release",
        (S.ISSUED,),
        S.RELEASED,
        Permission.GUARD,
        N_("Let out"),
        N_("Everything let out"),
        ("mover",),
        tone=Tone.GREEN,
        icon="package-export",
    ),
    Move(
        "release_part",
        (S.ISSUED,),
        S.PARTLY_RELEASED,
        Permission.GUARD,
        N_("Let out in part"),
        N_("Let out in part; the rest needs a new pass"),
        ("mover", "difference"),
        tone=Tone.GREEN,
        icon="package-export",
    ),
    Move(
        "refuse",
        (S.ISSUED,),
        S.REFUSED,
        Permission.GUARD,
        N_("Refuse"),
        N_("Refused at the gate"),
        ("difference",),
        tone=Tone.RED,
        icon="hand-stop",
    ),
    Move(
        "release_at_night",
        (S.DRAFT,),
        S.RELEASED,
        Permission.GUARD,
        N_("Let out on the duty manager's word"),
        N_("Let out after hours on the duty manager's word"),
        ("duty_manager", "reason"),
        tone=Tone.AMBER,
        icon="moon",
    ),
    Move(
        "expire",
        (S.DRAFT, S.CONSENT_PENDING, S.ISSUED, S.REFUSED),
        S.EXPIRED,
        Permission.ISSUE,
        N_("Expire"),
        N_("Expired unused"),
        tone=Tone.GREY,
        icon="clock",
    ),
    Move(
        "void",
        (S.DRAFT, S.CONSENT_PENDING, S.ISSUED, S.REFUSED),
        S.VOIDED,
        Permission.VOID,
        N_("Void the pass"),
        N_("Exit pass void"),
        ("reason",),
        tone=Tone.GREY,
        icon="x",
    ),
    Move(
        "take_copy",
        (S.RELEASED, S.PARTLY_RELEASED),
        S.RETURNED,
        Permission.ISSUE,
        N_("Gate copy is back"),
        N_("Gate copy came back"),
        tone=Tone.GREY,
        icon="inbox",
    ),
    Move(
        "file",
        (S.RETURNED,),
        S.ARCHIVED,
        Permission.ISSUE,
        N_("File"),
        N_("Filed"),
        tone=Tone.GREY,
        icon="folder",
    ),
)

WORKFLOW = Workflow("exit_pass", State, MOVES, WORDS, TONES)
