"""Former households: who owned or rented a home when; for those who may (W3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select

from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.owners.queries.households import Resident
from propertydesk.owners.queries.people import phones_of
from propertydesk.platform.db import db

_ORDER = {tie: place for place, tie in enumerate(rules.Tie)}
_LONGEST = 400


@dataclass(frozen=True)
class Period:
    """Those who left a home on one day, and since when the longest of them had belonged to it."""

    since: date | None
    until: date
    residents: Sequence[Resident]


def former_households(home_id: int) -> list[Period]:
    """The former people of a home by the day they left, the latest first: two queries.

    Beyond 400 people the oldest are left out.
    """
    query = (
        select(HouseholdTie, Person)
        .join(Person, Person.id == HouseholdTie.person_id)
        .where(HouseholdTie.home_id == home_id, HouseholdTie.ends_on.is_not(None))
        .order_by(HouseholdTie.ends_on.desc(), HouseholdTie.id)
        .limit(_LONGEST)
    )
    rows = db.session.execute(query).all()
    phones = phones_of({person.id for _tie, person in rows})
    found: dict[date, list[Resident]] = {}
    for tie, person in rows:
        until = tie.ends_on or date.max
        found.setdefault(until, []).append(Resident(tie, person, phones.get(person.id, ())))
    return [_period(until, residents) for until, residents in found.items()]


def is_former(person_id: int) -> bool:
    """Whether somebody belonged to a household once and to none now."""
    once = select(exists().where(HouseholdTie.person_id == person_id))
    now = select(
        exists().where(HouseholdTie.person_id == person_id, HouseholdTie.ends_on.is_(None))
    )
    return bool(db.session.scalar(once)) and not db.session.scalar(now)


def _period(until: date, residents: list[Resident]) -> Period:
    residents.sort(key=lambda r: (_ORDER[rules.Tie(r.tie.tie)], -(r.tie.share or 0), r.tie.id))
    begun = [each.tie.starts_on for each in residents if each.tie.starts_on]
    return Period(min(begun, default=None), until, residents)
