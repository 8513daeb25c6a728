"""What is done with accounts: open and close them, give roles, change a password."""

from datetime import datetime

from sqlalchemy import delete, select

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.services.sessions import cut_sessions
from propertydesk.estate.events import CommunityFounded
from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock


def open_account(
    *,
    login: str,
    name: str,
    password_hash: str,
    staff_no: str = "",
    phone: str = "",
    actor: Actor,
    now: datetime,
) -> Staff:
    """Make an account; raises Invalid when the login name is taken."""
    login = login.strip().lower()
    staff = Staff(
        login=login,
        name=name,
        staff_no=staff_no,
        phone=phone,
        password_hash=password_hash,
        created_at=now,
    )
    with unless_taken(Invalid(N_("This login name is taken."), field="login")):
        db.session.add(staff)
    activity.record(
        actor=actor, now=now, action="staff.open", subject=staff, community_id=actor.community_id
    )
    return staff


def grant_role(
    staff: Staff,
    role: rules.Role,
    community_id: int | None,
    *,
    origin: rules.Origin = rules.Origin.GRANTED,
    granted_by: int | None = None,
    approved_by: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a role in one community, or in all; giving it twice changes nothing.

    Their sessions end, so that what was given (and asked with it) holds at once.
    """
    lock(staff)
    held = select(StaffRole).filter_by(staff_id=staff.id, role=role, community_id=community_id)
    if db.session.scalar(held) is None:
        db.session.add(
            StaffRole(
                staff_id=staff.id,
                role=role,
                community_id=community_id,
                origin=origin,
                granted_by=granted_by or (actor.id if actor.kind == "staff" else None),
                granted_at=now,
                approved_by=approved_by,
            )
        )
        cut_sessions(staff.id, now=now, why=rules.End.ROLES)
    activity.record(
        actor=actor,
        now=now,
        action="staff.grant",
        subject=staff,
        community_id=community_id or actor.community_id,
        note=role,
    )


def withdraw_role(
    staff: Staff, role: rules.Role, community_id: int | None, *, actor: Actor, now: datetime
) -> None:
    """Take a role back; raises Invalid for one's own and for the last administrator."""
    if staff.id == actor.id:
        raise Invalid(N_("Nobody withdraws a role from themselves."))
    _check_reach(actor, {community_id})
    if role == rules.Role.ADMINISTRATOR and _administrators() <= {staff.id}:
        raise Invalid(N_("The last administrator must stay."))
    place = (
        StaffRole.community_id == community_id if community_id else StaffRole.community_id.is_(None)
    )
    db.session.execute(
        delete(StaffRole).where(StaffRole.staff_id == staff.id, StaffRole.role == role, place)
    )
    cut_sessions(staff.id, now=now, why=rules.End.ROLES)
    activity.record(
        actor=actor,
        now=now,
        action="staff.withdraw",
        subject=staff,
        community_id=community_id or actor.community_id,
        note=role,
    )


def edit_account(
    staff: Staff, *, name: str, staff_no: str, phone: str, actor: Actor, now: datetime
) -> None:
    """Correct what is printed of somebody."""
    changes = {
        field: [getattr(staff, field), value]
        for field, value in (("name", name), ("staff_no", staff_no))
        if getattr(staff, field) != value
    }
    staff.name, staff.staff_no, staff.phone = name, staff_no, phone
    activity.record(
        actor=actor,
        now=now,
        action="staff.edit",
        subject=staff,
        community_id=actor.community_id,
        changes=changes,
    )


def admit_founder(event: CommunityFounded) -> None:
    """Whoever created a community administrates it, unless they do so everywhere already."""
    staff = db.session.get(Staff, event.actor.id) if event.actor.kind == "staff" else None
    roles = queries.roles_of([staff.id]).get(staff.id, []) if staff else []
    if staff is None or any(each.community_id is None for each in roles):
        return
    db.session.add(
        StaffRole(
            staff_id=staff.id,
            role=rules.Role.ADMINISTRATOR,
            community_id=event.community_id,
            origin=rules.Origin.FOUNDER,
            granted_at=event.now,
        )
    )


def close_account(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Disable an account: its sessions end at once. Raises Invalid for one's own and the last administrator."""
    if staff.id == actor.id:
        raise Invalid(N_("Nobody closes their own account."))
    _check_reach(
        actor, {each.community_id for each in queries.roles_of([staff.id]).get(staff.id, ())}
    )
    if _administrators() <= {staff.id}:
        raise Invalid(N_("The last administrator must stay."))
    lock(staff)
    staff.is_active = False
    cut_sessions(staff.id, now=now, why=rules.End.CLOSED)
    activity.record(
        actor=actor, now=now, action="staff.close", subject=staff, community_id=actor.community_id
    )


def reopen_account(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Enable an account again."""
    lock(staff)
    staff.is_active = True
    activity.record(
        actor=actor, now=now, action="staff.reopen", subject=staff, community_id=actor.community_id
    )


def set_password(staff: Staff, password_hash: str, *, actor: Actor, now: datetime) -> None:
    """Change the password; all sessions of the account end."""
    lock(staff)
    staff.password_hash = password_hash
    staff.epoch += 1
    cut_sessions(staff.id, now=now, why=rules.End.PASSWORD)
    activity.record(
        actor=actor,
        now=now,
        action="staff.password",
        subject=staff,
        community_id=actor.community_id,
    )


def _check_reach(actor: Actor, places: set[int | None]) -> None:
    """Raise NotAllowed when somebody who administrates a community reaches beyond it."""
    if actor.kind != "staff" or places <= {actor.community_id}:
        return
    own = queries.roles_of([actor.id or 0]).get(actor.id or 0, [])
    ruled = {each.community_id for each in own if each.role == rules.Role.ADMINISTRATOR}
    if None not in ruled and not places <= ruled:
        raise NotAllowed(N_("This account also works where you do not administrate."))


def _administrators() -> set[int]:
    """The active administrators, each held: of two who shut out each other, one must stay."""
    query = (
        select(Staff.id)
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role == rules.Role.ADMINISTRATOR, Staff.is_active)
        .order_by(Staff.id)
    )
    db.session.execute(query.with_for_update(of=Staff))
    return set(db.session.scalars(query))
