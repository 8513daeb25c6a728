"""The cookie of somebody signed in: begun, kept awake by clicks, and who is led elsewhere first."""

import secrets
from typing import Any

from flask import Response, current_app, g, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from itsdangerous import BadSignature, URLSafeSerializer

from propertydesk.accounts import queries, rules
from propertydesk.platform.access import signed_in_actor, way_back
from propertydesk.platform.clock import now
from propertydesk.platform.signing import derive
from propertydesk.platform.web import see_other

QUIET = "Desk-Quiet"
_KEPT = ("language", "community_id")
_ACCOUNTS_KEPT = 8
_DEVICE_LASTS = 180 * 24 * 60 * 60
#: What somebody who still owes the second factor can reach.
_WHILE_OWED = {
    "accounts.new_second_factor",
    "accounts.enrol_second_factor",
    "accounts.sign_out",
}
#: What can be reached while the screen is locked: it is opened, or somebody else takes over.
_WHILE_LOCKED = {
    "accounts.locked",
    "accounts.lock",
    "accounts.unlock",
    "accounts.change_guard",
    "accounts.take_over_phone",
    "accounts.sign_out",
}


def device() -> rules.Device:
    """What this browser says of itself."""
    return rules.device_of(request.user_agent.string, request.remote_addr or "")


def enter(token: str) -> None:
    """Put a new session into the cookie, and the person into a community they work in."""
    kept = {name: session.get(name) for name in _KEPT}
    session.clear()
    session.update({name: value for name, value in kept.items() if value})
    session.permanent = True
    session.update(queries.cookie_of(token, idle=1, at=now()))
    _recognise(token)
    allowed = [each.id for each in queries.open_communities()]
    if session.get("community_id") not in allowed:
        session["community_id"] = allowed[0] if allowed else 0
        _recognise(token)
    session.update(queries.minutes_of(current_user, session["community_id"]))


def company() -> str:
    """The name of the community at hand: nobody's password is made of it."""
    return str(g.community.name) if g.get("community") else ""


def leave() -> None:
    """Empty the cookie but for the language."""
    language = session.get("language")
    session.clear()
    session["language"] = language
    g.pop("actor", None)


def idle() -> int:
    """After how many minutes without a click this session ends."""
    return int(session.get("idle", 0))


def lock_after() -> int:
    """After how many minutes without a touch this screen is locked; 0: never."""
    return int(session.get("lock", 0))


def is_locked() -> bool:
    """Whether PIN or password has to open this screen first."""
    return bool(session.get("locked")) or queries.has_lain(now())


def lock() -> None:
    """Lock this screen; one that is nobody else's stays open."""
    if lock_after():
        session["locked"] = True


def unlock() -> None:
    """Open this screen again."""
    session.pop("locked", None)
    session["seen"] = int(now().timestamp())


def keep_awake() -> None:
    """Note the click in the cookie; what pages ask by themselves is none.

    The click that comes too late wakes nothing: the lock is noted before the click is.
    """
    if request.endpoint == "static" or QUIET in request.headers or not signed_in_actor():
        return
    if is_locked():
        lock()
    session["seen"] = int(now().timestamp())


def detour() -> ResponseReturnValue | None:
    """Where somebody has to go before anything else; None when they may go on."""
    if current_user.owes_factor and request.endpoint not in _WHILE_OWED:
        return see_other(url_for("accounts.new_second_factor"))
    if is_locked() and request.endpoint not in _WHILE_LOCKED:
        return see_other(url_for("accounts.locked", next=way_back()))
    return None


def known_device(login: str, epoch: int) -> str:
    """The name of this browser, if this account has been signed in here since its last password."""
    seen = _device_cookie()
    known = seen.get("of", {}).get(login) == epoch
    return str(seen.get("id", "")) if known else ""


def remember_device(answer: Response, login: str, epoch: int) -> Response:
    """Let the browser know that this account signs in here; the newest eight are kept."""
    seen = _device_cookie()
    others = {name: at for name, at in seen.get("of", {}).items() if name != login}
    newest = dict([*others.items(), (login, epoch)][-_ACCOUNTS_KEPT:])
    held = {"id": seen.get("id") or secrets.token_urlsafe(12), "of": newest}
    answer.set_cookie(
        _device_name(),
        _signer().dumps(held),
        max_age=_DEVICE_LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def _device_cookie() -> dict[str, Any]:
    try:
        held = _signer().loads(request.cookies.get(_device_name(), ""))
    except BadSignature:
        return {}
    return held if isinstance(held, dict) else {}


def _device_name() -> str:
    return f"{current_app.config['SESSION_COOKIE_NAME']}-device"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(derive("known-device").hex())


def _recognise(token: str) -> None:
    login_user(queries.load_session(token))
    g.pop("actor", None)
