"""What the cashier sees of a household: what is open, what is ahead, the last receipts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select

from propertydesk.estate.models import Home
from propertydesk.fees.models import Receivable, ReceivableBalance
from propertydesk.kernel.money import Money
from propertydesk.owners.models import Person
from propertydesk.platform.db import db
from propertydesk.till.models import Prepayment, Receipt, ReceiptVoid, Shift
from propertydesk.till.rules import ShiftState

RECENT = 6


@dataclass(frozen=True)
class Ahead:
    """A payer's prepayment for a home."""

    payer: Person
    account: Prepayment


def ahead_of(home_ids: Collection[int]) -> list[Ahead]:
    """The prepayments of homes that hold something."""
    query = (
        select(Person, Prepayment)
        .join(Prepayment, Prepayment.payer_id == Person.id)
        .where(Prepayment.home_id.in_(home_ids), Prepayment.balance > Money.zero)
        .order_by(Prepayment.id)
    )
    return [Ahead(person, account) for person, account in db.session.execute(query)]


def recent_receipts(home_ids: Collection[int]) -> Sequence[Receipt]:
    """The newest receipts of homes, those taken back left out."""
    red = select(Receipt.reverses_id).where(Receipt.reverses_id.is_not(None))
    query = (
        select(Receipt)
        .where(
            Receipt.home_id.in_(home_ids),
            ~exists().where(ReceiptVoid.receipt_id == Receipt.id),
            Receipt.id.not_in(red),
            Receipt.reverses_id.is_(None),
        )
        .order_by(Receipt.id.desc())
        .limit(RECENT)
    )
    return db.session.scalars(query).all()


def shift_of(community_id: int, staff_id: int | None) -> Shift | None:
    """The shift somebody has running: open, or counted and not yet taken over."""
    query = select(Shift).where(
        Shift.community_id == community_id,
        Shift.cashier_id == staff_id,
        Shift.state != ShiftState.CLOSED,
    )
    return db.session.scalar(query)


def other_homes_of(payer_ids: Collection[int], home_ids: Collection[int]) -> Sequence[Home]:
    """Homes with something open for the same payers, to be paid together.

    Receivables keep the payer of their day; whoever was joined since counts as the person that
    remains, in both directions.
    """
    query = (
        select(Home)
        .join(Receivable, Receivable.home_id == Home.id)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .where(
            Receivable.payer_id.in_(_same_people(payer_ids)),
            ReceivableBalance.open > Money.zero,
            Home.id.not_in(home_ids),
        )
        .order_by(Home.sort_code)
        .distinct()
        .limit(20)
    )
    return db.session.scalars(query).all()


def _same_people(person_ids: Collection[int]) -> Sequence[int]:
    """Everybody that was joined with these people, they themselves too."""
    remains = func.coalesce(Person.merged_into_id, Person.id)
    heads = db.session.scalars(select(remains).where(Person.id.in_(person_ids))).all()
    query = select(Person.id).where(or_(Person.id.in_(heads), Person.merged_into_id.in_(heads)))
    return db.session.scalars(query).all()
