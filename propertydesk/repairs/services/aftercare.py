"""What happens after the work: confirmation, the follow-up call, rework, closing."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.followups import rules as followup_rules
from propertydesk.followups import services as followups
from propertydesk.followups.events import FollowUpAnswered
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import deadlines
from propertydesk.repairs.services import charging
from propertydesk.repairs.services.intake import order_rework

FLOW = rules.WORKFLOW
S, F = rules.State, followup_rules.State


def plan_follow_up(order: RepairOrder, *, actor: Actor, now: datetime) -> bool:
    """Plan the call if the rule or the sample asks for it; says whether it did (domain.md D2).

    Without a phone number there is nobody to call.
    """
    if not order.phone or not _is_due(order):
        return False
    if followups.open_for("repair", order.id):
        return True  # planned when the work was first finished, before it was sent back
    source = _source(order)
    if source is None:
        return False
    place = estate.community(order.community_id)
    hours = value(order.community_id, deadlines.FOLLOW_UP_HOURS)
    followups.plan(source, now + timedelta(hours=hours), zone=place.zone, actor=actor, now=now)
    return True


def _source(order: RepairOrder) -> followups.Source | None:
    """Whom to ask about an order: who reported it, or the next of the household if they have died
    meanwhile; None when nobody is left.
    """
    person = db.session.get(Person, order.reporter_id) if order.reporter_id else None
    source = followups.Source(
        type="repair",
        id=order.id,
        number=order.number,
        community_id=order.community_id,
        home_id=order.home_id,
        contact_name=order.reporter_name,
        salutation=order.salutation,
        phone=order.phone,
        language=person.language if person else "zh",
        person_id=person.id if person else None,
    )
    if person is None or person.died_on is None:
        return source
    known = owners.callers(order.home_id) if order.home_id else []
    heir = next((each for each in known if each.phone), None)
    if heir is None:
        return None
    return replace(
        source,
        contact_name=heir.name,
        salutation=heir.salutation,
        phone=heir.phone,
        person_id=heir.person_id,
    )


def send_back(order: RepairOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """The work is not finished after all: back to the technician."""
    workflow.apply(
        FLOW, order, "return", actor=actor, now=now, inputs={"reason": reason}, reason=reason
    )
    charging.take_back(order, reason=reason, actor=actor, now=now)
    order.finished_at = None


def verify(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """The resident confirmed by phone or at the desk."""
    workflow.apply(FLOW, order, "verify", actor=actor, now=now)
    charging.charge(order, actor=actor, now=now)


def close(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """File the order; raises Invalid while a follow-up waits or rework is under way."""
    lock(order)
    if followups.open_for("repair", order.id):
        raise Invalid(N_("A follow-up call is still open."))
    if order.state == S.REWORK and _rework_is_open(order):
        raise Invalid(N_("The rework order is still open."))
    _close(order, actor, now)


def take_answer(answered: FollowUpAnswered) -> None:
    """A follow-up came to an end: close the order, or make rework (D2, D3).

    Satisfied and fair close it; so do refusal and a resident who cannot be reached, with the
    outcome kept on the follow-up. Not satisfied makes a linked rework order. Delayed changes nothing here.
    """
    if answered.source_type != "repair":
        return
    order = db.session.get_one(RepairOrder, answered.source_id)
    order.quality, order.attitude = answered.quality, answered.attitude
    system = answered.actor.as_system()
    if answered.outcome == F.DISSATISFIED:
        child = order_rework(
            order,
            reason=answered.comment or answered.promise,
            promise_at=answered.promise_at,
            actor=answered.actor,
            now=answered.now,
        )
        followups.link_rework(answered.follow_up_id, child.number)
        workflow.apply(
            FLOW,
            order,
            "redo",
            actor=system,
            now=answered.now,
            inputs={"reason": answered.reason or answered.promise},
            note=child.number,
            reason=answered.comment,
        )
    elif answered.outcome != F.DELAYED:
        _close(order, system, answered.now)


def confirm_silent(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Mark finished work without a word from the resident as confirmed, and file what needs no call.

    Gives the number of orders touched.
    """
    since = now - timedelta(hours=value(community_id, deadlines.SILENCE_HOURS))
    done = _orders(community_id, S.DONE, since)
    for order in done:
        workflow.apply(FLOW, order, "verify_silently", actor=actor, now=now)
        charging.charge(order, actor=actor, now=now)
    free = [order for order in _orders(community_id, S.VERIFIED, now) if not order.total]
    filed = [order for order in free if not followups.open_for("repair", order.id)]
    for order in filed:
        _close(order, actor, now)
    return len(done) + len(filed)


def _orders(community_id: int, state: rules.State, before: datetime) -> list[RepairOrder]:
    query = (
        select(RepairOrder)
        .where(
            RepairOrder.community_id == community_id,
            RepairOrder.state == state,
            RepairOrder.state_since <= before,
        )
        .order_by(RepairOrder.id)
        .limit(500)
    )
    return list(db.session.scalars(query))


def _close(order: RepairOrder, actor: Actor, now: datetime) -> None:
    workflow.apply(FLOW, order, "close", actor=actor, now=now)
    order.closed_at = now
    original = db.session.get(RepairOrder, order.original_id) if order.original_id else None
    if original is not None:
        lock(original)  # the last of several rework orders files it, whichever that is
    if original is not None and original.state == S.REWORK and not _rework_is_open(original):
        _close(original, actor.as_system(), now)


def _is_due(order: RepairOrder) -> bool:
    community_id = order.community_id
    if deadlines.must_call_back(
        priority=order.priority,
        is_rework=order.original_id is not None,
        total_fen=order.total.fen if order.charge == rules.Charge.CHARGEABLE else 0,
        above_yuan=value(community_id, deadlines.FOLLOW_UP_ABOVE),
    ):
        return True
    return deadlines.in_sample(order.id, value(community_id, deadlines.FOLLOW_UP_PERCENT))


def _rework_is_open(order: RepairOrder) -> bool:
    over = (S.CLOSED, S.CANCELLED, S.VOID)
    query = select(RepairOrder.id).where(
        RepairOrder.original_id == order.id, RepairOrder.state.not_in(over)
    )
    return db.session.scalar(query.limit(1)) is not None
