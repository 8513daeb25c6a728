"""Notes that whoever opens the household must see first."""

from datetime import date, datetime

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.owners.models import HomeNote
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend
from propertydesk.platform.db import db, lock


def add_note(home: Home, *, kind: str, text: str, actor: Actor, now: datetime) -> HomeNote:
    """Put a note in sight, for the desk or for visits (rules.NoteKind)."""
    check_open(home.ended_on)
    note = HomeNote(
        community_id=home.community_id,
        home_id=home.id,
        kind=kind,
        text=text,
        created_at=now,
        created_by=actor.name,
    )
    db.session.add(note)
    activity.record(actor=actor, now=now, action="note.add", subject=note)
    return note


def edit_note(note: HomeNote, *, kind: str, text: str, actor: Actor, now: datetime) -> None:
    """Correct a note."""
    lock(note)
    check_open(note.ends_on)
    changes = amend(note, {"kind": kind, "text": text}, masks={"text": lambda _text: "****"})
    activity.record(actor=actor, now=now, action="note.edit", subject=note, changes=changes)


def end_note(note: HomeNote, *, on: date, actor: Actor, now: datetime) -> None:
    """The note no longer holds; it stays on record. Raises Invalid on `on`, Conflict when ended."""
    lock(note)
    check_open(note.ends_on)
    check_day(on, note.community_id, now)
    note.ends_on = on
    activity.record(actor=actor, now=now, action="note.end", subject=note)
