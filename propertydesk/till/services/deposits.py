"""Deposits: taken with a receipt, held, and returned once by a second person's leave."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db, lock
from propertydesk.platform.sequences import next_number
from propertydesk.till import queries, rules
from propertydesk.till.events import DepositReturned
from propertydesk.till.models import Deposit, DepositReturn, Payment, Receipt, Shift
from propertydesk.till.queries.secured import kind_of, objection_to_return
from propertydesk.till.services import receipts
from propertydesk.till.services.payments import Payer, Taken, Tender, store_payment

SERIES, RETURN_SERIES = "YJ", "TY"


@dataclass(frozen=True)
class Secured:
    """What a deposit secures: a record of a higher domain, or nothing but its words."""

    kind: rules.DepositKind
    subject_type: str = ""
    subject_id: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Returning:
    """How a deposit ends: what is kept and why, and by which way the rest goes back to whom."""

    withheld: Money
    withheld_reason: str
    payee_name: str
    method: rules.Method
    reference: str = ""


def take_deposit(
    payer: Payer, tender: Tender, secured: Secured, *, actor: Actor, now: datetime
) -> tuple[Deposit, Taken]:
    """Take a deposit; its receipt says that it is needed for the refund (domain.md C12).

    Raises as `take_payment` does, Invalid on `method` for a prepayment, and Conflict when what it
    secures does not ask for this sum (any more).
    """
    if tender.method == rules.Method.PREPAYMENT:
        raise Invalid(N_("A deposit is paid with money."), field="method")
    _check_asked(secured, tender.amount)
    payment = store_payment(payer, tender, cashier=actor, now=now)
    day = payment.business_date
    deposit = Deposit(
        community_id=payment.community_id,
        number=_number(SERIES, payment.community_id, payment),
        kind=secured.kind,
        home_id=payer.home.id,
        payer_id=payment.payer_id,
        payer_name=payer.name,
        amount=payment.amount,
        payment_id=payment.id,
        taken_on=day,
        subject_type=secured.subject_type,
        subject_id=secured.subject_id,
        note=secured.note,
    )
    db.session.add(deposit)
    receipt = receipts.issue(
        payment, rules.ReceiptKind.DEPOSIT, [receipts.deposit_line(deposit)], actor, now
    )
    activity.record(
        actor=actor,
        now=now,
        action="deposit.take",
        subject=deposit,
        note=f"¥{deposit.amount.grouped} · {receipt.number}",
    )
    return deposit, Taken(receipt, Money.zero)


def check_returnable(deposit: Deposit, returning: Returning) -> None:
    """Raise Conflict for a deposit that is over, Invalid on `withheld` beyond what is held and
    without a reason for it, and whatever what it secures has against it.
    """
    lock(deposit)
    if queries.is_returned(deposit):
        raise Conflict(N_("This deposit has been returned already."))
    if queries.is_taken_back(deposit.payment_id):
        raise Conflict(N_("The receipt of this deposit has been taken back."))
    if not 0 <= returning.withheld.fen <= deposit.amount.fen:
        raise Invalid(N_("No more than what is held can be kept."), field="withheld")
    if returning.withheld and not returning.withheld_reason:
        raise Invalid(N_("Say what the money is kept for."), field="withheld_reason")
    objection = objection_to_return(deposit)
    if objection is not None:
        raise objection


def return_deposit(
    deposit: Deposit,
    returning: Returning,
    shift: Shift,
    *,
    asked_by: int,
    actor: Actor,
    now: datetime,
) -> DepositReturn:
    """End a deposit once and for all; `actor` is the second person, the money leaves `shift`.

    Its row is unique for the deposit: a second return cannot be stored. Raises as
    `check_returnable` does.
    """
    lock(shift)
    check_returnable(deposit, returning)
    day = business_date(now, estate.zone_of(deposit.community_id))
    ended = DepositReturn(
        community_id=deposit.community_id,
        deposit_id=deposit.id,
        number=document_number(
            RETURN_SERIES, day, next_number(RETURN_SERIES, deposit.community_id, f"{day:%Y%m%d}")
        ),
        held=deposit.amount,
        withheld=returning.withheld,
        refunded=deposit.amount - returning.withheld,
        withheld_reason=returning.withheld_reason,
        payee_name=returning.payee_name,
        method=returning.method,
        reference=returning.reference,
        shift_id=shift.id,
        asked_by=asked_by,
        approved_by=actor.id,
        at=now,
        business_date=day,
    )
    with unless_taken(Invalid(N_("This deposit has been returned already."))):
        db.session.add(ended)
    activity.record(
        actor=actor,
        now=now,
        action="deposit.return",
        subject=deposit,
        reason=returning.withheld_reason,
        note=f"¥{ended.refunded.grouped} · {ended.number}",
    )
    events.announce(
        DepositReturned(
            deposit.community_id, deposit.id, deposit.subject_type, deposit.subject_id, actor, now
        )
    )
    return ended


def receipt_of(deposit: Deposit) -> Receipt:
    """The receipt that the payer brings back."""
    return db.session.scalars(select(Receipt).filter_by(payment_id=deposit.payment_id)).one()


def _check_asked(secured: Secured, amount: Money) -> None:
    kind = kind_of(secured.subject_type)
    if kind is None or secured.subject_id is None:
        return
    asked = kind.still_asked(secured.subject_id)
    if asked != amount:
        raise Conflict(
            N_("¥%(sum)s is asked for here now; look at the page again."), sum=asked.grouped
        )


def _number(series: str, community_id: int, payment: Payment) -> str:
    day = payment.business_date
    return document_number(series, day, next_number(series, community_id, f"{day:%Y%m%d}"))
