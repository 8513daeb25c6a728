"""The desk after the work: confirmed by phone, sent back, filed."""

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes
from propertydesk.repairs import rules
from propertydesk.repairs.forms.desk import ReasonForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.services import aftercare
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp

P = rules.Permission


@bp.post("/<int:repair_id>/verification")
@requires(P.VERIFY)
@writes
def verify(repair_id: int) -> ResponseReturnValue:
    """The resident confirmed by phone or at the desk."""
    order = load(RepairOrder, repair_id)
    aftercare.verify(order, actor=actor(), now=now())
    return _onward(order)


@bp.post("/<int:repair_id>/return")
@requires(P.VERIFY)
@writes
def send_back(repair_id: int) -> ResponseReturnValue:
    """The work is not finished after all."""
    order, form = load(RepairOrder, repair_id), ReasonForm()
    done = form.submit(
        lambda data: (
            aftercare.send_back(order, reason=data["reason"], actor=actor(), now=now()) or order
        )
    )
    if done is None:
        return page("repairs/detail.html", **order_page.context(order, return_form=form)), 422
    return _onward(order)


@bp.post("/<int:repair_id>/closure")
@requires(P.VERIFY)
@writes
def close(repair_id: int) -> ResponseReturnValue:
    """File the order."""
    order = load(RepairOrder, repair_id)
    aftercare.close(order, actor=actor(), now=now())
    return _onward(order)


def _onward(order: RepairOrder) -> ResponseReturnValue:
    flash(
        _("%(number)s: %(state)s", number=order.number, state=_(rules.WORKFLOW.word(order.state))),
        "good",
    )
    return see_other(url_for(".detail", repair_id=order.id))
