"""Taking money: what it meets, what is left of it, and the receipt, in one transaction.

Rows are held in one order everywhere: shift, receivables by id, prepayment, and the receipt's
counter last.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from propertydesk.estate.models import Home
from propertydesk.fees import queries as fee_queries
from propertydesk.fees import services as fees
from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.owners.models import Person
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.events import ReceivablesMet
from propertydesk.till.models import Allocation, Payment, PaymentReference, Receipt, Shift
from propertydesk.till.services import prepayments, receipts
from propertydesk.till.services.shifts import running_shift

NOTHING_LATE: Mapping[int, Money] = {}


@dataclass(frozen=True)
class Tender:
    """How somebody pays: `amount` is what is to be kept, `tendered` the cash handed over."""

    method: rules.Method
    amount: Money
    tendered: Money | None = None
    reference: str = ""
    note: str = ""


@dataclass(frozen=True)
class Payer:
    """Who pays, and for which household: a person of the register, or a name alone."""

    home: Home
    name: str
    person: Person | None = None


@dataclass(frozen=True)
class Taken:
    """What came of a payment: its receipt, and what was kept as prepayment."""

    receipt: Receipt
    surplus: Money


def take_payment(
    payer: Payer,
    tender: Tender,
    *,
    chosen: Collection[int],
    seen: Money,
    keep_surplus: bool,
    late: Mapping[int, Money] = NOTHING_LATE,
    actor: Actor,
    now: datetime,
) -> Taken:
    """Take one payment for the `chosen` receivables, of one household or of several.

    `late` are receivables with the late charge on them that the payer agreed to pay as well: each
    is charged now, and paid in full. `seen` is what the cashier was shown as the sum of all. What
    somebody else took in the meantime is not taken twice: the surplus becomes a prepayment, as does
    what is paid beyond `seen` when `keep_surplus` says so. Raises Invalid on `amount`, `tendered`,
    `reference`, Conflict without an open shift.
    """
    shift = running_shift(actor, now)
    _check_tender(tender, seen, keep_surplus=keep_surplus)
    if late and tender.amount.fen < seen.fen:
        raise Invalid(
            N_("A late charge is paid in full or not at all: untick it for a part payment."),
            field="amount",
        )
    held = _hold(chosen, late, shift, actor, now)
    apart = fee_queries.late_among(list(held))
    items = [
        rules.OpenItem(row.receivable_id, row.due_on, row.open.fen, row.receivable_id in apart)
        for row in held.values()
    ]
    laid_out = rules.allocate(items, tender.amount.fen)
    if tender.method == rules.Method.PREPAYMENT:
        laid_out, tender = _as_far_as_open(laid_out, tender)
    payment = _store(payer, tender, shift, now)
    if tender.method == rules.Method.PREPAYMENT:
        prepayments.draw(payer.home, payer.person, payment)
    allocations = _meet(payment, laid_out)
    surplus = Money(laid_out.surplus_fen)
    if surplus:
        _keep_ahead(payer, payment, surplus, rules.MovementKind.SURPLUS)
    receipt = receipts.issue(
        payment, rules.ReceiptKind.PAYMENT, receipts.lines_of(allocations, surplus), actor, now
    )
    activity.record(
        actor=actor,
        now=now,
        action="receipt.issue",
        subject=receipt,
        home_id=payer.home.id,
        changes={"amount": [None, str(payment.amount)], "method": [None, payment.method]},
        note=f"¥{payment.amount.grouped}",
    )
    _tell(held.values(), receipt, actor, now)
    return Taken(receipt, surplus)


def pay_ahead(payer: Payer, tender: Tender, *, actor: Actor, now: datetime) -> Taken:
    """Take a prepayment: money for bills to come. Raises as `take_payment` does."""
    if tender.method == rules.Method.PREPAYMENT:
        raise Invalid(N_("A prepayment is paid with money."), field="method")
    shift = running_shift(actor, now)
    _check_tender(tender, tender.amount, keep_surplus=True)
    payment = _store(payer, tender, shift, now)
    _keep_ahead(payer, payment, payment.amount, rules.MovementKind.PAID_IN)
    receipt = receipts.issue(
        payment, rules.ReceiptKind.PAYMENT, [receipts.prepayment_line(payment.amount)], actor, now
    )
    activity.record(
        actor=actor,
        now=now,
        action="receipt.prepayment",
        subject=receipt,
        home_id=payer.home.id,
        note=f"¥{payment.amount.grouped}",
    )
    return Taken(receipt, payment.amount)


def store_payment(payer: Payer, tender: Tender, *, cashier: Actor, now: datetime) -> Payment:
    """The bare payment, as part of another verb of the till that writes receipt and activity."""
    shift = running_shift(cashier, now)
    _check_tender(tender, tender.amount, keep_surplus=False)
    return _store(payer, tender, shift, now)


def _hold(
    chosen: Collection[int], late: Mapping[int, Money], shift: Shift, actor: Actor, now: datetime
) -> dict[int, ReceivableBalance]:
    """What is to be met, held in the order of ids; late charges that were agreed to are made here."""
    held = fees.balances_of([*{*chosen, *late}])
    if any(row.community_id != shift.community_id for row in held.values()):
        raise Missing(N_("There is no such record."))
    made = [
        fees.charge_late(
            db.session.get_one(Receivable, each), seen=seen, agreed=True, actor=actor, now=now
        ).id
        for each, seen in sorted(late.items())
    ]
    return fees.balances_of([*{*chosen, *made}]) if made else held


def _as_far_as_open(laid_out: rules.Allocation, tender: Tender) -> tuple[rules.Allocation, Tender]:
    """A prepayment is drawn on only as far as something is open."""
    if not laid_out.shares:
        raise Invalid(N_("All of this has been paid in the meantime."), field="amount")
    met = Money(laid_out.met_fen)
    return rules.Allocation(laid_out.shares, 0), replace(tender, amount=met)


def _check_tender(tender: Tender, wanted: Money, *, keep_surplus: bool) -> None:
    rules.check_amount(tender.amount.fen, wanted_fen=wanted.fen, surplus_allowed=keep_surplus)
    if tender.method == rules.Method.CASH:
        rules.change_of((tender.tendered or tender.amount).fen, tender.amount.fen)
    if tender.method in rules.WITH_REFERENCE and not tender.reference:
        raise Invalid(N_("Write the number of the voucher or transfer."), field="reference")


def _store(payer: Payer, tender: Tender, shift: Shift, now: datetime) -> Payment:
    is_cash = tender.method == rules.Method.CASH
    payment = Payment(
        community_id=shift.community_id,
        shift_id=shift.id,
        cashier_id=shift.cashier_id,
        home_id=payer.home.id,
        payer_id=payer.person.id if payer.person else None,
        payer_name=payer.name,
        method=tender.method,
        reference=tender.reference if tender.method in rules.WITH_REFERENCE else "",
        amount=tender.amount,
        tendered=(tender.tendered or tender.amount) if is_cash else None,
        paid_at=now,
        business_date=shift.business_date,
        note=tender.note,
    )
    db.session.add(payment)
    db.session.flush()
    if payment.reference:
        _claim_reference(payment)
    return payment


def _claim_reference(payment: Payment) -> None:
    taken = Invalid(N_("This voucher has been entered already."), field="reference")
    with unless_taken(taken):
        db.session.add(
            PaymentReference(
                community_id=payment.community_id,
                method=payment.method,
                reference=payment.reference,
                payment_id=payment.id,
            )
        )


def _meet(payment: Payment, laid_out: rules.Allocation) -> list[Allocation]:
    fees.settle({share.item_id: Money(share.fen) for share in laid_out.shares})
    allocations = [
        Allocation(
            community_id=payment.community_id,
            receivable_id=share.item_id,
            payment_id=payment.id,
            amount=Money(share.fen),
            business_date=payment.business_date,
        )
        for share in laid_out.shares
    ]
    db.session.add_all(allocations)
    db.session.flush()
    return allocations


def _keep_ahead(payer: Payer, payment: Payment, amount: Money, kind: rules.MovementKind) -> None:
    prepayments.pay_in(payer.home, payer.person, payment, amount=amount, kind=kind)


def _tell(
    held: Collection[ReceivableBalance], receipt: Receipt, actor: Actor, now: datetime
) -> None:
    paid = tuple(row.receivable_id for row in held if not row.open)
    if paid:
        events.announce(ReceivablesMet(receipt.community_id, paid, (), receipt.number, actor, now))
