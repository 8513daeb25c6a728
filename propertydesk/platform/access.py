"""Who is asking, what they may do, and which rows they may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from flask import g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from sqlalchemy import select

from propertydesk.kernel.errors import Missing, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db

Row = TypeVar("Row")
View = Callable[..., ResponseReturnValue]

login = LoginManager()


@dataclass(frozen=True)
class Actor:
    """Somebody (or the system) acting in one community."""

    kind: str
    id: int | None
    name: str
    community_id: int = 0
    staff_no: str = ""
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    request_id: str = ""
    address: str = ""

    def may(self, permission: str) -> bool:
        """Whether the actor holds `permission` in the community at hand."""
        return permission in self.permissions

    def as_system(self) -> "Actor":
        """The system acting because of this person: what follows by rule needs no permission."""
        return replace(self, kind="system", permissions=frozenset())


@dataclass(frozen=True)
class Door:
    """What a route asks of its visitors: any one of `permissions`, a sign-in, or nothing."""

    kind: str
    permissions: tuple[str, ...] = ()
    reason: str = ""


def system_actor(community_id: int) -> Actor:
    """The scheduler, acting by itself; it may do everything its jobs were written for."""
    return Actor("system", None, _("System") if has_request_context() else "System", community_id)


def visitor_actor(community_id: int) -> Actor:
    """Somebody without an account, such as an owner with a signed link."""
    return Actor("public", None, _("Resident"), community_id, address=request.remote_addr or "")


def signed_in_actor() -> Actor | None:
    """The staff member of this request, or None."""
    if "actor" not in g:
        g.actor = current_user.actor if current_user.is_authenticated else None
    found: Actor | None = g.actor
    return found


def actor() -> Actor:
    """The staff member of this request; raises NotAllowed when nobody is signed in."""
    found = signed_in_actor()
    if found is None:
        raise NotAllowed(N_("Please sign in first."))
    return found


def requires(*permissions: str) -> Callable[[View], View]:
    """Open the route to staff holding any one of `permissions`."""
    return _door(Door("permission", tuple(str(each) for each in permissions)))


def signed_in(view: View) -> View:
    """Open the route to every member of staff."""
    return _door(Door("signed_in"))(view)


def public(reason: str) -> Callable[[View], View]:
    """Open the route to everybody, and say why."""
    return _door(Door("public", reason=reason))


def load(model: type[Row], row_id: int) -> Row:
    """The row, if it belongs to the actor's community; another's is as missing as none at all."""
    query = select(model).filter_by(id=row_id, community_id=actor().community_id)
    row = db.session.scalar(query) if row_id < 2**31 else None
    if row is None:
        raise Missing(N_("There is no such record."))
    return row


def _door(door: Door) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            return _turned_away(door) or view(*args, **kwargs)

        guarded.__dict__["door"] = door
        return guarded

    return decorate


def _turned_away(door: Door) -> ResponseReturnValue | None:
    if door.kind == "public":
        return None
    found = signed_in_actor()
    if found is None:
        return to_entrance()
    if door.permissions and not any(found.may(each) for each in door.permissions):
        raise NotAllowed(N_("Your role does not include this."))
    return None


def to_entrance() -> ResponseReturnValue:
    """The sign-in page, which leads on to where the visitor wanted to go."""
    return redirect(url_for("accounts.sign_in", next=_way_back()), 303)


def _way_back() -> str:
    """Where to go on after signing in: the page itself, or the page its form stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) or "/"
