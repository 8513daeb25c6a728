"""Finding anything by whatever a caller says."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from propertydesk.overview.rules import Permission
from propertydesk.platform import search
from propertydesk.platform.access import actor, requires
from propertydesk.platform.forms import clean
from propertydesk.platform.web import page, see_other

bp = Blueprint("search", __name__, url_prefix="/search")

LONGEST_QUERY = 60
SUGGESTIONS = 8
RESULTS = 40


@bp.get("")
@requires(Permission.SEARCH)
def index() -> ResponseReturnValue:
    """Everything that fits; straight to the one household that fits exactly."""
    query = _query()
    hits = _hits(query, RESULTS)
    if len(hits) == 1 and request.args.get("go"):
        return see_other(hits[0].url)
    return page("overview/search.html", query=query, hits=hits)


@bp.get("/suggest")
@requires(Permission.SEARCH)
def suggest() -> ResponseReturnValue:
    """The first few, while somebody types."""
    return page("overview/_suggestions.html", hits=_hits(_query(), SUGGESTIONS))


def _query() -> str:
    return clean(request.args.get("q", "")[:LONGEST_QUERY])


def _hits(query: str, limit: int) -> list[search.Hit]:
    if not query:
        return []
    community_id = actor().community_id
    return search.present(community_id, search.find(community_id, query, limit=limit))
