"""What needs a second person: what waits for one's decision, one's own requests, all of them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.overview.forms import DecisionForm
from propertydesk.overview.queries.approvals import LISTING, shown
from propertydesk.overview.rules import Permission
from propertydesk.platform import activity, approvals
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.approvals import Approval
from propertydesk.platform.clock import now
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("approvals", __name__, url_prefix="/approvals")


@bp.get("")
@requires(Permission.READ_APPROVALS)
def index() -> ResponseReturnValue:
    """What waits for me, what I asked for, and everything that concerns me."""
    return page(
        "overview/approvals.html",
        to_decide=shown(approvals.waiting_for(actor())),
        answers=shown(approvals.answers_for(actor())),
        asked=shown(approvals.open_of(actor())),
        flow=approvals.STATES,
        listing=listing_page(LISTING, actor=actor(), args=request.args),
    )


@bp.get("/<int:approval_id>")
@requires(Permission.READ_APPROVALS)
def detail(approval_id: int) -> ResponseReturnValue:
    """One request: what exactly is asked, and its answer."""
    return page("overview/approval.html", **_context(_concerned(approval_id)))


@bp.post("/<int:approval_id>/approval")
@requires(Permission.READ_APPROVALS)
@confirmed
@writes
def approve(approval_id: int) -> ResponseReturnValue:
    """Agree; what was asked is carried out at once."""
    return _decide(approval_id, approvals.approve, N_("Approved and carried out."))


@bp.post("/<int:approval_id>/refusal")
@requires(Permission.READ_APPROVALS)
@writes
def refuse(approval_id: int) -> ResponseReturnValue:
    """Turn it down with a reason."""
    return _decide(approval_id, approvals.refuse, N_("Turned down. %(name)s is told."))


@bp.post("/<int:approval_id>/withdrawal")
@requires(Permission.READ_APPROVALS)
@writes
def withdraw(approval_id: int) -> ResponseReturnValue:
    """Take back one's own request."""
    approvals.withdraw(_concerned(approval_id), actor=actor(), now=now())
    flash(_("The request is withdrawn."), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:approval_id>/acknowledgement")
@requires(Permission.READ_APPROVALS)
@writes
def acknowledge(approval_id: int) -> ResponseReturnValue:
    """Put the answer to one's own request away."""
    approvals.note_answer(_concerned(approval_id), actor=actor(), now=now())
    return see_other(url_for(".index"))


def _decide(approval_id: int, verb: Callable[..., Approval], done: str) -> ResponseReturnValue:
    approval = _concerned(approval_id)
    form = DecisionForm()

    def say(data: dict[str, Any]) -> Approval:
        return verb(approval, note=data["note"], actor=actor(), now=now())

    if form.submit(say) is None:
        return page("overview/approval.html", **_context(approval, form=form)), 422
    flash(_(done, name=approval.asked_by_name), "good")
    return see_other(url_for(".index"))


def _concerned(approval_id: int) -> Approval:
    """A request that the actor asked for or may decide; any other is as missing as none."""
    approval = load(Approval, approval_id)
    if not approvals.is_concerned(approval, actor()):
        raise Missing(N_("There is no such record."))
    return approval


def _context(approval: Approval, form: DecisionForm | None = None) -> dict[str, Any]:
    kind = approvals.kind_of(approval)
    is_mine = approval.asked_by == actor().id
    decides = approval.is_waiting and not is_mine and actor().may(kind.decided_by)
    subject = ("approval", approval.id)
    return {
        "approval": approval,
        "kind": kind,
        "flow": kind.table,
        "lines": kind.describe(approval),
        "is_mine": is_mine,
        "decides": decides,
        "deciders": approvals.deciders(kind, approval) if approval.is_waiting else [],
        "go_on": kind.go_on(approval) if kind.go_on and is_mine else None,
        "unseen": is_mine and not approval.is_waiting and approval.noted_at is None,
        "form": form or DecisionForm(None),
        "entries": activity.timeline(approval.community_id, subject=subject),
    }
