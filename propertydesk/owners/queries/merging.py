"""What is shown of two entries before they are joined, and who else an entry may be."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from propertydesk.estate.models import Home
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from propertydesk.owners.queries.people import homes_of_person, live_phones
from propertydesk.platform.db import db

_MOST = 12


@dataclass(frozen=True)
class Side:
    """One of the two entries, with what hangs on it."""

    person: Person
    homes: Sequence[tuple[HouseholdTie, Home]]
    vehicles: int


def side(person: Person) -> Side:
    """An entry with its homes and the number of its vehicles."""
    vehicles = select(func.count()).select_from(Vehicle).filter_by(person_id=person.id)
    return Side(person, homes_of_person(person.id), db.session.scalar(vehicles) or 0)


def alike(person: Person) -> list[Person]:
    """Standing entries with the same name, number or identity, at most a dozen."""
    numbers = [each.number for each in live_phones([person.id]).get(person.id, ())]
    same_number = select(PersonPhone.person_id).where(
        PersonPhone.community_id == person.community_id,
        PersonPhone.number.in_(numbers),
        PersonPhone.ends_on.is_(None),
    )
    conditions = [Person.name == person.name, Person.id.in_(same_number)]
    if person.identity_fingerprint:
        conditions.append(Person.identity_fingerprint == person.identity_fingerprint)
    query = (
        select(Person)
        .where(
            Person.community_id == person.community_id,
            Person.id != person.id,
            Person.merged_into_id.is_(None),
            or_(*conditions),
        )
        .order_by(Person.id)
        .limit(_MOST)
    )
    return list(db.session.scalars(query))
