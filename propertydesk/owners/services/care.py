"""Special-care notes: kept sealed, read for a purpose, hidden and erased when consent ends."""

from datetime import date, datetime, timedelta

from flask_babel import gettext
from sqlalchemy import exists, select, update

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import CareNote, HouseholdTie, Person
from propertydesk.owners.rules import consents
from propertydesk.owners.rules.care import CARE_KIND_WORDS, CareFacts, CareKind
from propertydesk.owners.rules.consents import Scope
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.reveal import Asking, Look, Target, record_look
from propertydesk.platform.settings import value
from propertydesk.platform.vault import seal, unseal

_LIVES_THERE = (rules.Tie.OWNER, rules.Tie.TENANT, rules.Tie.MEMBER)


def keep_care_note(
    home: Home,
    person: Person,
    *,
    kind: str,
    text: str,
    visit_line: str = "",
    actor: Actor,
    now: datetime,
) -> CareNote:
    """Write or replace the care note of somebody who lives in the home, sealed.

    Raises Invalid without a consent in force (`text`), and on `visit_line` when they did not agree
    that technicians see it (PIPL 28-29).
    """
    lock(home)
    check_open(home.ended_on)
    _check(home, person, visit_line)
    note = db.session.scalar(
        select(CareNote).filter_by(home_id=home.id, person_id=person.id, ends_on=None)
    )
    is_new = note is None
    if note is None:
        note = CareNote(
            community_id=home.community_id,
            home_id=home.id,
            person_id=person.id,
            created_at=now,
            created_by=actor.name,
        )
        db.session.add(note)
        db.session.flush()
    facts = CareFacts(CareKind(kind).value, text)
    note.sealed = seal(facts.written(), place=_place("text", note))
    note.sealed_visit = seal(visit_line, place=_place("visit", note)) if visit_line else None
    note.created_at, note.created_by = now, actor.name
    activity.record(
        actor=actor,
        now=now,
        action="care.keep" if is_new else "care.edit",
        subject=note,
        home_id=home.id,
    )
    return note


def read_care_note(note: CareNote, asking: Asking, *, actor: Actor, now: datetime) -> Look:
    """What the note says and its line for visits, with the look and its purpose on record (A48).

    Raises NotAllowed, and Invalid on `purpose` or when the consent has been withdrawn.
    """
    facts, visit = opened(note)
    told = [gettext(CARE_KIND_WORDS[CareKind(facts.kind)]), facts.text]
    told += [f"{gettext('What to mind on a visit')}: {visit}"] if visit else []
    target = Target(
        value="\n".join(told),
        masked="****",
        subject=note,
        about=("person", note.person_id),
        home_ids=[note.home_id],
    )
    return record_look(rules.CARE_NOTE, target, asking, actor=actor, now=now)


def opened(note: CareNote) -> tuple[CareFacts, str]:
    """What the note says, for a verb or page that has written down the look. Raises Invalid."""
    hidden = note.sealed is None or note.ends_on is not None
    if hidden or not queries.agreed(note.person_id, Scope.CARE):
        raise Invalid(N_("This note is hidden: the consent has ended."))
    facts = CareFacts.read(unseal(note.sealed or b"", place=_place("text", note)))
    visit = unseal(note.sealed_visit, place=_place("visit", note)) if note.sealed_visit else ""
    return facts, visit


def end_care_note(note: CareNote, *, on: date, actor: Actor, now: datetime) -> None:
    """The care is no longer needed: hidden at once, erased soon. Raises Invalid on `on`."""
    lock(note)
    check_open(note.ends_on)
    check_day(on, note.community_id, now)
    hide_note(note, on)
    activity.record(actor=actor, now=now, action="care.end", subject=note, home_id=note.home_id)


def hide_care_of(person_id: int, on: date) -> None:
    """Hide somebody's care notes, as part of the verb that ended what they rested on."""
    for note in db.session.scalars(select(CareNote).filter_by(person_id=person_id, ends_on=None)):
        hide_note(note, on)


def hide_care_of_home(home_id: int, on: date) -> None:
    """Hide the care notes of a home that is no more; part of the verb that ended it."""
    for note in db.session.scalars(select(CareNote).filter_by(home_id=home_id, ends_on=None)):
        hide_note(note, on)


def move_care_note(note: CareNote, home: Home) -> None:
    """Keep a note in another home, sealed for its new row; part of the verb that moved the household.

    A note nobody may read any more stays behind, and so does a second one of the same person.
    """
    kept = select(CareNote.id).filter_by(home_id=home.id, person_id=note.person_id, ends_on=None)
    unreadable = note.sealed is None or not queries.agreed(note.person_id, Scope.CARE)
    if unreadable or db.session.scalar(kept) is not None:
        return
    facts, visit = opened(note)
    new = CareNote(
        community_id=home.community_id,
        home_id=home.id,
        person_id=note.person_id,
        created_at=note.created_at,
        created_by=note.created_by,
    )
    db.session.add(new)
    db.session.flush()
    new.sealed = seal(facts.written(), place=_place("text", new))
    new.sealed_visit = seal(visit, place=_place("visit", new)) if visit else None


def forget_visit_lines(person_id: int) -> None:
    """Erase what technicians could see of somebody; part of the withdrawal."""
    for note in db.session.scalars(select(CareNote).filter_by(person_id=person_id, ends_on=None)):
        note.sealed_visit = None


def sweep_care(community_id: int, today: date) -> int:
    """Hide notes of who moved away, and erase what is due; gives how many were touched."""
    lives_there = exists().where(
        HouseholdTie.home_id == CareNote.home_id,
        HouseholdTie.person_id == CareNote.person_id,
        HouseholdTie.tie.in_(_LIVES_THERE),
        HouseholdTie.ends_on.is_(None),
    )
    stale = select(CareNote).filter_by(community_id=community_id, ends_on=None).where(~lives_there)
    moved = db.session.scalars(stale).all()
    for note in moved:
        hide_note(note, today)
    db.session.flush()
    erased = db.session.execute(
        update(CareNote)
        .where(
            CareNote.community_id == community_id,
            CareNote.erase_on <= today,
            CareNote.sealed.is_not(None),
        )
        .values(sealed=None, sealed_visit=None)
        .returning(CareNote.id)
    ).all()
    return len(moved) + len(erased)


def _check(home: Home, person: Person, visit_line: str) -> None:
    ties = {tie.tie for tie in queries.live_ties(home.id) if tie.person_id == person.id}
    if not ties & {each.value for each in _LIVES_THERE} or person.died_on is not None:
        raise Invalid(N_("A care note is kept for somebody who lives in the home."))
    if not queries.agreed(person.id, Scope.CARE):
        raise Invalid(
            N_("Without consent to a special-care note nothing may be kept; enter it first."),
            field="text",
        )
    if visit_line and not queries.agreed(person.id, Scope.CARE_VISIT):
        raise Invalid(
            N_("Without consent to it, technicians see nothing; leave this empty."),
            field="visit_line",
        )


def hide_note(note: CareNote, on: date) -> None:
    """Hide a note from a day on and set the day of its erasure; part of a verb."""
    days = value(note.community_id, consents.CARE_ERASE_DAYS)
    note.ends_on, note.erase_on = on, on + timedelta(days=days)


def _place(part: str, note: CareNote) -> str:
    return f"care_notes.{part}:{note.id}"
