"""Erasing people: by retention, or on their own request (PIPL articles 19 and 47)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import Select, String, cast, delete, literal, select, update

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners.events import PeopleErased
from propertydesk.owners.models import (
    CareNote,
    Consent,
    ConsentWithdrawal,
    HomeNote,
    IdentityCheck,
    Person,
    PersonPhone,
    Vehicle,
)
from propertydesk.owners.rules import PersonKind
from propertydesk.owners.rules.retention import PSEUDONYM
from propertydesk.owners.services.identity import NOTHING
from propertydesk.platform import activity, attachments, retention, search
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.events import announce

NOTHING_MORE: dict[str, Any] = {
    "channel": "",
    "quiet_from": None,
    "quiet_until": None,
    "contact_person": "",
    "contact_role": "",
    "credit_code": "",
    "died_on": None,
    "death_source": "",
}


def erase_person(person: Person, *, reason: str, agreed: bool, actor: Actor, now: datetime) -> None:
    """Erase what is known of one person; ties to homes stay, under a pseudonym.

    Raises Invalid on `reason` and `agreed`, Conflict when it was done or something holds it.
    """
    lock(person)
    if person.erased_at is not None:
        raise Conflict(N_("This person's data have been erased already."))
    if not reason:
        raise Invalid(N_("Say why the data are erased."), field="reason")
    if not agreed:
        raise Invalid(N_("Confirm that this cannot be undone."), field="agreed")
    held = retention.held_by("person", person.community_id, person.id)
    if held:
        raise Conflict(
            N_("The data cannot be erased now: %(reasons)s"),
            reasons="; ".join(gettext(each) for each in held),
        )
    erase_people([person.id], now)
    db.session.refresh(person)
    activity.record(actor=actor, now=now, action="person.erase", subject=person, reason=reason)


def erase_people(person_ids: Sequence[int], now: datetime) -> None:
    """Blank every personal field of these people, here and in the domains above."""
    pseudonym = literal(PSEUDONYM) + cast(Person.id, String)
    db.session.execute(
        update(Person)
        .where(Person.id.in_(person_ids))
        .values(
            name=pseudonym,
            kind=PersonKind.PERSON,
            salutation="",
            notice_address="",
            note="",
            erased_at=now,
            **NOTHING_MORE,
            **NOTHING,
        )
        .execution_options(synchronize_session=False)
    )
    for table in (PersonPhone, IdentityCheck):
        db.session.execute(
            delete(table)
            .where(table.person_id.in_(person_ids))
            .execution_options(synchronize_session=False)
        )
    _erase_plates(Vehicle.person_id.in_(person_ids))
    _blank_consents(person_ids)
    erase_care(select(CareNote.id).where(CareNote.person_id.in_(person_ids)), now)
    attachments.drop("person", person_ids)
    search.drop_all("person", person_ids)
    announce(PeopleErased(tuple(person_ids), now))
    db.session.expire_all()


def erase_identities(person_ids: Sequence[int], _now: datetime) -> None:
    """Delete identity numbers and what was noted of a document."""
    here = Person.id.in_(person_ids)
    options = {"synchronize_session": False}
    db.session.execute(update(Person).where(here).values(**NOTHING).execution_options(**options))
    seen = IdentityCheck.person_id.in_(person_ids)
    db.session.execute(delete(IdentityCheck).where(seen).execution_options(**options))
    db.session.expire_all()


def erase_phones(phone_ids: Sequence[int], _now: datetime) -> None:
    """Delete numbers that were taken off."""
    db.session.execute(delete(PersonPhone).where(PersonPhone.id.in_(phone_ids)))


def erase_notes(note_ids: Sequence[int], _now: datetime) -> None:
    """Delete notes that were taken down."""
    db.session.execute(delete(HomeNote).where(HomeNote.id.in_(note_ids)))


def erase_vehicles(vehicle_ids: Sequence[int], _now: datetime) -> None:
    """Put a pseudonym in place of plates, and forget the driver."""
    _erase_plates(Vehicle.id.in_(vehicle_ids))
    search.drop_all("vehicle", vehicle_ids)


def erase_consents(consent_ids: Sequence[int], _now: datetime) -> None:
    """Delete consents that were withdrawn, with their scans."""
    gone = ConsentWithdrawal.consent_id.in_(consent_ids)
    db.session.execute(delete(ConsentWithdrawal).where(gone))
    db.session.execute(delete(Consent).where(Consent.id.in_(consent_ids)))
    attachments.drop("consent", consent_ids)


def erase_care(note_ids: Sequence[int] | Select[Any], _now: datetime) -> None:
    """Make care notes unreadable for good."""
    db.session.execute(
        update(CareNote)
        .where(CareNote.id.in_(note_ids))
        .values(sealed=None, sealed_visit=None)
        .execution_options(synchronize_session=False)
    )


def _blank_consents(person_ids: Sequence[int]) -> None:
    """That somebody agreed stays on record under the pseudonym, without names and scans."""
    mine = select(Consent.id).where(Consent.person_id.in_(person_ids))
    ids = list(db.session.scalars(mine))
    options = {"synchronize_session": False}
    blank = update(Consent).where(Consent.id.in_(ids)).values(guardian="", note="")
    db.session.execute(blank.execution_options(**options))
    why = update(ConsentWithdrawal).where(ConsentWithdrawal.consent_id.in_(ids)).values(reason="")
    db.session.execute(why.execution_options(**options))
    attachments.drop("consent", ids)


def _erase_plates(which: object) -> None:
    db.session.execute(
        update(Vehicle)
        .where(which)  # type: ignore[arg-type]  # a condition on vehicles
        .values(plate=literal(PSEUDONYM) + cast(Vehicle.id, String), model="", person_id=None)
        .execution_options(synchronize_session=False)
    )
