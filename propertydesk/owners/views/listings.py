"""The register: homes, people and vehicles as listings."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from propertydesk.owners.queries.listings import HOMES, PEOPLE, VEHICLES
from propertydesk.owners.rules import Permission
from propertydesk.platform.access import actor, requires
from propertydesk.platform.listing import Listing
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page

bp = Blueprint("homes", __name__)


@bp.get("/homes")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All homes, shops and offices."""
    return _show(HOMES)


@bp.get("/people")
@requires(Permission.READ)
def people() -> ResponseReturnValue:
    """Everybody who belongs to a household."""
    return _show(PEOPLE)


@bp.get("/vehicles")
@requires(Permission.READ)
def vehicles() -> ResponseReturnValue:
    """All vehicles."""
    return _show(VEHICLES)


def _show(shown: Listing) -> str:
    found = listing_page(shown, actor=actor(), args=request.args)
    return page("owners/register.html", page=found)
