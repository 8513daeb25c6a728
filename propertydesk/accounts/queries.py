"""Reading accounts: who is signed in, who can be chosen, who works where."""

from dataclasses import dataclass

from flask import g, request, session
from flask_login import UserMixin, current_user
from sqlalchemy import or_, select

from propertydesk.accounts import rules
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db


@dataclass(frozen=True)
class Grants:
    """What a role gives, by role name; filled by the wiring."""

    by_role: dict[str, frozenset[str]]


ROLE_MATRIX = Grants({})


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """The person behind a session, and what they may do in the community they are in."""

    def __init__(self, staff: Staff, roles: list[tuple[int | None, str]]) -> None:
        self.staff = staff
        self.communities = {community_id for community_id, _role in roles}
        self.everywhere = None in self.communities
        self.actor = self._act_in(roles)

    def get_id(self) -> str:
        """The session's key: it stops fitting when the password changes or the account is closed."""
        return session_key(self.staff)

    def _act_in(self, roles: list[tuple[int | None, str]]) -> Actor:
        community_id = session.get("community_id") or 0
        held = frozenset(role for place, role in roles if place in (None, community_id))
        return Actor(
            kind="staff",
            id=self.staff.id,
            name=self.staff.name,
            community_id=community_id,
            staff_no=self.staff.staff_no,
            roles=held,
            permissions=frozenset().union(*(ROLE_MATRIX.by_role.get(role, ()) for role in held)),
            request_id=g.get("request_id", ""),
            address=request.remote_addr or "",
        )


def session_key(staff: Staff) -> str:
    """What a session remembers of an account."""
    return f"{staff.id}:{staff.epoch}"


def load_session(key: str) -> SignedIn | None:
    """The person of a session, None when it has ended; one query."""
    staff_id, _, epoch = key.partition(":")
    if not (staff_id.isascii() and staff_id.isdigit() and epoch.isascii() and epoch.isdigit()):
        return None
    query = (
        select(Staff, StaffRole.community_id, StaffRole.role)
        .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
        .where(Staff.id == int(staff_id), Staff.epoch == int(epoch), Staff.is_active)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    return SignedIn(rows[0][0], [(place, role) for _staff, place, role in rows if role])


def open_communities() -> list[Community]:
    """The communities that the signed-in person works in."""
    if not current_user.is_authenticated:
        return []
    every = estate.communities()
    return [c for c in every if current_user.everywhere or c.id in current_user.communities]


def staff_by_login(login: str) -> Staff | None:
    """The account of a login name, however it is written."""
    return db.session.scalar(select(Staff).filter_by(login=login.strip().lower()))


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


def roles_of(staff_ids: list[int]) -> dict[int, list[StaffRole]]:
    """The roles of several accounts."""
    found: dict[int, list[StaffRole]] = {}
    query = select(StaffRole).where(StaffRole.staff_id.in_(staff_ids)).order_by(StaffRole.role)
    for row in db.session.scalars(query):
        found.setdefault(row.staff_id, []).append(row)
    return found
