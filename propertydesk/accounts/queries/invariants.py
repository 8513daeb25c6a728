"""What must always be true of accounts (reliability: I49, I50)."""

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import Connection, select

from propertydesk.accounts.models import SecondFactor, Staff, StaffRole
from propertydesk.accounts.rules import GUARDED_ROLES, Origin, Role
from propertydesk.platform.clock import now
from propertydesk.platform.verify import Breach, Invariant

#: How long the first administrator may take to set up the second factor (5.16).
_GRACE = timedelta(days=1)


def unprotected(connection: Connection) -> Iterable[Breach]:
    """Outside the demo: a day after the first administrator came, one has a second factor."""
    if current_app.config["DESK"].is_demo:
        return []
    rows = connection.execute(
        select(Staff.login, StaffRole.granted_at, SecondFactor.staff_id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .outerjoin(SecondFactor, SecondFactor.staff_id == Staff.id)
        .where(Staff.is_active, StaffRole.role == Role.ADMINISTRATOR)
    ).all()
    young = now() - _GRACE
    if any(row.staff_id for row in rows) or not rows:
        return []
    if all(row.granted_at and row.granted_at > young for row in rows):
        return []
    return [{"object": row.login, "found": "no second factor"} for row in rows]


def lone_grants(connection: Connection) -> Iterable[Breach]:
    """Guarded roles given in the program, by one person alone."""
    rows = connection.execute(
        select(Staff.login, StaffRole.role)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            StaffRole.role.in_(GUARDED_ROLES),
            StaffRole.origin == Origin.GRANTED,
            StaffRole.approved_by.is_(None),
        )
    )
    return [{"object": row.login, "found": row.role} for row in rows]


INVARIANTS = (
    Invariant(
        "accounts.sessions",
        "a closed account has no open session",
        "SELECT s.login AS object, x.id AS found FROM staff s JOIN staff_sessions x ON x.staff_id = s.id "
        "WHERE NOT s.is_active AND x.ended_at IS NULL",
    ),
    Invariant(
        "accounts.administrator",
        "an active administrator has a second factor, outside the demo",
        unprotected,
    ),
    Invariant(
        "accounts.grantor",
        "nobody gave or agreed to their own role",
        "SELECT s.login AS object, r.role AS found FROM staff_roles r JOIN staff s ON s.id = r.staff_id "
        "WHERE r.granted_by = r.staff_id OR r.approved_by = r.staff_id OR r.granted_by = r.approved_by",
    ),
    Invariant(
        "accounts.second_person",
        "roles over money and rights were agreed to by a second person",
        lone_grants,
    ),
)
