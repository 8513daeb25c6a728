"""What an order's page shows."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.followups import queries as followups
from propertydesk.followups.rules import WORKFLOW as FOLLOW_UPS
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor, actor, load
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.i18n import pick
from propertydesk.platform.printing import LANGUAGES
from propertydesk.platform.web import page, safe_next, see_other
from propertydesk.repairs import rules
from propertydesk.repairs.forms.desk import (
    DispatchForm,
    NoteForm,
    PhotosForm,
    ReasonForm,
    ReassignForm,
    SlipForm,
    WindowForm,
)
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import orders, technicians
from propertydesk.repairs.queries.slip import shown_quantity
from propertydesk.repairs.rules import visits

PHOTO_WORDS = {
    "report": N_("As reported"),
    "before": N_("Before the work"),
    "after": N_("After the work"),
}
_LANGUAGE_WORDS = {"zh": "中文", "en": "English"}


def context(order: RepairOrder, **forms: Any) -> dict[str, Any]:
    """Everything on the page of an order; `forms` are those that were refused."""
    sheet, instant = orders.sheet(order), now()
    moves = {each.action: each for each in workflow.buttons(rules.WORKFLOW, order, actor())}
    candidates = technicians.candidates(order.community_id, order) if _sends(moves) else []
    skill = rules.category(order.category).code
    missing = rules.missing_on_slip(order)
    best = visits.suggested(candidates, skill) if "dispatch" in moves else None
    return {
        "order": order,
        "sheet": sheet,
        "flow": rules.WORKFLOW,
        "place": orders.place_of(order, sheet.home),
        "reporter": orders.reporter_of(order),
        "phone": mask_phone(order.phone) if order.phone else "",
        "purposes": [(str(each), _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
        "category": orders.category_words(order.category),
        "steps": orders.steps(order, sheet.timeline),
        "deadlines": orders.deadlines(order, instant),
        "late": orders.late_words(order, instant),
        "moves": moves,
        "candidates": candidates,
        "best": best,
        "best_reasons": visits.reasons(best, candidates, skill) if best else [],
        "skill": skill,
        "skill_words": skill_words(),
        "missing": missing,
        "missing_words": pick("、", ", ").join(_(each) for each in missing),
        "follow_ups": followups.of_source("repair", order.id),
        "follow_flow": FOLLOW_UPS,
        "words": rules,
        "photo_words": {key: _(word) for key, word in PHOTO_WORDS.items()},
        "quantity": shown_quantity,
        "entries": sheet.timeline,
        **_forms(order, moves, candidates, forms),
    }


def reached(repair_id: int) -> RepairOrder:
    """An order that the actor may look into: any one of the desk, else one's own.

    Another's is as missing as none at all.
    """
    order = load(RepairOrder, repair_id)
    if not actor().may(rules.Permission.READ) and order.technician_id != actor().id:
        raise Missing(N_("There is no such record."))
    return order


def way_back(order: RepairOrder, reader: Actor) -> str:
    """The order's page for whoever may see it, else the technician's own."""
    page_of = "repairs.detail" if reader.may(rules.Permission.READ) else "site.order"
    return url_for(page_of, repair_id=order.id)


def skill_words() -> dict[str, str]:
    """Main categories in the reader's language."""
    return {each.code: pick(each.zh, each.en) for each in rules.CATEGORIES}


def offer_technicians(form: DispatchForm, candidates: list[visits.Candidate]) -> DispatchForm:
    """Let the form choose among technicians, the fittest first."""
    form.technician_id.choices = [
        ("", _("Choose a technician")),
        *((str(each.staff_id), f"{each.name} · {each.load}/{each.full}") for each in candidates),
    ]
    return form


def offer_slip(form: SlipForm) -> SlipForm:
    """Let the form choose language and paper."""
    form.language.choices = [
        (each, _LANGUAGE_WORDS.get(each, _("Both languages"))) for each in LANGUAGES
    ]
    form.paper.choices = [("A5", _("A5, three copies")), ("A4", _("A4, with customer stub"))]
    return form


def _sends(moves: dict[str, Any]) -> bool:
    return "dispatch" in moves or "reassign" in moves


def _forms(
    order: RepairOrder,
    moves: dict[str, Any],
    candidates: list[visits.Candidate],
    given: dict[str, Any],
) -> dict[str, Any]:
    """The forms of the page: those refused as they came back, the others fresh."""
    fresh: dict[str, Any] = {
        "dispatch_form": offer_technicians(DispatchForm(formdata=None), candidates),
        "reassign_form": offer_technicians(ReassignForm(formdata=None), candidates),
        "cancel_form": ReasonForm(formdata=None),
        "void_form": ReasonForm(formdata=None),
        "return_form": ReasonForm(formdata=None),
        "rebook_form": WindowForm(formdata=None),
        "appoint_form": WindowForm(formdata=None, obj=order),
        "note_form": NoteForm(formdata=None),
        "photos_form": PhotosForm(formdata=None),
        "slip_form": offer_slip(SlipForm(formdata=None)),
        "may_appoint": order.state in rules.BEFORE_WORK and actor().may(rules.Permission.DISPATCH),
    }
    for name, form in (fresh | given).items():
        if isinstance(form, Form):
            for each in form:  # several forms of the page ask for a reason
                each.id = f"{name.removesuffix('_form')}-{each.id}"
    return fresh | given


def carry_out(
    order: RepairOrder, name: str, form: Form, verb: Callable[[dict[str, Any]], object]
) -> ResponseReturnValue:
    """Run the verb and go back to where the button stood; a refused form shows the order's page."""

    def act(data: dict[str, Any]) -> RepairOrder:
        verb(data)
        return order

    if form.submit(act) is None:
        return page("repairs/detail.html", **context(order, **{name: form})), 422
    return onward(order)


def onward(order: RepairOrder) -> ResponseReturnValue:
    """Say how the order stands now, and go on from there."""
    flash(
        _("%(number)s: %(state)s", number=order.number, state=_(rules.WORKFLOW.word(order.state))),
        "good",
    )
    here = url_for("repairs.detail", repair_id=order.id)
    return see_other(safe_next(request.form.get("back"), here))
