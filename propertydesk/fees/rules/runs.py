"""The state table of a billing run (domain.md D8)."""

from enum import StrEnum

from propertydesk.fees.rules.words import Permission
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_


class RunState(StrEnum):
    """Where a run stands."""

    PREPARED = "prepared"
    POSTING = "posting"
    POSTED = "posted"
    UNDONE = "undone"
    DISCARDED = "discarded"


S = RunState

MOVES = (
    Move(
        "approve",
        (S.PREPARED,),
        S.POSTING,
        Permission.APPROVE_RUN,
        N_("Approve and post"),
        N_("Billing run approved; posting began"),
        icon="check",
    ),
    Move(
        "discard",
        (S.PREPARED,),
        S.DISCARDED,
        Permission.PREPARE_RUN,
        N_("Discard"),
        N_("Billing run discarded"),
        tone=Tone.GREY,
        icon="x",
    ),
    Move(
        "finish",
        (S.POSTING,),
        S.POSTED,
        Permission.APPROVE_RUN,
        N_("Posted"),
        N_("Billing run posted"),
        tone=Tone.GREEN,
        icon="circle-check",
    ),
    Move(
        "undo",
        (S.POSTED,),
        S.UNDONE,
        Permission.UNDO_RUN,
        N_("Undo the run"),
        N_("Billing run undone: its receivables are void"),
        ("reason",),
        tone=Tone.RED,
        icon="arrow-back-up",
    ),
)

RUN = Workflow(
    "billing",
    S,
    MOVES,
    {
        S.PREPARED: N_("Waits for approval"),
        S.POSTING: N_("Posting"),
        S.POSTED: N_("Posted"),
        S.UNDONE: N_("Undone"),
        S.DISCARDED: N_("Discarded"),
    },
    {
        S.PREPARED: Tone.VIOLET,
        S.POSTING: Tone.BLUE,
        S.POSTED: Tone.GREEN,
        S.UNDONE: Tone.RED,
        S.DISCARDED: Tone.GREY,
    },
)
