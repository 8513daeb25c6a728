"""Printing workers' cards: ordered by POST, which counts each, and fetched by GET."""

from collections.abc import Sequence
from typing import Any, get_args

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.passes.forms import workers as forms
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.printing.worker_card import worker_cards_pdf
from propertydesk.passes.queries import workers as queries
from propertydesk.passes.queries.worker_card import cards_of
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.services import workers as services
from propertydesk.passes.views import engagements, worker_forms, worker_passes
from propertydesk.passes.views.visit_forms import offer_languages
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.printing import Language, require_printable
from propertydesk.platform.web import page, see_other, writes


@worker_passes.bp.post("/<int:pass_id>/cards")
@requires(Permission.ISSUE_WORKERS)
@writes
def print_card(pass_id: int) -> ResponseReturnValue:
    """Print the card in force."""
    worker_pass, form = load(WorkerPass, pass_id), offer_languages(forms.CardForm())
    if not form.carries_out(lambda data: _count([worker_pass], data["language"])):
        shown = worker_passes.context(worker_pass, card_form=form)
        return page("passes/workers/detail.html", **shown), 422
    return see_other(url_for(".card_file", pass_id=worker_pass.id, language=form.language.data))


@worker_passes.bp.get("/<int:pass_id>/card.pdf")
@requires(Permission.ISSUE_WORKERS)
def card_file(pass_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    worker_pass = load(WorkerPass, pass_id)
    back = url_for(".detail", pass_id=worker_pass.id)
    return _paper([worker_pass], worker_pass.number, back)


@engagements.bp.post("/<int:engagement_id>/cards")
@requires(Permission.ISSUE_WORKERS)
@writes
def print_cards(engagement_id: int) -> ResponseReturnValue:
    """Print the cards that are ticked, ten to a sheet."""
    engagement = load(Engagement, engagement_id)
    printable = _in_force(engagement)
    form = worker_forms.offer_cards(forms.CardsForm(), printable)

    def verb(data: dict[str, Any]) -> None:
        chosen = {int(each) for each in data["passes"]}
        if not chosen:
            raise Invalid(N_("Tick the cards that are to be printed."), field="passes")
        _count([each for each in printable if each.id in chosen], data["language"])

    if not form.carries_out(verb):
        shown = engagements.context(engagement, cards_form=form)
        return page("passes/workers/engagement.html", **shown), 422
    return see_other(
        url_for(
            ".cards_file",
            engagement_id=engagement.id,
            language=form.language.data,
            card=form.passes.data,
        )
    )


@engagements.bp.get("/<int:engagement_id>/cards.pdf")
@requires(Permission.ISSUE_WORKERS)
def cards_file(engagement_id: int) -> ResponseReturnValue:
    """The sheets that were ordered (`?card=` each pass)."""
    engagement = load(Engagement, engagement_id)
    wanted = set(request.args.getlist("card")[:100])
    chosen = [each for each in _in_force(engagement) if str(each.id) in wanted and each.prints]
    return _paper(chosen, engagement.number, url_for(".detail", engagement_id=engagement.id))


def _in_force(engagement: Engagement) -> list[WorkerPass]:
    passes = queries.passes_of(engagement.id)
    return [each for each in passes if each.state == states.State.VALID]


def _count(passes: Sequence[WorkerPass], language: str) -> None:
    """Count a print of each; what cannot be printed is told before anything counts."""
    require_printable(tuple(cards_of(passes)))
    for each in passes:
        services.count_print(each, language=language, actor=actor(), now=now())


def _paper(passes: Sequence[WorkerPass], name: str, back: str) -> ResponseReturnValue:
    wanted = request.args.get("language", "both")
    languages: tuple[Language, ...] = get_args(Language)
    language = next((each for each in languages if each == wanted), None)
    if language is None:
        raise Missing(N_("There is no such page or record."))
    if not passes or not all(each.prints for each in passes):
        return see_other(back)
    answer = Response(worker_cards_pdf(cards_of(passes), language), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
