"""Where a request comes from: by which name this site was asked, over which line, from which page.

Every unsafe method passes here and then the check of its token; there are no exemptions.
"""

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.sansio.utils import host_is_trusted

from propertydesk.config import Desk
from propertydesk.kernel.errors import NotAllowed
from propertydesk.kernel.words import N_

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

_OURS = {"same-origin", "none"}  # "none": the person's own doing, such as sending a page again
_ELSEWHERE = N_("This was not sent from a page of this site. Nothing was done.")
_WATCHED = "health."
"""Addresses for watchers on the machine itself, who know neither the site's name nor https."""


def init_origin(app: Flask) -> None:
    """Turn away what comes by a strange name, over an open line, or from a strange page."""
    app.config["WTF_CSRF_SSL_STRICT"] = False  # pages with a key in their address send no referrer
    app.before_request(_expect_our_name)
    app.before_request(_expect_https)
    app.before_request(_expect_our_page)
    CSRFProtect(app)
    app.register_error_handler(SecurityError, _refuse_name)


def _expect_our_name() -> None:
    desk: Desk = current_app.config["DESK"]
    if desk.mode != "production" or _is_watched():
        return
    name = urlsplit(desk.base_url).hostname or ""
    if not request.host or not host_is_trusted(request.host.lower(), [name]):
        raise SecurityError("asked by a strange name")


def _expect_https() -> ResponseReturnValue | None:
    desk: Desk = current_app.config["DESK"]
    if not desk.base_url.startswith("https://") or request.is_secure or _is_watched():
        return None
    if request.method in SAFE_METHODS:
        return redirect(desk.base_url + request.full_path.rstrip("?"), 308)
    raise NotAllowed(N_("This site is reached over https:// only. Nothing was done."))


def _expect_our_page() -> None:
    """Refuse unsafe requests from other sites, by what the browser says of the page it sends from.

    Sec-Fetch-Site is said by every browser since 2023; older ones say Origin. What is no browser says
    neither, and has no session to misuse.
    """
    if request.method in SAFE_METHODS:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in _OURS:
            raise NotAllowed(_ELSEWHERE)
        return
    origin = request.headers.get("Origin")
    if origin is not None and _host_of(origin) not in _our_hosts():
        raise NotAllowed(_ELSEWHERE)


def _our_hosts() -> set[str]:
    desk: Desk = current_app.config["DESK"]
    return {request.host, _host_of(desk.base_url)} - {""}


def _host_of(address: str) -> str:
    """Name and port, without the port when the scheme says it; empty for what is no address."""
    try:
        parts = urlsplit(address)
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        port = "" if parts.port in (None, usual) else f":{parts.port}"
    except ValueError:
        return ""
    return f"{parts.hostname}{port}" if parts.hostname and usual else ""


def _refuse_name(_error: SecurityError) -> ResponseReturnValue:
    """Plain words without a page: nothing here may be built upon that name."""
    words = _("There is no site of this name here.")
    return Response(words + "\n", 400, mimetype="text/plain")


def _is_watched() -> bool:
    return (request.endpoint or "").startswith(_WATCHED)
