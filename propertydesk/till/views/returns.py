"""Deposits and prepayments: the lists, one of each, and asking for the money to go back."""

from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.money import Money
from propertydesk.platform.access import actor, load, may_open, requires
from propertydesk.platform.approvals import Approval
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.listing import page as listing_page
from propertydesk.platform.web import page, see_other, writes
from propertydesk.till import rules, services
from propertydesk.till.forms.returns import DepositReturnForm, RefundForm
from propertydesk.till.models import Deposit, Prepayment, PrepaymentMovement, Refund
from propertydesk.till.queries import listings
from propertydesk.till.queries import returns as reading
from propertydesk.till.queries.secured import kind_of
from propertydesk.till.rules import Permission
from propertydesk.till.services import Refunding, Returning
from propertydesk.till.views.papers import language_form, may_print

deposits_bp = Blueprint("deposits", __name__, url_prefix="/deposits")
prepayments_bp = Blueprint("prepayments", __name__, url_prefix="/prepayments")
payments_bp = Blueprint("payments", __name__, url_prefix="/payments")


@deposits_bp.get("")
@requires(Permission.READ)
def deposits() -> ResponseReturnValue:
    """All deposits, the newest first."""
    shown = listing_page(listings.DEPOSITS, actor=actor(), args=request.args)
    return page("till/list.html", listing_page=shown)


@deposits_bp.get("/<int:deposit_id>")
@requires(Permission.READ)
def deposit(deposit_id: int) -> ResponseReturnValue:
    """One deposit."""
    return deposit_page(load(Deposit, deposit_id))


@deposits_bp.post("/<int:deposit_id>/return")
@requires(Permission.REFUND)
@writes
def ask_return(deposit_id: int) -> ResponseReturnValue:
    """Ask a second person to return it."""
    found, form = load(Deposit, deposit_id), DepositReturnForm()
    form.offered("", "")

    def ask(data: dict[str, object]) -> Approval:
        wanted = Returning(
            withheld=form.withheld.data or Money.zero,
            withheld_reason=form.withheld_reason.data or "",
            payee_name=form.payee_name.data,
            method=rules.Method(form.method.data),
            reference=form.reference.data or "",
        )
        return services.ask_return(
            found, wanted, reason=str(data["reason"]), actor=actor(), now=now()
        )

    asked = form.submit(ask)
    if asked is None:
        return deposit_page(found, form=form), 422
    _told(asked)
    return see_other(url_for(".deposit", deposit_id=found.id))


@prepayments_bp.get("")
@requires(Permission.READ)
def prepayments() -> ResponseReturnValue:
    """Whoever has paid ahead."""
    shown = listing_page(listings.PREPAYMENTS, actor=actor(), args=request.args)
    return page("till/list.html", listing_page=shown)


@prepayments_bp.get("/<int:prepayment_id>")
@requires(Permission.READ)
def prepayment(prepayment_id: int) -> ResponseReturnValue:
    """One payer's prepayment for a home, with every movement."""
    return prepayment_page(load(Prepayment, prepayment_id))


@prepayments_bp.post("/<int:prepayment_id>/refund")
@requires(Permission.REFUND)
@writes
def ask_refund(prepayment_id: int) -> ResponseReturnValue:
    """Ask a second person to give it back."""
    found, form = load(Prepayment, prepayment_id), RefundForm()
    form.offered("", "")

    def ask(_data: object) -> Approval:
        wanted = Refunding(
            amount=form.amount.data,
            payee_name=form.payee_name.data,
            method=rules.Method(form.method.data),
            reason=form.reason.data,
            reference=form.reference.data or "",
        )
        return services.ask_refund(found, wanted, actor=actor(), now=now())

    asked = form.submit(ask)
    if asked is None:
        return prepayment_page(found, form=form), 422
    _told(asked)
    return see_other(url_for(".prepayment", prepayment_id=found.id))


@payments_bp.get("")
@requires(Permission.READ)
def payments() -> ResponseReturnValue:
    """All payments, the newest first."""
    shown = listing_page(listings.PAYMENTS, actor=actor(), args=request.args)
    return page("till/list.html", listing_page=shown)


def _told(asked: Approval) -> None:
    flash(_("Asked for: %(number)s waits for a second person.", number=asked.number), "good")


def account_of(refund: Refund) -> Prepayment:
    """The prepayment that was given back."""
    movement = db.session.get_one(PrepaymentMovement, refund.movement_id)
    return db.session.get_one(Prepayment, movement.prepayment_id)


def deposit_page(found: Deposit, **forms: Any) -> str:
    """The page of a deposit; `forms` are those that were refused."""
    shown = reading.deposit(found)
    fresh = DepositReturnForm(formdata=None).offered(shown.payment.method, found.payer_name)
    return page(
        "till/deposit.html",
        shown=shown,
        words=rules,
        may_ask=actor().may(Permission.REFUND) and shown.is_held and shown.asked is None,
        may_print=shown.end is not None and may_print(shown.printed),
        secures=_secures(found),
        **({"form": fresh, "print_form": language_form(bound=False)} | forms),
    )


def _secures(found: Deposit) -> str:
    """Where the record is that a deposit secures, "" for none or one that is closed to the reader."""
    kind = kind_of(found.subject_type)
    url = kind.url(found.subject_id) if kind and found.subject_id is not None else ""
    return url if url and may_open(url) else ""


def prepayment_page(found: Prepayment, **forms: Any) -> str:
    """The page of a prepayment; `forms` are those that were refused."""
    shown = reading.prepayment(found)
    fresh = RefundForm(formdata=None).offered(rules.Method.TRANSFER, shown.payer.name)
    return page(
        "till/prepayment.html",
        shown=shown,
        words=rules,
        may_ask=actor().may(Permission.REFUND) and found.balance.fen > 0 and shown.asked is None,
        may_print=may_print,
        **({"form": fresh, "print_form": language_form(bound=False)} | forms),
    )
