"""Whom a household always lets in, and whom the gate does not admit."""

from dataclasses import dataclass
from datetime import date, datetime

from propertydesk.estate.models import Community, Home
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor
from propertydesk.passes.rules import visits as rules
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock


@dataclass(frozen=True)
class Known:
    """Somebody who comes again: surname, and a phone number or a plate to know them by."""

    visitor: str
    phone: str
    plate: str
    starts_on: date
    ends_on: date


def allow(
    home: Home, known: Known, purpose: rules.Purpose, *, actor: Actor, now: datetime
) -> StandingVisitor:
    """Let somebody in to a home from day to day without asking. Raises Invalid."""
    _check(known)
    if purpose not in rules.GATE_PURPOSES:
        raise Invalid(N_("Choose from the list."), field="purpose")
    standing = StandingVisitor(
        community_id=home.community_id,
        home_id=home.id,
        visitor=known.visitor,
        phone=known.phone,
        plate=known.plate,
        purpose=purpose,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        given_by=actor.name,
        given_at=now,
    )
    db.session.add(standing)
    db.session.flush()
    activity.record(actor=actor, now=now, action="standing_visitor.allow", subject=standing)
    return standing


def end_permission(standing: StandingVisitor, *, actor: Actor, now: datetime) -> None:
    """The household is asked again from now on. Raises Conflict when it was ended before."""
    _end(standing)
    standing.ended_at = now
    activity.record(actor=actor, now=now, action="standing_visitor.end", subject=standing)


def bar(
    place: Community,
    known: Known,
    home: Home | None,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
) -> BarredVisitor:
    """Do not admit somebody, to one home or at all, for a reason and a time. Raises Invalid."""
    _check(known)
    if not reason:
        raise Invalid(N_("This is needed."), field="reason")
    barred = BarredVisitor(
        community_id=place.id,
        home_id=home.id if home else None,
        visitor=known.visitor,
        phone=known.phone,
        plate=known.plate,
        reason=reason,
        starts_on=known.starts_on,
        ends_on=known.ends_on,
        decided_by=actor.name,
        decided_at=now,
    )
    db.session.add(barred)
    db.session.flush()
    activity.record(actor=actor, now=now, action="barred_visitor.bar", subject=barred)
    return barred


def end_ban(barred: BarredVisitor, *, actor: Actor, now: datetime) -> None:
    """Admit somebody again. Raises Conflict when the entry was ended before."""
    _end(barred)
    barred.ended_at = now
    activity.record(actor=actor, now=now, action="barred_visitor.end", subject=barred)


def _end(entry: StandingVisitor | BarredVisitor) -> None:
    lock(entry)
    if entry.ended_at is not None:
        raise Conflict(N_("This entry has been ended already."))


def _check(known: Known) -> None:
    if not known.visitor:
        raise Invalid(N_("This is needed."), field="visitor")
    if not (known.phone or known.plate):
        raise Invalid(N_("A phone number or a plate is needed, one is enough."), field="phone")
    rules.check_span(known.starts_on, known.ends_on)
