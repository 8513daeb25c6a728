"""Takings of another post, handed in at the till: once, in cash, with a receipt."""

from dataclasses import dataclass
from datetime import datetime

from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import OtherIncome, Payment, Receipt
from propertydesk.till.services import receipts
from propertydesk.till.services.shifts import running_shift


@dataclass(frozen=True)
class Earned:
    """Where money was earned: a record of a higher domain, known as `number`."""

    kind: rules.IncomeKind
    subject_type: str
    subject_id: int
    number: str


def take_income(
    handed_by: str, amount: Money, earned: Earned, *, actor: Actor, now: datetime
) -> Receipt:
    """Take what somebody hands in into the cashier's drawer, in cash.

    Raises Invalid for nothing at all and for what has been handed in already, Conflict without an
    open shift.
    """
    if amount.fen <= 0:
        raise Invalid(N_("There is nothing to hand in."))
    shift = running_shift(actor, now)
    payment = Payment(
        community_id=shift.community_id,
        shift_id=shift.id,
        cashier_id=shift.cashier_id,
        payer_name=handed_by,
        method=rules.Method.CASH,
        amount=amount,
        tendered=amount,
        paid_at=now,
        business_date=shift.business_date,
        note=earned.number,
    )
    with unless_taken(Invalid(N_("This has been handed in already."))):
        db.session.add(payment)
        db.session.flush()
        db.session.add(
            OtherIncome(
                community_id=shift.community_id,
                kind=earned.kind,
                payment_id=payment.id,
                amount=amount,
                taken_on=shift.business_date,
                subject_type=earned.subject_type,
                subject_id=earned.subject_id,
            )
        )
    line = {
        "word": rules.INCOME_KIND_WORDS[earned.kind],
        "zh": "",
        "en": "",
        "note": earned.number,
        "amount": amount.fen,
    }
    receipt = receipts.issue(payment, rules.ReceiptKind.INCOME, [line], actor, now)
    activity.record(
        actor=actor,
        now=now,
        action="receipt.income",
        subject=receipt,
        note=f"¥{amount.grouped} · {earned.number}",
    )
    return receipt
