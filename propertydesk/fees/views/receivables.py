"""Receivables: the list, one with its documents, what may be done to it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.fees import queries, rules, services
from propertydesk.fees.forms import AdjustForm, DisputeForm, OutcomeForm, ReasonForm, WaiveForm
from propertydesk.fees.models import Dispute, Receivable
from propertydesk.fees.queries.listings import RECEIVABLES
from propertydesk.fees.rules import Permission
from propertydesk.fees.rules.settings import WAIVE_ALONE
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, listing
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now, today
from propertydesk.platform.forms import Form
from propertydesk.platform.i18n import zone
from propertydesk.platform.settings import value
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("receivables", __name__, url_prefix="/receivables")


@bp.get("")
@requires(Permission.READ)
def index() -> ResponseReturnValue:
    """All receivables."""
    found = listing.page(RECEIVABLES, actor=actor(), args=request.args)
    return page("fees/receivables.html", page=found)


@bp.get("/<int:receivable_id>")
@requires(Permission.READ)
def detail(receivable_id: int) -> ResponseReturnValue:
    """One receivable: how it was calculated, what changed it, what is open."""
    return page("fees/receivable.html", **_context(load(Receivable, receivable_id)))


@bp.post("/<int:receivable_id>/adjustment")
@requires(Permission.ADJUST)
@writes
def adjust(receivable_id: int) -> ResponseReturnValue:
    """Ask that it amounts to something else."""
    row = load(Receivable, receivable_id)

    def ask(data: dict[str, Any]) -> str:
        stands = services.balance_of(row.id)
        difference = data.pop("amount") - (stands.amount + stands.adjusted)
        if not difference:
            raise Invalid(N_("It amounts to this already."), field="amount")
        return _ask(row, rules.ChangeKind.ADJUSTMENT, difference, data)

    return _carry_out(row, "adjust_form", AdjustForm(), ask)


@bp.post("/<int:receivable_id>/waiver")
@requires(Permission.ADJUST)
@writes
def waive(receivable_id: int) -> ResponseReturnValue:
    """Ask that something is waived; small amounts are at once."""
    row = load(Receivable, receivable_id)
    return _carry_out(
        row,
        "waive_form",
        WaiveForm(),
        lambda data: _ask(row, rules.ChangeKind.WAIVER, data.pop("amount"), data),
    )


@bp.post("/<int:receivable_id>/void")
@requires(Permission.ADJUST)
@writes
def void(receivable_id: int) -> ResponseReturnValue:
    """Make a one-off charge void while nothing of it is paid."""
    row = load(Receivable, receivable_id)

    def work(data: dict[str, Any]) -> str:
        if row.run_id:
            raise Invalid(N_("What a run posted is adjusted, or undone with its run."))
        services.void_charge(row, actor=actor(), now=now(), **data)
        return _("The receivable is void.")

    return _carry_out(row, "void_form", ReasonForm(), work)


@bp.post("/<int:receivable_id>/dispute")
@requires(Permission.DISPUTE)
@writes
def dispute(receivable_id: int) -> ResponseReturnValue:
    """Note that the payer does not accept it."""
    row = load(Receivable, receivable_id)

    def work(data: dict[str, Any]) -> str:
        services.open_dispute(row, actor=actor(), now=now(), **data)
        return _("Noted. It is not chased until the dispute is settled.")

    return _carry_out(row, "dispute_form", DisputeForm(), work)


@bp.post("/disputes/<int:dispute_id>/settlement")
@requires(Permission.DISPUTE)
@writes
def settle_dispute(dispute_id: int) -> ResponseReturnValue:
    """Say how a dispute ended."""
    found = load(Dispute, dispute_id)
    row = load(Receivable, found.receivable_id)

    def work(data: dict[str, Any]) -> str:
        services.close_dispute(found, actor=actor(), now=now(), **data)
        return _("The dispute is settled.")

    return _carry_out(row, "outcome_form", OutcomeForm(), work)


@bp.post("/<int:receivable_id>/late-charge")
@requires(Permission.CHARGE)
@writes
def charge_late(receivable_id: int) -> ResponseReturnValue:
    """Charge the late charge up to today, as a receivable of its own."""
    row = load(Receivable, receivable_id)
    charge = services.charge_late(row, actor=actor(), now=now())
    flash(_("Late charge %(number)s over ¥%(sum)s is charged.", number=charge.number,
            sum=charge.amount.grouped), "good")  # fmt: skip
    return see_other(url_for(".detail", receivable_id=charge.id))


def _ask(row: Receivable, kind: rules.ChangeKind, amount: Money, data: dict[str, Any]) -> str:
    """Ask for a change or do it; gives what to say."""
    waiting = services.ask_for_change(row, kind, amount=amount, actor=actor(), now=now(), **data)
    if waiting is None:
        return _("Done.")
    return _("Request %(number)s waits for a second person.", number=waiting.number)


def _carry_out(
    row: Receivable, name: str, form: Form, verb: Callable[[dict[str, Any]], str]
) -> ResponseReturnValue:
    """Run the verb and go back to the page; a refused form shows it again."""
    said = form.submit(verb)
    if said is None:
        return page("fees/receivable.html", **_context(row, **{name: form})), 422
    flash(said, "good")
    return see_other(url_for(".detail", receivable_id=row.id))


def _context(row: Receivable, **given: Any) -> dict[str, Any]:
    owed = queries.owed(row.id, today(zone()))
    disputes = services.disputes_of(row.id)
    forms: dict[str, Any] = {
        "adjust_form": AdjustForm(None),
        "waive_form": WaiveForm(None),
        "void_form": ReasonForm(None),
        "dispute_form": DisputeForm(None),
        "outcome_form": OutcomeForm(None),
    } | given
    for name, form in forms.items():
        for each in form:  # several forms of the page ask for a reason
            each.id = f"{name.removesuffix('_form')}-{each.id}"
    return {
        "owed": owed,
        "row": row,
        "balance": owed.balance,
        "words": rules,
        "changes": services.changes_of(row.id),
        "disputes": disputes,
        "open_dispute": next((each for each in disputes if each.closed_at is None), None),
        "requests": queries.requests_about(row),
        "alone": Money(value(row.community_id, WAIVE_ALONE) * 100),
        "entries": activity.timeline(row.community_id, subject=("receivable", row.id)),
        "price": queries.price_of(row),
        "run": queries.run_of(row),
        "late": queries.late_of(row, owed.today),
        "late_made": queries.late_made_of(row.id),
        "late_behind": queries.late_behind(row.id) if owed.is_late_charge else None,
        **forms,
    }
