"""Activities, written as the verbs of the services write them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import Who
from propertydesk.estate.models import Community, Home
from propertydesk.kernel.states import Workflow
from propertydesk.platform.activity import Activity


@dataclass
class Trail:
    """Leaves the traces of what happened."""

    book: Book

    def leave(
        self,
        at: datetime,
        who: Who,
        action: str,
        subject: Row,
        *,
        home: Row | None = None,
        community: Row | None = None,
        **more: Any,
    ) -> Row:
        """Write that `who` did `action` to `subject`; `more` are further columns."""
        kind, number = subject.subject
        if subject.cls is Home:
            home = subject
        elif home is None:
            home = subject.values.get("home_id")
        if community is None:
            own = subject.cls is Community
            community = subject if own else subject.values["community_id"]
        return self.book.add(
            Activity,
            at=at,
            community_id=community,
            home_id=home,
            subject_type=kind,
            subject_id=subject,
            subject_no=number[:40],
            action=action,
            actor_kind=who.kind,
            actor_id=who.staff,
            actor_name=who.name,
            **more,
        )


def target(flow: Workflow, record: Row, action: str) -> str:
    """The state that `action` leads to; raises LookupError where the table has no such move."""
    move = flow.move(record.state, action)
    if move is None:
        raise LookupError(f"{flow.subject}: no {action} from {record.state}")
    return str(move.target)
