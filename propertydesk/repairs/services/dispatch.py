"""Sending a technician, sending another one, and calling an order off."""

from datetime import datetime

from propertydesk.accounts.models import Staff
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians

ANY_HOUR = (1, 2)


def dispatch(order: RepairOrder, technician_id: int, *, actor: Actor, now: datetime) -> None:
    """Give the order to a technician.

    Raises Conflict when it has been sent meanwhile, Invalid when they are no active technician of
    this community or the slip is not complete (A12).
    """
    technician = _technician(order, technician_id)
    workflow.apply(
        rules.WORKFLOW,
        order,
        "dispatch",
        actor=actor,
        now=now,
        inputs={"technician_id": technician.id},
        changes={"technician": [None, technician.name]},
        note=technician.name,
    )
    _hand_over(order, technician, actor, now)


def reassign(
    order: RepairOrder, technician_id: int, *, reason: str, actor: Actor, now: datetime
) -> None:
    """Take the order from one technician and give it to another, with the reason."""
    lock(order)
    technician = _technician(order, technician_id)
    if technician.id == order.technician_id:
        raise Invalid(N_("This technician has the order already."), field="technician_id")
    before = technicians.name_of(order.technician_id)
    workflow.apply(
        rules.WORKFLOW,
        order,
        "reassign",
        actor=actor,
        now=now,
        inputs={"technician_id": technician.id, "reason": reason},
        changes={"technician": [before, technician.name]},
        reason=reason,
        note=technician.name,
    )
    _hand_over(order, technician, actor, now)


def cancel(order: RepairOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """Call the order off before anybody was on site."""
    workflow.apply(
        rules.WORKFLOW,
        order,
        "cancel",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    order.closed_at = now


def void(order: RepairOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """End an order that has begun without being finished."""
    workflow.apply(
        rules.WORKFLOW,
        order,
        "void",
        actor=actor,
        now=now,
        inputs={"reason": reason},
        reason=reason,
    )
    order.closed_at = now


def rebook(
    order: RepairOrder, start: datetime | None, end: datetime | None, *, actor: Actor, now: datetime
) -> None:
    """Agree on a new window after nobody was home; the same technician comes again."""
    lock(order)
    rules.check_appointment(start, end, now)
    workflow.apply(
        rules.WORKFLOW,
        order,
        "rebook",
        actor=actor,
        now=now,
        inputs={"appointment_from": start},
        changes=_window_change(order, start),
    )
    _book(order, start, end)


def appoint(
    order: RepairOrder, start: datetime | None, end: datetime | None, *, actor: Actor, now: datetime
) -> None:
    """Set or change the agreed window while work has not begun; the promise follows it (A11)."""
    lock(order)
    rules.check_appointment(start, end, now)
    if order.state not in rules.BEFORE_WORK:
        raise Invalid(N_("Work has begun; the appointment stays as it was."))
    if start is None:
        raise Invalid(N_("This is needed here."), field="appointment_from")
    activity.record(
        actor=actor,
        now=now,
        action="repair.appoint",
        subject=order,
        changes=_window_change(order, start),
    )
    _book(order, start, end)


def _technician(order: RepairOrder, technician_id: int) -> Staff:
    for each in technicians.of_community(order.community_id):
        if each.id == technician_id:
            return each
    raise Invalid(N_("Choose an active technician of this community."), field="technician_id")


def _hand_over(order: RepairOrder, technician: Staff, actor: Actor, now: datetime) -> None:
    order.technician_id = technician.id
    order.dispatched_by = actor.name
    order.dispatched_at = now
    order.accepted_at = None


def _book(order: RepairOrder, start: datetime | None, end: datetime | None) -> None:
    order.appointment_from, order.appointment_to = start, end
    if end is not None and order.priority not in ANY_HOUR:
        order.arrive_due = end
        order.complete_due = max(order.complete_due, end + rules.WORK_AFTER_VISIT)


def _window_change(order: RepairOrder, start: datetime | None) -> dict[str, list[str | None]]:
    return {"appointment_from": [_written(order.appointment_from), _written(start)]}


def _written(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
