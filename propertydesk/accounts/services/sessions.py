"""Signing in and out: sessions begin, are confirmed, and end."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import SignInTrial, Staff, StaffSession
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock, on_sqlite


def take_turn(counters: Sequence[rules.Counter], now: datetime) -> datetime | None:
    """Count a try as failed until `forget_failures` takes it back.

    Gives until when to wait, or None when the password or code may be looked at. The try is
    counted first, or many at once would all be let through before one of them has failed.
    `counters` come in key order.
    """
    _make_room(counters, now)
    keys = [each.key for each in counters]
    query = select(SignInTrial).where(SignInTrial.key.in_(keys)).order_by(SignInTrial.key)
    trials = db.session.scalars(
        query.with_for_update().execution_options(populate_existing=True)
    ).all()
    waiting = max(each.retry_at for each in trials)
    if waiting > now:
        return waiting
    free = {each.key: each for each in counters}
    for trial in trials:
        if trial.tried_at < now - rules.FORGOTTEN_AFTER:
            trial.failures = 0
        trial.failures += 1
        trial.tried_at = now
        trial.retry_at = now + free[trial.key].delay_after(trial.failures)
    return None


def forget_failures(counters: Sequence[rules.Counter]) -> None:
    """After a success the counters begin anew."""
    keys = [each.key for each in counters]
    db.session.execute(delete(SignInTrial).where(SignInTrial.key.in_(keys)))


def sign_in(
    staff: Staff,
    device: rules.Device,
    *,
    epoch: int,
    counters: Sequence[rules.Counter],
    action: str = "staff.sign_in",
    actor: Actor,
    now: datetime,
) -> str:
    """Begin a session and forget the failures; gives the token for the cookie.

    `epoch` is that of the account when its password was looked at. Raises Conflict when password
    or account have changed since.
    """
    lock(staff)
    if not staff.is_active or staff.epoch != epoch:
        raise Conflict(N_("This account has just been changed. Please sign in again."))
    forget_failures(counters)
    token = open_session(staff.id, device, now=now)
    activity.record(
        actor=actor, now=now, action=action, subject=staff, community_id=actor.community_id
    )
    return token


def open_session(
    staff_id: int, device: rules.Device, *, limited_to: str = "", now: datetime
) -> str:
    """Store a session of twelve hours at most; gives its token, 256 random bits.

    `limited_to` names the one role whose rights it has, of all that the person holds.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        StaffSession(
            token_hash=queries.token_hash(token),
            staff_id=staff_id,
            browser=device.browser,
            system=device.system,
            address=device.address[:45],
            created_at=now,
            ends_at=now + rules.LONGEST_SESSION,
            confirmed_at=now,
            limited_to=limited_to,
        )
    )
    db.session.flush()
    return token


def confirm_session(session_id: int, counters: Sequence[rules.Counter], *, now: datetime) -> None:
    """Note that password or code were given once more, and forget the failures."""
    forget_failures(counters)
    db.session.execute(
        update(StaffSession).where(StaffSession.id == session_id).values(confirmed_at=now)
    )


def sign_out(
    staff: Staff,
    session_id: int,
    *,
    why: rules.End = rules.End.SIGNED_OUT,
    actor: Actor,
    now: datetime,
) -> None:
    """End one session of an account; one that has ended already stays as it is."""
    _cut(StaffSession.staff_id == staff.id, StaffSession.id == session_id, now=now, why=why)
    activity.record(
        actor=actor,
        now=now,
        action="staff.sign_out",
        subject=staff,
        community_id=actor.community_id,
    )


def end_sessions(staff: Staff, *, but: int | None = None, actor: Actor, now: datetime) -> int:
    """End all sessions of an account, `but` the one named; gives how many ended."""
    count = cut_sessions(staff.id, but=but, now=now, why=rules.End.ENDED)
    activity.record(
        actor=actor,
        now=now,
        action="staff.end_sessions",
        subject=staff,
        community_id=actor.community_id,
    )
    return count


def cut_sessions(staff_id: int, *, but: int | None = None, now: datetime, why: rules.End) -> int:
    """What ends sessions as part of another verb; gives how many ended."""
    return _cut(StaffSession.staff_id == staff_id, StaffSession.id != (but or 0), now=now, why=why)


def _cut(*which: ColumnElement[bool], now: datetime, why: rules.End) -> int:
    ended = (
        update(StaffSession)
        .where(*which, StaffSession.ended_at.is_(None))
        .values(ended_at=now, ended_why=why)
        .returning(StaffSession.id)
    )
    return len(db.session.execute(ended).all())


def _make_room(counters: Sequence[rules.Counter], now: datetime) -> None:
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    fresh = [
        {"key": each.key, "failures": 0, "tried_at": now, "retry_at": now} for each in counters
    ]
    statement = insert(SignInTrial).values(fresh)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
