"""One-time links: the first administrator, a new password, a second factor lost."""

import secrets
from datetime import datetime
from enum import StrEnum

from sqlalchemy import update

from propertydesk.accounts import queries, rules
from propertydesk.accounts.models import AccountLink, Staff
from propertydesk.accounts.services import register, second_factor
from propertydesk.accounts.services.sessions import cut_sessions
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock


class LinkKind(StrEnum):
    """What a link is for."""

    SET_UP = "set_up"
    PASSWORD = "password"  # noqa: S105  # a purpose, not a password
    FACTOR = "second_factor"


def make_link(kind: LinkKind, staff: Staff | None, *, actor: Actor, now: datetime) -> str:
    """A token for one use within fifteen minutes; earlier ones for the same are void.

    Only its hash is stored. Sessions of the account end. Raises Invalid for one's own account.
    """
    if staff is not None and staff.id == actor.id:
        raise Invalid(N_("For your own account use My account."))
    staff_id = staff.id if staff else None
    if staff:
        lock(staff)
        cut_sessions(staff.id, now=now, why=rules.End.RESET)
    same = (AccountLink.kind == kind, AccountLink.staff_id.is_not_distinct_from(staff_id))
    db.session.execute(
        update(AccountLink)
        .where(*same, AccountLink.used_at.is_(None), AccountLink.expires_at > now)
        .values(expires_at=now)
    )
    token = secrets.token_urlsafe(32)
    link = AccountLink(
        kind=kind,
        staff_id=staff_id,
        token_hash=queries.token_hash(token),
        made_by_name=actor.name,
        made_at=now,
        expires_at=now + rules.LINK_LASTS,
    )
    db.session.add(link)
    activity.record(
        actor=actor,
        now=now,
        action="account_link.make",
        subject=link,
        community_id=actor.community_id,
        note=staff.login if staff else "",
    )
    return token


def set_up_installation(
    link: AccountLink, *, login: str, name: str, password_hash: str, actor: Actor, now: datetime
) -> Staff:
    """Open the first administrator's account. Raises Conflict when somebody was faster."""
    _use(link, now)
    if not queries.is_unattended():
        raise Conflict(N_("This installation has its administrator already."))
    staff = register.open_account(
        login=login, name=name, password_hash=password_hash, actor=actor, now=now
    )
    register.grant_role(
        staff, rules.Role.ADMINISTRATOR, None, origin=rules.Origin.SERVER, actor=actor, now=now
    )
    return staff


def set_password_by_link(
    link: AccountLink, staff: Staff, password_hash: str, *, actor: Actor, now: datetime
) -> None:
    """A new password for whoever holds the link. Raises Conflict when it was used or is over."""
    _use(link, now)
    register.set_password(staff, password_hash, actor=actor, now=now)


def drop_factor_by_link(link: AccountLink, staff: Staff, *, actor: Actor, now: datetime) -> None:
    """Take the lost second factor off; the password still asks. Raises Conflict as above."""
    _use(link, now)
    lock(staff)
    second_factor.drop(staff, now=now)
    activity.record(
        actor=actor, now=now, action="staff.factor_off", subject=staff, community_id=None
    )


def take_note_of_resets(staff_id: int, now: datetime) -> list[AccountLink]:
    """The resets that somebody who has just signed in was not told of yet; from now on they are."""
    untold = queries.untold_links(staff_id)
    for link in untold:
        link.told_at = now
    return untold


def _use(link: AccountLink, now: datetime) -> None:
    lock(link)
    if link.used_at is not None:
        raise Conflict(N_("This link has been used already. Ask for a new one."))
    if link.expires_at <= now:
        raise Conflict(N_("This link is over: it holds for fifteen minutes. Ask for a new one."))
    link.used_at = now
