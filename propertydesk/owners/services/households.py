"""Who lives in a home and who may speak for it: joining, correcting, leaving."""

from datetime import date, datetime

from sqlalchemy import select

from propertydesk.estate.events import HomeEnded
from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, Vehicle
from propertydesk.owners.rules import tenancy
from propertydesk.owners.services import indexing
from propertydesk.owners.services.care import hide_care_of_home
from propertydesk.owners.services.people import PersonDetails
from propertydesk.owners.services.tenancies import Terms, start_tenancy, void_planned_end
from propertydesk.owners.services.ties import check_tie_open, known_or_new, make_tie, person_of
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend
from propertydesk.platform.db import db, lock


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
    """Add a tenant, member or emergency contact, known or new.

    Owners join through `change_owners`, for their shares hang together; of a tenant whose terms are
    known, `start_tenancy` says more. Raises Invalid.
    """
    if tie == rules.Tie.OWNER:
        raise Invalid(N_("Owners are entered together with all shares."))
    if tie == rules.Tie.TENANT:
        terms = Terms(starts_on=starts_on, lease_ends_on=lease_ends_on)
        return start_tenancy(home, who, terms, actor=actor, now=now)
    lock(home)
    check_open(home.ended_on)
    person = known_or_new(home, who, now)
    row = make_tie(home, person, tie, starts_on=starts_on, relation=relation)
    indexing.index_people([person.id])
    activity.record(
        actor=actor, now=now, action=f"household.{tie}", subject=person, home_id=home.id
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
    tenancy.check_lease(starts_on, lease_ends_on)
    values = {"relation": relation or "", "starts_on": starts_on, "lease_ends_on": lease_ends_on}
    changes = amend(tie, values)
    activity.record(
        actor=actor,
        now=now,
        action="household.edit",
        subject=person_of(tie),
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
        subject=person_of(tie),
        home_id=tie.home_id,
        changes={"tie": [tie.tie, None]},
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
    hide_care_of_home(event.home_id, event.on)
    void_planned_end(event.home_id)
    indexing.index_people({tie.person_id for tie in ties})
