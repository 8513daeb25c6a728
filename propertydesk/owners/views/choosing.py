"""Choosing a known person from the register: ids in links, candidates for typed words."""

from flask import request
from sqlalchemy import select

from propertydesk.owners import queries
from propertydesk.owners.models import Person
from propertydesk.platform.access import actor
from propertydesk.platform.db import db
from propertydesk.platform.forms import clean

MOST_CHOSEN = 8
_LONGEST = 40


def asked_words() -> str:
    """What was typed to find somebody."""
    return clean(request.args.get("q", "")[: _LONGEST * 2])[:_LONGEST]


def found_people(chosen: list[Person]) -> list[Person]:
    """The people whom the typed words may mean, without those chosen already."""
    words = asked_words()
    if not words:
        return []
    taken = {each.id for each in chosen}
    return [p for p in queries.candidates(actor().community_id, words) if p.id not in taken]


def chosen_people(*values: str) -> list[Person]:
    """The people of the actor's community with these ids, in this order; nonsense is left out."""
    ids = [int(v) for v in values if v.isascii() and v.isdigit() and len(v) < 10][:MOST_CHOSEN]
    query = select(Person).where(Person.id.in_(ids), Person.community_id == actor().community_id)
    people = {person.id: person for person in db.session.scalars(query)}
    return [people[each] for each in dict.fromkeys(ids) if each in people]


def named_ids() -> list[str]:
    """The ids that link and form carry."""
    return [*request.args.getlist("person"), *request.form.getlist("person")]
