"""The late charge of a community: its versions, what is proposed and what is in force."""

from typing import Any

from flask import Blueprint, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import LateForm, ReasonForm
from propertydesk.fees.models import LateRule
from propertydesk.fees.rules import Permission
from propertydesk.fees.rules.settings import SECOND_PERSON
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.i18n import zone
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("late_charges", __name__, url_prefix="/late-charges")

#: What the form offers first: the cautious way, a cap of 30 %, no free days.
_USUAL = {"basis": rules.LateBasis.LPR, "figure": 300, "cap_percent": 30, "grace_days": 0}


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All versions."""
    return page("fees/late_charges.html", **_context())


@bp.post("")
@requires(Permission.SET)
@writes
def propose() -> ResponseReturnValue:
    """Propose a version."""
    form = LateForm().offer()

    def ask(data: dict[str, Any]) -> LateRule:
        basis, figure = rules.LateBasis(data.pop("basis")), data.pop("figure") or 0
        facts = services.LateFacts(basis, figure, **data)
        here = actor().community_id
        rule = services.propose_late_rule(here, facts, actor=actor(), now=now())
        services.submit_late_rule(rule, actor=actor(), now=now())
        return rule

    rule = form.submit(ask)
    if rule is None:
        return page("fees/late_charges.html", **_context(form=form)), 422
    if rule.is_steep:
        flash(_(rules.STEEP_WORDS), "warn")
    flash(_("The late charge waits for approval."), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:rule_id>/approval")
@requires(Permission.APPROVE_PRICE)
@writes
def approve(rule_id: int) -> ResponseReturnValue:
    """Put a version in force, where the community does without a second person."""
    services.approve_late_rule(load(LateRule, rule_id), actor=actor(), now=now())
    flash(_("The late charge is in force."), "good")
    return see_other(url_for(".index"))


@bp.post("/<int:rule_id>/refusal")
@requires(Permission.APPROVE_PRICE)
@writes
def refuse(rule_id: int) -> ResponseReturnValue:
    """Turn a version down."""
    rule, form = load(LateRule, rule_id), ReasonForm()
    verb = services.refuse_late_rule
    if not form.carries_out(lambda data: verb(rule, actor=actor(), now=now(), **data)):
        return page("fees/late_charges.html", **_context(refusal={rule_id: form})), 422
    return see_other(url_for(".index"))


def _context(**forms: Any) -> dict[str, Any]:
    here, on = actor().community_id, today(zone())
    versions = queries.late_rules(here)
    given = forms.get("refusal", {})
    refusals = {each.id: given.get(each.id) or ReasonForm(None) for each in versions}
    for rule_id, form in refusals.items():
        form.reason.id = f"refuse-{rule_id}-reason"
    return {
        "versions": versions,
        "in_force": next((each for each in versions if _counts(each, on)), None),
        "flow": rules.LATE_RULE,
        "words": rules,
        "today": on,
        "alone": not value(here, SECOND_PERSON),
        "form": forms.get("form") or LateForm(None, data={**_USUAL, "starts_on": on}).offer(),
        "refusals": refusals,
    }


def _counts(rule: LateRule, on: Any) -> bool:
    approved = rule.state == rules.VersionState.APPROVED
    return approved and rule.starts_on <= on and (rule.ends_on is None or on < rule.ends_on)
