"""What the technician does: accept, arrive, find nobody, wait, name a price, finish."""

from datetime import datetime

from sqlalchemy import delete

from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.repairs.rules.materials import Material
from propertydesk.repairs.services import charging
from propertydesk.repairs.services.aftercare import plan_follow_up

FLOW = rules.WORKFLOW
P = rules.Permission


def accept(order: RepairOrder, *, tools_checked: bool, actor: Actor, now: datetime) -> None:
    """Take the order; `tools_checked` ticks dress and tools (A30)."""
    _own(order, actor)
    workflow.apply(FLOW, order, "accept", actor=actor, now=now)
    order.accepted_at, order.tools_checked = now, tools_checked


def reject(order: RepairOrder, *, reason: str, actor: Actor, now: datetime) -> None:
    """Give the order back to the desk; it waits for dispatch again."""
    _own(order, actor)
    workflow.apply(
        FLOW, order, "reject", actor=actor, now=now, inputs={"reason": reason}, reason=reason
    )
    order.technician_id = None


def arrive(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """Stand at the door."""
    _own(order, actor)
    workflow.apply(FLOW, order, "arrive", actor=actor, now=now)
    order.arrived_at = order.arrived_at or now


def find_nobody(
    order: RepairOrder, *, knocked: bool, visit_card_no: str, actor: Actor, now: datetime
) -> None:
    """Nobody opens after three times three knocks and a call; a visit card stays (A31, A33)."""
    _own(order, actor)
    if order.home_id is None:
        raise Invalid(N_("A common area is never closed: suspend the order instead."))
    workflow.apply(
        FLOW,
        order,
        "no_access",
        actor=actor,
        now=now,
        inputs={"knocked": knocked},
        note=visit_card_no,
    )
    order.visit_card_no = visit_card_no


def suspend(
    order: RepairOrder,
    *,
    unfinished: rules.Suspension,
    next_visit_at: datetime,
    note: str = "",
    actor: Actor,
    now: datetime,
) -> None:
    """Wait for parts, the resident, a contractor; raises Invalid without a date in the future."""
    _own(order, actor)
    if next_visit_at <= now:
        raise Invalid(N_("The next visit lies in the future."), field="next_visit_at")
    workflow.apply(
        FLOW,
        order,
        "suspend",
        actor=actor,
        now=now,
        inputs={"reason": unfinished, "next_visit_at": next_visit_at},
        reason=note,
    )
    order.unfinished, order.next_visit_at = unfinished, next_visit_at


def resume(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """Go on with a suspended order."""
    _own(order, actor)
    workflow.apply(FLOW, order, "resume", actor=actor, now=now)
    order.unfinished = ""


def quote(order: RepairOrder, *, amount: Money, actor: Actor, now: datetime) -> None:
    """Name the price before the work; raises Invalid when the work is not chargeable."""
    _own(order, actor)
    workflow.apply(
        FLOW, order, "quote", actor=actor, now=now, inputs={"amount": amount}, note=f"¥{amount}"
    )
    order.quoted = amount


def agree(order: RepairOrder, *, actor: Actor, now: datetime) -> None:
    """The resident agreed to the price: work may start."""
    _own(order, actor)
    workflow.apply(
        FLOW, order, "agree", actor=actor, now=now, note=f"¥{order.quoted}" if order.quoted else ""
    )


def complete(
    order: RepairOrder,
    *,
    cause: rules.Cause,
    work_done: str,
    labour: Money,
    materials: list[Material],
    resident_confirmed: bool = False,
    actor: Actor,
    now: datetime,
) -> None:
    """Finish the work: cause, what was done, materials and labour; plans the follow-up call.

    Raises Invalid when chargeable work costs more than the resident agreed to (A: quote first),
    or when work that is not chargeable is given a price.
    """
    _own(order, actor)
    total = sum((each.amount for each in materials), labour)
    _check_price(order, total)
    note = "" if order.charge != rules.Charge.CHARGEABLE else f"¥{total}"
    workflow.apply(
        FLOW,
        order,
        "complete",
        actor=actor,
        now=now,
        inputs={"cause": cause, "work_done": work_done},
        note=" · ".join(part for part in (work_done[:120], note) if part),
    )
    order.cause, order.work_done = cause, work_done
    order.labour, order.total, order.finished_at = labour, total, now
    db.session.execute(delete(RepairMaterial).where(RepairMaterial.order_id == order.id))
    db.session.add_all(_row(order, each) for each in materials)
    if resident_confirmed:
        # The resident signs on the technician's phone: no permission to verify is asked for.
        workflow.apply(FLOW, order, "verify", actor=actor.as_system(), now=now)
        charging.charge(order, actor=actor, now=now)
    plan_follow_up(order, actor=actor, now=now)


def _own(order: RepairOrder, actor: Actor) -> None:
    """A technician works on own orders; the engineering lead may stand in for anybody.

    The row is held first: the desk may be giving the order to somebody else at this moment.
    """
    lock(order)
    if actor.kind == "staff" and order.technician_id != actor.id and not actor.may(P.DISPATCH):
        raise NotAllowed(N_("This order was given to somebody else."))


def _check_price(order: RepairOrder, total: Money) -> None:
    if order.charge != rules.Charge.CHARGEABLE:
        if total:
            raise Invalid(
                N_("This work is not chargeable: leave the price at zero."), field="labour"
            )
        return
    if order.quoted is not None and total > order.quoted:
        raise Invalid(
            N_("The resident agreed to ¥%(quoted)s. Name the new price first."),
            field="labour",
            quoted=order.quoted.grouped,
        )
    if order.quoted is None and total:
        raise Invalid(N_("Name the price and have it agreed to first."), field="labour")


def _row(order: RepairOrder, each: Material) -> RepairMaterial:
    return RepairMaterial(
        community_id=order.community_id,
        order_id=order.id,
        name=each.name,
        spec=each.spec,
        quantity=each.quantity,
        unit_price=each.unit_price,
        amount=each.amount,
    )
