"""Ties between people and homes, made and checked as part of other verbs."""

from datetime import date, datetime

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.services.holding import check_standing
from propertydesk.owners.services.people import PersonDetails, make_person
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock

_TAKEN = N_("This person stands in the household already.")


def known_or_new(home: Home, who: Person | PersonDetails, now: datetime) -> Person:
    """The person, made first where they are new; part of a verb. Raises Invalid."""
    if isinstance(who, PersonDetails):
        return make_person(home.community_id, who, now)
    if who.community_id != home.community_id:
        raise Invalid(N_("This person belongs to another community."))
    if who.died_on is not None:
        raise Invalid(N_("%(name)s has died and cannot join a household."), name=who.name)
    check_standing(who)
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


def person_of(tie: HouseholdTie) -> Person:
    """The person of a tie."""
    return db.session.get_one(Person, tie.person_id)
