"""One exit pass at the desk: consent, issuing, voiding, papers."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.masking import mask_phone
from propertydesk.kernel.words import N_
from propertydesk.owners.rules import REVEAL_PURPOSE_WORDS
from propertydesk.passes import rules
from propertydesk.passes.forms import exits as forms
from propertydesk.passes.models import ExitPass
from propertydesk.passes.queries import exit_gate
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis, Permission
from propertydesk.passes.services.exits import gate, issuing
from propertydesk.passes.views.exit_blueprint import bp
from propertydesk.passes.views.exit_form import words_of
from propertydesk.platform import activity, attachments, workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.clock import now
from propertydesk.platform.forms import Form
from propertydesk.platform.printing import LANGUAGES
from propertydesk.platform.web import page, see_other, writes

_LANGUAGE_WORDS = {"zh": "中文", "en": "English"}


@bp.get("/<int:exit_id>")
@requires(Permission.READ)
def detail(exit_id: int) -> ResponseReturnValue:
    """One pass: what goes out, on whose word, how it stands."""
    return page("passes/exits/detail.html", **context(load(ExitPass, exit_id)))


@bp.post("/<int:exit_id>/call")
@requires(Permission.ISSUE)
@writes
def note_call(exit_id: int) -> ResponseReturnValue:
    """The owner was phoned and agreed."""
    exit_pass = load(ExitPass, exit_id)
    return carry_out(
        exit_pass,
        "call_form",
        _call_form(forms.CallForm(), exit_pass),
        lambda data: issuing.note_call(exit_pass, int(data["owner"]), actor=actor(), now=now()),
    )


@bp.post("/<int:exit_id>/witness")
@requires(Permission.ISSUE)
@writes
def witness(exit_id: int) -> ResponseReturnValue:
    """A second clerk confirms the call: the pass is issued."""
    exit_pass = load(ExitPass, exit_id)
    return carry_out(
        exit_pass,
        "witness_form",
        Form(),
        lambda _data: issuing.witness(exit_pass, actor=actor(), now=now()),
    )


@bp.post("/<int:exit_id>/clearing")
@requires(Permission.ISSUE)
@writes
def clear(exit_id: int) -> ResponseReturnValue:
    """What was refused at the gate may come again."""
    exit_pass = load(ExitPass, exit_id)
    return carry_out(
        exit_pass,
        "clear_form",
        forms.ReasonForm(),
        lambda data: issuing.clear(exit_pass, reason=data["reason"], actor=actor(), now=now()),
    )


@bp.post("/<int:exit_id>/voiding")
@requires(Permission.VOID)
@writes
def void(exit_id: int) -> ResponseReturnValue:
    """End it for good."""
    exit_pass = load(ExitPass, exit_id)
    return carry_out(
        exit_pass,
        "void_form",
        forms.ReasonForm(),
        lambda data: issuing.void(exit_pass, reason=data["reason"], actor=actor(), now=now()),
    )


@bp.post("/<int:exit_id>/papers")
@requires(Permission.ISSUE)
@writes
def complete_papers(exit_id: int) -> ResponseReturnValue:
    """What a release at night rests on, added the next day."""
    exit_pass = load(ExitPass, exit_id)
    return carry_out(
        exit_pass,
        "papers_form",
        _papers_form(forms.PapersForm()),
        lambda data: gate.complete_papers(exit_pass, **data, actor=actor(), now=now()),
    )


@bp.get("/photos/<int:attachment_id>")
@requires(Permission.READ)
def photo(attachment_id: int) -> ResponseReturnValue:
    """A picture of the gate, or the mover's signature."""
    attachment = load(Attachment, attachment_id)
    if attachment.subject_type != "exit_pass":
        raise Missing(N_("There is no such record."))
    return attachments.send(attachment)


def context(exit_pass: ExitPass, **given: Any) -> dict[str, Any]:
    """Everything on the page of a pass; `given` are forms that were refused."""
    moves = {each.action for each in workflow.buttons(rules.EXIT_PASS, exit_pass, actor())}
    made: dict[str, Form] = {
        "call_form": _call_form(forms.CallForm(formdata=None), exit_pass),
        "clear_form": forms.ReasonForm(formdata=None),
        "papers_form": _papers_form(forms.PapersForm(formdata=None)),
        "slip_form": offer_slip(forms.SlipForm(formdata=None)),
        "void_form": forms.ReasonForm(formdata=None),
        "witness_form": Form(formdata=None),
        **given,
    }
    for name, form in made.items():
        for each in form:  # two forms of the page ask for a reason
            each.id = f"{name.removesuffix('_form')}-{each.id}"
    return {
        "exit_pass": exit_pass,
        "flow": rules.EXIT_PASS,
        "moves": moves,
        "home": queries.home_of(exit_pass),
        "items": queries.items_of(exit_pass),
        "code": queries.code_of(exit_pass),
        "checks": queries.checks_of(exit_pass),
        "standing": queries.standing_of(queries.home_of(exit_pass)),
        "photos": attachments.of(exit_pass),
        "waits_for_call": rules.waits_for_call(exit_pass),
        "is_first_clerk": exit_pass.consent_by_id == actor().id,
        "owners": [
            (each, mask_phone(each.phone)) for each in queries.owners_to_phone(exit_pass.home_id)
        ],
        "purposes": words_of(REVEAL_PURPOSE_WORDS),
        "manager": queries.staff_name(exit_pass.duty_manager_id),
        "in_words": exit_gate.in_words,
        "words": rules,
        "entries": activity.timeline(
            exit_pass.community_id, subject=("exit_pass", exit_pass.id), limit=30
        ),
        **made,
    }


def carry_out(
    exit_pass: ExitPass, name: str, form: Form, verb: Callable[[dict[str, Any]], object]
) -> ResponseReturnValue:
    """Run the verb and go back to the pass; a refused form shows its page again."""
    if not form.carries_out(verb):
        return page("passes/exits/detail.html", **context(exit_pass, **{name: form})), 422
    word = _(rules.EXIT_PASS.word(exit_pass.state))
    flash(_("%(number)s: %(state)s", number=exit_pass.number, state=word), "good")
    return see_other(url_for("exit_passes.detail", exit_id=exit_pass.id))


def offer_slip(form: forms.SlipForm) -> forms.SlipForm:
    """Let the form choose the language."""
    form.language.choices = [
        (each, _LANGUAGE_WORDS.get(each, _("Both languages"))) for each in LANGUAGES
    ]
    return form


def _call_form(form: forms.CallForm, exit_pass: ExitPass) -> forms.CallForm:
    form.owner.choices = [
        (str(each.person_id), f"{each.title} {mask_phone(each.phone)}")
        for each in queries.owners_to_phone(exit_pass.home_id)
    ]
    return form


def _papers_form(form: forms.PapersForm) -> forms.PapersForm:
    form.basis.choices = words_of(rules.BASIS_WORDS, Basis.NIGHT)
    return form
