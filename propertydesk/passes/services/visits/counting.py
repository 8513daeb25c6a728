"""Couriers are counted, and nothing else about them."""

from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite

from propertydesk.kernel.clock import local
from propertydesk.passes.models import Gate
from propertydesk.passes.models.visits import CourierCount
from propertydesk.passes.rules.visits import Courier
from propertydesk.platform.db import db, on_sqlite


def count_courier(gate: Gate, kind: Courier, zone: str, now: datetime) -> None:
    """One more courier in this hour at this gate (B9).

    Nobody's act and nobody's data: eighteen hundred a day would drown the history, so that this
    is a count and no activity.
    """
    here = local(now, zone)
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = (
        insert(CourierCount)
        .values(
            community_id=gate.community_id,
            gate_id=gate.id,
            day=here.date(),
            hour=here.hour,
            kind=kind,
            couriers=1,
        )
        .on_conflict_do_update(
            index_elements=["gate_id", "day", "hour", "kind"],
            set_={"couriers": CourierCount.couriers + 1},
        )
    )
    db.session.execute(statement)
