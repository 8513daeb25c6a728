"""Sending technicians, changing windows, calling orders off."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.web import page, safe_next, see_other, writes
from propertydesk.repairs import rules, services
from propertydesk.repairs.forms.desk import DispatchForm, ReasonForm, ReassignForm, WindowForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp

P = rules.Permission


@bp.post("/<int:repair_id>/dispatch")
@requires(P.DISPATCH)
@writes
def dispatch(repair_id: int) -> ResponseReturnValue:
    """Give the order to a technician."""
    order = load(RepairOrder, repair_id)
    form = _offered(DispatchForm(), order)
    return _carry_out(
        order,
        "dispatch_form",
        form,
        lambda data: services.dispatch(order, int(data["technician_id"]), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/reassignment")
@requires(P.DISPATCH)
@writes
def reassign(repair_id: int) -> ResponseReturnValue:
    """Give the order to somebody else."""
    order = load(RepairOrder, repair_id)
    form = _offered(ReassignForm(), order)
    return _carry_out(
        order,
        "reassign_form",
        form,
        lambda data: services.reassign(
            order, int(data["technician_id"]), reason=data["reason"], actor=actor(), now=now()
        ),
    )


@bp.post("/<int:repair_id>/rebooking")
@requires(P.DISPATCH)
@writes
def rebook(repair_id: int) -> ResponseReturnValue:
    """A new window after nobody was home."""
    order = load(RepairOrder, repair_id)
    return _carry_out(
        order,
        "rebook_form",
        WindowForm(),
        lambda data: services.rebook(order, *_window(data), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/appointment")
@requires(P.REGISTER)
@writes
def appoint(repair_id: int) -> ResponseReturnValue:
    """Set or change the window."""
    order = load(RepairOrder, repair_id)
    return _carry_out(
        order,
        "appoint_form",
        WindowForm(),
        lambda data: services.appoint(order, *_window(data), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/cancellation")
@requires(P.CANCEL)
@writes
def cancel(repair_id: int) -> ResponseReturnValue:
    """Call the order off."""
    order = load(RepairOrder, repair_id)
    return _carry_out(
        order,
        "cancel_form",
        ReasonForm(),
        lambda data: services.cancel(order, reason=data["reason"], actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/voiding")
@requires(P.VOID)
@writes
def void(repair_id: int) -> ResponseReturnValue:
    """End an order that has begun."""
    order = load(RepairOrder, repair_id)
    return _carry_out(
        order,
        "void_form",
        ReasonForm(),
        lambda data: services.void(order, reason=data["reason"], actor=actor(), now=now()),
    )


def _carry_out(
    order: RepairOrder, name: str, form: Form, verb: Callable[[dict[str, Any]], None]
) -> ResponseReturnValue:
    """Run the verb and go back to where the button stood; a refused form shows the order's page."""

    def act(data: dict[str, Any]) -> RepairOrder:
        verb(data)
        return order

    if form.submit(act) is None:
        return page("repairs/detail.html", **order_page.context(order, **{name: form})), 422
    flash(
        _("%(number)s: %(state)s", number=order.number, state=_(rules.WORKFLOW.word(order.state))),
        "good",
    )
    here = url_for(".detail", repair_id=order.id)
    return see_other(safe_next(request.form.get("back"), here))


def _offered(form: Any, order: RepairOrder) -> Any:
    return order_page.offer_technicians(form, technicians.candidates(order.community_id, order))


def _window(data: dict[str, Any]) -> tuple[Any, Any]:
    return data["appointment_from"], data["appointment_to"]
