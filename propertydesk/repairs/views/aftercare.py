"""The desk after the work: confirmed by phone, sent back, filed."""

from flask.typing import ResponseReturnValue

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import writes
from propertydesk.repairs.forms.desk import ReasonForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.services import aftercare
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp


@bp.post("/<int:repair_id>/verification")
@requires(Permission.VERIFY)
@writes
def verify(repair_id: int) -> ResponseReturnValue:
    """The resident confirmed by phone or at the desk."""
    order = load(RepairOrder, repair_id)
    aftercare.verify(order, actor=actor(), now=now())
    return order_page.onward(order)


@bp.post("/<int:repair_id>/return")
@requires(Permission.VERIFY)
@writes
def send_back(repair_id: int) -> ResponseReturnValue:
    """The work is not finished after all."""
    order = load(RepairOrder, repair_id)
    return order_page.carry_out(
        order,
        "return_form",
        ReasonForm(),
        lambda data: aftercare.send_back(order, reason=data["reason"], actor=actor(), now=now()),
    )


@bp.post("/<int:repair_id>/closure")
@requires(Permission.VERIFY)
@writes
def close(repair_id: int) -> ResponseReturnValue:
    """File the order."""
    order = load(RepairOrder, repair_id)
    aftercare.close(order, actor=actor(), now=now())
    return order_page.onward(order)
