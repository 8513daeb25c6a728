"""What the gates are counted by (domain.md B9, D6, D7)."""

from enum import StrEnum
from typing import Self

from propertydesk.kernel.words import N_
from propertydesk.passes.rules.words import PassKind, Way

LONGEST_SPAN = 400
"""Days that are counted at once."""


class Entry(StrEnum):
    """Who came in, and what went out, each time."""

    VISITORS = "visitors"
    WORKERS = "workers"
    COURIERS = "couriers"
    ITEMS = "items"

    @classmethod
    def of(cls, kind: PassKind, way: Way) -> Self | None:
        """What a use counts as; people on their way out are not counted."""
        if kind is PassKind.EXIT:
            return cls("items")
        return None if way is Way.OUT else cls("workers" if kind is PassKind.WORKER else "visitors")


ENTRY_WORDS = {
    Entry.VISITORS: N_("Visitors in"),
    Entry.WORKERS: N_("Workers in"),
    Entry.COURIERS: N_("Couriers"),
    Entry.ITEMS: N_("Large items out"),
}
