"""The state table of a duty (domain.md D10): no new shift without both signatures, but by the lead."""

from enum import StrEnum

from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_
from propertydesk.shifts.rules.words import Permission


class DutyState(StrEnum):
    """Where a duty stands."""

    ON_DUTY = "on_duty"
    SIGNED_OFF = "signed_off"
    RELIEVED = "relieved"
    ENDED = "ended"


S = DutyState
#: States in which nobody else can begin at the post.
RUNNING = (S.ON_DUTY, S.SIGNED_OFF)

WORKFLOW = Workflow(
    "duty",
    DutyState,
    (
        Move(
            "sign_off",
            (S.ON_DUTY,),
            S.SIGNED_OFF,
            Permission.READ,
            N_("Hand over"),
            N_("Hand-over written and signed"),
            icon="writing-sign",
            tone=Tone.AMBER,
        ),
        Move(
            "sign_on",
            (S.SIGNED_OFF,),
            S.RELIEVED,
            Permission.READ,
            N_("Take over the shift"),
            N_("Taken over and signed"),
            icon="user-check",
            tone=Tone.GREEN,
        ),
        Move(
            "end",
            RUNNING,
            S.ENDED,
            Permission.END,
            N_("End without hand-over"),
            N_("Ended without hand-over"),
            ("reason",),
            icon="user-x",
            tone=Tone.RED,
        ),
    ),
    {
        S.ON_DUTY: N_("On duty"),
        S.SIGNED_OFF: N_("Waits for relief"),
        S.RELIEVED: N_("Relieved"),
        S.ENDED: N_("Ended without hand-over"),
    },
    {
        S.ON_DUTY: Tone.BLUE,
        S.SIGNED_OFF: Tone.AMBER,
        S.RELIEVED: Tone.GREEN,
        S.ENDED: Tone.RED,
    },
)
