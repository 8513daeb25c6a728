"""Two rows that are one person become one: everything moves, the old row stays and leads on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import queries
from propertydesk.owners.events import PersonMerged
from propertydesk.owners.models import (
    CareNote,
    Consent,
    DisclosedPerson,
    HouseholdTie,
    IdentityCheck,
    Person,
    PersonPhone,
    Vehicle,
)
from propertydesk.owners.rules import merging as rules
from propertydesk.owners.services import indexing
from propertydesk.owners.services.care import hide_note
from propertydesk.owners.services.erasure import NOTHING_MORE
from propertydesk.owners.services.holding import check_standing
from propertydesk.owners.services.identity import NOTHING, identity_values
from propertydesk.platform import activity, search
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.events import announce


@dataclass
class _Moved:
    """How much went over, for the history."""

    phones: int = 0
    ties: int = 0
    joined_ties: int = 0
    vehicles: int = 0


def merge_people(
    survivor: Person,
    other: Person,
    *,
    taken_over: frozenset[str],
    zone: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Join `other` to `survivor`. `taken_over` names the facts that stay as `other` has them
    (rules.merging.FACTS and "identity"); all else stays as `survivor` has it.

    Phones, ties, vehicles and checks move; ties to the same home become one. Raises Invalid for
    one and the same row, Conflict when either has been joined meanwhile.
    """
    _hold(survivor, other)
    moved, today = _Moved(), business_date(now, zone)
    changes = _take_over(survivor, other, taken_over)
    _move_identity(survivor, other, taken=_takes_identity(survivor, other, taken_over))
    _move_phones(survivor, other, today, moved)
    _move_ties(survivor, other, today, moved)
    _move_care(survivor, other, today)
    moved.vehicles = _move_rows(survivor, other)
    _empty(other)
    other.merged_into_id = survivor.id
    db.session.flush()
    indexing.index_people([survivor.id])
    search.drop("person", other.id)
    announce(
        PersonMerged(
            from_id=other.id,
            into_id=survivor.id,
            community_id=survivor.community_id,
            actor=actor,
            now=now,
        )
    )
    homes = queries.homes_of_person(survivor.id)
    activity.record(
        actor=actor,
        now=now,
        action="person.merge",
        subject=survivor,
        home_id=homes[0][1].id if homes else None,
        changes={**changes, "merged": [other.id, other.name], "moved": vars(moved)},
        note=other.name,
    )


def _empty(other: Person) -> None:
    """Nothing personal stays on the row that leads on: it is in no search and outlives erasure."""
    other.name, other.salutation = mask_name(other.name), ""
    other.notice_address = other.note = ""
    for column, value in NOTHING_MORE.items():
        setattr(other, column, value)


def _hold(survivor: Person, other: Person) -> None:
    """Homes before people, each in key order: two merges at once wait instead of blocking."""
    if survivor.id == other.id or survivor.community_id != other.community_id:
        raise Invalid(N_("Choose two different entries of this community."))
    ids = (survivor.id, other.id)
    homes = select(HouseholdTie.home_id).where(HouseholdTie.person_id.in_(ids)).distinct()
    for home in db.session.scalars(select(Home).where(Home.id.in_(homes)).order_by(Home.id)):
        lock(home)
    for person in sorted((survivor, other), key=lambda each: each.id):
        check_standing(person)


def _take_over(
    survivor: Person, other: Person, taken_over: frozenset[str]
) -> Mapping[str, list[object]]:
    """Gives which facts changed, without what they say."""
    changed: dict[str, list[object]] = {}
    for fact in taken_over & rules.FACTS.keys():
        for column in rules.FACTS[fact]:
            if getattr(survivor, column) != getattr(other, column):
                setattr(survivor, column, getattr(other, column))
                changed[fact] = ["****", "****"]
    return changed


def _takes_identity(survivor: Person, other: Person, taken_over: frozenset[str]) -> bool:
    return bool(other.identity_kind) and ("identity" in taken_over or not survivor.identity_kind)


def _move_identity(survivor: Person, other: Person, *, taken: bool) -> None:
    """The number is sealed anew for its new row; the old row keeps none."""
    if taken:
        number = queries.identity_number(other)
        values = identity_values(survivor.id, other.identity_kind, number)
        for column, value in values.items():
            setattr(survivor, column, value)
    for column, value in NOTHING.items():
        setattr(other, column, value)


def _move_phones(survivor: Person, other: Person, today: date, moved: _Moved) -> None:
    phones = db.session.scalars(
        select(PersonPhone).filter_by(person_id=other.id).order_by(PersonPhone.position)
    ).all()
    known = {each.number for each in queries.live_phones([survivor.id]).get(survivor.id, ())}
    place = len(known)
    for phone in phones:
        if phone.ends_on is None and phone.number in known:
            phone.ends_on = today
        elif phone.ends_on is None:
            place += 1
            phone.position = place
        phone.person_id = survivor.id
        moved.phones += 1
    db.session.flush()


def _move_ties(survivor: Person, other: Person, today: date, moved: _Moved) -> None:
    """A tie to the same home in the same way joins the survivor's; it stays with the old row, over
    from its first day, since the other one tells its time.
    """
    mine = {
        (tie.home_id, tie.tie): tie
        for tie in db.session.scalars(
            select(HouseholdTie).filter_by(person_id=survivor.id, ends_on=None)
        )
    }
    for tie in db.session.scalars(
        select(HouseholdTie).filter_by(person_id=other.id).order_by(HouseholdTie.id)
    ).all():
        same = mine.get((tie.home_id, tie.tie)) if tie.ends_on is None else None
        if same is None:
            tie.person_id = survivor.id
            moved.ties += 1
            continue
        told = rules.joined(_span(same), _span(tie))
        tie.ends_on = tie.starts_on or today
        db.session.flush()
        same.starts_on, same.lease_ends_on, same.share = (
            told.starts_on,
            told.lease_ends_on,
            told.share,
        )
        same.relation = same.relation or tie.relation
        moved.joined_ties += 1
    db.session.flush()


def _move_care(survivor: Person, other: Person, today: date) -> None:
    """Care notes go along; a second one about the same home is hidden, for one is read at a time."""
    kept = select(CareNote.home_id).filter_by(person_id=survivor.id, ends_on=None)
    homes = set(db.session.scalars(kept))
    for note in db.session.scalars(select(CareNote).filter_by(person_id=other.id)).all():
        if note.ends_on is None and note.home_id in homes:
            hide_note(note, today)
        note.person_id = survivor.id
    db.session.flush()


def _span(tie: HouseholdTie) -> rules.Span:
    return rules.Span(tie.starts_on, tie.lease_ends_on, tie.share)


def _move_rows(survivor: Person, other: Person) -> int:
    """What nothing clashes about; gives the number of vehicles."""
    into = {"person_id": survivor.id}
    for table in (IdentityCheck, Consent, DisclosedPerson):
        rows = update(table).where(table.person_id == other.id)
        db.session.execute(rows.values(into))
    earlier = update(Person).where(Person.merged_into_id == other.id)
    db.session.execute(earlier.values(merged_into_id=survivor.id))
    vehicles = update(Vehicle).where(Vehicle.person_id == other.id).values(into)
    return len(db.session.execute(vehicles.returning(Vehicle.id)).all())
