"""The technician's phone: my orders, one order, the steps on site."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, attachments, workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes
from propertydesk.repairs import rules
from propertydesk.repairs.forms import site as forms
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import site as queries
from propertydesk.repairs.services import add_photos
from propertydesk.repairs.services import site as services

bp = Blueprint("site", __name__, url_prefix="/my-orders")
WORK = rules.Permission.WORK


@bp.get("")
@requires(WORK)
def index() -> ResponseReturnValue:
    """What this technician has to do, by deadline, and what was done today."""
    return page("repairs/site_list.html", **queries.my_day(actor(), now(), g.zone))


@bp.get("/<int:repair_id>")
@requires(WORK)
def detail(repair_id: int) -> ResponseReturnValue:
    """One order on the phone."""
    return page("repairs/site_order.html", **_context(_mine(repair_id)))


@bp.post("/<int:repair_id>/acceptance")
@requires(WORK)
@writes
def accept(repair_id: int) -> ResponseReturnValue:
    """Take the order."""
    return _step(repair_id, "accept", forms.AcceptForm(), services.accept)


@bp.post("/<int:repair_id>/rejection")
@requires(WORK)
@writes
def reject(repair_id: int) -> ResponseReturnValue:
    """Give it back to the desk."""
    order = _mine(repair_id)
    form = forms.ReasonForm()
    verb = _bound(services.reject, order)
    if not form.carries_out(verb):
        return page("repairs/site_order.html", **_context(order, reject=form)), 422
    flash(_("The desk has the order back."), "note")
    return see_other(url_for(".index"))


@bp.post("/<int:repair_id>/arrival")
@requires(WORK)
@writes
def arrive(repair_id: int) -> ResponseReturnValue:
    """Stand at the door."""
    services.arrive(_mine(repair_id), actor=actor(), now=now())
    return see_other(url_for(".detail", repair_id=repair_id))


@bp.post("/<int:repair_id>/no-access")
@requires(WORK)
@writes
def find_nobody(repair_id: int) -> ResponseReturnValue:
    """Nobody opens."""
    return _step(repair_id, "no_access", forms.NoAccessForm(), services.find_nobody)


@bp.post("/<int:repair_id>/suspension")
@requires(WORK)
@writes
def suspend(repair_id: int) -> ResponseReturnValue:
    """Work has to wait."""

    def verb(order: RepairOrder, **data: Any) -> None:
        services.suspend(order, unfinished=rules.Suspension(data.pop("unfinished")), **data)

    return _step(repair_id, "suspend", _suspend_form(), verb)


@bp.post("/<int:repair_id>/resumption")
@requires(WORK)
@writes
def resume(repair_id: int) -> ResponseReturnValue:
    """Go on."""
    services.resume(_mine(repair_id), actor=actor(), now=now())
    return see_other(url_for(".detail", repair_id=repair_id))


@bp.post("/<int:repair_id>/quotation")
@requires(WORK)
@writes
def quote(repair_id: int) -> ResponseReturnValue:
    """Name the price."""
    return _step(repair_id, "quote", forms.QuoteForm(), services.quote)


@bp.post("/<int:repair_id>/agreement")
@requires(WORK)
@writes
def agree(repair_id: int) -> ResponseReturnValue:
    """The resident agrees to the price."""
    services.agree(_mine(repair_id), actor=actor(), now=now())
    return see_other(url_for(".detail", repair_id=repair_id))


@bp.post("/<int:repair_id>/photos")
@requires(WORK)
@writes(prepare=lambda: attachments.prepare_images(request.files.getlist("photos"), zone=g.zone))
def photograph(repair_id: int) -> ResponseReturnValue:
    """Pictures before and after."""

    def verb(order: RepairOrder, **data: Any) -> None:
        data.pop("photos")
        add_photos(order, g.prepared, **data)

    return _step(repair_id, "photo", forms.PhotoForm(), verb)


@bp.post("/<int:repair_id>/completion")
@requires(WORK)
@writes
def complete(repair_id: int) -> ResponseReturnValue:
    """The work is done."""
    form = _complete_form()

    def verb(order: RepairOrder, **data: Any) -> None:
        services.complete(
            order,
            cause=rules.Cause(data["cause"]),
            work_done=data["work_done"],
            labour=data["labour"] or Money.zero,
            materials=form.used,
            resident_confirmed=data["resident_confirmed"],
            actor=data["actor"],
            now=data["now"],
        )

    order = _mine(repair_id)
    if not form.carries_out(_bound(verb, order)):
        return page("repairs/site_order.html", **_context(order, complete=form)), 422
    flash(_("Done. Thank you!"), "good")
    return see_other(url_for(".index"))


def _mine(repair_id: int) -> RepairOrder:
    """An own order; the engineering lead sees every order. Another's is as missing as none."""
    order = load(RepairOrder, repair_id)
    if order.technician_id != actor().id and not actor().may(rules.Permission.DISPATCH):
        raise Missing(N_("There is no such record."))
    return order


def _step(repair_id: int, name: str, form: Any, verb: Callable[..., None]) -> ResponseReturnValue:
    """One step with a small form: back to the order, or the form again with its errors."""
    order = _mine(repair_id)
    if not form.carries_out(_bound(verb, order)):
        return page("repairs/site_order.html", **_context(order, **{name: form})), 422
    return see_other(url_for(".detail", repair_id=repair_id))


def _bound(
    verb: Callable[..., None], order: RepairOrder
) -> Callable[[dict[str, Any]], RepairOrder]:
    def call(data: dict[str, Any]) -> RepairOrder:
        verb(order, actor=actor(), now=now(), **data)
        return order

    return call


def _suspend_form() -> forms.SuspendForm:
    form = forms.SuspendForm()
    form.unfinished.choices = [
        ("", ""),
        *((each.value, _(words)) for each, words in rules.SUSPENSION_WORDS.items()),
    ]
    return form


def _complete_form() -> forms.CompleteForm:
    form = forms.CompleteForm()
    form.cause.choices = [(each.value, _(words)) for each, words in rules.CAUSE_WORDS.items()]
    return form


def _context(order: RepairOrder, **given: Any) -> dict[str, Any]:
    made = {
        "accept": forms.AcceptForm,
        "reject": forms.ReasonForm,
        "no_access": forms.NoAccessForm,
        "suspend": _suspend_form,
        "quote": forms.QuoteForm,
        "photo": forms.PhotoForm,
        "complete": _complete_form,
    }
    return {
        **queries.site_order(order),
        "order": order,
        "flow": rules.WORKFLOW,
        "moves": {move.action for move in workflow.buttons(rules.WORKFLOW, order, actor())},
        "forms": {name: given.get(name) or make() for name, make in made.items()},
        "opened": next(iter(given), ""),
        "entries": activity.timeline(order.community_id, subject=("repair", order.id), limit=12),
    }
