"""What a shift hands on of repairs: orders not dispatched or late, and what a shift took in."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from propertydesk.estate.models import Home
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries.counter import NEXT_DUE
from propertydesk.shifts.queries import Asked, Found, OpenItem, Source, Tally
from propertydesk.shifts.rules import PostKind

S = rules.State


def _late_or_waiting(asked: Asked, most: int) -> Found:
    """For the desk: what is to be dispatched, and every promise that has passed."""
    waits = or_(RepairOrder.state == S.REGISTERED, asked.until > NEXT_DUE)
    return _found(asked, most, and_(RepairOrder.state.in_(rules.OPEN), waits))


def _from_the_gate(asked: Asked, most: int) -> Found:
    """For the gate: what guards took in and the desk has not seen to (domain.md A27)."""
    taken = RepairOrder.channel == rules.Channel.GUARD
    return _found(asked, most, and_(RepairOrder.state == S.REGISTERED, taken))


def _taken_in(asked: Asked) -> int:
    query = select(func.count()).where(
        RepairOrder.community_id == asked.community_id,
        RepairOrder.reported_at >= asked.since,
        RepairOrder.reported_at <= asked.until,
        RepairOrder.first_handler_id == asked.staff_id,
    )
    return db.session.scalar(query) or 0


def _found(asked: Asked, most: int, which: ColumnElement[bool]) -> Found:
    query = (
        select(RepairOrder, Home, func.count().over())
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .where(RepairOrder.community_id == asked.community_id, which)
        .order_by(NEXT_DUE, RepairOrder.priority, RepairOrder.id)
        .limit(most)
    )
    rows = db.session.execute(query).all()
    items = [_item(order, home, asked.until) for order, home, _count in rows]
    return Found(rows[0][2] if rows else 0, items)


def _item(order: RepairOrder, home: Home | None, now: datetime) -> OpenItem:
    main, sub = rules.category(order.category), rules.subcategory(order.category)
    if home:
        zh, en = home.label_in(chinese=True), home.code
    else:
        area = bilingual(rules.COMMON_AREA_WORDS[rules.CommonArea(order.area)])
        zh, en = area.zh, area.en
    return OpenItem(
        number=order.number,
        zh=f"{zh} {main.zh} / {sub.zh}",
        en=f"{en} {main.en} / {sub.en}",
        due=order.next_due or order.complete_due,
        next=_next(order, now),
        subject_type="repair",
        subject_id=order.id,
    )


def _next(order: RepairOrder, now: datetime) -> str:
    if order.state == S.REGISTERED:
        return N_("Dispatch a technician")
    due = order.next_due
    return N_("Late: ask the technician") if due and due < now else N_("Watch the promise")


SOURCES = (
    Source("repairs", N_("Repairs"), frozenset({PostKind.DESK}), _late_or_waiting),
    Source("repairs-night", N_("Taken in at the gate"), frozenset({PostKind.GATE}), _from_the_gate),
)
TALLIES = (
    Tally(
        "repairs",
        N_("Repairs taken in"),
        frozenset({PostKind.DESK, PostKind.GATE}),
        _taken_in,
    ),
)
