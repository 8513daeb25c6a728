"""The state table of a cashier's shift (domain.md D8, C13)."""

from enum import StrEnum

from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.till.rules.words import Permission


class ShiftState(StrEnum):
    """Where a shift stands."""

    OPEN = "open"
    COUNTED = "counted"
    CLOSED = "closed"


S = ShiftState

SHIFT = Workflow(
    "till_shift",
    ShiftState,
    (
        Move(
            "count",
            (S.OPEN,),
            S.COUNTED,
            Permission.SHIFT,
            N_("Count the drawer"),
            N_("Drawer counted"),
            icon="coins",
        ),
        Move(
            "recount",
            (S.COUNTED,),
            S.OPEN,
            Permission.CLOSE_DAY,
            N_("Count once more"),
            N_("To be counted once more"),
            ("reason",),
            tone=Tone.AMBER,
            icon="refresh",
        ),
        Move(
            "close",
            (S.COUNTED,),
            S.CLOSED,
            Permission.CLOSE_DAY,
            N_("Take over the money"),
            N_("Money taken over, shift closed"),
            tone=Tone.GREEN,
            icon="lock",
        ),
    ),
    {S.OPEN: N_("Open"), S.COUNTED: N_("Counted"), S.CLOSED: N_("Closed")},
    {S.OPEN: Tone.BLUE, S.COUNTED: Tone.VIOLET, S.CLOSED: Tone.GREEN},
)
