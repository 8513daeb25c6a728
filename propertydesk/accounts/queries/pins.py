"""Reading PINs: who of a community can take over a shared phone."""

from sqlalchemy import or_, select

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff, StaffPin, StaffRole
from propertydesk.platform.db import db


def pin_of(staff_id: int) -> StaffPin | None:
    """The PIN of an account."""
    return db.session.get(StaffPin, staff_id)


def guards_with_pin(community_id: int) -> list[Staff]:
    """Guards of a community who have set a PIN, by staff number."""
    query = (
        select(Staff)
        .join(StaffPin, StaffPin.staff_id == Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            Staff.is_active,
            StaffRole.role == rules.PIN_ROLE,
            or_(StaffRole.community_id == community_id, StaffRole.community_id.is_(None)),
        )
        .distinct()
        .order_by(Staff.staff_no, Staff.id)
    )
    return list(db.session.scalars(query))
