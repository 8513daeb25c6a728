"""Numbers around an order that may be looked at in full, and what for (A48)."""

from propertydesk.kernel.reveals import Revealable
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.repairs.rules.words import Permission

ORDER_PHONE = Revealable(
    "repair.phone",
    N_("Phone on a repair order"),
    Permission.REVEAL,
    "repair.reveal",
    REVEAL_PURPOSE_WORDS,
)
CALLER_PHONE = Revealable(
    "repair.caller",
    N_("Phone of a caller"),
    Permission.REVEAL,
    "person.reveal",
    REVEAL_PURPOSE_WORDS,
)
REVEALABLES = (ORDER_PHONE, CALLER_PHONE)
