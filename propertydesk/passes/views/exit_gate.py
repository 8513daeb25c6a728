"""The guard's decisions on an exit pass: all, a part, nothing; and the night path."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.queries import home_named
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes import rules
from propertydesk.passes.forms import exits as forms
from propertydesk.passes.models import ExitPass, PassUse
from propertydesk.passes.queries import door, exit_gate
from propertydesk.passes.queries import exits as queries
from propertydesk.passes.rules import Basis, Permission
from propertydesk.passes.rules.exit_request import ExitRequest
from propertydesk.passes.services.exits import gate as services
from propertydesk.passes.services.exits.gate import Found
from propertydesk.passes.views import post
from propertydesk.passes.views.exit_form import words_of
from propertydesk.passes.views.gate import answer_context
from propertydesk.platform import attachments
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.attachments import PreparedFile
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("gate_exits", __name__, url_prefix="/gate/exit-passes")


@dataclass(frozen=True)
class _Pictures:
    """What came with the form, read before the transaction; or why it cannot be taken."""

    photos: list[PreparedFile]
    signature: PreparedFile | None = None
    problem: Invalid | None = None


def _read() -> _Pictures:
    try:
        photos = attachments.prepare_images(request.files.getlist("photos"), zone=zone())
        signed = attachments.prepare_images(request.files.getlist("signature"), most=1, zone=zone())
    except Invalid as problem:
        return _Pictures([], problem=Invalid(problem.text, field="photos", **problem.values))
    return _Pictures(photos, signed[0] if signed else None)


@bp.post("/<int:exit_id>/release")
@requires(Permission.GUARD)
@writes(prepare=_read)
def release(exit_id: int) -> ResponseReturnValue:
    """Let out what was ticked, once; whoever comes second is told when and where."""
    exit_pass = load(ExitPass, exit_id)
    form = exit_gate.offer_release(forms.ReleaseForm(), exit_pass)

    def verb(data: dict[str, Any]) -> PassUse:
        manager = data["duty_manager"]
        return services.release(
            exit_pass,
            post.scan(),
            _found(data, items=[int(each) for each in data["items"]]),
            forced_reason=data["forced_reason"],
            duty_manager_id=int(manager) if manager else None,
            actor=actor(),
            now=now(),
        )

    use = form.submit(verb)
    if use is None:
        return _again(exit_pass, release_form=form)
    return see_other(url_for("gate.outcome", use_id=use.id))


@bp.post("/<int:exit_id>/refusal")
@requires(Permission.GUARD)
@writes(prepare=_read)
def refuse(exit_id: int) -> ResponseReturnValue:
    """Nothing goes out."""
    exit_pass = load(ExitPass, exit_id)
    form = exit_gate.offer_refusal(forms.RefusalForm())

    def verb(data: dict[str, Any]) -> PassUse:
        word = rules.DIFFERENCE_WORDS[rules.Difference(data["difference"])]
        told = " · ".join(part for part in (_(word), data["more"]) if part)
        return services.refuse(
            exit_pass,
            post.scan(),
            _found({**data, "difference": told}),
            actor=actor(),
            now=now(),
        )

    use = form.submit(verb)
    if use is None:
        return _again(exit_pass, refusal_form=form)
    return see_other(url_for("gate.outcome", use_id=use.id))


@bp.get("/night")
@requires(Permission.GUARD)
def night() -> ResponseReturnValue:
    """After hours: the duty manager's word by phone."""
    return page("passes/gate/night.html", **_night(_night_form(forms.NightForm(formdata=None))))


@bp.post("/night")
@requires(Permission.GUARD)
@writes(prepare=_read)
def release_at_night() -> ResponseReturnValue:
    """Let out on that word; the office completes the papers the next day."""
    form = _night_form(forms.NightForm())

    def verb(data: dict[str, Any]) -> ExitPass:
        home = home_named(actor().community_id, data["home"])
        wanted = ExitRequest(
            home_id=home.id,
            applicant_name=data["applicant_name"],
            applicant_role=data["applicant_role"],
            basis=Basis.NIGHT,
            reason=rules.Reason.SINGLE,
            valid_from=now(),
            valid_to=now() + services.NIGHT_LASTS,
            items=form.listed,
            plate=data["plate"],
        )
        return services.release_at_night(
            g.community,
            wanted,
            post.scan(),
            _found(data),
            duty_manager_id=int(data["duty_manager"]),
            reason=data["reason"],
            actor=actor(),
            now=now(),
        )

    made = form.submit(verb)
    if made is None:
        return page("passes/gate/night.html", **_night(form)), 422
    checked = queries.checks_of(made)
    return see_other(url_for("gate.outcome", use_id=checked[0].use.id))


def _again(exit_pass: ExitPass, **given: Any) -> ResponseReturnValue:
    """The answer's page with what was typed and what is wrong with it."""
    code = queries.code_of(exit_pass)
    if code is None:
        raise Conflict(N_("This pass has not been issued."))
    return (
        page("passes/gate/answer.html", **answer_context(door.stand(code, now()), **given)),
        422,
    )


def _found(data: dict[str, Any], items: list[int] | None = None) -> Found:
    pictures: _Pictures = g.prepared
    if pictures.problem:
        raise pictures.problem
    return Found(
        item_ids=items or (),
        mover=data.get("mover", ""),
        plate=data.get("plate", ""),
        id_seen=data.get("id_seen", False),
        difference=data.get("difference", ""),
        signature=pictures.signature,
        photos=pictures.photos,
    )


def _night_form(form: forms.NightForm) -> forms.NightForm:
    form.duty_manager.choices = exit_gate.managers(actor().community_id)
    form.applicant_role.choices = words_of(rules.APPLICANT_WORDS)
    return form


def _night(form: forms.NightForm) -> dict[str, Any]:
    return {"form": form, "gate_here": post.gate_here()}
