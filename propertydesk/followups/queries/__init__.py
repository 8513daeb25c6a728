"""Reading follow-ups."""

from propertydesk.followups.queries.calls import (
    QueueRow,
    SourceCard,
    attempts,
    due_count,
    figures,
    next_in_queue,
    of_source,
    queue,
    register_source,
    sentences,
    source_of,
    today_ends,
    waiting,
)
from propertydesk.followups.queries.listing import LISTING

__all__ = [
    "LISTING",
    "QueueRow",
    "SourceCard",
    "attempts",
    "due_count",
    "figures",
    "next_in_queue",
    "of_source",
    "queue",
    "register_source",
    "sentences",
    "source_of",
    "today_ends",
    "waiting",
]
