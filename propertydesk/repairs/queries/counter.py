"""Figures and lists of repairs for the counter, the menu and the dispatch desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, select

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.kernel import clock
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import zone
from propertydesk.platform.menu import Waiting
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries.orders import category_words, place_of

S = rules.State
_COMING = (S.DISPATCHED, S.ACCEPTED, S.NO_ACCESS)
_LONGEST_WORK = timedelta(days=90)
_WORKING = (S.ON_SITE, S.SUSPENDED, S.QUOTED)

#: The promised instant that comes next, as in RepairOrder.next_due; nothing once the work is done.
NEXT_DUE: ColumnElement[datetime | None] = case(
    (RepairOrder.state == S.REGISTERED, RepairOrder.dispatch_due),
    (RepairOrder.state.in_(_COMING), RepairOrder.arrive_due),
    (RepairOrder.state.in_(_WORKING), RepairOrder.complete_due),
)


@dataclass(frozen=True)
class Counts:
    """How many orders want something."""

    to_dispatch: int
    late: int
    due_today: int
    open: int


@dataclass(frozen=True)
class DueOrder:
    """An open order with its next promise; `reason` says in words what is due."""

    order: RepairOrder
    place: str
    matter: str
    technician: str
    due: datetime
    is_late: bool
    reason: str


@dataclass(frozen=True)
class DayCount:
    """Orders taken in and finished on a day."""

    day: date
    registered: int
    done: int


def counts(community_id: int, instant: datetime) -> Counts:
    """What waits, what is late and what is due before the day ends; one query."""
    ends = clock.day_start(clock.business_date(instant, zone()) + timedelta(days=1), zone())
    query = select(
        func.count().filter(RepairOrder.state == S.REGISTERED),
        func.count().filter(instant > NEXT_DUE),
        func.count().filter(ends > NEXT_DUE),
        func.count(),
    ).where(RepairOrder.community_id == community_id, RepairOrder.state.in_(rules.OPEN))
    return Counts(*db.session.execute(query).one())


def waiting(actor: Actor) -> Waiting:
    """The count beside the menu item: orders to dispatch; hot when one of them is late."""
    query = select(func.count(), func.count().filter(RepairOrder.dispatch_due < now())).where(
        RepairOrder.community_id == actor.community_id, RepairOrder.state == S.REGISTERED
    )
    count, late = db.session.execute(query).one()
    return Waiting(count, hot=late > 0)


def due_list(
    community_id: int, limit: int, *, states: Sequence[str] = rules.OPEN
) -> list[DueOrder]:
    """Open orders by their next promise, the most pressing first; one query."""
    query = (
        select(RepairOrder, Home, Staff.name)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .outerjoin(Staff, Staff.id == RepairOrder.technician_id)
        .where(RepairOrder.community_id == community_id, RepairOrder.state.in_(states))
        .order_by(NEXT_DUE, RepairOrder.priority, RepairOrder.id)
        .limit(limit)
    )
    instant = now()
    return [_due(order, home, name, instant) for order, home, name in db.session.execute(query)]


def taken_in(actor: Actor, limit: int = 10) -> list[DueOrder]:
    """What this person took in during the last week, newest first; one query."""
    instant = now()
    query = (
        select(RepairOrder, Home)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .where(
            RepairOrder.community_id == actor.community_id,
            RepairOrder.reported_at >= instant - timedelta(days=7),
            RepairOrder.first_handler_id == actor.id,
        )
        .order_by(RepairOrder.reported_at.desc(), RepairOrder.id.desc())
        .limit(limit)
    )
    return [_due(order, home, None, instant) for order, home in db.session.execute(query)]


def appointments_today(community_id: int, limit: int = 20) -> list[DueOrder]:
    """Visits agreed for today that are still to be made, by the hour."""
    instant = now()
    day = clock.business_date(instant, zone())
    query = (
        select(RepairOrder, Home, Staff.name)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .outerjoin(Staff, Staff.id == RepairOrder.technician_id)
        .where(
            RepairOrder.community_id == community_id,
            RepairOrder.state.in_((S.REGISTERED, *_COMING)),
            RepairOrder.appointment_from >= clock.day_start(day, zone()),
            RepairOrder.appointment_from < clock.day_start(day + timedelta(days=1), zone()),
        )
        .order_by(RepairOrder.appointment_from, RepairOrder.id)
        .limit(limit)
    )
    return [_due(order, home, name, instant) for order, home, name in db.session.execute(query)]


def fortnight(community_id: int, today: date) -> list[DayCount]:
    """Orders taken in and finished on each of the last fourteen days; two queries."""
    first = today - timedelta(days=13)
    since = clock.day_start(first, zone())
    came = _by_day(community_id, RepairOrder.reported_at, since)
    went = _by_day(community_id, RepairOrder.finished_at, since)
    days = [first + timedelta(days=offset) for offset in range(14)]
    return [DayCount(day, came.get(day, 0), went.get(day, 0)) for day in days]


def _by_day(
    community_id: int, column: SQLColumnExpression[datetime | None], since: datetime
) -> dict[date, int]:
    """Counted here and not in SQL: the engines differ in how they find the day of a zone."""
    query = select(column).where(
        RepairOrder.community_id == community_id,
        RepairOrder.reported_at >= since - _LONGEST_WORK,  # for the index
        column >= since,
    )
    found: dict[date, int] = {}
    for instant in db.session.scalars(query):
        if instant is not None:
            day = clock.business_date(instant, zone())
            found[day] = found.get(day, 0) + 1
    return found


def _due(
    order: RepairOrder, home: Home | None, technician: str | None, instant: datetime
) -> DueOrder:
    due = order.next_due or order.complete_due
    return DueOrder(
        order=order,
        place=place_of(order, home),
        matter=order.description.split("\n", 1)[0][:60] or category_words(order.category),
        technician=technician or "",
        due=due,
        is_late=due < instant,
        reason=_reason(order),
    )


def _reason(order: RepairOrder) -> str:
    if order.state == S.REGISTERED:
        return _("To dispatch")
    if order.state == S.SUSPENDED:
        return _("Suspended")
    if order.state in _COMING:
        return _("Technician on the way") if order.state == S.ACCEPTED else _("To be on site")
    return _("To be finished")
