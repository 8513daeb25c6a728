"""Writing down at the gate, and dealing with it at the desk."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select, update

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Gate
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.passes.rules import gate_notes as rules
from propertydesk.passes.rules.gate_notes import NoteKind, Told
from propertydesk.passes.rules.retention import ERASED
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.retention import RetentionRule
from propertydesk.platform.reveal import Asking, Look, Target, record_look
from propertydesk.platform.sequences import next_number
from propertydesk.platform.settings import value


def note_down(
    place: Community, gate: Gate | None, told: Told, *, actor: Actor, now: datetime
) -> GateNote:
    """Write something down for the office. Raises Invalid for what it could do nothing with."""
    rules.check(told)
    note = GateNote(
        community_id=place.id,
        kind=told.kind,
        state=rules.State.OPEN,
        state_since=now,
        at=now,
        gate_id=gate.id if gate else None,
        guard_id=actor.id,
        guard=actor.name,
        what=told.what,
        home_id=told.home_id,
        name=told.name,
        phone=told.phone,
        plate=told.plate,
        spot=told.spot,
        place=told.place,
        due_at=_due(place, told.kind, now),
    )
    day = business_date(now, place.zone)
    serial = next_number(rules.SERIES, place.id, f"{day:%Y%m%d}")
    note.number = document_number(rules.SERIES, day, serial)
    db.session.add(note)
    db.session.flush()
    activity.record(
        actor=actor,
        now=now,
        action="gate_note.write",
        subject=note,
        home_id=note.home_id,
        to_state=note.state,
    )
    return note


def close(note: GateNote, *, outcome: str, words: str, actor: Actor, now: datetime) -> None:
    """Say what became of it. Raises Invalid for an outcome that does not fit or lacks its words,
    Conflict when somebody was faster.
    """
    rules.check_outcome(NoteKind(note.kind), outcome, words)
    workflow.apply(rules.WORKFLOW, note, "close", actor=actor, now=now, inputs={"outcome": outcome})
    note.outcome, note.words, note.closed_by = outcome, words, actor.name


def move_away(note: GateNote, *, actor: Actor, now: datetime) -> None:
    """The guard saw it driven away. Raises Conflict when it is closed, Invalid for other notes."""
    rules.check_outcome(NoteKind(note.kind), rules.Outcome.MOVED, "")
    workflow.apply(rules.WORKFLOW, note, "move_away", actor=actor, now=now)
    note.outcome, note.closed_by = rules.Outcome.MOVED, actor.name


def reveal_phone(note: GateNote, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """The full number; who looked and why is written down. Raises NotAllowed, Invalid."""
    target = Target(
        value=note.phone,
        masked=mask_phone(note.phone) if note.phone else "",
        subject=note,
        about=None,
        home_ids=[note.home_id] if note.home_id else [],
        is_case=note.state == rules.State.OPEN,
    )
    return record_look(rules.PHONE, target, asking, actor=actor, now=now)


def _due(place: Community, kind: NoteKind, now: datetime) -> datetime | None:
    if kind is NoteKind.FOUND:
        return now + rules.FOUND_KEPT
    if kind is NoteKind.PARKING:
        return now + timedelta(days=1)
    return estate.opening_hours(place).next_at(now, value(place.id, rules.CALL_BACK_BY))


def _over(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(GateNote.id)
        .where(
            GateNote.community_id == community_id,
            GateNote.state == rules.State.CLOSED,
            GateNote.state_since < before,
            GateNote.erased_at.is_(None),
        )
        .order_by(GateNote.id)
    )


def _erase(ids: Sequence[int], now: datetime) -> None:
    db.session.execute(
        update(GateNote)
        .where(GateNote.id.in_(ids))
        .values(name=ERASED, phone="", plate="", what="", words="", home_id=None, erased_at=now)
    )
    db.session.expire_all()


RETENTION = (
    RetentionRule(
        key="passes.gate-notes",
        what=N_("Notes of the gate: name, number, plate, home, what was written"),
        purpose=N_("To call back, to count cars in the wrong place, to give found property back"),
        basis=N_("Contract: keeping order"),
        after=N_("the note was dealt with"),
        effect=N_("Blanked; kind, time, place and outcome stay for the counts"),
        setting=rules.KEPT_DAYS,
        due=_over,
        erase=_erase,
    ),
)
