"""People: who they are and how they are addressed."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import rules
from propertydesk.owners.models import Person, PersonPhone
from propertydesk.owners.services import indexing
from propertydesk.owners.services.holding import check_standing
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend
from propertydesk.platform.db import db
from propertydesk.platform.forms import is_phone, normalise_phone

_HIDDEN = {"name": mask_name, "notice_address": lambda _text: "****", "note": lambda _text: "****"}


@dataclass(frozen=True)
class PersonDetails:
    """What a new person is entered with; phones are pairs of number and note, in order."""

    name: str
    kind: str = rules.PersonKind.PERSON
    salutation: str = rules.Salutation.UNKNOWN
    language: str = "zh"
    notice_address: str = ""
    note: str = ""
    phones: tuple[tuple[str, str], ...] = ()


def add_person(community_id: int, details: PersonDetails, *, actor: Actor, now: datetime) -> Person:
    """Enter a person who belongs to no household yet. Raises Invalid on `name` and `phone`."""
    person = make_person(community_id, details, now)
    indexing.index_people([person.id])
    activity.record(actor=actor, now=now, action="person.add", subject=person)
    return person


def edit_person(
    person: Person,
    *,
    name: str,
    kind: str,
    salutation: str,
    language: str,
    notice_address: str,
    note: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Correct a person; their numbers have verbs of their own.

    Raises Invalid on `name`, Conflict when the person was erased or joined with another.
    """
    check_standing(person)
    values = {
        "name": _checked_name(name),
        "kind": kind,
        "salutation": _fitting(kind, salutation),
        "language": language,
        "notice_address": notice_address,
        "note": note,
    }
    changes = amend(person, values, masks=_HIDDEN)
    if "name" in changes:
        indexing.index_people([person.id])
    activity.record(actor=actor, now=now, action="person.edit", subject=person, changes=changes)


def make_person(community_id: int, details: PersonDetails, now: datetime) -> Person:
    """A new person with numbers, as part of a verb that writes the activity and indexes them.

    Raises Invalid on `name` and `phone`.
    """
    person = Person(
        community_id=community_id,
        kind=details.kind,
        name=_checked_name(details.name),
        salutation=_fitting(details.kind, details.salutation),
        language=details.language,
        notice_address=details.notice_address,
        note=details.note,
        created_at=now,
    )
    db.session.add(person)
    db.session.flush()
    numbers = {checked_number(number): note for number, note in details.phones if number}
    for position, (number, note) in enumerate(numbers.items(), 1):
        db.session.add(
            PersonPhone(
                community_id=community_id,
                person_id=person.id,
                number=number,
                position=position,
                note=note,
            )
        )
    db.session.flush()
    return person


def checked_number(text: str) -> str:
    """A number in its stored spelling. Raises Invalid on `phone`."""
    number = normalise_phone(text)
    short_mobile = number.isdigit() and number.startswith("1") and len(number) != 11
    if short_mobile or not is_phone(number):
        raise Invalid(N_("A mobile number has 11 digits, a landline its area code."), field="phone")
    return number


def _checked_name(name: str) -> str:
    name = name.strip()
    if not any(each.isalpha() for each in name):
        raise Invalid(N_("Write the name."), field="name")
    return name


def _fitting(kind: str, salutation: str) -> str:
    """Companies are not addressed as Mr or Ms."""
    unknown = rules.Salutation.UNKNOWN.value
    return (salutation or unknown) if kind == rules.PersonKind.PERSON else unknown
