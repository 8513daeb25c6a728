"""Consents: given, given anew, withdrawn. Nothing of them is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext

from propertydesk.estate.services.endings import check_day
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.masking import mask_name
from propertydesk.kernel.words import N_
from propertydesk.owners import queries, rules
from propertydesk.owners.models import Consent, ConsentWithdrawal, Person
from propertydesk.owners.rules import consents
from propertydesk.owners.rules.consents import Scope
from propertydesk.owners.services.care import forget_visit_lines, hide_care_of
from propertydesk.owners.services.holding import check_present
from propertydesk.platform import activity, attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value

SCAN = "consent"


@dataclass(frozen=True)
class Agreement:
    """What was agreed to, how and when; `guardian` is who agreed for a child under 14."""

    scopes: Sequence[str]
    channel: str
    given_on: date
    guardian: str = ""
    is_minor: bool = False
    note: str = ""


def give_consent(
    person: Person,
    agreement: Agreement,
    *,
    scans: Sequence[PreparedFile] = (),
    actor: Actor,
    now: datetime,
) -> list[Consent]:
    """Write down what somebody agreed to, under the version of the notice now in force.

    Raises Invalid on `given_on`, `guardian`, `note` (disclosure names its recipient), and without
    any scope.
    """
    lock(person)
    check_present(person)
    _check(person, agreement, now)
    version = value(person.community_id, consents.PRIVACY_VERSION)
    rows = [
        Consent(
            community_id=person.community_id,
            person_id=person.id,
            scope=Scope(scope).value,
            version=version,
            channel=consents.Given(agreement.channel).value,
            given_on=agreement.given_on,
            guardian=agreement.guardian,
            note=agreement.note,
            taken_by=actor.name,
            created_at=now,
        )
        for scope in dict.fromkeys(agreement.scopes)
    ]
    db.session.add_all(rows)
    db.session.flush()
    for scan in scans:
        attachments.attach(scan, subject=rows[0], kind=SCAN, actor=actor, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="consent.give",
        subject=person,
        home_id=_home_of(person),
        changes={"scopes": [None, [row.scope for row in rows]], "version": [None, version]},
        note=_named([row.scope for row in rows]),
        reason=mask_name(agreement.guardian) if agreement.guardian else "",
    )
    return rows


def withdraw_consent(
    consent: Consent, *, on: date, channel: str, reason: str, actor: Actor, now: datetime
) -> None:
    """Somebody withdraws what they agreed to, older consents of the same kind with it (PIPL 15).

    What rests on it ends at once: a care note is hidden, the line for visits erased. Raises Invalid
    on `on`, Conflict when it has been withdrawn already.
    """
    person = db.session.get_one(Person, consent.person_id)
    lock(person)
    check_day(on, person.community_id, now, since=consent.given_on)
    live = queries.live_consents(person.id, consent.scope)
    if consent.id not in {each.id for each in live}:
        raise Conflict(N_("This consent has been withdrawn already."))
    for each in live:
        db.session.add(
            ConsentWithdrawal(
                community_id=each.community_id,
                consent_id=each.id,
                withdrawn_on=max(on, each.given_on),
                channel=consents.Given(channel).value,
                reason=reason,
                taken_by=actor.name,
                created_at=now,
            )
        )
    if consent.scope == Scope.CARE:
        hide_care_of(person.id, on)
    elif consent.scope == Scope.CARE_VISIT:
        forget_visit_lines(person.id)
    activity.record(
        actor=actor,
        now=now,
        action="consent.withdraw",
        subject=person,
        home_id=_home_of(person),
        changes={"scope": [consent.scope, None]},
        note=_named([consent.scope]),
        reason=reason,
    )


def print_notice(person: Person, *, language: str, actor: Actor, now: datetime) -> None:
    """The privacy notice is printed for signing."""
    activity.record(
        actor=actor,
        now=now,
        action="consent.print",
        subject=person,
        home_id=_home_of(person),
        changes={
            "version": [None, value(person.community_id, consents.PRIVACY_VERSION)],
            "language": [None, language],
        },
    )


def _check(person: Person, agreement: Agreement, now: datetime) -> None:
    check_day(agreement.given_on, person.community_id, now, field="given_on")
    if not agreement.scopes:
        raise Invalid(N_("Tick what was agreed to."), field="scopes")
    if person.kind == rules.PersonKind.COMPANY:
        raise Invalid(N_("A company has no personal data of its own; ask its contact person."))
    if person.died_on is not None:
        raise Invalid(N_("%(name)s has died."), name=person.name)
    if Scope.DISCLOSURE in agreement.scopes and not agreement.note:
        raise Invalid(N_("Write to whom the data may be disclosed, and what for."), field="note")
    for scope in agreement.scopes:
        consents.check_guardian(scope, agreement.guardian, is_minor=agreement.is_minor)


def _home_of(person: Person) -> int | None:
    homes = queries.homes_of_person(person.id)
    return homes[0][1].id if homes else None


def _named(scopes: Sequence[str]) -> str:
    return ", ".join(gettext(consents.SCOPE_WORDS[Scope(scope)]) for scope in scopes)
