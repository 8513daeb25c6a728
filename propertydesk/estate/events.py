"""Facts that the estate announces."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class CommunityFounded:
    """A community has been created.

    Announced because whoever creates it must be able to go there, and roles belong to accounts.
    """

    community_id: int
    actor: Any
    now: datetime


@dataclass(frozen=True)
class HomeEnded:
    """A home is no more: split, merged, pulled down.

    Announced because its household ends with it, and households belong to owners.
    """

    home_id: int
    community_id: int
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class HomesReplaced:
    """Homes are about to end because others take their place: one was split, or several joined.

    Announced before they end, because owners go on in all new homes and the household in one of
    them, and households belong to owners. `household_in` is that home.
    """

    from_ids: tuple[int, ...]
    to_ids: tuple[int, ...]
    household_in: int
    community_id: int
    on: date
    actor: Any
    now: datetime


@dataclass(frozen=True)
class SpaceEnded:
    """A parking space is no more.

    Announced because a vehicle that stood there has no place now, and vehicles belong to owners.
    """

    space_id: int
    community_id: int
    actor: Any
    now: datetime
