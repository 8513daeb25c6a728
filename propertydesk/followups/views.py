"""Pages of follow-ups: the queue and the guided call."""

from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.estate.models import Home
from propertydesk.followups import queries, rules, services
from propertydesk.followups.forms import AnswerForm, AttemptForm, ReplanForm
from propertydesk.followups.models import FollowUp
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.reveal import asked, reveals, shown
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("followups", __name__, url_prefix="/follow-ups")
P = rules.Permission


@bp.get("")
@requires(P.READ)
def index() -> ResponseReturnValue:
    """All follow-ups, the waiting ones first."""
    listed = listing_page(queries.LISTING, actor=actor(), args=request.args)
    return page("followups/list.html", listing=listed)


@bp.get("/<int:follow_up_id>")
@requires(P.READ)
def detail(follow_up_id: int) -> ResponseReturnValue:
    """The guided call."""
    return page("followups/call.html", **_context(load(FollowUp, follow_up_id)))


@bp.post("/<int:follow_up_id>/attempts")
@requires(P.CALL)
@writes
def attempt(follow_up_id: int) -> ResponseReturnValue:
    """Nobody reached: write it down."""
    follow_up = load(FollowUp, follow_up_id)
    form = _attempt_form()
    noted = form.carries_out(
        lambda data: services.note_attempt(
            follow_up, rules.Result(data["result"]), zone=g.zone, actor=actor(), now=now()
        )
    )
    if not noted:
        return page("followups/call.html", **_context(follow_up, attempt_form=form)), 422
    flash(_("Noted. The list shows when to try again."), "note")
    return see_other(_next_url(follow_up))


@bp.post("/<int:follow_up_id>/answer")
@requires(P.CALL)
@writes
def answer(follow_up_id: int) -> ResponseReturnValue:
    """Somebody answered: marks, reason, promise."""
    follow_up = load(FollowUp, follow_up_id)
    form = _answer_form()
    if not form.carries_out(lambda data: _answer(follow_up, data)):
        return page("followups/call.html", **_context(follow_up, answer_form=form)), 422
    if follow_up.follow_on:
        flash(_("Rework order %(number)s is on its way.", number=follow_up.follow_on), "warn")
    else:
        flash(_("Thank you. The answer is filed."), "good")
    return see_other(_next_url(follow_up))


@bp.post("/<int:follow_up_id>/end")
@requires(P.CALL)
@writes
def give_up(follow_up_id: int) -> ResponseReturnValue:
    """All attempts made: nobody can be reached."""
    follow_up = load(FollowUp, follow_up_id)
    services.give_up(follow_up, actor=actor(), now=now())
    return see_other(url_for(".detail", follow_up_id=follow_up_id))


@bp.post("/<int:follow_up_id>/plan")
@requires(P.CALL)
@writes
def replan(follow_up_id: int) -> ResponseReturnValue:
    """Call again, perhaps under another number."""
    follow_up = load(FollowUp, follow_up_id)
    form = ReplanForm()
    planned = form.carries_out(
        lambda data: services.replan(
            follow_up, data["due_at"], data["phone"], actor=actor(), now=now()
        )
    )
    if not planned:
        return page("followups/call.html", **_context(follow_up, replan_form=form)), 422
    return see_other(url_for(".detail", follow_up_id=follow_up_id))


@bp.post("/<int:follow_up_id>/closure")
@requires(P.REVIEW)
@writes
def close(follow_up_id: int) -> ResponseReturnValue:
    """The lead has looked at it."""
    follow_up = load(FollowUp, follow_up_id)
    services.close(follow_up, actor=actor(), now=now())
    return see_other(url_for(".detail", follow_up_id=follow_up_id))


@bp.post("/<int:follow_up_id>/phone")
@requires(P.CALL)
@reveals
def reveal(follow_up_id: int) -> ResponseReturnValue:
    """Show the number to call; looking is written down."""
    follow_up = load(FollowUp, follow_up_id)
    look = services.reveal_phone(follow_up, asked(), actor=actor(), now=now())
    back = url_for(".detail", follow_up_id=follow_up_id)
    return shown(look, whose=follow_up.number, back=back)


def _answer(follow_up: FollowUp, data: dict[str, Any]) -> None:
    data["solved"] = {"yes": True, "no": False}.get(data.get("solved") or "")
    for name in ("quality", "attitude"):
        data[name] = int(data[name]) if data.get(name) else None
    services.answer(
        follow_up,
        rules.Overall(data.pop("overall")),
        data=data,
        zone=g.zone,
        actor=actor(),
        now=now(),
    )


def _next_url(follow_up: FollowUp) -> str:
    """On to the next household; back to this one when the list is done or something was promised."""
    following = None if follow_up.follow_on else queries.next_in_queue(follow_up)
    return url_for(".detail", follow_up_id=following or follow_up.id)


def _attempt_form() -> AttemptForm:
    form = AttemptForm()
    form.result.choices = [
        (each.value, _(words))
        for each, words in rules.RESULT_WORDS.items()
        if each != rules.Result.REACHED
    ]
    return form


def _answer_form() -> AnswerForm:
    form = AnswerForm()
    form.method.choices = [(each.value, _(words)) for each, words in rules.METHOD_WORDS.items()]
    form.overall.choices = [(each.value, _(words)) for each, words in rules.OVERALL_WORDS.items()]
    form.reason.choices = [(each.value, _(words)) for each, words in rules.REASON_WORDS.items()]
    return form


def _context(follow_up: FollowUp, **forms: Any) -> dict[str, Any]:
    spoken = request.args.get("say") if request.args.get("say") in ("zh", "en") else None
    return {
        "follow_up": follow_up,
        "home": db.session.get(Home, follow_up.home_id) if follow_up.home_id else None,
        "source": queries.source_of(follow_up),
        "contact": queries.contact_of(follow_up),
        "attempts": queries.attempts(follow_up.id),
        "say": queries.sentences(
            follow_up, g.community, actor().name, language=spoken or follow_up.language
        ),
        "spoken": spoken or follow_up.language,
        "flow": rules.WORKFLOW,
        "result_words": rules.RESULT_WORDS,
        "method_words": rules.METHOD_WORDS,
        "moves": {move.action for move in workflow.buttons(rules.WORKFLOW, follow_up, actor())},
        "is_waiting": follow_up.state in rules.WAITING,
        "entries": activity.timeline(
            follow_up.community_id, subject=("followup", follow_up.id), limit=20
        ),
        "attempt_form": forms.get("attempt_form") or _attempt_form(),
        "answer_form": forms.get("answer_form") or _answer_form(),
        "replan_form": forms.get("replan_form") or ReplanForm(),
        "most_attempts": value(follow_up.community_id, rules.MAX_ATTEMPTS),
    }
