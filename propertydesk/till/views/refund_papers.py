"""Vouchers of refunds on paper (SF-06), from the page of the deposit or of the prepayment."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.web import see_other, writes
from propertydesk.till.models import Deposit, DepositReturn, Refund
from propertydesk.till.printing import refund_voucher_pdf
from propertydesk.till.queries import refund_paper
from propertydesk.till.queries.prints import prints_of
from propertydesk.till.rules import Permission
from propertydesk.till.views import returns as pages
from propertydesk.till.views.papers import as_pdf, count_print, language_asked, language_form
from propertydesk.till.views.returns import deposits_bp, prepayments_bp


@deposits_bp.post("/<int:deposit_id>/voucher/prints")
@requires(Permission.TAKE, Permission.REPRINT)
@writes
def print_return(deposit_id: int) -> ResponseReturnValue:
    """Count a print of the voucher of a returned deposit and lead to it."""
    deposit = load(Deposit, deposit_id)
    end, form = _end_of(deposit), language_form(bound=True)
    if not form.carries_out(lambda _data: count_print(end, home_id=deposit.home_id)):
        return pages.deposit_page(deposit, print_form=form), 422
    language = form.language.data
    return see_other(url_for(".return_voucher", deposit_id=deposit.id, language=language))


@deposits_bp.get("/<int:deposit_id>/voucher.pdf")
@requires(Permission.TAKE, Permission.REPRINT)
def return_voucher(deposit_id: int) -> ResponseReturnValue:
    """The voucher of a returned deposit, as of the last print that was counted."""
    end = _end_of(load(Deposit, deposit_id))
    if not prints_of(end):
        return see_other(url_for(".deposit", deposit_id=deposit_id))
    told = refund_paper.deposit_paper(end, actor=actor(), now=now())
    return as_pdf(refund_voucher_pdf(told, language=language_asked()), told.number)


@prepayments_bp.post("/refunds/<int:refund_id>/prints")
@requires(Permission.TAKE, Permission.REPRINT)
@writes
def print_refund(refund_id: int) -> ResponseReturnValue:
    """Count a print of the voucher of a refund and lead to it."""
    refund, form = load(Refund, refund_id), language_form(bound=True)
    home_id = refund_paper.home_of(refund)
    if not form.carries_out(lambda _data: count_print(refund, home_id=home_id)):
        return pages.prepayment_page(pages.account_of(refund), print_form=form), 422
    language = form.language.data
    return see_other(url_for(".refund_voucher", refund_id=refund.id, language=language))


@prepayments_bp.get("/refunds/<int:refund_id>/voucher.pdf")
@requires(Permission.TAKE, Permission.REPRINT)
def refund_voucher(refund_id: int) -> ResponseReturnValue:
    """The voucher of a refund, as of the last print that was counted."""
    refund = load(Refund, refund_id)
    if not prints_of(refund):
        return see_other(url_for(".prepayment", prepayment_id=pages.account_of(refund).id))
    told = refund_paper.prepayment_paper(refund, actor=actor(), now=now())
    return as_pdf(refund_voucher_pdf(told, language=language_asked()), told.number)


def _end_of(deposit: Deposit) -> DepositReturn:
    end = db.session.scalar(select(DepositReturn).filter_by(deposit_id=deposit.id))
    if end is None:
        raise Missing(N_("There is no such record."))
    return end
