"""Activities, written as the verbs of the services write them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import Who
from propertydesk.estate.models import Community, Home
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
    ) -> None:
        """Write that `who` did `action` to `subject`; `more` are further columns."""
        kind, number = subject.subject
        if subject.model is Home:
            home = subject
        elif home is None:
            home = subject.values.get("home_id")
        if community is None:
            own = subject.model is Community
            community = subject if own else subject.values["community_id"]
        self.book.add(
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
