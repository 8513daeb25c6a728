"""Workers' passes at the desk: the list, one pass, its cards."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.owners.rules.identity import KIND_WORDS
from propertydesk.passes.forms import workers as forms
from propertydesk.passes.models import WorkerPass
from propertydesk.passes.queries import worker_deposits
from propertydesk.passes.queries import workers as queries
from propertydesk.passes.queries.worker_listing import PASSES
from propertydesk.passes.rules import Permission
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import workers as services
from propertydesk.passes.views import worker_forms
from propertydesk.passes.views.visit_forms import offer_languages
from propertydesk.platform import attachments, workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.pictures import read_pictures
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("worker_passes", __name__, url_prefix="/worker-passes")
_PAGE = "passes/workers/detail.html"


@bp.get("")
@requires(Permission.READ_WORKERS)
def index() -> ResponseReturnValue:
    """All workers' passes, the newest first."""
    found = listing_page(PASSES, actor=actor(), args=request.args)
    here = url_for(".index")
    tabs = [
        (words, f"{here}?{query}" if query else here, found.query == query)
        for words, query in (
            (_("All"), ""),
            (_("In force"), "state=valid"),
            (_("Not yet issued"), "state=waiting"),
            (_("Card overdue"), "overdue=1"),
            (_("Inside"), "inside=1"),
        )
    ]
    inside = queries.count_inside(actor().community_id)
    return page("passes/workers/index.html", listing_page=found, tabs=tabs, inside=inside)


@bp.get("/<int:pass_id>")
@requires(Permission.READ_WORKERS)
def detail(pass_id: int) -> ResponseReturnValue:
    """One pass: who, for which work, how it stands, entries and exits."""
    return page(_PAGE, **context(load(WorkerPass, pass_id)))


@bp.get("/photos/<int:attachment_id>")
@requires(Permission.READ_WORKERS, Permission.GUARD)
def photo(attachment_id: int) -> ResponseReturnValue:
    """A worker's photo, for the desk and for guards."""
    attachment = load(Attachment, attachment_id)
    if attachment.subject_type != "worker_pass":
        raise Missing(N_("There is no such record."))
    return attachments.send(attachment)


@bp.post("/<int:pass_id>/photo")
@requires(Permission.ISSUE_WORKERS)
@writes(prepare=read_pictures)
def photograph(pass_id: int) -> ResponseReturnValue:
    """A photo, or a better one."""
    worker_pass = load(WorkerPass, pass_id)

    def verb(_data: dict[str, Any]) -> None:
        sent = worker_forms.photo_sent()
        if sent is None:
            raise Invalid(N_("This is needed."), field="photos")
        services.photograph(worker_pass, sent, actor=actor(), now=now())

    return _carry_out(worker_pass, "photo_form", forms.PhotoForm(), verb)


@bp.post("/<int:pass_id>/issuing")
@requires(Permission.ISSUE_WORKERS)
@writes
def issue(pass_id: int) -> ResponseReturnValue:
    """The first card."""
    worker_pass = load(WorkerPass, pass_id)
    return _carry_out(
        worker_pass,
        "issue_form",
        Form(),
        lambda _data: services.issue_card(worker_pass, actor=actor(), now=now()),
    )


@bp.post("/<int:pass_id>/extension")
@requires(Permission.ISSUE_WORKERS)
@writes
def extend(pass_id: int) -> ResponseReturnValue:
    """Valid for longer, with a new card."""
    worker_pass = load(WorkerPass, pass_id)
    return _carry_out(
        worker_pass,
        "extend_form",
        forms.ExtensionForm(),
        lambda data: services.extend(worker_pass, **data, actor=actor(), now=now()),
    )


@bp.post("/<int:pass_id>/loss")
@requires(Permission.ISSUE_WORKERS)
@writes
def report_lost(pass_id: int) -> ResponseReturnValue:
    """The card is gone and counts no more."""
    worker_pass = load(WorkerPass, pass_id)
    return _carry_out(
        worker_pass,
        "loss_form",
        forms.ReasonForm(),
        lambda data: services.report_lost(worker_pass, **data, actor=actor(), now=now()),
    )


@bp.post("/<int:pass_id>/replacement")
@requires(Permission.ISSUE_WORKERS)
@writes
def replace(pass_id: int) -> ResponseReturnValue:
    """A new card for the lost one."""
    worker_pass = load(WorkerPass, pass_id)
    return _carry_out(
        worker_pass,
        "issue_form",
        Form(),
        lambda _data: services.replace(worker_pass, actor=actor(), now=now()),
    )


@bp.post("/<int:pass_id>/voiding")
@requires(Permission.VOID_WORKERS)
@writes
def void(pass_id: int) -> ResponseReturnValue:
    """End it for good."""
    worker_pass = load(WorkerPass, pass_id)
    return _carry_out(
        worker_pass,
        "void_form",
        forms.ReasonForm(),
        lambda data: services.void(worker_pass, **data, actor=actor(), now=now()),
    )


@bp.post("/<int:pass_id>/return")
@requires(Permission.ISSUE_WORKERS)
@writes
def take_back(pass_id: int) -> ResponseReturnValue:
    """The card is handed back."""
    worker_pass = load(WorkerPass, pass_id)
    services.take_back(worker_pass, actor=actor(), now=now())
    return _onward(worker_pass)


@bp.post("/<int:pass_id>/phone/reveal")
@requires(Permission.REVEAL)
@reveals
def reveal_phone(pass_id: int) -> ResponseReturnValue:
    """The full number, for a purpose that is written down."""
    worker_pass = load(WorkerPass, pass_id)
    look = services.reveal_phone(worker_pass, asked(), actor=actor(), now=now())
    back = ".detail" if actor().may(Permission.READ_WORKERS) else "gate_workers.detail"
    return shown(look, whose=worker_pass.number, back=url_for(back, pass_id=worker_pass.id))


def context(worker_pass: WorkerPass, **given: Any) -> dict[str, Any]:
    """Everything on the page of a pass; `given` are forms that were refused."""
    sheet = queries.of_pass(worker_pass)
    secured = worker_deposits.secured(sheet.engagement)
    missing = secured.missing if worker_pass.deposit else Money.zero
    extend_form = forms.ExtensionForm(formdata=None)
    extend_form.ends_on.data = sheet.engagement.ends_on
    offered = worker_forms.told_apart(
        {
            "photo_form": forms.PhotoForm(formdata=None),
            "issue_form": Form(formdata=None),
            "extend_form": extend_form,
            "loss_form": forms.ReasonForm(formdata=None),
            "void_form": forms.ReasonForm(formdata=None),
            "card_form": offer_languages(forms.CardForm(formdata=None)),
            **given,
        }
    )
    return {
        "sheet": sheet,
        "worker_pass": worker_pass,
        "secured": secured,
        "missing": missing if worker_pass.state in states.ISSUED else Money.zero,
        "is_unsecured": bool(missing) and worker_pass.state == states.State.VALID,
        "flow": states.WORKFLOW,
        "words": rules,
        "identity_words": KIND_WORDS,
        "moves": {each.action for each in workflow.buttons(states.WORKFLOW, worker_pass, actor())},
        "overdue": worker_pass.is_out and worker_pass.ends_on < business_date(now(), g.zone),
        "purposes": [(str(each), _(word)) for each, word in REVEAL_PURPOSE_WORDS.items()],
        **offered,
    }


def _carry_out(
    worker_pass: WorkerPass, name: str, form: Form, verb: Callable[[dict[str, Any]], object]
) -> ResponseReturnValue:
    """Run the verb and go back to the pass; a refused form shows its page again."""
    if not form.carries_out(verb):
        return page(_PAGE, **context(worker_pass, **{name: form})), 422
    return _onward(worker_pass)


def _onward(worker_pass: WorkerPass) -> ResponseReturnValue:
    flash(f"{worker_pass.number}: {_(states.WORKFLOW.word(worker_pass.state))}", "good")
    return see_other(url_for(".detail", pass_id=worker_pass.id))
