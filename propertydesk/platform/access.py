"""Who is asking, what they may do, and which rows they may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, TypeVar

from flask import current_app, g, has_request_context, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import LoginManager, current_user
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from propertydesk.kernel.errors import Missing, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db

Row = TypeVar("Row")
View = Callable[..., ResponseReturnValue]
Detour = Callable[[], ResponseReturnValue | None]

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
    """What a route asks of its visitors: any one of `permissions`, a sign-in, or nothing.

    Where it is `confirmed`, the password (or a code) must have been given minutes ago.
    """

    kind: str
    permissions: tuple[str, ...] = ()
    reason: str = ""

    def opens_to(self, actor: Actor) -> bool:
        """Whether this member of staff gets in."""
        return not self.permissions or any(actor.may(each) for each in self.permissions)

    confirmed: bool = False


@dataclass
class _Porters:
    """What accounts say of somebody at a door; filled by the wiring."""

    detour: Detour = lambda: None
    confirm: Detour | None = None
    prove: Callable[[str], None] | None = None


_porters = _Porters()


def register_porters(*, detour: Detour, confirm: Detour, prove: Callable[[str], None]) -> None:
    """Take who is led elsewhere first (`detour`), and who asks for the password (`confirm`).

    Each gives None when the person may go on, else the answer they get instead. `prove` looks at
    what was typed as password or PIN, and raises Invalid when it is neither.
    """
    _porters.detour, _porters.confirm, _porters.prove = detour, confirm, prove


def prove(typed: str) -> None:
    """Whoever is signed in signs by password or PIN, typed for this very act; outside transactions.

    Raises Invalid on `confirmation` when it is neither, or was tried too often.
    """
    if _porters.prove is None:
        raise RuntimeError("nobody is there who could look at a password")
    _porters.prove(typed)


def system_actor(community_id: int) -> Actor:
    """The scheduler, acting by itself; it may do everything its jobs were written for."""
    return Actor("system", None, _("System") if has_request_context() else "System", community_id)


def visitor_actor(community_id: int) -> Actor:
    """Somebody without an account, such as an owner with a signed link."""
    return Actor("public", None, _("Resident"), community_id, address=request.remote_addr or "")


def signed_in_actor() -> Actor | None:
    """The staff member of this request, or None."""
    if not has_request_context():
        return None
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


def confirmed(view: View) -> View:
    """Let a sensitive act happen only shortly after password or code were given (reliability 5.11).

    Stands under the guard and above `@writes`. Otherwise the POST is answered by a page that asks,
    and then carries the form out as it was sent.
    """

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        if _porters.confirm is None:
            raise RuntimeError("nobody is there who could ask for the password")
        return _porters.confirm() or view(*args, **kwargs)

    asked.__dict__["confirmed"] = True
    return asked


def may_open(address: str) -> bool:
    """Whether whoever asks gets in where a link of this site leads; nobody is offered a closed door.

    Without a request nobody asks, and links are for whom it may concern.
    """
    if not has_request_context():
        return True
    path = address.partition("#")[0].partition("?")[0]
    try:
        endpoint, _values = current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return False
    door: Door | None = getattr(current_app.view_functions[endpoint], "door", None)
    if door is None or door.kind == "public":
        return True
    found = signed_in_actor()
    return found is not None and door.opens_to(found)


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

        guarded.__dict__["door"] = replace(door, confirmed=getattr(view, "confirmed", False))
        return guarded

    return decorate


def _turned_away(door: Door) -> ResponseReturnValue | None:
    if door.kind == "public":
        return None
    found = signed_in_actor()
    if found is None:
        return to_entrance()
    elsewhere = _porters.detour()
    if elsewhere is not None:
        return elsewhere
    if not door.opens_to(found):
        raise NotAllowed(N_("Your role does not include this."))
    return None


def to_entrance() -> ResponseReturnValue:
    """The sign-in page, which leads on to where the visitor wanted to go."""
    return redirect(url_for("accounts.sign_in", next=way_back()), 303)


def way_back() -> str:
    """Where to go on after a detour: the page itself, or the page its form stood on."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    referrer = request.referrer or ""
    return referrer.removeprefix(request.host_url.rstrip("/")) or "/"
