"""Reading second factors and one-time links."""

from sqlalchemy import func, select

from propertydesk.accounts import rules
from propertydesk.accounts.models import AccountLink, RecoveryCode, SecondFactor, Staff, StaffRole
from propertydesk.accounts.queries.presence import token_hash
from propertydesk.platform.db import db


def second_factor(staff_id: int) -> SecondFactor | None:
    """The second factor of an account."""
    return db.session.get(SecondFactor, staff_id)


def recovery_codes_left(staff_id: int) -> int:
    """How many recovery codes are still good."""
    query = select(func.count(RecoveryCode.id)).where(
        RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None)
    )
    return db.session.scalar(query) or 0


def link_by_token(token: str, kind: str) -> AccountLink | None:
    """The link behind an address, used or not; None when there never was one."""
    query = select(AccountLink).filter_by(token_hash=token_hash(token), kind=kind)
    return db.session.scalar(query)


def untold_links(staff_id: int) -> list[AccountLink]:
    """Resets that the account's owner has not been told of yet."""
    query = select(AccountLink).filter_by(staff_id=staff_id, told_at=None)
    return list(db.session.scalars(query.order_by(AccountLink.id)))


def is_unattended() -> bool:
    """Whether nobody can sign in at all, as in a database just made."""
    return db.session.scalar(select(Staff.id).limit(1)) is None


def administrators() -> list[int]:
    """The active accounts with the administrator's role anywhere."""
    query = (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == rules.Role.ADMINISTRATOR, Staff.is_active)
    )
    return sorted(set(db.session.scalars(query)))
