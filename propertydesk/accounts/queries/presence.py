"""Who is signed in: the person behind a cookie, and what they may do here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, request, session
from flask_login import UserMixin, current_user
from sqlalchemy import select

from propertydesk.accounts import rules
from propertydesk.accounts.models import SecondFactor, SignInTrial, Staff, StaffRole, StaffSession
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community
from propertydesk.platform import settings
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db


@dataclass(frozen=True)
class Grants:
    """What a role gives, by role name; filled by the wiring."""

    by_role: dict[str, frozenset[str]]


ROLE_MATRIX = Grants({})


class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login carries no types
    """The person behind a session, and what they may do in the community they are in."""

    def __init__(
        self,
        token: str,
        found: tuple[Staff, StaffSession, int | None],
        roles: Sequence[tuple[int | None, str]],
    ) -> None:
        self.token = token
        self.staff, self.session, factor = found
        self.has_factor = factor is not None
        limit = self.session.limited_to
        roles = [(place, role) for place, role in roles if limit in ("", role)]
        self.held = roles
        self.roles = frozenset(role for _place, role in roles)
        self.communities = {community_id for community_id, _role in roles}
        self.everywhere = None in self.communities
        self.actor = self._act_in(roles)

    @property
    def owes_factor(self) -> bool:
        """Whether a second factor has to be set up before anything else."""
        return self.would_owe_factor and not self.has_factor

    @property
    def would_owe_factor(self) -> bool:
        """Whether their roles oblige them to a second factor."""
        is_demo: bool = current_app.config["DESK"].is_demo
        return rules.owes_second_factor(self.roles, has_one=False, is_demo=is_demo)

    def get_id(self) -> str:
        """What the cookie holds; the database knows its hash."""
        return self.token

    def may_in(self, community_id: int, permission: str) -> bool:
        """Whether their roles in a community include a permission."""
        here = (role for place, role in self.held if place in (None, community_id))
        return any(permission in ROLE_MATRIX.by_role.get(role, ()) for role in here)

    def _act_in(self, roles: Sequence[tuple[int | None, str]]) -> Actor:
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


def token_hash(token: str) -> str:
    """How a session's token is stored: a plain hash will do for 256 random bits."""
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_of(token: str, *, idle: int, at: datetime) -> dict[str, Any]:
    """What the signed cookie holds of a session: its token, minutes without a click, the last one."""
    return {"_user_id": token, "_fresh": True, "idle": idle, "seen": int(at.timestamp())}


def load_session(token: str) -> SignedIn | None:
    """The person of a session, None when it has ended; one query."""
    at = now()
    if has_idled(at):
        return None
    query = (
        select(Staff, StaffSession, SecondFactor.staff_id, StaffRole.community_id, StaffRole.role)
        .join(StaffSession, StaffSession.staff_id == Staff.id)
        .outerjoin(SecondFactor, SecondFactor.staff_id == Staff.id)
        .outerjoin(StaffRole, StaffRole.staff_id == Staff.id)
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.ended_at.is_(None),
            StaffSession.ends_at > at,
            Staff.is_active,
        )
    )
    rows = db.session.execute(query).all()
    if not rows:
        return None
    staff, held, factor = rows[0][:3]
    return SignedIn(
        token, (staff, held, factor), [(place, role) for *_, place, role in rows if role]
    )


def has_idled(at: datetime) -> bool:
    """Whether the cookie's last click is too long ago; one without a last click is too old."""
    seen, minutes = session.get("seen"), session.get("idle")
    if not isinstance(seen, int) or not isinstance(minutes, int):
        return True
    return rules.is_idle(datetime.fromtimestamp(seen, UTC), minutes, at)


def has_lain(at: datetime) -> bool:
    """Whether the cookie's last click is so long ago that the screen is locked."""
    seen, minutes = session.get("seen", 0), session.get("lock", 0)
    return bool(minutes) and rules.is_idle(datetime.fromtimestamp(seen, UTC), minutes, at)


def minutes_of(signed: SignedIn, community_id: int) -> dict[str, int]:
    """For the cookie: after how many minutes without a click this person is signed out in this
    community (`idle`), and the screen locked (`lock`, 0: never).
    """
    values = {each.key: settings.value(community_id, each) for each in rules.SETTINGS}
    return {
        "idle": rules.idle_minutes(signed.roles, values),
        "lock": rules.lock_minutes(signed.roles, values),
    }


def must_wait(counters: Sequence[rules.Counter], at: datetime) -> bool:
    """Whether a further try under these counters would be refused now."""
    keys = [each.key for each in counters]
    query = select(SignInTrial.id).where(SignInTrial.key.in_(keys), SignInTrial.retry_at > at)
    return db.session.scalar(query.limit(1)) is not None


def open_sessions(staff_id: int, at: datetime) -> list[StaffSession]:
    """The sessions of an account that could still be used, newest first."""
    query = select(StaffSession).where(
        StaffSession.staff_id == staff_id,
        StaffSession.ended_at.is_(None),
        StaffSession.ends_at > at,
    )
    return list(db.session.scalars(query.order_by(StaffSession.id.desc())))


def past_sessions(staff_id: int, at: datetime, limit: int = 10) -> list[StaffSession]:
    """The last sessions that are over, newest first."""
    over = (StaffSession.ended_at.is_not(None)) | (StaffSession.ends_at <= at)
    query = select(StaffSession).where(StaffSession.staff_id == staff_id, over)
    return list(db.session.scalars(query.order_by(StaffSession.id.desc()).limit(limit)))


def open_communities() -> list[Community]:
    """The communities that the signed-in person works in."""
    if not current_user.is_authenticated:
        return []
    if not current_user.everywhere and current_user.communities == {
        current_user.actor.community_id
    }:
        here = estate.community(current_user.actor.community_id)  # read for this request already
        return [] if here.ended_on else [here]
    every = estate.communities()
    return [c for c in every if current_user.everywhere or c.id in current_user.communities]


def communities_where(permission: str) -> list[Community]:
    """The communities in which the signed-in person may do something."""
    return [each for each in open_communities() if current_user.may_in(each.id, permission)]
