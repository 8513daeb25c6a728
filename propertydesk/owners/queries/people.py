"""People: their numbers, their homes, and who else it could be."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import time

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select

from propertydesk.estate.models import Home
from propertydesk.kernel.masking import mask_phone
from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, Person, PersonPhone
from propertydesk.platform import search
from propertydesk.platform.db import db


@dataclass(frozen=True)
class ShownPhone:
    """A number as it may be shown; `id` is what a reveal asks for."""

    id: int
    masked: str
    note: str


def live_phones(person_ids: Collection[int]) -> dict[int, list[PersonPhone]]:
    """The numbers in use of several people, each in the order to call: one query."""
    if not person_ids:
        return {}
    query = (
        select(PersonPhone)
        .where(PersonPhone.person_id.in_(person_ids), PersonPhone.ends_on.is_(None))
        .order_by(PersonPhone.position, PersonPhone.id)
    )
    found: dict[int, list[PersonPhone]] = defaultdict(list)
    for phone in db.session.scalars(query):
        found[phone.person_id].append(phone)
    return dict(found)


def phones_of(person_ids: Collection[int]) -> dict[int, Sequence[ShownPhone]]:
    """The same, masked."""
    return {
        person_id: [ShownPhone(each.id, mask_phone(each.number), each.note) for each in phones]
        for person_id, phones in live_phones(person_ids).items()
    }


def first_phones(person_ids: Collection[int]) -> dict[int, str]:
    """The number to call first of several people, in full: for records, not for screens."""
    return {key: phones[0].number for key, phones in live_phones(person_ids).items()}


def resting(at: time) -> ColumnElement[bool]:
    """The condition that a person is not to be called at `at` on the community's clock: within
    their quiet hours, which may run over midnight, or dead.
    """
    begins, ends = Person.quiet_from, Person.quiet_until
    by_day = and_(begins <= ends, begins <= at, ends > at)
    over_night = and_(begins > ends, or_(begins <= at, ends > at))
    has_window = and_(begins.is_not(None), ends.is_not(None))
    return or_(Person.died_on.is_not(None), and_(has_window, or_(by_day, over_night)))


def rows_of(person: Person) -> list[int]:
    """The ids under which somebody has stood: the present row and those joined to it."""
    joined = select(Person.id).filter_by(merged_into_id=person.id).order_by(Person.id)
    return [person.id, *db.session.scalars(joined)]


def homes_of_person(person_id: int) -> list[tuple[HouseholdTie, Home]]:
    """The homes somebody belongs to, with the tie."""
    query = (
        select(HouseholdTie, Home)
        .join(Home, Home.id == HouseholdTie.home_id)
        .where(HouseholdTie.person_id == person_id, HouseholdTie.ends_on.is_(None))
        .order_by(HouseholdTie.id)
    )
    return [(tie, home) for tie, home in db.session.execute(query)]


def past_ties(person_id: int) -> list[tuple[HouseholdTie, Home]]:
    """The homes somebody once belonged to, the latest first."""
    query = (
        select(HouseholdTie, Home)
        .join(Home, Home.id == HouseholdTie.home_id)
        .where(HouseholdTie.person_id == person_id, HouseholdTie.ends_on.is_not(None))
        .order_by(HouseholdTie.ends_on.desc(), HouseholdTie.id.desc())
        .limit(20)
    )
    return [(tie, home) for tie, home in db.session.execute(query)]


def candidates(community_id: int, text: str, limit: int = 8) -> list[Person]:
    """The people whom a clerk may mean, by name, sound, initials or digits of a number."""
    found = search.find(community_id, text, ["person"], limit=limit)
    ids = [each.subject_id for each in found]
    rows = db.session.scalars(
        select(Person).where(Person.id.in_(ids), Person.community_id == community_id)
    )
    people = {person.id: person for person in rows}
    return [people[each] for each in dict.fromkeys(ids) if each in people]


def same_number(community_id: int, number: str, *, but: int | None = None) -> int:
    """How many other people have this number too; several is normal, but worth saying."""
    query = (
        select(func.count(PersonPhone.person_id.distinct()))
        .filter_by(community_id=community_id, number=number, ends_on=None)
        .where(PersonPhone.person_id != (but or 0))
    )
    return db.session.execute(query).scalar_one()


def reveal_purposes() -> list[tuple[str, str]]:
    """Why somebody may look at a full number: value and words."""
    return [(key.value, _(words)) for key, words in rules.REVEAL_PURPOSE_WORDS.items()]
