"""What other pages show of the till."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, cast, exists, func, select

from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import Deposit, DepositReturn, Payment, Receipt, ReceiptVoid
from propertydesk.till.queries.counter import ahead_of

SHOWN = 3


@dataclass(frozen=True)
class HeldDeposits:
    """What is held for a home: how many, their sum, and the newest."""

    count: int
    total: Money
    newest: Sequence[Deposit]


def household_card(home_id: int, _actor: Actor) -> dict[str, Any]:
    """The till's card of a household: what is ahead, deposits held, the last payment."""
    ahead = ahead_of([home_id])
    return {
        "home_id": home_id,
        "ahead": ahead[:SHOWN],
        "held": _held(home_id),
        "last": _last_payment(home_id),
        "kind_words": rules.DEPOSIT_KIND_WORDS,
        "method_words": rules.METHOD_WORDS,
    }


def _held(home_id: int) -> HeldDeposits:
    taken_back = select(Payment.reverses_id).where(Payment.reverses_id == Deposit.payment_id)
    here = (
        Deposit.home_id == home_id,
        ~exists().where(DepositReturn.deposit_id == Deposit.id),
        ~taken_back.exists(),
    )
    fen = cast(func.coalesce(func.sum(cast(Deposit.amount, BigInteger)), 0), BigInteger)
    count, total = db.session.execute(select(func.count(), fen).where(*here)).one()
    if not count:
        return HeldDeposits(0, Money.zero, ())
    newest = select(Deposit).where(*here).order_by(Deposit.id.desc()).limit(SHOWN)
    return HeldDeposits(count, Money(total), db.session.scalars(newest).all())


def _last_payment(home_id: int) -> tuple[Receipt, Payment] | None:
    """The newest receipt of a home that still counts, deposits left out, with its payment."""
    later = Receipt.__table__.alias()
    query = (
        select(Receipt, Payment)
        .join(Payment, Payment.id == Receipt.payment_id)
        .where(
            Receipt.home_id == home_id,
            Receipt.kind == rules.ReceiptKind.PAYMENT,
            ~exists().where(ReceiptVoid.receipt_id == Receipt.id),
            ~exists().where(later.c.reverses_id == Receipt.id),
        )
        .order_by(Receipt.id.desc())
        .limit(1)
    )
    row = db.session.execute(query).one_or_none()
    return (row[0], row[1]) if row else None
