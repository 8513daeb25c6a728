"""Printing a visitor's slip: ordered by POST, which counts it, and fetched by GET."""

from typing import Any, get_args

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.printing.visit_slip import visit_slip_pdf
from propertydesk.passes.queries.visit_slip import slip_of
from propertydesk.passes.services import visits as services
from propertydesk.platform.access import actor
from propertydesk.platform.clock import now
from propertydesk.platform.printing import Language, require_printable
from propertydesk.platform.web import see_other


def count_and_lead(visit: Visit, data: dict[str, Any], endpoint: str) -> ResponseReturnValue:
    """Count a print and lead to the paper; what cannot be printed is told before it counts."""
    require_printable(slip_of(visit, now()))
    services.count_print(visit, actor=actor(), now=now())
    return see_other(url_for(endpoint, visit_id=visit.id, language=data["language"]))


def paper(visit: Visit, back: str) -> ResponseReturnValue:
    """The slip of the last print that was counted, in the language of the address."""
    wanted = request.args.get("language", "both")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None:
        raise Missing(N_("There is no such page or record."))
    if not visit.prints:
        return see_other(back)
    answer = Response(visit_slip_pdf(slip_of(visit, now()), language), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{visit.number}.pdf"'
    return answer
