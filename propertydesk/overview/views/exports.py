"""Files out of any listing, and the filters that people keep under a name.

An export is ordered by POST, which writes it down, and fetched by the link that this leads to:
the file begins to flow at once and is never stored. What was asked waits in the session, so that
names typed into a search stand neither in addresses nor in the record.
"""

from urllib.parse import quote

from flask import Blueprint, Response, flash, g, request, session, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import Listing, Place, registry
from propertydesk.platform.listing.export import MIME_TYPES, fetch_export, order_export
from propertydesk.platform.listing.reading import arguments, read
from propertydesk.platform.listing.saved import remove_filter, save_filter
from propertydesk.platform.web import safe_next, see_other, writes

bp = Blueprint("exports", __name__, url_prefix="/exports")

WAITING = "exports"
"""Where the session keeps token and question of the last exports ordered."""
MOST_REMEMBERED = 2_000
"""Characters of questions in the session, which travels as a cookie of 4 KB."""


@bp.post("/<listing>")
@signed_in
@writes
def export(listing: str) -> ResponseReturnValue:
    """Order a file of what the page shows; the listing's own permission is asked for."""
    query = request.form.get("query", "")
    token = order_export(
        _open_listing(listing),
        arguments(query),
        request.form.get("form", ""),
        actor=actor(),
        place=_here(),
    )
    _remember(token, query)
    return see_other(url_for(".fetch", token=token))


@bp.get("/files/<token>")
@signed_in
def fetch(token: str) -> ResponseReturnValue:
    """The file that was ordered, streamed."""
    query = dict(session.get(WAITING, [])).get(token, "")
    found, form = fetch_export(token, arguments(query), actor=actor(), place=_here())
    answer = Response(stream_with_context(found.chunks(form)), mimetype=MIME_TYPES[form])
    name = quote(found.file_name(form))
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@bp.post("/<listing>/saved-filters")
@signed_in
@writes
def save(listing: str) -> ResponseReturnValue:
    """Keep the filters of a page under a name."""
    found = _open_listing(listing)
    asked = read(
        found, arguments(request.form.get("query", "")), actor=actor(), zone=zone(), now=now()
    )
    saved = save_filter(
        found, clean(request.form.get("name", "")), asked.query, actor=actor(), now=now()
    )
    flash(_("Filter “%(name)s” saved.", name=saved.name), "good")
    return see_other(_back())


@bp.post("/saved-filters/<int:saved_id>/removal")
@signed_in
@writes
def remove(saved_id: int) -> ResponseReturnValue:
    """Forget one of one's own filters."""
    name = remove_filter(saved_id, actor=actor(), now=now())
    flash(_("Filter “%(name)s” removed.", name=name), "good")
    return see_other(_back())


def _open_listing(name: str) -> Listing:
    found = registry.find(name)
    if not actor().may(found.permission):
        raise NotAllowed(N_("Your role does not include this."))
    return found


def _remember(token: str, query: str) -> None:
    """Keep the question for the link; the oldest go first when there are too many."""
    waiting = [each for each in session.get(WAITING, []) if each[0] != token] + [[token, query]]
    while len(waiting) > 1 and sum(len(text) for _token, text in waiting) > MOST_REMEMBERED:
        waiting.pop(0)
    session[WAITING] = waiting[-5:]


def _here() -> Place:
    if g.community is None:
        raise NotAllowed(N_("Your role does not include this."))
    return Place(actor().community_id, g.community.code, zone())


def _back() -> str:
    return safe_next(request.form.get("back"), "/")
