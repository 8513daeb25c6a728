"""Visitors on the guard's phone: who waits, is inside or expected; let in, refuse, let out."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.passes.forms import visits as forms
from propertydesk.passes.models import Gate, PassUse
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries import door
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.rules import PassKind, Permission, Way
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services import visits as services
from propertydesk.passes.views import post, visit_forms, visit_slips
from propertydesk.platform.access import Actor, actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("gate_visits", __name__, url_prefix="/gate/visits")


@bp.get("")
@requires(Permission.GUARD)
def index() -> ResponseReturnValue:
    """Who waits, who is inside, who is expected; `?q=` part of a plate, or a number."""
    return page("passes/visits/gate_list.html", **_list_context())


@bp.get("/new")
@requires(Permission.GUARD)
def new() -> ResponseReturnValue:
    """An empty register entry."""
    form = visit_forms.offer_purposes(forms.WalkInForm(formdata=None))
    return page("passes/visits/gate_new.html", form=form, gate_here=post.gate_here())


@bp.post("/new")
@requires(Permission.GUARD)
@writes
def register() -> ResponseReturnValue:
    """Take a walk-in down."""
    form = visit_forms.offer_purposes(forms.WalkInForm())
    made = form.submit(
        lambda data: services.register(
            g.community, visit_forms.caller(data), actor=actor(), now=now()
        )
    )
    if made is None:
        return page("passes/visits/gate_new.html", form=form, gate_here=post.gate_here()), 422
    return see_other(url_for(".detail", visit_id=made.id))


@bp.post("/couriers")
@requires(Permission.GUARD)
@writes
def count_courier() -> ResponseReturnValue:
    """Count a courier, and nothing about them."""
    form = visit_forms.offer_couriers(forms.CourierForm())
    counted = form.carries_out(
        lambda data: services.count_courier(_gate(), rules.Courier(data["kind"]), g.zone, now())
    )
    if not counted:
        return page("passes/visits/gate_list.html", **_list_context(courier_form=form)), 422
    flash(_("Counted. Nothing about the courier is stored."), "good")
    return see_other(url_for(".index"))


@bp.post("/sales")
@requires(Permission.GUARD)
@writes
def turn_away() -> ResponseReturnValue:
    """Refuse a salesperson."""
    visit = services.turn_away(g.community, _gate(), actor=actor(), now=now())
    flash(_("%(number)s: refused, no identity stored.", number=visit.number), "note")
    return see_other(url_for(".index"))


@bp.get("/<int:visit_id>")
@requires(Permission.GUARD)
def detail(visit_id: int) -> ResponseReturnValue:
    """One visit on the phone."""
    return page("passes/visits/gate_visit.html", **visit_context(load(Visit, visit_id)))


@bp.post("/<int:visit_id>/entry")
@requires(Permission.GUARD)
@writes
def enter(visit_id: int) -> ResponseReturnValue:
    """Let in on the code of the invitation."""
    visit, form = load(Visit, visit_id), forms.CodeEntryForm()
    use = form.submit(
        lambda data: services.enter(
            visit, post.scan(Way.IN), id_seen=data["id_seen"], actor=actor(), now=now()
        )
    )
    if use is None:
        return page("passes/visits/gate_visit.html", **visit_context(visit, code_form=form)), 422
    return _outcome(visit, use)


@bp.post("/<int:visit_id>/asking")
@requires(Permission.GUARD)
@writes
def ask_host(visit_id: int) -> ResponseReturnValue:
    """Name or plate differ: ask the host."""
    visit = load(Visit, visit_id)
    services.ask_host(visit, actor=actor(), now=now())
    return see_other(url_for(".detail", visit_id=visit.id))


@bp.post("/<int:visit_id>/admission")
@requires(Permission.GUARD)
@writes
def admit(visit_id: int) -> ResponseReturnValue:
    """Let a walk-in in after the host agreed."""
    visit, form = (
        load(Visit, visit_id),
        visit_forms.offer_entry(forms.EntryForm(), by_permission=True),
    )
    use = form.submit(
        lambda data: services.admit(
            visit,
            rules.Confirmation(data["confirmed_by"]),
            post.scan(Way.IN),
            id_seen=data["id_seen"],
            actor=actor(),
            now=now(),
        )
    )
    if use is None:
        return page("passes/visits/gate_visit.html", **visit_context(visit, entry_form=form)), 422
    return _outcome(visit, use)


@bp.post("/<int:visit_id>/tries")
@requires(Permission.GUARD)
@writes
def note_try(visit_id: int) -> ResponseReturnValue:
    """The host did not answer."""
    visit = load(Visit, visit_id)
    services.note_try(visit, actor=actor(), now=now())
    return see_other(url_for(".detail", visit_id=visit.id))


@bp.post("/<int:visit_id>/refusal")
@requires(Permission.GUARD)
@writes
def deny(visit_id: int) -> ResponseReturnValue:
    """Not let in."""
    visit, form = load(Visit, visit_id), visit_forms.offer_refusals(forms.RefusalForm())
    done = form.carries_out(
        lambda data: services.deny(
            visit, rules.Refusal(data["refusal"]), post.gate_here(), actor=actor(), now=now()
        )
    )
    if not done:
        return page("passes/visits/gate_visit.html", **visit_context(visit, refusal_form=form)), 422
    flash(_("%(number)s: refused, no identity stored.", number=visit.number), "note")
    return see_other(url_for(".index"))


@bp.post("/<int:visit_id>/leaving")
@requires(Permission.GUARD)
@writes
def leave(visit_id: int) -> ResponseReturnValue:
    """Out again, slip back."""
    visit = load(Visit, visit_id)
    services.leave(visit, post.scan(Way.OUT), actor=actor(), now=now())
    flash(_("%(number)s has left, the slip is back.", number=visit.number), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:visit_id>/slips")
@requires(Permission.GUARD)
@writes
def print_slip(visit_id: int) -> ResponseReturnValue:
    """Print the slip."""
    visit, form = load(Visit, visit_id), visit_forms.offer_languages(forms.SlipForm())
    led = form.submit(lambda data: visit_slips.count_and_lead(visit, data, ".slip_file"))
    if led is None:
        return page("passes/visits/gate_visit.html", **visit_context(visit, slip_form=form)), 422
    return led


@bp.get("/<int:visit_id>/slip.pdf")
@requires(Permission.GUARD)
def slip_file(visit_id: int) -> ResponseReturnValue:
    """The paper of the last print that was counted."""
    visit = load(Visit, visit_id)
    return visit_slips.paper(visit, url_for(".detail", visit_id=visit.id))


def visit_context(visit: Visit, **given: Any) -> dict[str, Any]:
    """Everything on the phone's page of a visit; `given` are forms that were refused."""
    sheet = queries.of_visit(visit, now())
    return {
        "sheet": sheet,
        "visit": visit,
        "flow": rules.WORKFLOW,
        "words": rules,
        "late": visit.is_late(now()),
        "gate_here": post.gate_here(),
        "entry_form": visit_forms.offer_entry(
            forms.EntryForm(formdata=None), by_permission=sheet.standing is not None
        ),
        "code_form": forms.CodeEntryForm(formdata=None),
        "refusal_form": visit_forms.offer_refusals(forms.RefusalForm(formdata=None)),
        "slip_form": visit_forms.offer_languages(forms.SlipForm(formdata=None)),
        **given,
    }


def _list_context(**given: Any) -> dict[str, Any]:
    here, text = actor().community_id, clean(request.args.get("q", "")[:24]).upper()
    find = forms.FindForm(formdata=None)
    find.q.data = text
    return {
        "waiting": queries.waiting_at_the_gate(here, now()),
        "inside": queries.inside(here),
        "expected": queries.expected(here, now()),
        "asked": text,
        "hits": queries.found_at_the_gate(here, text, now()) if text else [],
        "find_form": find,
        "courier_form": visit_forms.offer_couriers(forms.CourierForm(formdata=None)),
        "couriers": queries.couriers_today(here, now()),
        "words": rules,
        "gate_here": post.gate_here(),
        "instant": now(),
        **given,
    }


def _outcome(visit: Visit, use: PassUse) -> ResponseReturnValue:
    if not use.counts:
        return see_other(url_for("gate.outcome", use_id=use.id))
    flash(_("%(number)s is inside.", number=visit.number), "good")
    return see_other(url_for(".detail", visit_id=visit.id))


def _gate() -> Gate:
    here = post.gate_here()
    if here is None:
        raise Invalid(N_("Choose the gate where you stand first."))
    return here


def _part(found: door.LookUp, _actor: Actor, _now: datetime) -> dict[str, Any]:
    """What the gate's answer page shows of a visitor's code."""
    visit = load(Visit, found.code.subject_id) if found.code else None
    return visit_context(visit) if visit else {}


VISITOR = door.PassType(
    kind=PassKind.VISITOR,
    template="passes/visits/_gate_part.html",
    load=_part,
    objection=queries.objection,
    expected=queries.expected_at_the_gate,
)
