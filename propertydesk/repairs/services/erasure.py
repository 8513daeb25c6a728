"""Erasing who reported a repair; what was repaired stays."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from propertydesk.followups.services import erasure as followups
from propertydesk.kernel.masking import mask_personal
from propertydesk.kernel.words import N_
from propertydesk.owners.events import PeopleErased
from propertydesk.platform import attachments, search
from propertydesk.platform.db import db
from propertydesk.platform.retention import Hold, RetentionRule
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder

_OVER = (rules.State.CLOSED, rules.State.CANCELLED, rules.State.VOID)


def erase_contacts(order_ids: Sequence[int], _now: datetime) -> None:
    """Blank name and number of whoever called, mask numbers in texts, delete the pictures."""
    orders = list(db.session.scalars(select(RepairOrder).where(RepairOrder.id.in_(order_ids))))
    for order in orders:
        order.reporter_id, order.reporter_name = None, rules.ERASED
        order.salutation = order.phone = ""
        order.description = mask_personal(order.description)
        order.work_done = mask_personal(order.work_done)
    db.session.flush()
    attachments.drop("repair", order_ids)
    followups.erase_of("repair", order_ids)
    search.bulk_index([_entry(order) for order in orders], replacing=True)


def forget_reporters(event: PeopleErased) -> None:
    """Whoever was erased is nobody's reporter any more."""
    mine = select(RepairOrder.id).where(RepairOrder.reporter_id.in_(event.person_ids))
    order_ids = list(db.session.scalars(mine))
    if order_ids:
        erase_contacts(order_ids, event.now)


def _entry(order: RepairOrder) -> search.Entry:
    terms = [*search.number_terms(order.number), *search.text_terms(order.description)]
    return search.Entry("repair", order.id, order.community_id, order.home_id, terms)


def _due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(RepairOrder.id)
        .where(
            RepairOrder.community_id == community_id,
            RepairOrder.state.in_(_OVER),
            RepairOrder.state_since < before,
            RepairOrder.reporter_name != rules.ERASED,
        )
        .order_by(RepairOrder.id)
    )


def _reporters_of_open_orders(community_id: int) -> Select[Any]:
    return select(RepairOrder.reporter_id).where(
        RepairOrder.community_id == community_id,
        RepairOrder.state.not_in(_OVER),
        RepairOrder.reporter_id.is_not(None),
    )


RULES = (
    RetentionRule(
        key="repairs.contact",
        what=N_("Repair orders: name and number of the caller, pictures, numbers in texts"),
        purpose=N_("To carry the repair out, warranty and complaints"),
        basis=N_("Contract"),
        after=N_("the order was closed"),
        effect=N_("Caller blanked, pictures deleted; the work stays on record"),
        setting=rules.CONTACT_YEARS,
        due=_due,
        erase=erase_contacts,
    ),
)

HOLDS = (
    Hold("person", N_("a repair order of this person is not closed"), _reporters_of_open_orders),
)
