"""Orders follow whoever reported them."""

from sqlalchemy import update

from propertydesk.owners.events import PersonMerged
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder


def follow_person(merged: PersonMerged) -> None:
    """Two entries of a reporter became one: their orders belong to it, in the verb that joined
    them.
    """
    orders = update(RepairOrder).where(RepairOrder.reporter_id == merged.from_id)
    db.session.execute(orders.values(reporter_id=merged.into_id))
