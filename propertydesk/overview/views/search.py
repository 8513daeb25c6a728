"""Finding anything by whatever a caller says.

The search box posts: what is typed may be a phone or an identity number, and addresses are kept in
histories and logs (reliability 5.10). What is harmless leads on to an address of its own, so that
it can be kept and gone back to; the rest is answered where it was sent.
"""

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.overview.rules import Permission, is_personal
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
    return _found(_query(request.args.get("q", "")), leads_on=bool(request.args.get("go")))


@bp.post("")
@requires(Permission.SEARCH)
def look_up() -> ResponseReturnValue:
    """What the search box sends; it changes nothing."""
    query = _query(request.form.get("q", ""))
    if is_personal(query):
        return _found(query, leads_on=True)
    return see_other(url_for(".index", q=query))


@bp.get("/suggest")
@requires(Permission.SEARCH)
def suggest() -> ResponseReturnValue:
    """The first few that fit."""
    return _suggested(request.args.get("q", ""))


@bp.post("/suggest")
@requires(Permission.SEARCH)
def suggest_typed() -> ResponseReturnValue:
    """The first few, while somebody types; it changes nothing."""
    return _suggested(request.form.get("q", ""))


def _found(query: str, *, leads_on: bool) -> ResponseReturnValue:
    hits = _hits(query, RESULTS)
    if len(hits) == 1 and leads_on:
        return see_other(hits[0].url)
    return page("overview/search.html", query=query, hits=hits)


def _suggested(typed: str) -> str:
    return page("overview/_suggestions.html", hits=_hits(_query(typed), SUGGESTIONS))


def _query(typed: str) -> str:
    return clean(typed[:LONGEST_QUERY])


def _hits(query: str, limit: int) -> list[search.Hit]:
    if not query:
        return []
    community_id = actor().community_id
    return search.present(community_id, search.find(community_id, query, limit=limit))
