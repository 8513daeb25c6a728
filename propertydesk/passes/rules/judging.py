"""What the gate answers: values in, one plain answer out."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.passes.rules.words import Answer, Ended

_ENDED = {
    Ended.VOID: Answer.VOID,
    Ended.RETURNED: Answer.VOID,
    Ended.REPLACED: Answer.REPLACED,
    Ended.LOST: Answer.LOST,
}


@dataclass(frozen=True)
class Standing:
    """A code at one instant; `uses` 0 means any number, `used` counts all versions of the pass."""

    valid_from: datetime
    valid_to: datetime
    uses: int
    used: int
    ended: str


def answer_to(standing: Standing, now: datetime) -> Answer:
    """The first of these that holds: used up, ended, not yet valid, expired; else good.

    Used comes first: whoever holds the old slip of a pass that went out is told when and where.
    """
    if standing.uses and standing.used >= standing.uses:
        return Answer.USED
    if standing.ended:
        return _ENDED[Ended(standing.ended)]
    if now < standing.valid_from:
        return Answer.NOT_YET
    if now >= standing.valid_to:
        return Answer.EXPIRED
    return Answer.GOOD


#: What the window says may be overruled by a telephone call to the office; a code that was used up,
#: ended or is none at all may not.
FORCEABLE = frozenset({Answer.NOT_YET, Answer.EXPIRED})
