"""How documents of the till stand: worked out from what was written beside them, never stored."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import (
    DayClose,
    Deposit,
    DepositReturn,
    Payment,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)


def standing_of(receipt: Receipt) -> rules.ReceiptStanding:
    """Where one receipt stands."""
    return standings([receipt])[receipt.id]


def standings(receipts: Collection[Receipt]) -> dict[int, rules.ReceiptStanding]:
    """Where receipts stand, two queries for all."""
    ids = [receipt.id for receipt in receipts]
    void = set(
        db.session.scalars(select(ReceiptVoid.receipt_id).where(ReceiptVoid.receipt_id.in_(ids)))
    )
    red = set(db.session.scalars(select(Receipt.reverses_id).where(Receipt.reverses_id.in_(ids))))
    return {each.id: _standing(each, void, red) for each in receipts}


def is_taken_back(payment_id: int) -> bool:
    """Whether a payment has its opposite."""
    query = select(Payment.id).filter_by(reverses_id=payment_id)
    return db.session.scalar(query) is not None


def deposit_of(payment_id: int) -> Deposit | None:
    """The deposit that a payment was for."""
    return db.session.scalar(select(Deposit).filter_by(payment_id=payment_id))


def is_returned(deposit: Deposit) -> bool:
    """Whether a deposit is over."""
    query = select(DepositReturn.id).filter_by(deposit_id=deposit.id)
    return db.session.scalar(query) is not None


def cash_of(shift_id: int) -> Money:
    """The cash that a shift's documents brought into the drawer, less what went out of it."""
    taken = _sum(Payment.amount, Payment.shift_id == shift_id, Payment.method == rules.Method.CASH)
    returned = _sum(
        DepositReturn.refunded,
        DepositReturn.shift_id == shift_id,
        DepositReturn.method == rules.Method.CASH,
    )
    refunded = _sum(Refund.amount, Refund.shift_id == shift_id, Refund.method == rules.Method.CASH)
    return Money(taken - returned - refunded)


def is_day_closed(community_id: int, day: date) -> bool:
    """Whether the till of a business day is closed."""
    query = select(DayClose.id).filter_by(community_id=community_id, business_date=day)
    return db.session.scalar(query) is not None


def _sum(column: Any, *conditions: Any) -> int:
    total = cast(func.coalesce(func.sum(cast(column, BigInteger)), 0), BigInteger)
    return db.session.scalar(select(total).where(*conditions)) or 0


def _standing(receipt: Receipt, void: set[int], red: set[int | None]) -> rules.ReceiptStanding:
    if receipt.reverses_id is not None:
        return rules.ReceiptStanding.REVERSAL
    if receipt.id in void:
        return rules.ReceiptStanding.VOID
    return rules.ReceiptStanding.REVERSED if receipt.id in red else rules.ReceiptStanding.VALID


def days_left_open(community_id: int, month: date) -> list[date]:
    """The days of a month that have shifts or receipts and are not closed, in order."""
    first, after = month.replace(day=1), (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    closed = select(DayClose.business_date).filter_by(community_id=community_id)
    days: set[date] = set()
    for model in (Shift, Receipt):
        query = select(model.business_date).where(
            model.community_id == community_id,
            model.business_date >= first,
            model.business_date < after,
            model.business_date.not_in(closed),
        )
        days |= set(db.session.scalars(query.distinct()))
    return sorted(days)
