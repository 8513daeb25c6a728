"""Facts that fees announce."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class BillsPosted:
    """The bills of some buildings stand, all items and periods of a run.

    Announced because money paid ahead lives above, with the till: it is set off in this very
    transaction. A task that is killed before it ends announces the same again.
    """

    community_id: int
    run_id: int
    month: date
    building_ids: tuple[int, ...]
    actor: Any
    now: datetime


@dataclass(frozen=True)
class BillsWithdrawn:
    """A run is about to be undone; its balances are held.

    Announced because what was set off by itself has to come back first: only what people paid
    stands in the way of undoing a run.
    """

    community_id: int
    run_id: int
    actor: Any
    now: datetime
