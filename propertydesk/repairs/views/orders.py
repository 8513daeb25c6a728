"""The list of orders, one order's page, and what is added to it."""

from dataclasses import replace

from flask import g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from propertydesk.platform import attachments
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.clock import now
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.pictures import Pictures, read_pictures
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, writes
from propertydesk.repairs import services
from propertydesk.repairs.forms.desk import NoteForm, PhotosForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import counter
from propertydesk.repairs.queries.listing import LISTING
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp

EVERYTHING = "sort=newest"


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All orders; without a question the open ones, the most pressing first."""
    shown = listing_page(LISTING, actor=actor(), args=request.args or MultiDict({"open": "1"}))
    chips = [replace(chip, remove_url=_widened(chip.remove_url)) for chip in shown.chips]
    return page(
        "repairs/index.html",
        listing_page=replace(shown, chips=chips, clear_url=_widened(shown.clear_url)),
        counts=counter.counts(actor().community_id, now()),
        tabs=_tabs(shown.query),
    )


@bp.get("/<int:repair_id>")
@requires(Permission.READ)
def detail(repair_id: int) -> ResponseReturnValue:
    """One order."""
    return page("repairs/detail.html", **order_page.context(load(RepairOrder, repair_id)))


@bp.post("/<int:repair_id>/notes")
@requires(Permission.DISPATCH)
@writes
def add_note(repair_id: int) -> ResponseReturnValue:
    """A remark for the history."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "note_form",
        NoteForm(),
        lambda data: services.add_note(order, data["text"], actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/photos")
@requires(Permission.DISPATCH)
@writes(prepare=read_pictures)
def add_photos(repair_id: int) -> ResponseReturnValue:
    """More pictures."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order, "photos_form", PhotosForm(), lambda _data: _attach(order, g.prepared)
    )


@bp.get("/photos/<int:attachment_id>")
@requires(Permission.READ, Permission.WORK)
def photo(attachment_id: int) -> ResponseReturnValue:
    """A picture of an order of this community; on site, of one's own order."""
    attachment = load(Attachment, attachment_id)
    order_page.reached(attachment.subject_id if attachment.subject_type == "repair" else 0)
    return attachments.send(attachment)


@bp.post("/<int:repair_id>/phone/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal_phone(repair_id: int) -> ResponseReturnValue:
    """The full number, for a purpose that is written down."""
    order = order_page.reached(repair_id)
    look = services.reveal_phone(order, asked(), actor=actor(), now=now())
    return shown(look, whose=order.number, back=order_page.way_back(order, actor()))


def _tabs(query: str) -> list[tuple[str, str, bool]]:
    """The usual questions: words, address, whether it is the one being asked."""
    here = url_for(".index")
    asked = (
        (_("To dispatch"), "state=registered"),
        (_("Open"), "open=1"),
        (_("Late"), "late=1"),
        (_("All"), EVERYTHING),
    )
    return [(words, f"{here}?{question}", query == question) for words, question in asked]


def _widened(link: str) -> str:
    """A link without any question would mean the open orders again; say that all are meant."""
    return link if link.strip("?./") else f"?{EVERYTHING}"


def _attach(order: RepairOrder, pictures: Pictures) -> None:
    if pictures.problem:
        raise pictures.problem
    services.add_photos(order, pictures.files, kind="report", actor=actor(), now=now())
