"""Reading the register: who can be chosen, who works where."""

from sqlalchemy import or_, select

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.queries.presence import ROLE_MATRIX
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Colleague
from propertydesk.platform.db import db


def staff_by_login(login: str) -> Staff | None:
    """The account of a login name, however it is written."""
    return db.session.scalar(select(Staff).filter_by(login=login.strip().lower()))


def signature(staff_id: int | None, otherwise: str = "") -> str:
    """王敏 KF012: name and number of a member of staff as papers show them."""
    found = db.session.get(Staff, staff_id) if staff_id is not None else None
    return f"{found.name} {found.staff_no}".strip() if found else otherwise


def in_community(community_id: int, role: rules.Role | None = None) -> list[Staff]:
    """Active staff of a community, by name, of one role if given."""
    query = (
        select(Staff)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            Staff.is_active,
            or_(StaffRole.community_id == community_id, StaffRole.community_id.is_(None)),
        )
    )
    if role is not None:
        query = query.where(StaffRole.role == role)
    return list(db.session.scalars(query.distinct().order_by(Staff.staff_no, Staff.id)))


def colleagues(community_id: int) -> list[Colleague]:
    """Everybody with an open account and a role in the community, and what they may do; one query."""
    query = (
        select(Staff.id, Staff.name, Staff.staff_no, StaffRole.role)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            Staff.is_active,
            or_(StaffRole.community_id == community_id, StaffRole.community_id.is_(None)),
        )
        .order_by(Staff.staff_no, Staff.id)
    )
    held: dict[tuple[int, str, str], set[str]] = {}
    for staff_id, name, staff_no, role in db.session.execute(query):
        granted = held.setdefault((staff_id, name, staff_no), set())
        granted |= ROLE_MATRIX.by_role.get(role, frozenset())
    return [Colleague(*who, frozenset(granted)) for who, granted in held.items()]


def others_who_may(permission: str, actor: Actor, but: int) -> list[Colleague]:
    """Who else holds a permission in the actor's community now, `but` one account aside."""
    return [
        each
        for each in colleagues(actor.community_id)
        if permission in each.permissions
        and each.id not in {actor.id, but}
        and not (each.staff_no and each.staff_no == actor.staff_no)
    ]


def unplaced() -> list[Staff]:
    """Active accounts without any role, such as one whose first role waits for a second person."""
    held = select(StaffRole.id).where(StaffRole.staff_id == Staff.id).exists()
    return list(db.session.scalars(select(Staff).where(Staff.is_active, ~held).order_by(Staff.id)))


def roles_of(staff_ids: list[int]) -> dict[int, list[StaffRole]]:
    """The roles of several accounts."""
    found: dict[int, list[StaffRole]] = {}
    query = select(StaffRole).where(StaffRole.staff_id.in_(staff_ids)).order_by(StaffRole.role)
    for row in db.session.scalars(query):
        found.setdefault(row.staff_id, []).append(row)
    return found
