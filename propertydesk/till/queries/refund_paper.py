"""Gathering the voucher of a refund for paper (SF-06): a deposit's end, a prepayment given back."""

from datetime import datetime

from sqlalchemy import select

from propertydesk.accounts import queries as accounts
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import local
from propertydesk.owners.models import Person
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Text, Words
from propertydesk.platform.printing.catalogue import bilingual
from propertydesk.till import rules
from propertydesk.till.models import (
    Deposit,
    DepositReturn,
    Prepayment,
    PrepaymentMovement,
    Receipt,
    Refund,
    Shift,
)
from propertydesk.till.printing import RefundLine, RefundPaper
from propertydesk.till.queries.letterhead import desk_of
from propertydesk.till.queries.prints import prints_of


def deposit_paper(end: DepositReturn, *, actor: Actor, now: datetime) -> RefundPaper:
    """The voucher of a deposit that went back, with what was kept of it."""
    deposit = db.session.get_one(Deposit, end.deposit_id)
    receipt = db.session.scalars(select(Receipt).filter_by(payment_id=deposit.payment_id)).one()
    kind = bilingual(rules.DEPOSIT_KIND_WORDS[rules.DepositKind(deposit.kind)])
    held = RefundLine(kind, receipt.number, deposit.number, end.held)
    kept = RefundLine(Words("扣除", "Kept"), "", end.withheld_reason, -end.withheld)
    basis = Words(
        f"退还押金 {deposit.number}，{deposit.taken_on:%Y-%m-%d} 收取，收据 {receipt.number}",
        f"Deposit {deposit.number} of {deposit.taken_on:%Y-%m-%d}, receipt {receipt.number}",
    )
    return _paper(
        end,
        amount=end.refunded,
        payer=deposit.payer_name,
        home=db.session.get(Home, deposit.home_id) if deposit.home_id else None,
        lines=(held, kept) if end.withheld else (held,),
        basis=basis,
        takes_receipt=True,
        actor=actor,
        now=now,
    )


def prepayment_paper(refund: Refund, *, actor: Actor, now: datetime) -> RefundPaper:
    """The voucher of a prepayment that was given back."""
    movement = db.session.get_one(PrepaymentMovement, refund.movement_id)
    account = db.session.get_one(Prepayment, movement.prepayment_id)
    home = db.session.get_one(Home, account.home_id)
    line = RefundLine(Words("预存款", "Prepayment"), home.code, refund.reason, refund.amount)
    return _paper(
        refund,
        amount=refund.amount,
        payer=db.session.get_one(Person, account.payer_id).name,
        home=home,
        lines=(line,),
        basis=Words(f"退还预存款：{refund.reason}", f"Prepayment given back: {refund.reason}"),
        takes_receipt=False,
        actor=actor,
        now=now,
    )


def refunds_of(account: Prepayment) -> dict[int, Refund]:
    """What of a prepayment was given back, by movement."""
    query = (
        select(Refund)
        .join(PrepaymentMovement, PrepaymentMovement.id == Refund.movement_id)
        .where(PrepaymentMovement.prepayment_id == account.id)
    )
    return {each.movement_id: each for each in db.session.scalars(query)}


def home_of(refund: Refund) -> int:
    """The home whose prepayment was given back."""
    query = (
        select(Prepayment.home_id)
        .join(PrepaymentMovement, PrepaymentMovement.prepayment_id == Prepayment.id)
        .where(PrepaymentMovement.id == refund.movement_id)
    )
    return db.session.scalars(query).one()


def _paper(
    given: DepositReturn | Refund,
    *,
    home: Home | None,
    actor: Actor,
    now: datetime,
    **told: object,
) -> RefundPaper:
    return RefundPaper(
        desk=desk_of(given.community_id, actor, now),
        number=given.number,
        day=given.business_date,
        payee=given.payee_name,
        home=_label(home),
        method=bilingual(rules.METHOD_WORDS[rules.Method(given.method)]),
        reference=given.reference,
        shift=db.session.get_one(Shift, given.shift_id).number,
        asked_by=accounts.signature(given.asked_by),
        approved_by=accounts.signature(given.approved_by),
        approved_at=local(given.at, estate.zone_of(given.community_id)),
        reprint=max(0, prints_of(given) - 1),
        **told,  # type: ignore[arg-type]  # the fields that both kinds name alike
    )


def _label(home: Home | None) -> Text:
    if home is None:
        return ""
    return Words(home.label_in(chinese=True), home.label_in(chinese=False))
