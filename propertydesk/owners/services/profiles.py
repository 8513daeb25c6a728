"""What is known of a person besides name and numbers: wishes, company facts, the paper file."""

from datetime import date, datetime, time

from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import HouseholdFile, Person
from propertydesk.owners.rules import companies, contacting
from propertydesk.owners.services.holding import check_present
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock


def set_wishes(
    person: Person,
    *,
    channel: str,
    language: str,
    quiet_from: time | None,
    quiet_until: time | None,
    actor: Actor,
    now: datetime,
) -> None:
    """How and when somebody wants to be reached. Raises Invalid on `quiet_from`, `quiet_until`."""
    lock(person)
    check_present(person)
    contacting.check_window(quiet_from, quiet_until)
    values = {
        "channel": contacting.Channel(channel).value if channel else "",
        "language": language,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    changes = amend(person, values)
    activity.record(
        actor=actor,
        now=now,
        action="person.wishes",
        subject=person,
        home_id=_home_of(person),
        changes=changes,
    )


def edit_company(
    person: Person,
    *,
    contact_person: str,
    contact_role: str,
    credit_code: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Who handles matters of a company, and its credit code. Raises Invalid on `credit_code`, and
    for a natural person.
    """
    if person.kind != rules.PersonKind.COMPANY:
        raise Invalid(N_("Only a company has a contact person and a credit code."))
    values = {
        "contact_person": contact_person,
        "contact_role": contact_role,
        "credit_code": companies.credit_code(credit_code),
    }
    changes = amend(person, values, masks={"contact_person": mask_name})
    activity.record(
        actor=actor,
        now=now,
        action="person.company",
        subject=person,
        home_id=_home_of(person),
        changes=changes,
    )


def archive_file(
    home: Home, *, file_no: str, place: str, on: date, actor: Actor, now: datetime
) -> HouseholdFile:
    """Say where the paper file of a household lies. Raises Invalid on `on`."""
    lock(home)
    check_open(home.ended_on)
    check_day(on, home.community_id, now)
    file = db.session.scalar(select(HouseholdFile).filter_by(home_id=home.id))
    values = {
        "file_no": file_no,
        "place": place,
        "archived_on": on,
        "archived_by": actor.name,
    }
    if file is None:
        file = HouseholdFile(community_id=home.community_id, home_id=home.id, **values)
        with unless_taken(Invalid(N_("Somebody else has just filed it; look again."))):
            db.session.add(file)
        changes = {}
    else:
        changes = amend(file, values)
    activity.record(actor=actor, now=now, action="file.archive", subject=file, changes=changes)
    return file


def print_register(home: Home, *, language: str, actor: Actor, now: datetime) -> None:
    """The register form is printed for checking and signing."""
    activity.record(
        actor=actor,
        now=now,
        action="household.print",
        subject=home,
        changes={"language": [None, language]},
    )


def _home_of(person: Person) -> int | None:
    homes = queries.homes_of_person(person.id)
    return homes[0][1].id if homes else None
