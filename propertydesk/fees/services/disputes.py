"""Disputes: what a payer does not accept is marked, and not chased until it is settled."""

from datetime import datetime

from sqlalchemy import select

from propertydesk.fees.models import Dispute, Receivable
from propertydesk.fees.services.settlement import balance_of
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock


def open_dispute(row: Receivable, *, words: str, actor: Actor, now: datetime) -> Dispute:
    """Note that a payer disputes a receivable. Raises Invalid when one is open, Conflict when
    nothing of it is open any more.
    """
    balance = balance_of(row.id)
    if not balance.open:
        raise Conflict(N_("Nothing of this is open any more."))
    dispute = Dispute(
        community_id=row.community_id,
        home_id=row.home_id,
        receivable_id=row.id,
        words=words,
        opened_by=actor.name,
        opened_at=now,
    )
    with unless_taken(Invalid(N_("A dispute about this is open already."), field="words")):
        db.session.add(dispute)
    balance.is_disputed = True
    activity.record(actor=actor, now=now, action="dispute.open", subject=dispute, reason=words)
    return dispute


def close_dispute(dispute: Dispute, *, outcome: str, actor: Actor, now: datetime) -> None:
    """Say how a dispute ended; the receivable is chased again. Raises Conflict when it has ended."""
    lock(dispute)
    if dispute.closed_at is not None:
        raise Conflict(N_("This has ended already; somebody else was faster."))
    dispute.outcome, dispute.closed_by, dispute.closed_at = outcome, actor.name, now
    balance_of(dispute.receivable_id).is_disputed = False
    activity.record(actor=actor, now=now, action="dispute.close", subject=dispute, reason=outcome)


def disputes_of(receivable_id: int) -> list[Dispute]:
    """The disputes about a receivable, newest first."""
    query = select(Dispute).filter_by(receivable_id=receivable_id)
    return list(db.session.scalars(query.order_by(Dispute.id.desc())))
