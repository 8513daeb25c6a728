"""Workers on the guard's phone: who is inside; in and out on the card, refused, card taken away."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.passes.forms import workers as forms
from propertydesk.passes.models import PassUse, WorkerPass
from propertydesk.passes.queries import door
from propertydesk.passes.queries import workers as queries
from propertydesk.passes.rules import ANSWER_WORDS, PassKind, Permission, Way
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import workers as services
from propertydesk.passes.views import post
from propertydesk.platform import workflow
from propertydesk.platform.access import Actor, actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("gate_workers", __name__, url_prefix="/gate/workers")


@bp.get("")
@requires(Permission.GUARD)
def index() -> ResponseReturnValue:
    """Which workers are inside; `?q=` a name, a number, a home or the last of a phone."""
    here, text = actor().community_id, clean(request.args.get("q", "")[:24])
    find = forms.FindForm(formdata=None)
    find.q.data = text
    return page(
        "passes/workers/gate_list.html",
        inside=queries.inside(here, now()),
        asked=text,
        hits=queries.found_at_the_gate(here, text) if text else [],
        find_form=find,
        hours=queries.hours_of(here),
        words=rules,
        states=states,
        gate_here=post.gate_here(),
    )


@bp.get("/<int:pass_id>")
@requires(Permission.GUARD)
def detail(pass_id: int) -> ResponseReturnValue:
    """One worker: the photo, whether the card counts, in or out."""
    worker_pass = load(WorkerPass, pass_id)
    code = door.live_code(PassKind.WORKER, worker_pass.id)
    found = door.stand(code, now()) if code else None
    return page(
        "passes/workers/gate_pass.html",
        found=found,
        code=code,
        answer_words=ANSWER_WORDS,
        **gate_context(worker_pass, found),
    )


@bp.post("/<int:pass_id>/entry")
@requires(Permission.GUARD)
@writes
def enter(pass_id: int) -> ResponseReturnValue:
    """Let in on the card."""
    worker_pass = load(WorkerPass, pass_id)
    use = services.enter(worker_pass, post.scan(Way.IN), actor=actor(), now=now())
    if use.counts:
        flash(_("%(name)s is inside.", name=worker_pass.name), "good")
    return _outcome(use)


@bp.post("/<int:pass_id>/leaving")
@requires(Permission.GUARD)
@writes
def leave(pass_id: int) -> ResponseReturnValue:
    """Let out; never refused."""
    worker_pass = load(WorkerPass, pass_id)
    services.leave(worker_pass, post.scan(Way.OUT), actor=actor(), now=now())
    flash(_("%(name)s has left.", name=worker_pass.name), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:pass_id>/refusal")
@requires(Permission.GUARD)
@writes
def refuse(pass_id: int) -> ResponseReturnValue:
    """Somebody else came with the card."""
    worker_pass = load(WorkerPass, pass_id)
    return _outcome(
        services.not_the_person(worker_pass, post.scan(Way.IN), actor=actor(), now=now())
    )


@bp.post("/<int:pass_id>/taking")
@requires(Permission.GUARD)
@writes
def take_away(pass_id: int) -> ResponseReturnValue:
    """Keep a card that counts no more."""
    worker_pass = load(WorkerPass, pass_id)
    services.take_away(worker_pass, actor=actor(), now=now())
    flash(_("The card %(number)s is taken away; it goes to the office.", number=worker_pass.number))
    return see_other(url_for(".detail", pass_id=worker_pass.id))


def gate_context(worker_pass: WorkerPass, found: door.LookUp | None) -> dict[str, Any]:
    """What the gate shows of a worker: photo, work, whether inside, what can be done."""
    is_newest = found is None or found.code is None or found.code.version == worker_pass.version
    buttons = workflow.buttons(states.WORKFLOW, worker_pass, actor())
    return {
        "sheet": queries.of_pass(worker_pass),
        "worker_pass": worker_pass,
        "flow": states.WORKFLOW,
        "words": rules,
        "may_take": any(each.action == "take_away" for each in buttons),
        "is_newest": is_newest,
        "gate_here": post.gate_here(),
    }


def _outcome(use: PassUse) -> ResponseReturnValue:
    return see_other(url_for("gate.outcome", use_id=use.id))


def _part(found: door.LookUp, _actor: Actor, _now: datetime) -> dict[str, Any]:
    """What the gate's answer page shows of a worker's card."""
    if found.code is None:
        return {}
    return gate_context(load(WorkerPass, found.code.subject_id), found)


WORKER = door.PassType(
    kind=PassKind.WORKER,
    template="passes/workers/_gate_part.html",
    load=_part,
    objection=queries.objection,
)
