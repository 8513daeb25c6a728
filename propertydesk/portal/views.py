"""Pages for residents: signed links, no sign-in."""

from flask import Blueprint, g, make_response
from flask.typing import ResponseReturnValue

from propertydesk.platform import signing
from propertydesk.platform.access import public
from propertydesk.platform.web import page
from propertydesk.portal import queries

bp = Blueprint("portal", __name__)

#: What the link on a repair slip is signed for.
REPAIR_STATUS = "repair-status"


@bp.get("/s/<string:token>")
@public("the signed link is the key; the page holds no personal data")
def repair_status(token: str) -> ResponseReturnValue:
    """The order's steps and promised times, live."""
    status = queries.repair_status(signing.unsign(REPAIR_STATUS, token))
    g.zone = status.place.zone
    answer = make_response(
        page("portal/repair.html", "portal/_repair.html", status=status, token=token)
    )
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
