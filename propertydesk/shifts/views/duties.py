"""Shifts and their hand-overs: written, signed twice, printed."""

from datetime import datetime
from typing import Any

from flask import Response, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import actor, load, prove, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import language
from propertydesk.platform.web import page, see_other, writes
from propertydesk.shifts import queries, rules, services
from propertydesk.shifts.forms import EndForm, HandOverForm, TakeOverForm
from propertydesk.shifts.models import Duty, DutyPost, HandOver
from propertydesk.shifts.printing import hand_over_pdf
from propertydesk.shifts.queries.paper import sheet_of
from propertydesk.shifts.rules import Permission
from propertydesk.shifts.views.blueprint import bp
from propertydesk.shifts.views.board import board, turn_choices, usual_turns


def _proof() -> Invalid | None:
    """What is wrong with the signature; looked at before the transaction, it takes its time."""
    try:
        prove(request.form.get("confirmation", ""))
    except Invalid as problem:
        return problem
    return None


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """Who is on duty where, and all shifts."""
    return board()


@bp.get("/duties/<int:duty_id>")
@requires(Permission.READ)
def duty(duty_id: int) -> ResponseReturnValue:
    """One shift: what is open now, or its hand-over once there is one."""
    found = _reached(duty_id)
    hand_over = queries.hand_over_of(found.id)
    if hand_over is not None:
        return see_other(url_for(".detail", hand_over_id=hand_over.id))
    return _duty_page(found)


@bp.post("/duties/<int:duty_id>/signature")
@requires(Permission.READ)
@writes(prepare=_proof)
def sign_off(duty_id: int) -> ResponseReturnValue:
    """The outgoing person signs."""
    found = _reached(duty_id)
    form = _hand_over_form(found, bound=True)
    signed = _signed(form, lambda data: services.sign_off(
        found, _report(data), actor=actor(), now=now()
    ))  # fmt: skip
    if signed is None:
        return _duty_page(found, form=form), 422
    flash(_("Signed. Whoever relieves you signs here too."), "good")
    return see_other(url_for(".detail", hand_over_id=signed.id))


@bp.post("/duties/<int:duty_id>/end")
@requires(Permission.END)
@writes
def end(duty_id: int) -> ResponseReturnValue:
    """The lead ends a shift without a hand-over."""
    found, form = _reached(duty_id), EndForm()
    done = form.carries_out(
        lambda data: services.end(found, data["reason"], actor=actor(), now=now())
    )
    if not done:
        return _duty_page(found, end_form=form), 422
    flash(_("%(number)s is ended.", number=found.number), "warn")
    return see_other(url_for(".index"))


@bp.get("/<int:hand_over_id>")
@requires(Permission.READ)
def detail(hand_over_id: int) -> ResponseReturnValue:
    """One hand-over, and the second signature."""
    return _document_page(*_document(hand_over_id))


@bp.post("/<int:hand_over_id>/relief")
@requires(*rules.STANDS.values())
@writes(prepare=_proof)
def take_over(hand_over_id: int) -> ResponseReturnValue:
    """The incoming person signs, and is on duty."""
    hand_over, found = _document(hand_over_id)
    form = _take_over_form(found, bound=True)
    following = _signed(form, lambda data: services.take_over(
        hand_over, rules.Turn(data["turn"]), data["remark"], actor=actor(), now=now()
    ))  # fmt: skip
    if following is None:
        return _document_page(hand_over, found, form=form), 422
    flash(_("You are on duty now."), "good")
    return see_other(url_for(".detail", hand_over_id=hand_over.id))


@bp.get("/<int:hand_over_id>/record.pdf")
@requires(Permission.READ)
def paper(hand_over_id: int) -> ResponseReturnValue:
    """The record on paper (KF-08)."""
    hand_over, found = _document(hand_over_id)
    wanted = request.args.get("language") or language()
    document = hand_over_pdf(
        sheet_of(hand_over, found, actor=actor(), now=now()),
        language="en" if wanted == "en" else "both" if wanted == "both" else "zh",
    )
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{hand_over.number}.pdf"'
    return answer


def _signed(form: Any, verb: Any) -> Any:
    """Carry out what was signed; None when the form, the signature or the verb refuses."""
    if g.prepared is not None:
        form.validate()
        if not form.confirmation.errors:
            form.add_problem(g.prepared)
        return None
    return form.submit(verb)


def _report(data: dict[str, Any]) -> rules.Report:
    kept = {name: data[name] for name in data if name not in ("confirmation", "faulty")}
    return rules.Report(**kept, faulty=tuple(data["faulty"] or ()))


def _reached(duty_id: int) -> Duty:
    """A shift at a post of one's own kind, or any for whoever oversees. Raises Missing."""
    found = load(Duty, duty_id)
    if found.kind not in rules.kinds_seen(actor().permissions):
        raise Missing(N_("There is no such record."))
    return found


def _document(hand_over_id: int) -> tuple[HandOver, Duty]:
    hand_over = load(HandOver, hand_over_id)
    return hand_over, _reached(hand_over.duty_id)


def _hand_over_form(found: Duty, *, bound: bool = False) -> HandOverForm:
    form = HandOverForm() if bound else HandOverForm(None)
    post = db.session.get_one(DutyPost, found.post_id)
    form.faulty.choices = [(each, each) for each in rules.things(post.equipment)]
    return form


def _take_over_form(found: Duty, *, bound: bool = False) -> TakeOverForm:
    usual = usual_turns()[found.kind]
    form = TakeOverForm() if bound else TakeOverForm(None, turn=usual)
    form.turn.choices = turn_choices()
    return form


def _common(found: Duty) -> dict[str, Any]:
    return {
        "duty": found,
        "post": db.session.get_one(DutyPost, found.post_id),
        "flow": rules.WORKFLOW,
        "turns": rules.TURN_WORDS,
        "moves": {each.action for each in workflow.buttons(rules.WORKFLOW, found, actor())},
        "page_of": activity.page_of,
        "instant": datetime.fromisoformat,
        "entries": activity.timeline(found.community_id, subject=("duty", found.id), limit=10),
    }


def _duty_page(
    found: Duty, form: HandOverForm | None = None, end_form: EndForm | None = None
) -> str:
    asked = queries.Asked(
        found.community_id, rules.PostKind(found.kind), found.staff_id, found.began_at, now()
    )
    return page(
        "shifts/duty.html",
        **_common(found),
        collected=queries.collect(asked),
        is_mine=found.staff_id == actor().id and found.state == rules.DutyState.ON_DUTY,
        form=form or _hand_over_form(found),
        end_form=end_form or EndForm(None),
    )


def _document_page(hand_over: HandOver, found: Duty, form: TakeOverForm | None = None) -> str:
    may_stand = actor().may(rules.STANDS[rules.PostKind(found.kind)])
    is_waiting = found.state == rules.DutyState.SIGNED_OFF
    return page(
        "shifts/hand_over.html",
        **_common(found),
        hand_over=hand_over,
        relief=queries.relief_of(hand_over.id),
        may_take_over=may_stand and is_waiting and found.staff_id != actor().id,
        is_mine=found.staff_id == actor().id,
        form=form or _take_over_form(found),
        end_form=EndForm(None),
    )
