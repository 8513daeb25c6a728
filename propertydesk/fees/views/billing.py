"""Billing runs: prepare, look at, approve, watch, undo."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import ReasonForm, RunForm
from propertydesk.fees.models import BillingRun, ChargeItem
from propertydesk.fees.rules import Permission
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("billing", __name__, url_prefix="/billing")


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """The runs, and what is to be billed next."""
    return page("fees/runs.html", **_index())


@bp.post("")
@requires(Permission.PREPARE_RUN)
@writes
def prepare() -> ResponseReturnValue:
    """Work out what a month's billing would post."""
    form = _run_form()

    def work(data: dict[str, Any]) -> BillingRun:
        chosen = [load(ChargeItem, int(each)) for each in data["items"] or () if each]
        run = services.prepare_run(
            actor().community_id,
            data["month"],
            items=chosen,
            catch_up=data["catch_up"],
            actor=actor(),
            now=now(),
        )
        services.submit_run(run, actor=actor(), now=now())
        return run

    run = form.submit(work)
    if run is None:
        return page("fees/runs.html", **_index(form)), 422
    return see_other(url_for(".detail", run_id=run.id))


@bp.get("/<int:run_id>")
@requires(Permission.READ)
def detail(run_id: int) -> ResponseReturnValue:
    """A run: preview, progress, result; asked for by htmx, only its live part."""
    context = _context(load(BillingRun, run_id))
    return page("fees/run.html", "fees/_run_progress.html", **context)


@bp.post("/<int:run_id>/approval")
@requires(Permission.APPROVE_RUN)
@confirmed
@writes
def approve(run_id: int) -> ResponseReturnValue:
    """Approve and post, where the community does without a second person."""
    services.approve_run(load(BillingRun, run_id), actor=actor(), now=now())
    return see_other(url_for(".detail", run_id=run_id))


@bp.post("/<int:run_id>/discarding")
@requires(Permission.PREPARE_RUN)
@writes
def discard(run_id: int) -> ResponseReturnValue:
    """Put a prepared run away."""
    services.give_up_run(load(BillingRun, run_id), actor=actor(), now=now())
    flash(_("The run is discarded; nothing was posted."), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:run_id>/undoing")
@requires(Permission.UNDO_RUN)
@confirmed
@writes
def undo(run_id: int) -> ResponseReturnValue:
    """Make everything a run posted void."""
    run, form = load(BillingRun, run_id), ReasonForm()
    verb = services.undo_run
    if not form.carries_out(lambda data: verb(run, actor=actor(), now=now(), **data)):
        return page("fees/run.html", **_context(run, undo_form=form)), 422
    flash(_("The run is undone; its receivables are void."), "good")
    return see_other(url_for(".detail", run_id=run_id))


def _run_form(**more: Any) -> RunForm:
    bases = [each for each in rules.Basis if each is not rules.Basis.ONCE]
    return RunForm(**more).offer(queries.item_choices(actor().community_id, *bases))


def _index(form: RunForm | None = None) -> dict[str, Any]:
    here = actor().community_id
    month = today(zone()).replace(day=1)
    return {
        "form": form or _run_form(formdata=None, data={"month": month}),
        "runs": queries.runs(here),
        "flow": rules.RUN,
        "has_items": bool(queries.items(here)),
    }


def _context(run: BillingRun, **forms: Any) -> dict[str, Any]:
    return {
        "run": run,
        "flow": rules.RUN,
        "words": rules,
        "lines": queries.preview_lines(run),
        "totals": queries.preview_totals(run),
        "moves": {each.action for each in workflow.buttons(rules.RUN, run, actor())},
        "approval": queries.waiting_approval(run),
        "task": queries.task_of(run),
        "undo_form": forms.get("undo_form") or ReasonForm(None),
        "entries": activity.timeline(run.community_id, subject=("billing", run.id)),
    }
