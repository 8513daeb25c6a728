"""Who lives in a home and who may speak for it: joining, correcting, leaving."""

from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate.events import HomeEnded
from propertydesk.estate.models import Home
from propertydesk.estate.rules import Occupancy
from propertydesk.estate.services import note_occupancy
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, Vehicle
from propertydesk.owners.services import indexing
from propertydesk.owners.services.people import PersonDetails, make_person
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock

_TAKEN = N_("This person stands in the household already.")


def join_household(
    home: Home,
    who: Person | PersonDetails,
    *,
    tie: str,
    relation: str = "",
    starts_on: date | None = None,
    lease_ends_on: date | None = None,
    actor: Actor,
    now: datetime,
) -> HouseholdTie:
    """Add a tenant, member or emergency contact, known or new; a tenant makes the home a let one.

    Owners join through `change_owners`, for their shares hang together. Raises Invalid.
    """
    lock(home)
    check_open(home.ended_on)
    if tie == rules.Tie.OWNER:
        raise Invalid(N_("Owners are entered together with all shares."))
    _check_lease(starts_on, lease_ends_on)
    person = known_or_new(home, who, now)
    row = make_tie(home, person, tie, starts_on=starts_on, relation=relation)
    row.lease_ends_on = lease_ends_on if tie == rules.Tie.TENANT else None
    changes = note_occupancy(home, Occupancy.LET) if tie == rules.Tie.TENANT else {}
    indexing.index_people([person.id])
    activity.record(
        actor=actor,
        now=now,
        action=f"household.{tie}",
        subject=person,
        home_id=home.id,
        changes=changes,
    )
    return row


def edit_tie(
    tie: HouseholdTie,
    *,
    relation: str,
    starts_on: date | None,
    lease_ends_on: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct the relation or the dates of a tie; shares have `change_owners`. Raises Invalid."""
    check_tie_open(tie)
    _check_lease(starts_on, lease_ends_on)
    values = {"relation": relation or "", "starts_on": starts_on, "lease_ends_on": lease_ends_on}
    changes = amend(tie, values)
    activity.record(
        actor=actor,
        now=now,
        action="household.edit",
        subject=_person(tie),
        home_id=tie.home_id,
        changes=changes,
    )


def end_tie(tie: HouseholdTie, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """Somebody leaves the household. Raises Invalid on `on`, and for an owner: shares must sum to
    100 %, so owners leave by a transfer or a change of shares.
    """
    check_tie_open(tie)
    if tie.tie == rules.Tie.OWNER:
        raise Invalid(N_("An owner leaves by a transfer, or by a change of all shares."))
    check_day(on, tie.community_id, now, since=tie.starts_on)
    tie.ends_on = on
    indexing.index_people([tie.person_id])
    activity.record(
        actor=actor,
        now=now,
        action="household.leave",
        subject=_person(tie),
        home_id=tie.home_id,
        changes={"tie": [tie.tie, None]},
        reason=reason,
    )


def end_tenancy(
    home: Home, *, on: date, reason: str, occupancy: str, actor: Actor, now: datetime
) -> None:
    """All tenants leave; `occupancy` is how the home is lived in afterwards. Raises Invalid.

    Members and vehicles of the household are ended one by one: nobody else knows whose they are.
    """
    lock(home)
    tenants = queries.live_ties(home.id, rules.Tie.TENANT)
    if not tenants:
        raise Conflict(N_("There is no tenancy to end; somebody else was faster."))
    for tie in tenants:
        check_day(on, home.community_id, now, since=tie.starts_on)
        tie.ends_on = on
    changes = note_occupancy(home, occupancy)
    indexing.index_people({tie.person_id for tie in tenants})
    activity.record(
        actor=actor,
        now=now,
        action="home.tenancy_end",
        subject=home,
        changes=changes,
        reason=reason,
    )


def close_household(event: HomeEnded) -> None:
    """A home is no more: its ties, vehicles and notes end with it, in the verb that ended it."""
    ties = queries.live_ties(event.home_id)
    for tie in ties:
        tie.ends_on = max(event.on, tie.starts_on or event.on)
    vehicles = select(Vehicle).filter_by(home_id=event.home_id, ends_on=None)
    for vehicle in db.session.scalars(vehicles).all():
        vehicle.ends_on = event.on
        indexing.index_vehicle(vehicle)
    notes = select(HomeNote).filter_by(home_id=event.home_id, ends_on=None)
    for note in db.session.scalars(notes):
        note.ends_on = event.on
    indexing.index_people({tie.person_id for tie in ties})


def known_or_new(home: Home, who: Person | PersonDetails, now: datetime) -> Person:
    """The person, made first where they are new; part of a verb. Raises Invalid."""
    if isinstance(who, PersonDetails):
        return make_person(home.community_id, who, now)
    if who.community_id != home.community_id:
        raise Invalid(N_("This person belongs to another community."))
    return who


def make_tie(
    home: Home,
    person: Person,
    tie: str,
    *,
    starts_on: date | None,
    share: int | None = None,
    relation: str = "",
) -> HouseholdTie:
    """A tie, as part of a verb. Raises Invalid when the person has it already."""
    row = HouseholdTie(
        community_id=home.community_id,
        home_id=home.id,
        person_id=person.id,
        tie=rules.Tie(tie).value,
        share=share,
        relation=relation or "",
        starts_on=starts_on,
    )
    with unless_taken(Invalid(_TAKEN)):
        db.session.add(row)
    return row


def check_tie_open(tie: HouseholdTie) -> None:
    """Raise Conflict for a tie that has ended; home and tie are held from here on."""
    lock(db.session.get_one(Home, tie.home_id))
    lock(tie)
    check_open(tie.ends_on)


def _person(tie: HouseholdTie) -> Person:
    return db.session.get_one(Person, tie.person_id)


def _check_lease(starts_on: date | None, lease_ends_on: date | None) -> None:
    if starts_on and lease_ends_on and lease_ends_on < starts_on:
        raise Invalid(N_("The lease cannot end before it begins."), field="lease_ends_on")
