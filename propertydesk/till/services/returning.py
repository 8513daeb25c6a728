"""Receipts taken back: void on their own day, red reversal after it (domain.md B3, D8).

Either way the original stays as it is, an equal and opposite payment stands beside it, and what
had been met is open again. A second person decides; both are carried out by approvals.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from propertydesk.fees import services as fees
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.till import queries, rules
from propertydesk.till.events import DepositTakenBack, ReceivablesMet
from propertydesk.till.models import (
    Allocation,
    Payment,
    PaymentReference,
    Prepayment,
    PrepaymentMovement,
    Receipt,
    ReceiptVoid,
    Shift,
)
from propertydesk.till.services import prepayments, receipts
from propertydesk.till.services.shifts import check_day_open

TAKEN_BACK = N_("This receipt has been taken back already.")
_USED = N_("Part of this prepayment has been used already; take that back first.")


def void_receipt(
    receipt: Receipt, *, reason: str, asked_by: int, actor: Actor, now: datetime
) -> ReceiptVoid:
    """Make a receipt void on its own day, while the shift that gave it is open.

    `actor` is the second person, `asked_by` the cashier. The number stays in the book. Raises
    Conflict after the shift was counted or the day closed, and for one taken back already.
    """
    shift = _held_shift(receipt)
    if shift.state != rules.ShiftState.OPEN:
        raise Conflict(
            N_("The drawer of this receipt has been counted: reverse it in red instead.")
        )
    check_day_open(receipt.community_id, receipt.business_date)
    _check_valid(receipt)
    void = ReceiptVoid(
        community_id=receipt.community_id,
        receipt_id=receipt.id,
        reason=reason,
        voided_by=asked_by,
        witnessed_by=actor.id,
        at=now,
    )
    with unless_taken(Invalid(TAKEN_BACK)):
        db.session.add(void)
    _undo(receipt, shift, now)
    activity.record(
        actor=actor,
        now=now,
        action="receipt.void",
        subject=receipt,
        home_id=receipt.home_id,
        reason=reason,
        note=f"−¥{receipt.total.grouped}",
    )
    _tell_what_it_secured(receipt, actor, now)
    return void


def reverse_receipt(
    receipt: Receipt, shift: Shift, *, reason: str, actor: Actor, now: datetime
) -> Receipt:
    """Reverse a receipt in red after its day: a negative receipt in the running `shift`.

    Raises Conflict on its own day while it can still be made void, and when taken back already.
    """
    own = _held_shift(receipt)
    if own.state == rules.ShiftState.OPEN:
        raise Conflict(N_("This receipt can still be made void."))
    lock(shift)
    _check_valid(receipt)
    opposite = _undo(receipt, shift, now)
    lines = [{**line, "amount": -int(line["amount"])} for line in receipt.lines]
    red = receipts.issue(opposite, rules.ReceiptKind.REVERSAL, lines, actor, now, reverses=receipt)
    activity.record(
        actor=actor,
        now=now,
        action="receipt.reverse",
        subject=red,
        home_id=receipt.home_id,
        reason=reason,
        note=receipt.number,
    )
    _tell_what_it_secured(receipt, actor, now)
    return red


def _held_shift(receipt: Receipt) -> Shift:
    shift = db.session.get_one(Shift, receipt.shift_id)
    lock(shift)
    return shift


def _check_valid(receipt: Receipt) -> None:
    lock(receipt)
    if queries.standing_of(receipt) != rules.ReceiptStanding.VALID:
        raise Conflict(TAKEN_BACK)
    if receipt.kind == rules.ReceiptKind.INCOME:
        raise Conflict(N_("Takings that were handed in are not taken back."))
    deposit = queries.deposit_of(receipt.payment_id)
    if deposit is None:
        return
    lock(deposit)
    if queries.is_returned(deposit):
        raise Conflict(N_("This deposit has been returned already."))


def _undo(receipt: Receipt, shift: Shift, now: datetime) -> Payment:
    """The equal and opposite payment, in `shift`, and everything the first one did taken back."""
    payment = db.session.get_one(Payment, receipt.payment_id)
    opposite = Payment(
        community_id=payment.community_id,
        shift_id=shift.id,
        cashier_id=shift.cashier_id,
        home_id=payment.home_id,
        payer_id=payment.payer_id,
        payer_name=payment.payer_name,
        method=payment.method,
        reference=payment.reference,
        amount=-payment.amount,
        paid_at=now,
        business_date=shift.business_date,
        reverses_id=payment.id,
    )
    with unless_taken(Invalid(TAKEN_BACK)):
        db.session.add(opposite)
    _reopen(payment, opposite, receipt, now)
    _take_back_prepayments(payment, opposite, now)
    db.session.execute(delete(PaymentReference).where(PaymentReference.payment_id == payment.id))
    return opposite


def _reopen(payment: Payment, opposite: Payment, receipt: Receipt, now: datetime) -> None:
    met = db.session.scalars(
        select(Allocation).filter_by(payment_id=payment.id).order_by(Allocation.receivable_id)
    ).all()
    fees.settle({each.receivable_id: -each.amount for each in met})
    db.session.add_all(
        Allocation(
            community_id=each.community_id,
            receivable_id=each.receivable_id,
            payment_id=opposite.id,
            amount=-each.amount,
            business_date=opposite.business_date,
            reverses_id=each.id,
        )
        for each in met
    )
    if not met:
        return
    system = Actor("system", None, "", payment.community_id)
    ids = tuple(each.receivable_id for each in met)
    fees.drop_agreed(ids, reason=receipt.number, actor=system, now=now)
    events.announce(ReceivablesMet(payment.community_id, (), ids, receipt.number, system, now))


def _tell_what_it_secured(receipt: Receipt, actor: Actor, now: datetime) -> None:
    deposit = queries.deposit_of(receipt.payment_id)
    if deposit is None:
        return
    secured = deposit.subject_type, deposit.subject_id
    events.announce(DepositTakenBack(deposit.community_id, deposit.id, *secured, actor, now))


def _take_back_prepayments(payment: Payment, opposite: Payment, now: datetime) -> None:
    movements: Sequence[PrepaymentMovement] = db.session.scalars(
        select(PrepaymentMovement).filter_by(payment_id=payment.id).order_by(PrepaymentMovement.id)
    ).all()
    for movement in movements:
        account = db.session.get_one(Prepayment, movement.prepayment_id)
        lock(account)
        if (account.balance - movement.amount).fen < 0:
            raise Conflict(_USED)
        prepayments.move(
            account,
            -movement.amount,
            rules.MovementKind.RETURNED,
            payment=opposite,
            reverses=movement,
            now=now,
        )
