"""What a follow-up call shows of the repair it asks about."""

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Home
from propertydesk.followups.queries import SourceCard
from propertydesk.platform.db import db
from propertydesk.platform.i18n import moment, money
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries.orders import category_words, place_of


def follow_up_sources(ids: Sequence[int]) -> Mapping[int, SourceCard]:
    """The orders of several follow-ups, in one query."""
    query = (
        select(RepairOrder, Home, Staff.name)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .outerjoin(Staff, Staff.id == RepairOrder.technician_id)
        .where(RepairOrder.id.in_(ids))
    )
    return {
        order.id: _card(order, home, technician or "")
        for order, home, technician in db.session.execute(query)
    }


def _card(order: RepairOrder, home: Home | None, technician: str) -> SourceCard:
    facts = [
        (_("Place"), place_of(order, home)),
        (_("Category"), category_words(order.category)),
        (_("Reported as"), order.description),
        (_("What was done"), order.work_done),
        (_("Technician"), technician),
        (_("Finished"), moment(order.finished_at) if order.finished_at else ""),
    ]
    if order.charge == rules.Charge.CHARGEABLE:
        facts.append((_("Price"), f"¥{money(order.total)}"))
    return SourceCard(
        title=order.number,
        matter=order.description.split("\n", 1)[0][:40],
        url=url_for("repairs.detail", repair_id=order.id),
        finished_at=order.finished_at,
        facts=facts,
        person_id=order.reporter_id,
    )
