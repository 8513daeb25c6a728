"""The figures of a day or of a shift at the till (domain.md C13), each from its documents."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, func, or_, select

from propertydesk.fees.models import ChargeItem, Receivable
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import (
    Allocation,
    Deposit,
    DepositReturn,
    OtherIncome,
    Payment,
    PrepaymentMovement,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)


@dataclass(frozen=True)
class Span:
    """What is looked at: a community's business day, or one shift of it."""

    community_id: int
    day: date
    shift_id: int | None = None

    def of(self, model: Any) -> ColumnElement[bool]:
        """The condition that a document belongs here."""
        if self.shift_id is not None:
            return and_(model.shift_id == self.shift_id)
        return and_(model.community_id == self.community_id, model.business_date == self.day)


@dataclass(frozen=True)
class Cell:
    """So many fen of one item came in by one method."""

    item: str
    item_en: str
    method: str
    fen: int


@dataclass(frozen=True)
class ReceiptRange:
    """The numbers of a span: first, last, how many, and those made void or reversed in red."""

    first: str
    last: str
    count: int
    void: tuple[str, ...]
    red: tuple[str, ...]


@dataclass(frozen=True)
class Nature:
    """What the money was for, in fen: this year's charges, those of earlier years, ahead, deposits,
    and what met no bill.
    """

    current: int
    prior: int
    ahead: int
    deposits: int
    other: int = 0

    @property
    def total(self) -> int:
        """All of it."""
        return self.current + self.prior + self.ahead + self.deposits + self.other


PREPAID = ("预存款", "Prepayment")
DEPOSITS = ("押金", "Deposits")
OTHER = ("其他收入", "Other income")


def by_item_and_method(span: Span) -> list[Cell]:
    """Item by method, reversals and voids taken off; prepayments drawn on are a method of their own."""
    met = (
        select(ChargeItem.name_zh, ChargeItem.name_en, Payment.method, total(Allocation.amount))
        .select_from(Allocation)
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .where(span.of(Payment))
        .group_by(ChargeItem.id, ChargeItem.name_zh, ChargeItem.name_en, Payment.method)
        .order_by(ChargeItem.id)
    )
    cells = [Cell(*row) for row in db.session.execute(met)]
    cells += [Cell(*PREPAID, method, fen) for method, fen in db.session.execute(_ahead(span))]
    cells += [Cell(*DEPOSITS, method, fen) for method, fen in db.session.execute(_held(span))]
    cells += [Cell(*OTHER, method, fen) for method, fen in db.session.execute(_earned(span))]
    return [cell for cell in cells if cell.fen]


def nature_of(span: Span) -> Nature:
    """What the money that came in was for; nothing in which no money moved."""
    this_year = span.day.replace(month=1, day=1)
    with_money = Payment.method.not_in(rules.WITHOUT_MONEY)
    current = case((Receivable.starts_on >= this_year, Allocation.amount))
    row = db.session.execute(
        select(total(current), total(Allocation.amount))
        .select_from(Allocation)
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .where(span.of(Payment), with_money)
    ).one()
    ahead = sum(fen for _method, fen in db.session.execute(_ahead(span)))
    held = sum(fen for _method, fen in db.session.execute(_held(span)))
    other = sum(fen for _method, fen in db.session.execute(_earned(span)))
    return Nature(row[0], row[1] - row[0], ahead, held, other)


def taken_by_method(span: Span) -> dict[str, int]:
    """What came in by each method, in fen, less voids and reversals."""
    query = (
        select(Payment.method, total(Payment.amount))
        .where(span.of(Payment))
        .group_by(Payment.method)
    )
    return {method: fen for method, fen in db.session.execute(query)}  # noqa: C416  # typed rows make no dict


def given_back(span: Span) -> dict[str, int]:
    """What went out by each method, in fen: deposits returned and prepayments refunded."""
    found: dict[str, int] = {}
    for model, column in ((DepositReturn, DepositReturn.refunded), (Refund, Refund.amount)):
        query = select(model.method, total(column)).where(span.of(model)).group_by(model.method)
        for method, fen in db.session.execute(query):
            found[method] = found.get(method, 0) + fen
    return found


def reversed_in_red(span: Span) -> int:
    """What red receipts took back, in fen, as a positive sum."""
    query = select(total(Receipt.total)).where(
        span.of(Receipt), Receipt.kind == rules.ReceiptKind.REVERSAL
    )
    return -int(db.session.scalar(query) or 0)


def set_off(span: Span) -> int:
    """Prepayments set off by themselves on the day, in fen; none within a shift."""
    if span.shift_id is not None:
        return 0
    query = select(total(Allocation.amount)).where(
        Allocation.community_id == span.community_id,
        Allocation.business_date == span.day,
        Allocation.movement_id.is_not(None),
    )
    return int(db.session.scalar(query) or 0)


def set_off_by_item(span: Span) -> list[Cell]:
    """The same by item, as if by the method of prepayments; they add up to `set_off`."""
    if span.shift_id is not None:
        return []
    query = (
        select(ChargeItem.name_zh, ChargeItem.name_en, total(Allocation.amount))
        .select_from(Allocation)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .where(
            Allocation.community_id == span.community_id,
            Allocation.business_date == span.day,
            Allocation.movement_id.is_not(None),
        )
        .group_by(ChargeItem.id, ChargeItem.name_zh, ChargeItem.name_en)
        .order_by(ChargeItem.id)
    )
    return [Cell(zh, en, rules.Method.PREPAYMENT, fen) for zh, en, fen in db.session.execute(query)]


def receipt_range(span: Span) -> ReceiptRange:
    """The numbers given out in a span."""
    query = (
        select(Receipt.number, Receipt.kind, ReceiptVoid.id.is_not(None).label("void"))
        .outerjoin(ReceiptVoid, ReceiptVoid.receipt_id == Receipt.id)
        .where(span.of(Receipt))
        .order_by(Receipt.book, Receipt.serial)
    )
    rows = db.session.execute(query).all()
    numbers = [row.number for row in rows]
    return ReceiptRange(
        first=numbers[0] if numbers else "",
        last=numbers[-1] if numbers else "",
        count=len(numbers),
        void=tuple(row.number for row in rows if row.void),
        red=tuple(row.number for row in rows if row.kind == rules.ReceiptKind.REVERSAL),
    )


def shifts_of(community_id: int, day: date) -> list[Shift]:
    """The shifts of a business day, in the order in which they began."""
    query = select(Shift).filter_by(community_id=community_id, business_date=day)
    return list(db.session.scalars(query.order_by(Shift.opened_at, Shift.id)))


def _ahead(span: Span) -> Any:
    """Money paid ahead by method: what was paid in and what was left over, less what came back."""
    inward = or_(
        PrepaymentMovement.kind.in_((rules.MovementKind.PAID_IN, rules.MovementKind.SURPLUS)),
        and_(
            PrepaymentMovement.kind == rules.MovementKind.RETURNED,
            Payment.method.not_in(rules.WITHOUT_MONEY),
        ),
    )
    return (
        select(Payment.method, total(PrepaymentMovement.amount))
        .join(Payment, Payment.id == PrepaymentMovement.payment_id)
        .where(span.of(Payment), inward)
        .group_by(Payment.method)
    )


def _held(span: Span) -> Any:
    """Deposits taken by method, less those whose receipts were taken back."""
    original = func.coalesce(Payment.reverses_id, Payment.id)
    return (
        select(Payment.method, total(Payment.amount))
        .join(Deposit, Deposit.payment_id == original)
        .where(span.of(Payment))
        .group_by(Payment.method)
    )


def _earned(span: Span) -> Any:
    """Money by method that met no bill."""
    return (
        select(Payment.method, total(Payment.amount))
        .join(OtherIncome, OtherIncome.payment_id == Payment.id)
        .where(span.of(Payment))
        .group_by(Payment.method)
    )


def total(column: Any) -> Any:
    """A sum in whole fen; sum(bigint) alone would be a Decimal on PostgreSQL."""
    return cast(func.coalesce(func.sum(cast(column, BigInteger)), 0), BigInteger)
