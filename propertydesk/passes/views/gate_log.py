"""The log of the gates: what stands behind the figures."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from propertydesk.passes.queries.uses_listing import LISTING
from propertydesk.passes.rules import Permission
from propertydesk.platform.access import actor, requires
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page

bp = Blueprint("gate_log", __name__, url_prefix="/gate-log")


@bp.get("")
@requires(Permission.FIGURES)
def index() -> ResponseReturnValue:
    """Every scan with an outcome, the newest first."""
    found = listing_page(LISTING, actor=actor(), args=request.args)
    return page("passes/log.html", listing_page=found)
