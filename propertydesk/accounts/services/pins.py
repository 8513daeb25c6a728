"""PINs of the shared phone: set with the password, tried five times, and what they begin."""

import base64
import hashlib
import hmac
from datetime import datetime

from sqlalchemy import update

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import Staff, StaffPin
from propertydesk.accounts.services.passwords import HASHER, turn
from propertydesk.accounts.services.sessions import open_session, sign_out
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.signing import derive


def hash_pin(staff: Staff, pin: str) -> str:
    """The hash of a new PIN: call it outside transactions. Raises Invalid on `pin` when weak."""
    problem = rules.pin_problem(pin, phone=staff.phone)
    if problem:
        raise Invalid(problem, field="pin")
    with turn():
        return HASHER.hash(_peppered(staff.id, pin))


def set_pin(staff: Staff, digest: str, *, actor: Actor, now: datetime) -> None:
    """Set the PIN of an account, or another one; its tries begin anew."""
    lock(staff)
    held = queries.pin_of(staff.id)
    if held is None:
        held = StaffPin(staff_id=staff.id)
        db.session.add(held)
    held.pin_hash, held.tries_left, held.set_at = digest, rules.PIN_TRIES, now
    activity.record(
        actor=actor, now=now, action="staff.pin", subject=staff, community_id=actor.community_id
    )


def take_try(staff_id: int) -> str | None:
    """Count a try as wrong until `restore_tries`; gives the hash to compare with.

    None without a PIN, and when none is left: counted first, or many at once would all be looked at.
    """
    counted = (
        update(StaffPin)
        .where(StaffPin.staff_id == staff_id, StaffPin.tries_left > 0)
        .values(tries_left=StaffPin.tries_left - 1)
        .returning(StaffPin.pin_hash)
    )
    return db.session.scalar(counted)


def pin_fits(staff_id: int, pin: str, digest: str) -> bool:
    """Whether this is the PIN behind the hash: slow, so outside transactions."""
    with turn():
        return HASHER.verify(_peppered(staff_id, pin), digest)


def restore_tries(staff_id: int, digest: str) -> None:
    """After a right PIN the tries begin anew, unless it was set anew meanwhile."""
    db.session.execute(
        update(StaffPin)
        .where(StaffPin.staff_id == staff_id, StaffPin.pin_hash == digest)
        .values(tries_left=rules.PIN_TRIES)
    )


def change_person(
    leaving: Staff,
    session_id: int,
    coming: Staff,
    device: rules.Device,
    *,
    actor: Actor,
    now: datetime,
) -> str:
    """The phone changes hands: one session ends, one with the rights of the gate begins; its token.

    `actor` is whoever comes. Raises Conflict when that account has been closed meanwhile.
    """
    lock(coming)
    if not coming.is_active:
        raise Conflict(N_("This account has just been changed. Please sign in again."))
    sign_out(leaving, session_id, why=rules.End.CHANGED, actor=actor, now=now)
    token = open_session(coming.id, device, limited_to=rules.PIN_ROLE, now=now)
    activity.record(
        actor=actor,
        now=now,
        action="staff.sign_in_pin",
        subject=coming,
        community_id=actor.community_id,
    )
    return token


def _peppered(staff_id: int, pin: str) -> str:
    """A million PINs are soon tried: without the installation's key the hash alone says nothing."""
    key = derive("staff-pin")
    mixed = hmac.digest(key, f"{staff_id}:{rules.typed_pin(pin)}".encode(), hashlib.sha256)
    return base64.b64encode(mixed).decode()
