"""From the request to the look, and the answer that nothing keeps."""

from collections.abc import Callable

from flask import Response, make_response, request
from flask.typing import ResponseReturnValue

from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import zone
from propertydesk.platform.reveal.looks import LONGEST_REASON, Asking, Look
from propertydesk.platform.web import page, refused, safe_next, writes

SHOWN_SECONDS = 60


def reveals(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """The door of a view that shows a value: meant anew each time, and a refusal is kept too."""
    door: Callable[..., ResponseReturnValue] = writes(view, repeatable=True, keeps_refusals=True)
    return door


def asked() -> Asking:
    """What the form of a masked value says; without scripts a page has several, one is filled."""
    said = next((each for each in request.form.getlist("reason") if each.strip()), "")
    return Asking(
        purpose=request.form.get("purpose", "")[:40],
        zone=zone(),
        reason=clean(said[: 2 * LONGEST_REASON])[:LONGEST_REASON],
    )


def shown(look: Look, *, whose: str, back: str) -> ResponseReturnValue:
    """The value: bare for the page that asked, else on a page of its own that goes back by itself."""
    if look.refusal:
        return refused(429, look.refusal)
    came = safe_next((request.referrer or "").removeprefix(request.host_url.rstrip("/")), back)
    text = page(
        "reveal/shown.html",
        "reveal/_value.html",
        value=look.value,
        whose=whose,
        back=came,
        seconds=SHOWN_SECONDS,
    )
    return _unkept(make_response(text))


def _unkept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store, private, max-age=0"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
