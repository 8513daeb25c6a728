"""Printing the slip: the order is given by POST, which counts it; the paper is fetched by GET."""

from typing import Any, get_args

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.printing import Language, require_printable
from propertydesk.platform.web import page, see_other, writes
from propertydesk.repairs import services
from propertydesk.repairs.forms.desk import SlipForm
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.printing import slip_pdf
from propertydesk.repairs.queries import slip
from propertydesk.repairs.rules import Permission
from propertydesk.repairs.views import order_page
from propertydesk.repairs.views.blueprint import bp

PAPERS = ("A5", "A4")


@bp.post("/<int:repair_id>/slips")
@requires(Permission.DISPATCH)
@writes
def print_slip(repair_id: int) -> ResponseReturnValue:
    """Count a print and lead to the paper; what cannot be printed is told before it counts."""
    order = load(RepairOrder, repair_id)
    form = order_page.offer_slip(SlipForm())

    def count_once(data: dict[str, Any]) -> int:
        require_printable(slip.slip_of(order, actor=actor(), now=now()))
        return services.count_print(
            order, language=data["language"], paper=data["paper"], actor=actor(), now=now()
        )

    count = form.submit(count_once)
    if count is None:
        return page("repairs/detail.html", **order_page.context(order, slip_form=form)), 422
    return see_other(
        url_for(
            ".slip_file", repair_id=order.id, language=form.language.data, paper=form.paper.data
        )
    )


@bp.get("/<int:repair_id>/slip.pdf")
@requires(Permission.DISPATCH)
def slip_file(repair_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    order = load(RepairOrder, repair_id)
    paper, wanted = request.args.get("paper", "A5"), request.args.get("language", "both")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None or paper not in PAPERS:
        raise Missing(N_("There is no such page or record."))
    if not order.prints:
        return see_other(url_for(".detail", repair_id=order.id, _anchor="print"))
    document = slip_pdf(
        slip.slip_of(order, actor=actor(), now=now()), language=language, paper=paper
    )
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{order.number}.pdf"'
    return answer
