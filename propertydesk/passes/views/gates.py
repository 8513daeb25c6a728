"""The list of gates, kept by who changes settings."""

from typing import Any

from flask import Blueprint, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.clock import business_date
from propertydesk.passes.forms.gate import GateForm
from propertydesk.passes.models import Gate
from propertydesk.passes.queries import door
from propertydesk.passes.rules import Permission
from propertydesk.passes.services import gates as services
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("gates", __name__, url_prefix="/gates")


@bp.get("")
@requires(Permission.SET_GATES)
def index() -> ResponseReturnValue:
    """The gates where guards stand."""
    return page("passes/gates.html", **_context())


@bp.post("")
@requires(Permission.SET_GATES)
@writes
def add() -> ResponseReturnValue:
    """One more gate."""
    form = GateForm()
    made = form.submit(
        lambda data: services.add_gate(actor().community_id, **data, actor=actor(), now=now())
    )
    if made is None:
        return page("passes/gates.html", **_context(form=form)), 422
    return see_other(url_for(".index"))


@bp.post("/<int:gate_id>/name")
@requires(Permission.SET_GATES)
@writes
def rename(gate_id: int) -> ResponseReturnValue:
    """Another name."""
    gate, form = load(Gate, gate_id), GateForm()

    def verb(data: dict[str, Any]) -> Gate:
        services.rename_gate(gate, **data, actor=actor(), now=now())
        return gate

    if form.submit(verb) is None:
        return page("passes/gates.html", **_context(renamed=(gate.id, form))), 422
    return see_other(url_for(".index"))


@bp.post("/<int:gate_id>/ending")
@requires(Permission.SET_GATES)
@writes
def end(gate_id: int) -> ResponseReturnValue:
    """Nobody stands there any more."""
    gate = load(Gate, gate_id)
    today = business_date(now(), g.zone)
    services.end_gate(gate, on=today, actor=actor(), now=now())
    flash(_("%(name)s is used no more.", name=gate.name), "good")
    return see_other(url_for(".index"))


def _context(
    form: GateForm | None = None, renamed: tuple[int, GateForm] | None = None
) -> dict[str, Any]:
    gates = door.gates(actor().community_id)
    forms = {each.id: GateForm(formdata=None, obj=each) for each in gates}
    if renamed is not None:
        forms[renamed[0]] = renamed[1]
    for gate_id, each_form in forms.items():
        for field in each_form:
            field.id = f"gate-{gate_id}-{field.id}"
    return {"gates": gates, "forms": forms, "form": form or GateForm(formdata=None)}
