"""What happened: history, audit and timeline in one insert-only table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, String, Text, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import Model, append_only, db
from propertydesk.platform.types import Identity, Json, UtcDateTime


class Activity(Model):
    """One thing that somebody did to one subject."""

    __tablename__ = "activities"
    __table_args__ = (
        Index("ix_activities_home", "community_id", "home_id", "id"),
        Index("ix_activities_subject", "subject_type", "subject_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int | None]
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_no: Mapped[str] = mapped_column(String(40), default="")
    action: Mapped[str] = mapped_column(String(60))
    from_state: Mapped[str | None] = mapped_column(String(30))
    to_state: Mapped[str | None] = mapped_column(String(30))
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[dict[str, Any] | None] = mapped_column(Json)
    request_id: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(45), default="")


append_only(Activity.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table


class Subject(Protocol):
    """Anything that activities can be about."""

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and the number or label that people know it by."""
        ...


@dataclass(frozen=True)
class Entry:
    """One line of a timeline, in the reader's language."""

    id: int
    at: datetime
    words: str
    note: str
    actor_name: str
    tone: str
    icon: str
    url: str
    action: str
    to_state: str | None


_words: dict[str, ActionWords] = {}
_links: dict[str, Callable[[int], str]] = {}


def register_words(words: Mapping[str, ActionWords]) -> None:
    """Tell how actions read; called once from the wiring."""
    _words.update(words)


def register_workflow(flow: Workflow) -> None:
    """Take the words of a workflow's moves."""
    for move in flow.moves:
        _words[f"{flow.subject}.{move.action}"] = ActionWords(move.done, move.icon, move.tone)


def register_link(subject_type: str, link: Callable[[int], str]) -> None:
    """Tell where a subject's page is."""
    _links[subject_type] = link


def record(
    *,
    actor: Actor,
    now: datetime,
    action: str,
    subject: Subject,
    community_id: int | None = None,
    home_id: int | None = None,
    from_state: str | None = None,
    to_state: str | None = None,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    note: str = "",
) -> Activity:
    """Write down that `actor` did `action` to `subject`; every verb does so exactly once.

    `changes` maps a field to [before, after], personal data masked; `note` is shown in the timeline.
    """
    db.session.flush()
    kind, subject_id, number = subject.activity_subject
    entry = Activity(
        at=now,
        community_id=community_id or getattr(subject, "community_id", None),
        home_id=home_id or getattr(subject, "home_id", None),
        subject_type=kind,
        subject_id=subject_id,
        subject_no=number,
        action=action,
        from_state=from_state,
        to_state=to_state,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        reason=reason,
        note=note,
        changes=dict(changes) if changes else None,
        request_id=actor.request_id,
        address=actor.address,
    )
    db.session.add(entry)
    return entry


@dataclass(frozen=True)
class Told:
    """One of many acts of the same kind: its subject (kind, id, number), home and changes."""

    subject: tuple[str, int, str]
    home_id: int | None = None
    changes: Mapping[str, Any] | None = None
    note: str = ""


def record_many(
    told: Iterable[Told], *, actor: Actor, now: datetime, action: str, community_id: int
) -> None:
    """Write down what mass work did, one activity for each subject, in one statement."""
    rows = [
        {
            "at": now,
            "community_id": community_id,
            "home_id": each.home_id,
            "subject_type": each.subject[0],
            "subject_id": each.subject[1],
            "subject_no": each.subject[2],
            "action": action,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name,
            "note": each.note,
            "changes": dict(each.changes) if each.changes else None,
            "request_id": actor.request_id,
            "address": actor.address,
        }
        for each in told
    ]
    if rows:
        db.session.execute(insert(Activity), rows)


def timeline(
    community_id: int,
    *,
    home_id: int | None = None,
    subject: tuple[str, int] | None = None,
    before: int | None = None,
    limit: int = 30,
) -> list[Entry]:
    """The newest entries of a household or of one subject, newest first, one indexed query.

    `before` is the id of the last entry already shown.
    """
    query = select(Activity).filter_by(community_id=community_id)
    if home_id is not None:
        query = query.filter_by(home_id=home_id)
    if subject is not None:
        query = query.filter_by(subject_type=subject[0], subject_id=subject[1])
    if before is not None:
        query = query.where(Activity.id < before)
    rows = db.session.scalars(query.order_by(Activity.id.desc()).limit(limit))
    return [entry_of(row, names_subject=subject is None) for row in rows]


def entry_of(row: Activity, *, names_subject: bool = False) -> Entry:
    """An activity as a timeline shows it; `names_subject` where it stands among those of others."""
    words = _words.get(row.action, ActionWords(row.action))
    link = _links.get(row.subject_type)
    text = gettext(words.text, number=row.subject_no)
    if names_subject and row.subject_no and row.subject_no not in text:
        text = f"{text} {row.subject_no}"
    return Entry(
        id=row.id,
        at=row.at,
        words=text,
        note=" · ".join(part for part in (row.note, row.reason) if part),
        actor_name=row.actor_name,
        tone=words.tone,
        icon=words.icon,
        url=link(row.subject_id) if link else "",
        action=row.action,
        to_state=row.to_state,
    )
