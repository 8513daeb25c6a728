"""Consents: what holds, what was, and the listing of all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, exists, select

from propertydesk.owners.models import Consent, ConsentWithdrawal
from propertydesk.owners.rules import consents
from propertydesk.owners.rules.consents import Scope, State
from propertydesk.platform import attachments
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.settings import value


@dataclass(frozen=True)
class ShownConsent:
    """A consent with its withdrawal and its scans."""

    consent: Consent
    withdrawal: ConsentWithdrawal | None
    state: State
    scans: Sequence[Attachment]


def live_consents(person_id: int, scope: str) -> list[Consent]:
    """Somebody's consents of a kind that have not been withdrawn, oldest first."""
    query = (
        select(Consent)
        .outerjoin(ConsentWithdrawal, ConsentWithdrawal.consent_id == Consent.id)
        .where(
            Consent.person_id == person_id,
            Consent.scope == scope,
            ConsentWithdrawal.id.is_(None),
        )
        .order_by(Consent.id)
    )
    return list(db.session.scalars(query))


def agreed(person_id: int, scope: Scope) -> bool:
    """Whether somebody agreed to this and has not withdrawn it, whatever the version."""
    return bool(live_consents(person_id, scope.value))


def consents_of(person_id: int, community_id: int) -> list[ShownConsent]:
    """All consents somebody ever gave, newest first: two queries."""
    query = (
        select(Consent, ConsentWithdrawal)
        .outerjoin(ConsentWithdrawal, ConsentWithdrawal.consent_id == Consent.id)
        .where(Consent.person_id == person_id, Consent.community_id == community_id)
        .order_by(Consent.id.desc())
    )
    rows = db.session.execute(query.limit(60)).all()
    version = value(community_id, consents.PRIVACY_VERSION)
    scans = attachments.of_all(community_id, "consent", [consent.id for consent, _end in rows])
    return [_shown(consent, end, version, scans.get(consent.id, ())) for consent, end in rows]


def _shown(
    consent: Consent, end: ConsentWithdrawal | None, version: str, scans: Sequence[Attachment]
) -> ShownConsent:
    state = consents.state_of(consent.version, version, end.withdrawn_on if end else None)
    return ShownConsent(consent, end, state, scans)


def gave_in_force(person_id: Any, scope: str, version: Any) -> ColumnElement[bool]:
    """The condition that a person (a column) agreed under this version and did not withdraw."""
    withdrawn = exists().where(ConsentWithdrawal.consent_id == Consent.id)
    return exists().where(
        Consent.person_id == person_id,
        Consent.scope == scope,
        Consent.version == version,
        ~withdrawn,
    )


def state_column(version: Any) -> ColumnElement[str]:
    """A consent's state in SQL, withdrawals joined from outside."""
    return case(
        (ConsentWithdrawal.id.is_not(None), State.WITHDRAWN.value),
        (Consent.version == version, State.IN_FORCE.value),
        else_=State.OUTDATED.value,
    )
