"""Sending technicians, changing windows, calling orders off."""

from typing import Any

from flask.typing import ResponseReturnValue

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import writes
from propertydesk.repairs import services
from propertydesk.repairs.forms.desk import DispatchForm, ReasonForm, ReassignForm, WindowForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp


@bp.post("/<int:repair_id>/dispatch")
@requires(Permission.DISPATCH)
@writes
def dispatch(repair_id: int) -> ResponseReturnValue:
    """Give the order to a technician."""
    order = load(RepairOrder, repair_id)
    form = _offered(DispatchForm(), order)
    return order_page.carry_out(
        order,
        "dispatch_form",
        form,
        lambda data: services.dispatch(order, int(data["technician_id"]), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/reassignment")
@requires(Permission.DISPATCH)
@writes
def reassign(repair_id: int) -> ResponseReturnValue:
    """Give the order to somebody else."""
    order = load(RepairOrder, repair_id)
    form = _offered(ReassignForm(), order)
    return order_page.carry_out(
        order,
        "reassign_form",
        form,
        lambda data: services.reassign(
            order, int(data["technician_id"]), reason=data["reason"], actor=actor(), now=now()
        ),
    )


@bp.post("/<int:repair_id>/rebooking")
@requires(Permission.DISPATCH)
@writes
def rebook(repair_id: int) -> ResponseReturnValue:
    """A new window after nobody was home."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "rebook_form",
        WindowForm(),
        lambda data: services.rebook(order, *_window(data), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/appointment")
@requires(Permission.DISPATCH)
@writes
def appoint(repair_id: int) -> ResponseReturnValue:
    """Set or change the window."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "appoint_form",
        WindowForm(),
        lambda data: services.appoint(order, *_window(data), actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/cancellation")
@requires(Permission.CANCEL)
@writes
def cancel(repair_id: int) -> ResponseReturnValue:
    """Call the order off."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "cancel_form",
        ReasonForm(),
        lambda data: services.cancel(order, reason=data["reason"], actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/voiding")
@requires(Permission.VOID)
@writes
def void(repair_id: int) -> ResponseReturnValue:
    """End an order that has begun."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "void_form",
        ReasonForm(),
        lambda data: services.void(order, reason=data["reason"], actor=actor(), now=now()),
    )


def _offered(form: Any, order: RepairOrder) -> Any:
    return order_page.offer_technicians(form, technicians.candidates(order.community_id, order))


def _window(data: dict[str, Any]) -> tuple[Any, Any]:
    return data["appointment_from"], data["appointment_to"]
