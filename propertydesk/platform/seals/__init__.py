"""Seals on the activity log: a chain beside the business transactions that shows any later change.

`chain` writes it, `checking` recomputes it and shares no code with the writer, `heads` keeps the
newest head in a file outside the database.
"""

from propertydesk.platform.seals.chain import (
    JOBS,
    ActivitySeal,
    Head,
    Waiting,
    head,
    head_at,
    seal_all,
    seal_next,
    waiting,
)
from propertydesk.platform.seals.examination import ACTIONS, TASK

__all__ = [
    "ACTIONS",
    "JOBS",
    "TASK",
    "ActivitySeal",
    "Head",
    "Waiting",
    "head",
    "head_at",
    "seal_all",
    "seal_next",
    "waiting",
]
