"""What every answer tells the browser, be it a page, a file, a refusal or a redirect.

A view that needs something else sets that header itself, as the pictures do with their sandbox.
"""

from flask import Flask, Response, current_app, request

ONE_HOUR = 60 * 60
ONE_YEAR = 365 * 24 * ONE_HOUR
"""Seconds."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",  # drawn icons of the style sheets; photos before they are sent
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

_NOT_NEEDED = (
    "accelerometer",
    "bluetooth",
    "browsing-topics",
    "camera",  # photos come through a file field; the one page that scans asks for it (let_see)
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{each}=()" for each in _NOT_NEEDED),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}

#: Variables of addresses that are a key in themselves: such an address must not travel further.
KEYS_IN_ADDRESSES = {"token"}


def init_headers(app: Flask, *, secure: bool) -> None:
    """Put the headers on every answer; `secure` when the site is reached by https alone."""
    fixed = dict(ALWAYS)
    if secure:
        fixed["Strict-Transport-Security"] = f"max-age={ONE_YEAR}; includeSubDomains"

    @app.after_request
    def _tell(answer: Response) -> Response:
        for name, value in fixed.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Referrer-Policy", _referrer_policy())
        _say_how_long_it_keeps(answer)
        return answer


def let_see(answer: Response) -> Response:
    """Let this page look through the camera: it scans codes."""
    answer.headers["Permissions-Policy"] = ALWAYS["Permissions-Policy"].replace(
        "camera=()", "camera=(self)"
    )
    return answer


def forget(answer: Response) -> Response:
    """Have the browser drop what it kept of this site: the answer to signing out."""
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _say_how_long_it_keeps(answer: Response) -> None:
    """Files of the site by their version for a year; all else not at all, unless its view chose to
    let this one browser keep it.
    """
    if request.endpoint == "static" and answer.status_code < 400:
        versioned = "v" in request.args
        seconds = ONE_YEAR if versioned else ONE_HOUR
        answer.headers["Cache-Control"] = f"public, max-age={seconds}" + ", immutable" * versioned
        return
    if not answer.cache_control.private:
        answer.headers["Cache-Control"] = "no-store"
    answer.vary.add("Cookie")


def _referrer_policy() -> str:
    """Without the address where that is a key; a key that fits no route is looked for as well."""
    asked = set(request.view_args or ()) & KEYS_IN_ADDRESSES
    return "no-referrer" if asked or _resembles_a_key() else "same-origin"


def _resembles_a_key() -> bool:
    """Whether an address that led nowhere begins like those with a key in them."""
    if request.url_rule is not None:
        return False
    beginnings = {
        rule.rule.split("<")[0]
        for rule in current_app.url_map.iter_rules()
        if rule.arguments & KEYS_IN_ADDRESSES
    }
    return request.path.startswith(tuple(beginnings))
