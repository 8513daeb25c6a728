"""Printing an exit pass: ordered by POST, which counts it; the paper is fetched by GET."""

from typing import Any, get_args

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.passes.forms.exits import SlipForm
from propertydesk.passes.models import ExitPass
from propertydesk.passes.printing import exit_pdf
from propertydesk.passes.queries.exit_paper import slip_of
from propertydesk.passes.rules import Permission
from propertydesk.passes.services.exits import issuing
from propertydesk.passes.views import exit_page
from propertydesk.passes.views.exit_blueprint import bp
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.printing import Language, require_printable
from propertydesk.platform.web import page, see_other, writes


@bp.post("/<int:exit_id>/slips")
@requires(Permission.ISSUE)
@writes
def print_slip(exit_id: int) -> ResponseReturnValue:
    """Count a print and lead to the paper; what cannot be printed is told before it counts."""
    exit_pass = load(ExitPass, exit_id)
    form = exit_page.offer_slip(SlipForm())

    def count_once(data: dict[str, Any]) -> int:
        require_printable(slip_of(exit_pass, now()))
        return issuing.count_print(exit_pass, language=data["language"], actor=actor(), now=now())

    if form.submit(count_once) is None:
        shown = exit_page.context(exit_pass, slip_form=form)
        return page("passes/exits/detail.html", **shown), 422
    return see_other(url_for(".slip_file", exit_id=exit_pass.id, language=form.language.data))


@bp.get("/<int:exit_id>/slip.pdf")
@requires(Permission.ISSUE)
def slip_file(exit_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    exit_pass = load(ExitPass, exit_id)
    wanted = request.args.get("language", "both")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None:
        raise Missing(N_("There is no such page or record."))
    if not exit_pass.prints:
        return see_other(url_for(".detail", exit_id=exit_pass.id, _anchor="print"))
    document = exit_pdf(slip_of(exit_pass, now()), language=language)
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{exit_pass.number}.pdf"'
    return answer
