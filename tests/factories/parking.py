"""Cars that park for a while, through the front door."""

from datetime import datetime
from typing import Any

from propertydesk.passes.models.parking import ParkingStay
from propertydesk.passes.queries.parking import tariff_of
from propertydesk.passes.rules.parking import fee_of
from propertydesk.passes.services import parking
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, is_open
from tests.conftest import NOW


def _done(work: Any) -> Any:
    return work() if is_open() else in_transaction(work)


def drive_in(plate: str, actor: Actor, now: datetime = NOW) -> ParkingStay:
    """A car comes in."""
    return _done(lambda: parking.drive_in(plate, actor=actor, now=now))


def drive_out(
    stay: ParkingStay, actor: Actor, now: datetime, *, seen: Any = None, **more: Any
) -> ParkingStay:
    """A car goes out for what it owes by then."""

    def leave() -> ParkingStay:
        found = db.session.get_one(ParkingStay, stay.id)
        owed = fee_of(tariff_of(found.community_id), found.entered_at or now, now)
        return parking.drive_out(
            found, seen=owed if seen is None else seen, actor=actor, now=now, **more
        )

    return _done(leave)
