"""Who looked at personal values in full, for whoever answers for it."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from propertydesk.overview.queries import looks
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.reveal.limits import LOOKS_PER_DAY, LOOKS_PER_HOUR
from propertydesk.platform.settings import value
from propertydesk.platform.web import page

bp = Blueprint("looks", __name__, url_prefix="/looks")


@bp.get("")
@requires(Permission.SEE_LOOKS)
def index() -> ResponseReturnValue:
    """Figures by member of staff, the unusual ones first, and every look."""
    place, instant = actor().community_id, now()
    return page(
        "overview/looks.html",
        listing=listing_page(looks.LISTING, actor=actor(), args=request.args),
        people=looks.by_staff(place, instant, zone()),
        days=looks.days_before(instant, zone()),
        per_hour=value(place, LOOKS_PER_HOUR),
        per_day=value(place, LOOKS_PER_DAY),
    )
