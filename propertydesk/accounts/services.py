"""What is done with accounts: open and close them, sign in, change a password."""

from datetime import datetime
from functools import cache

from pwdlib import PasswordHash
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import SignInTrial, Staff, StaffRole
from propertydesk.estate.events import CommunityFounded
from propertydesk.kernel.errors import Invalid, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock, on_sqlite

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
    staff: Staff, role: rules.Role, community_id: int | None, *, actor: Actor, now: datetime
) -> None:
    """Give a role in one community, or in all; giving it twice changes nothing."""
    lock(staff)
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
    _check_reach(actor, {community_id})
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
    _check_reach(
        actor, {each.community_id for each in queries.roles_of([staff.id]).get(staff.id, ())}
    )
    if _administrators() <= {staff.id}:
        raise Invalid(N_("The last administrator must stay."))
    lock(staff)
    staff.is_active = False
    staff.epoch += 1
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
    activity.record(
        actor=actor,
        now=now,
        action="staff.password",
        subject=staff,
        community_id=actor.community_id,
    )


def take_turn(login: str, now: datetime) -> datetime | None:
    """Count a try at a name, existing or not, as failed until `note_success` forgets it.

    Gives until when sign-in rests for this name, or None when the password may be looked at. The
    try is counted first, or many at once would all be let through before one of them has failed.
    """
    name = login.strip().lower()[:40]
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    fresh = insert(SignInTrial).values(login=name, failures=0, retry_at=now)
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=["login"]))
    query = select(SignInTrial).filter_by(login=name).with_for_update()
    trial = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if trial.retry_at > now:
        return trial.retry_at
    trial.failures += 1
    trial.retry_at = now + rules.delay_after(trial.failures)
    return None


def note_success(staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Forget the failures and write down the sign-in."""
    db.session.execute(delete(SignInTrial).where(SignInTrial.login == staff.login))
    activity.record(
        actor=actor, now=now, action="staff.sign_in", subject=staff, community_id=actor.community_id
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


@cache
def _decoy() -> str:
    return HASHER.hash("nobody has this password")
