"""Reading follow-ups."""

from propertydesk.followups.queries.calls import (
    Contact,
    QueueRow,
    SourceCard,
    attempts,
    contact_of,
    due_count,
    figures,
    has_waiting_calls,
    next_in_queue,
    of_source,
    person_asked,
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
    "Contact",
    "QueueRow",
    "SourceCard",
    "attempts",
    "contact_of",
    "due_count",
    "figures",
    "has_waiting_calls",
    "next_in_queue",
    "of_source",
    "person_asked",
    "queue",
    "register_source",
    "sentences",
    "source_of",
    "today_ends",
    "waiting",
]
