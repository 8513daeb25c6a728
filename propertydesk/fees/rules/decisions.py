"""The state tables of what is proposed and decided on: prices, late charge rules, vacancy rates."""

from enum import StrEnum

from propertydesk.fees.rules.words import Permission
from propertydesk.kernel.states import Move, Tone, Workflow
from propertydesk.kernel.words import N_


class Decision(StrEnum):
    """Where a proposal stands. Only what is approved counts in a billing run."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


class VersionState(StrEnum):
    """Where a version of a price or of the late charge stands: one of its day alone is in force."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    REPLACED = "replaced"


D = Decision
V = VersionState

WORDS = {
    D.PROPOSED: N_("Waits for approval"),
    D.APPROVED: N_("Approved"),
    D.REFUSED: N_("Refused"),
}
TONES = {D.PROPOSED: Tone.VIOLET, D.APPROVED: Tone.GREEN, D.REFUSED: Tone.RED}
VERSION_WORDS: dict[str, str] = {
    **{str(state): word for state, word in WORDS.items()},
    V.REPLACED: N_("Replaced"),
}
VERSION_TONES: dict[str, Tone] = {
    **{str(state): tone for state, tone in TONES.items()},
    V.REPLACED: Tone.GREY,
}


def _moves(permission: Permission, approved: str, refused: str) -> tuple[Move, ...]:
    return (
        Move(
            "approve",
            (D.PROPOSED,),
            D.APPROVED,
            permission,
            N_("Approve"),
            approved,
            tone=Tone.GREEN,
            icon="circle-check",
        ),
        Move(
            "refuse",
            (D.PROPOSED,),
            D.REFUSED,
            permission,
            N_("Refuse"),
            refused,
            ("reason",),
            tone=Tone.RED,
            icon="x",
        ),
    )


def _version_moves(approved: str, refused: str, replaced: str) -> tuple[Move, ...]:
    """A version that was wrong gives way to the next one of its day, never to nothing."""
    by = Permission.APPROVE_PRICE
    replace = Move(
        "replace",
        (V.APPROVED,),
        V.REPLACED,
        by,
        N_("Replace"),
        replaced,
        tone=Tone.GREY,
        icon="tag",
    )
    return (*_moves(by, approved, refused), replace)


PRICE = Workflow(
    "price",
    V,
    _version_moves(
        N_("Price approved: %(number)s"),
        N_("Price refused: %(number)s"),
        N_("Price replaced from its first day: %(number)s"),
    ),
    VERSION_WORDS,
    VERSION_TONES,
)
LATE_RULE = Workflow(
    "late_rule",
    V,
    _version_moves(
        N_("Late charge approved: %(number)s"),
        N_("Late charge refused: %(number)s"),
        N_("Late charge replaced from its first day: %(number)s"),
    ),
    VERSION_WORDS,
    VERSION_TONES,
)
VACANCY = Workflow(
    "vacancy",
    D,
    _moves(
        Permission.APPROVE_VACANCY,
        N_("Vacancy rate approved: %(number)s"),
        N_("Vacancy rate refused: %(number)s"),
    ),
    WORDS,
    TONES,
)
