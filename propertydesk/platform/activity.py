"""What happened: history, audit and timeline in one insert-only table."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask_babel import gettext
from sqlalchemy import ForeignKey, Index, String, Text, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.masking import mask_personal
from propertydesk.kernel.states import Workflow
from propertydesk.platform.access import Actor, may_open
from propertydesk.platform.db import Model, append_only, db
from propertydesk.platform.types import Identity, Json, UtcDateTime

LONGEST_NUMBER = 40


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
    subject_no: Mapped[str] = mapped_column(String(LONGEST_NUMBER), default="")
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


Namer = Callable[[Collection[int]], Mapping[int, str]]
"""Present names of subjects, as far as the reader may know them."""

_words: dict[str, ActionWords] = {}
_links: dict[str, Callable[[int], str]] = {}
_names: dict[str, Namer] = {}


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


def register_names(subject_type: str, namer: Namer) -> None:
    """Tell how subjects are called at present: entries hold a mask of the name of their day, and
    whoever may know the person reads the name.
    """
    _names[subject_type] = namer


def page_of(subject_type: str, subject_id: int) -> str:
    """The address of a subject's page, "" where it has none or whoever asks would not get in."""
    link = _links.get(subject_type)
    url = link(subject_id) if link else ""
    return url if url and may_open(url) else ""


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
    Entries are never erased, so phones, identity numbers and plates typed into any text are masked.
    """
    db.session.flush()
    kind, subject_id, number = subject.activity_subject
    entry = Activity(
        at=now,
        community_id=community_id or getattr(subject, "community_id", None),
        home_id=home_id or getattr(subject, "home_id", None),
        subject_type=kind,
        subject_id=subject_id,
        subject_no=number[:LONGEST_NUMBER],
        action=action,
        from_state=from_state,
        to_state=to_state,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        reason=mask_personal(reason),
        note=mask_personal(note),
        changes=_masked(dict(changes)) if changes else None,
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
            "subject_no": each.subject[2][:LONGEST_NUMBER],
            "action": action,
            "actor_kind": actor.kind,
            "actor_id": actor.id,
            "actor_name": actor.name,
            "note": mask_personal(each.note),
            "changes": _masked(dict(each.changes)) if each.changes else None,
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
    also: Collection[int] = (),
    before: int | None = None,
    limit: int = 30,
) -> list[Entry]:
    """The newest entries of a household or of one subject, newest first, one indexed query.

    `also` are further ids of the subject, where several rows became one; `before` is the id of the
    last entry already shown.
    """
    query = select(Activity).filter_by(community_id=community_id)
    if home_id is not None:
        query = query.filter_by(home_id=home_id)
    if subject is not None:
        query = query.filter_by(subject_type=subject[0])
        query = query.where(Activity.subject_id.in_([subject[1], *also]))
    if before is not None:
        query = query.where(Activity.id < before)
    rows = db.session.scalars(query.order_by(Activity.id.desc()).limit(limit)).all()
    return entries_of(rows, names_subject=subject is None)


def entries_of(rows: Sequence[Activity], *, names_subject: bool = False) -> list[Entry]:
    """Activities as a timeline shows them, with present names; `names_subject` where one stands
    among those of others.
    """
    called: dict[tuple[str, int], str] = {}
    for subject_type in {row.subject_type for row in rows} & set(_names):
        ids = {row.subject_id for row in rows if row.subject_type == subject_type}
        for subject_id, name in _names[subject_type](ids).items():
            called[subject_type, subject_id] = name
    return [
        _entry(row, called.get((row.subject_type, row.subject_id), row.subject_no), names_subject)
        for row in rows
    ]


def entry_of(row: Activity, *, names_subject: bool = False) -> Entry:
    """One activity as a timeline shows it."""
    return entries_of([row], names_subject=names_subject)[0]


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_personal(value)
    if isinstance(value, dict):
        return {key: _masked(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_masked(each) for each in value]
    return value


def _entry(row: Activity, name: str, names_subject: bool) -> Entry:  # noqa: FBT001  # handed on
    words = _words.get(row.action, ActionWords(row.action))
    text = gettext(words.text, number=name)
    if names_subject and name and name not in text:
        text = f"{text} {name}"
    return Entry(
        id=row.id,
        at=row.at,
        words=text,
        note=" · ".join(part for part in (row.note, row.reason) if part),
        actor_name=row.actor_name,
        tone=words.tone,
        icon=words.icon,
        url=page_of(row.subject_type, row.subject_id),
        action=row.action,
        to_state=row.to_state,
    )
