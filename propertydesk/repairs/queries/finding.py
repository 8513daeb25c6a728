"""How orders read among search hits."""

from collections.abc import Mapping, Sequence

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.platform.access import signed_in_actor
from propertydesk.platform.db import db
from propertydesk.platform.i18n import day
from propertydesk.platform.search import Hit
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries.orders import place_of


def present(community_id: int, ids: Sequence[int]) -> Mapping[int, Hit]:
    """A hit for each order of the community, in one query; none for who may not read orders."""
    reader = signed_in_actor()
    if reader is None or not reader.may(rules.Permission.READ):
        return {}
    query = (
        select(RepairOrder, Home)
        .outerjoin(Home, Home.id == RepairOrder.home_id)
        .where(RepairOrder.community_id == community_id, RepairOrder.id.in_(ids))
    )
    return {order.id: _hit(order, home) for order, home in db.session.execute(query)}


def _hit(order: RepairOrder, home: Home | None) -> Hit:
    matter = order.description.split("\n", 1)[0][:40]
    return Hit(
        title=order.number,
        detail=f"{place_of(order, home)} · {matter} · {day(order.reported_at)}",
        url=url_for("repairs.detail", repair_id=order.id),
        tags=(_(rules.WORKFLOW.word(order.state)),),
        icon="tool",
        tone=rules.WORKFLOW.tone(order.state),
    )
