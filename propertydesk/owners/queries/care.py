"""Care notes: whether there is one, who is meant, and the line a technician may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, select

from propertydesk.owners import rules
from propertydesk.owners.models import (
    CareNote,
    Consent,
    ConsentWithdrawal,
    HouseholdTie,
    Person,
)
from propertydesk.owners.rules.care import READ_PURPOSE_WORDS
from propertydesk.owners.rules.consents import Scope
from propertydesk.platform.db import db
from propertydesk.platform.vault import unseal

_LIVES_THERE = (rules.Tie.OWNER, rules.Tie.TENANT, rules.Tie.MEMBER)


@dataclass(frozen=True)
class ShownCare:
    """That there is a note about somebody; what it says takes a purpose."""

    note: CareNote
    person: Person


def care_of_home(home_id: int) -> list[ShownCare]:
    """The care notes of a home that may be read: consent holds, and they live there."""
    rows = db.session.execute(_readable(home_id, Scope.CARE).add_columns(Person))
    return [ShownCare(note, person) for note, person in rows]


def visit_lines(home_id: int) -> Sequence[str]:
    """What a technician on a visit is to mind, of those who agreed to that."""
    query = _readable(home_id, Scope.CARE).where(_agreed(Scope.CARE_VISIT))
    notes = db.session.scalars(query.where(CareNote.sealed_visit.is_not(None)))
    return [unseal(n.sealed_visit or b"", place=f"care_notes.visit:{n.id}") for n in notes]


def read_purposes() -> list[tuple[str, str]]:
    """Why somebody may read a care note: value and words."""
    return [(key.value, _(words)) for key, words in READ_PURPOSE_WORDS.items()]


def _readable(home_id: int, scope: Scope) -> Select[CareNote]:
    lives_there = exists().where(
        HouseholdTie.home_id == CareNote.home_id,
        HouseholdTie.person_id == CareNote.person_id,
        HouseholdTie.tie.in_(_LIVES_THERE),
        HouseholdTie.ends_on.is_(None),
    )
    return (
        select(CareNote)
        .join(Person, Person.id == CareNote.person_id)
        .where(
            CareNote.home_id == home_id,
            CareNote.ends_on.is_(None),
            CareNote.sealed.is_not(None),
            Person.died_on.is_(None),
            lives_there,
            _agreed(scope),
        )
        .order_by(CareNote.id)
    )


def _agreed(scope: Scope) -> ColumnElement[bool]:
    withdrawn = exists().where(ConsentWithdrawal.consent_id == Consent.id)
    return exists().where(
        Consent.person_id == CareNote.person_id, Consent.scope == scope.value, ~withdrawn
    )
