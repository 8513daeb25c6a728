"""The request's way: the POST door, answers, and what a person sees when something is refused."""

import re
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from flask import (
    Flask,
    Response,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from propertydesk.kernel.errors import Problem
from propertydesk.kernel.words import N_
from propertydesk.platform import idempotency
from propertydesk.platform.access import View, signed_in_actor, to_entrance
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction

_WORDS = {
    400: N_("The request could not be understood."),
    403: N_("Your role does not include this."),
    404: N_("There is no such page or record."),
    405: N_("This address does not take such requests."),
    409: N_("Somebody else was faster."),
    413: N_("This is too large to be sent."),
    422: N_("Something in the form needs another look."),
    503: N_("The desk is busy at this moment. Please try once more."),
    500: N_("Something went wrong on our side. It has been noted."),
}


MOST_TYPED_BYTES = 1024 * 1024
"""What a form without files may weigh."""
_LONGEST_TARGET = 2_000
"""Characters of an address that a form may ask to be led to."""
_SAYS_ONLY_A_PATH = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f-\x9f\u2028\u2029]*")
"""One slash, then no backslash, blank or invisible character that a browser would read over."""


class _Undone(Exception):
    """Carries a refusing answer out of the transaction, which is thereby rolled back."""

    def __init__(self, answer: Response) -> None:
        super().__init__()
        self.answer = answer


def writes(
    view: View | None = None,
    *,
    prepare: Callable[[], Any] | None = None,
    repeatable: bool = False,
    keeps_refusals: bool = False,
) -> Any:
    """Run a POST view inside the transaction door, once for each form id.

    A 4xx answer or an error undoes everything and does not use the form up. `prepare` does slow
    work (hashing, decoding pictures) before the door opens; its result waits in `g.prepared`.
    `repeatable` is for acts that are meant anew each time, such as revealing a number;
    `keeps_refusals` where an answer that refuses has been written down and must stay.
    """

    def decorate(inner: View) -> View:
        @wraps(inner)
        def door(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            attempt = None if repeatable else idempotency.attempt_of_request(_sender())
            g.prepared = prepare() if prepare else None
            try:
                return in_transaction(
                    lambda: _once(attempt, lambda: inner(*args, **kwargs), keeps_refusals)
                )
            except _Undone as undone:
                return undone.answer

        door.__dict__["writes"] = True
        return door

    return decorate(view) if view else decorate


def see_other(url: str) -> Response:
    """Lead the browser on with a GET."""
    answer = make_response(redirect(url, 303))
    if request.headers.get("HX-Request"):
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = url
    return answer


def refused(status: int, text: str) -> ResponseReturnValue:
    """A refusal in words of the reader's language: a note inside a page, or a page of its own."""
    return _problem_page(status, text)


def page(template: str, fragment: str | None = None, **context: Any) -> str:
    """The whole page, or only its live part when a page asks for it by htmx."""
    wanted = fragment if fragment and request.headers.get("HX-Request") else template
    return render_template(wanted, **context)


def safe_next(target: str | None, default: str = "/") -> str:
    """`target` if it is the address of a page of this site, else `default`; never leads elsewhere.

    The router itself decides: a path it does not lead to a GET is no place to go.
    """
    if not target or len(target) > _LONGEST_TARGET or not _SAYS_ONLY_A_PATH.fullmatch(target):
        return default
    path = unquote(target.partition("#")[0].partition("?")[0])
    try:
        current_app.url_map.bind("").match(path, "GET")
    except HTTPException:
        return default
    return target


def init_web(app: Flask) -> None:
    """Request ids, and plain answers to everything that can go wrong."""

    @app.before_request
    def _number_the_request() -> None:
        g.request_id = secrets.token_hex(8)
        if request.mimetype != "multipart/form-data":
            request.max_content_length = MOST_TYPED_BYTES

    @app.teardown_request
    def _close_uploads(_error: BaseException | None) -> None:
        request.close()  # large uploads wait in files of their own

    @app.after_request
    def _tell_its_number(answer: Response) -> Response:
        answer.headers.setdefault("X-Request-Id", g.get("request_id", ""))
        return answer

    app.register_error_handler(Problem, _refuse)
    app.register_error_handler(CSRFError, _refuse_stale)
    app.register_error_handler(HTTPException, _refuse_http)
    app.register_error_handler(OperationalError, _hold)
    app.register_error_handler(500, _fail)


def _once(
    attempt: idempotency.Attempt | None,
    act: Callable[[], ResponseReturnValue],
    keeps_refusals: bool,  # noqa: FBT001  # handed on from the decorator
) -> Response:
    earlier = idempotency.claim(attempt, now()) if attempt else None
    if earlier is not None:
        return see_other(earlier)
    answer = make_response(act())
    if answer.status_code >= 400 and not keeps_refusals:
        raise _Undone(answer)
    if attempt:
        location = answer.headers.get("HX-Redirect") or answer.headers.get("Location")
        idempotency.settle(attempt, location)
    return answer


def _sender() -> str:
    sender = signed_in_actor()
    return f"{sender.kind}:{sender.id}" if sender else "visitor"


def _refuse(problem: Problem) -> ResponseReturnValue:
    db.session.rollback()
    values = {
        name: gettext(value) if name == "state" else value for name, value in problem.values.items()
    }
    return _problem_page(problem.status, gettext(problem.text, **values), values.get("state"))


def _refuse_stale(_error: CSRFError) -> ResponseReturnValue:
    asked = current_app.view_functions.get(request.endpoint or "")
    door = getattr(asked, "door", None)
    if signed_in_actor() is None and door is not None and door.kind != "public":
        return to_entrance()
    return _problem_page(
        400,
        gettext("This page has been open too long. Please open it again; what you typed is kept."),
    )


def _refuse_http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    return _problem_page(error.code, gettext(_WORDS.get(error.code, _WORDS[400])))


def _hold(error: OperationalError) -> ResponseReturnValue:
    """A row held for too long by somebody else, or a database that is away for a moment."""
    db.session.rollback()
    current_app.logger.error("The database did not answer: %s", error.orig)
    return _problem_page(503, gettext(_WORDS[503]))


def _fail(_error: Exception) -> ResponseReturnValue:
    db.session.rollback()
    return _problem_page(500, gettext(_WORDS[500]))


def _problem_page(status: int, text: str, state: str | None = None) -> ResponseReturnValue:
    template = (
        "errors/_problem.html" if request.headers.get("HX-Request") else "errors/problem.html"
    )
    back = safe_next((request.referrer or "").removeprefix(request.host_url.rstrip("/")), "/")
    return render_template(template, status=status, text=text, state=state, back=back), status
