"""What is done with accounts: open and close them, sign in, change a password."""

from datetime import datetime
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import delete, select

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import SignInTrial, Staff, StaffRole
from propertydesk.estate.events import CommunityFounded
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db

HASHER = PasswordHash.recommended()


def hash_password(password: str, *, login: str) -> str:
    """The argon2id hash, slow on purpose: call it outside transactions. Raises Invalid when weak."""
    problem = rules.password_problem(password, login=login)
    if problem:
        raise Invalid(problem, field="password")
    return HASHER.hash(password)


def password_fits(staff: Staff | None, password: str) -> bool:
    """Whether the password is right; takes as long for a name that does not exist."""
    known = staff is not None and staff.is_active
    digest = staff.password_hash if staff is not None and known else _decoy()
    return HASHER.verify(password[:200], digest) and known


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
    if queries.staff_by_login(login):
        raise Invalid(N_("This login name is taken."), field="login")
    staff = Staff(
        login=login,
        name=name,
        staff_no=staff_no,
        phone=phone,
        password_hash=password_hash,
        created_at=now,
    )
    db.session.add(staff)
    activity.record(
        actor=actor, now=now, action="staff.open", subject=staff, community_id=actor.community_id
    )
    return staff


def grant_role(
    staff: Staff, role: rules.Role, community_id: int | None, *, actor: Actor, now: datetime
) -> None:
    """Give a role in one community, or in all; giving it twice changes nothing."""
    held = select(StaffRole).filter_by(staff_id=staff.id, role=role, community_id=community_id)
    if db.session.scalar(held) is None:
        db.session.add(StaffRole(staff_id=staff.id, role=role, community_id=community_id))
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
    if role == rules.Role.ADMINISTRATOR and _administrators() <= {staff.id}:
        raise Invalid(N_("The last administrator must stay."))
    place = (
        StaffRole.community_id == community_id if community_id else StaffRole.community_id.is_(None)
    )
    db.session.execute(
        delete(StaffRole).where(StaffRole.staff_id == staff.id, StaffRole.role == role, place)
    )
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
        StaffRole(staff_id=staff.id, role=rules.Role.ADMINISTRATOR, community_id=event.community_id)
    )


def close_account(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Disable an account: its sessions end at once. Raises Invalid for one's own and the last administrator."""
    if staff.id == actor.id:
        raise Invalid(N_("Nobody closes their own account."))
    if _administrators() <= {staff.id}:
        raise Invalid(N_("The last administrator must stay."))
    staff.is_active = False
    staff.epoch += 1
    activity.record(
        actor=actor, now=now, action="staff.close", subject=staff, community_id=actor.community_id
    )


def reopen_account(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Enable an account again."""
    staff.is_active = True
    activity.record(
        actor=actor, now=now, action="staff.reopen", subject=staff, community_id=actor.community_id
    )


def set_password(staff: Staff, password_hash: str, *, actor: Actor, now: datetime) -> None:
    """Change the password; all sessions of the account end."""
    staff.password_hash = password_hash
    staff.epoch += 1
    activity.record(
        actor=actor,
        now=now,
        action="staff.password",
        subject=staff,
        community_id=actor.community_id,
    )


def note_failure(login: str, now: datetime) -> None:
    """Count a failed sign-in for a name, existing or not, and set when it may be tried again."""
    trial = db.session.scalar(select(SignInTrial).filter_by(login=login[:40]).with_for_update())
    if trial is None:
        trial = SignInTrial(login=login[:40], failures=0, retry_at=now)
        db.session.add(trial)
    trial.failures += 1
    trial.retry_at = now + rules.delay_after(trial.failures)


def note_success(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Forget the failures and write down the sign-in."""
    db.session.execute(delete(SignInTrial).where(SignInTrial.login == staff.login))
    activity.record(
        actor=actor, now=now, action="staff.sign_in", subject=staff, community_id=actor.community_id
    )


def _administrators() -> set[int]:
    query = (
        select(StaffRole.staff_id)
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(StaffRole.role == rules.Role.ADMINISTRATOR, Staff.is_active)
    )
    return set(db.session.scalars(query))


@cache
def _decoy() -> str:
    return HASHER.hash("nobody has this password")
