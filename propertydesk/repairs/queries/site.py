"""What a technician needs on the phone."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, select

from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date, day_start
from propertydesk.owners.models import HomeNote
from propertydesk.owners.queries import visit_lines
from propertydesk.platform import attachments
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairMaterial, RepairOrder

#: Orders that nobody has answered yet come first, then the one being worked on.
_URGENCY = case(
    (RepairOrder.state == rules.State.ON_SITE, 0),
    (RepairOrder.state == rules.State.DISPATCHED, 1),
    (RepairOrder.state == rules.State.SUSPENDED, 3),
    else_=2,
)


def my_day(actor: Actor, now: datetime, zone: str) -> dict[str, Any]:
    """Own open orders by urgency and deadline, and those finished today."""
    mine = (
        select(RepairOrder, Home)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .where(
            RepairOrder.community_id == actor.community_id, RepairOrder.technician_id == actor.id
        )
    )
    open_ = mine.where(RepairOrder.state.in_(rules.OPEN)).order_by(
        _URGENCY, RepairOrder.priority, RepairOrder.arrive_due, RepairOrder.id
    )
    today = day_start(business_date(now, zone), zone)
    done = mine.where(RepairOrder.finished_at >= today).order_by(RepairOrder.finished_at.desc())
    return {
        "open_orders": db.session.execute(open_.limit(60)).all(),
        "done_orders": db.session.execute(done.limit(30)).all(),
        "flow": rules.WORKFLOW,
        "place_of": place_of,
        "category": rules.subcategory,
        "areas": rules.COMMON_AREA_WORDS,
    }


def site_order(order: RepairOrder) -> dict[str, Any]:
    """What stands beside an order on the phone: place, notes before a visit, materials, pictures."""
    home = db.session.get(Home, order.home_id) if order.home_id else None
    notes = select(HomeNote.text).filter_by(home_id=order.home_id, ends_on=None)
    materials = select(RepairMaterial).filter_by(order_id=order.id).order_by(RepairMaterial.id)
    pictures = attachments.of(order)
    return {
        "home": home,
        "category": rules.subcategory(order.category),
        "main_category": rules.category(order.category),
        "area_word": rules.COMMON_AREA_WORDS.get(rules.CommonArea(order.area))
        if order.area
        else "",
        "charge_word": rules.CHARGE_WORDS[rules.Charge(order.charge)],
        "notes": list(db.session.scalars(notes)) if home else [],
        "care": visit_lines(home.id) if home and order.state in rules.OPEN else [],
        "materials": list(db.session.scalars(materials)),
        "pictures": pictures,
        "steps": _steps(order),
    }


def place_of(order: RepairOrder, home: Home | None) -> str:
    """The home's label, or the common area's own words."""
    return home.label if home else order.place


def _steps(order: RepairOrder) -> list[tuple[str, str]]:
    """The way of an order as four steps: key and done, now or todo."""
    state = rules.State
    passed = {
        "accepted": order.accepted_at is not None,
        "arrived": order.arrived_at is not None,
        "done": order.finished_at is not None,
        "closed": order.state == state.CLOSED,
    }
    found, is_next = [], True
    for key, is_done in passed.items():
        found.append((key, "done" if is_done else "now" if is_next else "todo"))
        is_next = is_done
    return found
