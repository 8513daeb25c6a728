"""PINs of the shared phone."""

from datetime import UTC, datetime
from typing import Any

from propertydesk.accounts.models import StaffPin
from propertydesk.accounts.rules import PIN_TRIES
from propertydesk.accounts.services import hash_pin
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction

PIN = "482915"
# argon2id of what nobody can type, with the cheapest settings
OF_NO_PIN = (
    "$argon2id$v=19$m=8,t=1,p=1$MTKJS54/orutVk3b9tOkYA$StUJMIXYChGqngfurei0/bX75tjC+dd9HgQwf1kWgr0"
)


def give(staff: Any, pin: str = "") -> None:
    """A PIN for an account; without one to type the hash is of none, and made at once."""
    digest = hash_pin(staff, pin) if pin else OF_NO_PIN
    row = StaffPin(
        staff_id=staff.id,
        pin_hash=digest,
        tries_left=PIN_TRIES,
        set_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    in_transaction(lambda: db.session.add(row))
