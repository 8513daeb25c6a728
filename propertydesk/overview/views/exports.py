"""Files out of any listing, the log of them, and the filters that people keep under a name.

An export is ordered by POST, which writes it down, and fetched by the link that this leads to:
the file begins to flow at once and is never stored. One of many rows with personal data waits for
a second person first; then whoever asked, and nobody else, fetches it for a day.
"""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, flash, g, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing, NotAllowed
from propertydesk.kernel.words import N_
from propertydesk.overview.forms import ExportForm
from propertydesk.overview.queries.exports import LISTING
from propertydesk.overview.rules import Permission
from propertydesk.overview.services import exports
from propertydesk.platform import activity, approvals, settings
from propertydesk.platform.access import actor, confirmed, load, requires, signed_in
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import zone
from propertydesk.platform.listing import Listing, Place, registry
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.listing.export import MIME_TYPES
from propertydesk.platform.listing.ordering import Order, count_asked, fetch_export, link_to
from propertydesk.platform.listing.reading import arguments, read
from propertydesk.platform.listing.records import (
    EXPORT_ROWS,
    PURPOSE_WORDS,
    STANDING_TONES,
    STANDING_WORDS,
    ExportRecord,
    Purpose,
    note_fetch,
)
from propertydesk.platform.listing.saved import remove_filter, save_filter
from propertydesk.platform.web import page, safe_next, see_other, writes

bp = Blueprint("exports", __name__, url_prefix="/exports")


@bp.get("")
@requires(Permission.READ_EXPORTS)
def index() -> ResponseReturnValue:
    """The log: what left the house, and who took it."""
    return page(
        "overview/exports.html", listing=listing_page(LISTING, actor=actor(), args=request.args)
    )


@bp.get("/<listing>/new")
@requires(Permission.EXPORT)
def new(listing: str) -> ResponseReturnValue:
    """What would be exported, how many rows, and what for."""
    found = _open_listing(listing)
    query = request.args.get("query", "")
    return page(
        "overview/export_new.html", **_order_context(found, query, _offer(ExportForm(None)))
    )


@bp.post("/<listing>")
@requires(Permission.EXPORT)
@writes
def export(listing: str) -> ResponseReturnValue:
    """Order a file of what the page shows; the listing's own permission is asked for."""
    found, query = _open_listing(listing), request.form.get("query", "")
    form = _offer(ExportForm())

    def place_order(data: dict[str, Any]) -> ExportRecord:
        wanted = Order(found, arguments(query), data["form"], data["purpose"], data["words"])
        return exports.order(wanted, actor=actor(), place=_here(), now=now())

    record = form.submit(place_order)
    if record is None:
        return page("overview/export_new.html", **_order_context(found, query, form)), 422
    if record.is_guarded:
        flash(_("Asked. You are told when a second person has decided."), "good")
        return see_other(url_for(".detail", export_id=record.id))
    return see_other(url_for(".fetch", token=link_to(record)))


@bp.get("/orders/<int:export_id>")
@requires(Permission.EXPORT, Permission.READ_EXPORTS)
def detail(export_id: int) -> ResponseReturnValue:
    """One export: what it holds, who approved it, and for whoever asked the file."""
    record = load(ExportRecord, export_id)
    is_mine = record.ordered_by == actor().id
    if not is_mine and not actor().may(Permission.READ_EXPORTS):
        raise Missing(N_("There is no such record."))
    return page(
        "overview/export.html",
        export=record,
        title=_(registry.find(record.listing).title),
        purpose=_(PURPOSE_WORDS[Purpose(record.purpose)]) if record.purpose else "",
        standing=(_(STANDING_WORDS[record.standing]), STANDING_TONES[record.standing]),
        approval=approvals.approval_about("export", record.id),
        is_mine=is_mine,
        can_fetch=is_mine and record.is_guarded and record.is_ready(now()),
        entries=activity.timeline(record.community_id, subject=("export", record.id)),
    )


@bp.post("/orders/<int:export_id>/file")
@requires(Permission.EXPORT)
@confirmed
@writes
def fetch_approved(export_id: int) -> ResponseReturnValue:
    """Write down that the approved file is fetched, and lead to it."""
    record = load(ExportRecord, export_id)
    _open_listing(record.listing)
    note_fetch(record, actor=actor(), now=now())
    return see_other(url_for(".fetch", token=link_to(record)))


@bp.get("/files/<token>")
@requires(Permission.EXPORT)
def fetch(token: str) -> ResponseReturnValue:
    """The file that was ordered, streamed."""
    found, form = fetch_export(token, actor=actor(), place=_here())
    _open_listing(found.listing.name)
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


def _offer(form: ExportForm) -> ExportForm:
    """Fill the list of purposes."""
    offered = [each for each in Purpose if each is not Purpose.COMMAND]
    form.purpose.choices = [("", ""), *((str(each), _(PURPOSE_WORDS[each])) for each in offered)]
    return form


def _order_context(listing: Listing, query: str, form: ExportForm) -> dict[str, Any]:
    order = Order(listing, arguments(query), "")
    asked, count = count_asked(order, actor=actor(), place=_here())
    limit = settings.value(actor().community_id, EXPORT_ROWS)
    guarded = listing.is_personal and count > limit
    deciders = approvals.able_to(Permission.APPROVE_EXPORT, actor()) if guarded else []
    return {
        "listing": listing,
        "query": asked.query,
        "filters": asked.words,
        "count": count,
        "limit": limit,
        "guarded": guarded,
        "deciders": deciders,
        "form": form,
    }


def _here() -> Place:
    if g.community is None:
        raise NotAllowed(N_("Your role does not include this."))
    return Place(actor().community_id, g.community.code, zone())


def _back() -> str:
    return safe_next(request.form.get("back"), "/")
