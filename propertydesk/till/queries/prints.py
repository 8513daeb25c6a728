"""How often papers of the till were printed."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from sqlalchemy import func, select

from propertydesk.estate.models import Home
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.till.models import PaperPrint


class Printed(Protocol):
    """A document by kind, id and number, of a community."""

    @property
    def community_id(self) -> int:
        """Whose document it is."""

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""


def prints_of_each(documents: Collection[Printed]) -> dict[str, int]:
    """The same for several documents of one kind and community, by number; one query."""
    if not documents:
        return {}
    numbers = [each.activity_subject[2] for each in documents]
    first = next(iter(documents))
    query = (
        select(PaperPrint.number, func.count())
        .where(
            PaperPrint.community_id == first.community_id,
            PaperPrint.kind == first.activity_subject[0],
            PaperPrint.number.in_(numbers),
        )
        .group_by(PaperPrint.number)
    )
    found = {number: count for number, count in db.session.execute(query)}  # noqa: C416  # typed rows make no dict
    return {number: found.get(number, 0) for number in numbers}


def prints_of(document: Printed) -> int:
    """How many prints of a document were counted."""
    kind, _id, number = document.activity_subject
    query = select(func.count()).select_from(PaperPrint)
    found = query.filter_by(community_id=document.community_id, kind=kind, number=number)
    return db.session.scalar(found) or 0


def was_noted(home: Home, action: str, note: str, *, by: int | None, since: datetime) -> bool:
    """Whether somebody has written down since a moment that a paper of a home is taken."""
    kind, home_id, _number = home.activity_subject
    query = select(Activity.id).where(
        Activity.subject_type == kind,
        Activity.subject_id == home_id,
        Activity.action == action,
        Activity.note == note,
        Activity.actor_id == by,
        Activity.at >= since,
    )
    return db.session.scalar(query.limit(1)) is not None
