"""Splitting a home and joining homes: what fits together.

One owner's homes are split or joined by a change of the register, without a transfer
(不动产登记暂行条例实施细则 Art 26(4)); where owners differ, a transfer comes first (Art 27(4)).
"""

from collections.abc import Sequence
from enum import StrEnum

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_

MOST_PARTS = 4
"""A home is split into four at most in one go; a part can be split again."""


class Succession(StrEnum):
    """How homes went on in others."""

    SPLIT = "split"
    JOIN = "join"


def check_areas(before: int, after: Sequence[int], *, remeasured: bool) -> None:
    """Raise Invalid on `remeasured` where areas (0.01 m²) do not add up, unless measured anew.

    A home whose area nobody knows (0) compares with nothing.
    """
    if remeasured or before == 0 or sum(after) == before:
        return
    raise Invalid(
        N_("Before it was %(before)s m², afterwards %(after)s m²: correct it, or tick this."),
        field="remeasured",
        before=f"{before // 100}.{before % 100:02d}",
        after=f"{sum(after) // 100}.{sum(after) % 100:02d}",
    )
