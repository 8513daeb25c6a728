"""Facts that follow-ups announce."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class FollowUpAnswered:
    """A follow-up has come to an end: answered, refused or given up.

    Announced because what is followed up lives above: a satisfied resident closes a repair
    order, a dissatisfied one makes rework. `outcome` is the state reached, `follow_up_id` the record.
    """

    source_type: str
    source_id: int
    follow_up_id: int
    outcome: str
    quality: int | None
    attitude: int | None
    reason: str
    comment: str
    promise: str
    promise_at: datetime | None
    actor: Any
    now: datetime
