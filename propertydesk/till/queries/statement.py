"""What a household owed, paid and owes over some days, each figure from its documents.

The lines (one for each receivable) and the entries (one for each document) come from the same rows,
so that both add up to the same opening and closing balance, as do page, paper and workbook.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from propertydesk.estate.models import ParkingSpace
from propertydesk.fees.models import ChargeItem, Receivable, ReceivableChange
from propertydesk.platform.db import db
from propertydesk.till.models import (
    Allocation,
    Deposit,
    DepositReturn,
    Payment,
    Prepayment,
    PrepaymentMovement,
    Receipt,
)
from propertydesk.till.queries.day import total
from propertydesk.till.rules import StatementKind as Kind


@dataclass(frozen=True)
class Line:
    """A receivable over the days asked for, in fen; `reduced` is negative for what was let off."""

    receivable_id: int
    number: str
    item: str
    item_en: str
    note: str
    starts_on: date
    ends_on: date
    due_on: date
    brought: int
    charged: int
    reduced: int
    paid: int

    @property
    def open(self) -> int:
        """What is unpaid at the end of the last day."""
        return self.brought + self.charged + self.reduced - self.paid


@dataclass(frozen=True)
class Entry:
    """A document: what it adds to what is owed or takes from it, in fen, and what is owed then."""

    day: date
    kind: Kind
    number: str
    items: tuple[tuple[str, str], ...]
    owed: int
    paid: int
    balance: int = 0
    receivable_id: int | None = None
    receipt_id: int | None = None
    method: str = ""


@dataclass(frozen=True)
class Statement:
    """A home's account from `first` to `last`, both days within; sums in fen."""

    home_id: int
    first: date
    last: date
    lines: tuple[Line, ...]
    entries: tuple[Entry, ...]
    ahead_before: int
    ahead: int
    deposits: int

    @property
    def opening(self) -> int:
        """What was unpaid before the first day."""
        return sum(line.brought for line in self.lines)

    @property
    def charged(self) -> int:
        """What was charged within the days."""
        return sum(line.charged for line in self.lines)

    @property
    def reduced(self) -> int:
        """Adjustments, waivers and voids within the days."""
        return sum(line.reduced for line in self.lines)

    @property
    def paid(self) -> int:
        """What was paid or set off within the days."""
        return sum(line.paid for line in self.lines)

    @property
    def closing(self) -> int:
        """What is unpaid at the end of the last day."""
        return self.opening + self.charged + self.reduced - self.paid


@dataclass(frozen=True)
class _Document:
    """One row of the books about one receivable."""

    receivable_id: int
    day: date
    kind: Kind
    key: tuple[int, int]
    number: str
    owed: int = 0
    paid: int = 0
    receipt_id: int | None = None
    method: str = ""


def statement(home_id: int, first: date, last: date) -> Statement:
    """The account of a home from `first` to `last`."""
    documents = [each for part in (_charges, _changes, _payments) for each in part(home_id, last)]
    lines = [_line(row, documents, first) for row in _receivables(home_id, last)]
    shown = tuple(line for line in lines if line is not None)
    names = {line.receivable_id: (line.item, line.item_en) for line in shown}
    opening = sum(line.brought for line in shown)
    within = [each for each in documents if each.day >= first]
    return Statement(
        home_id,
        first,
        last,
        shown,
        tuple(_entries(within, names, opening)),
        _ahead(home_id, PrepaymentMovement.business_date < first),
        _ahead(home_id, PrepaymentMovement.business_date <= last),
        _deposits(home_id, last),
    )


def _line(row: Any, documents: Sequence[_Document], first: date) -> Line | None:
    """The receivable of a row over the days; None where nothing was open or happened in them."""
    receivable, item, space = row
    own = [each for each in documents if each.receivable_id == receivable.id]
    before = [each for each in own if each.day < first]
    within = [each for each in own if each.day >= first]
    brought = sum(each.owed - each.paid for each in before)
    if not brought and not within:
        return None
    return Line(
        receivable.id,
        receivable.number,
        item.name_zh,
        item.name_en or item.name_zh,
        space or receivable.words,
        receivable.starts_on,
        receivable.ends_on,
        receivable.due_on,
        brought,
        sum(each.owed for each in within if each.kind == Kind.CHARGED),
        sum(each.owed for each in within if each.kind == Kind.CHANGED),
        sum(each.paid for each in within),
    )


def _entries(
    within: Sequence[_Document], names: dict[int, tuple[str, str]], balance: int
) -> Iterator[Entry]:
    """Rows of the same document become one entry; each says what was owed after it."""
    order: dict[tuple[date, int, tuple[int, int]], list[_Document]] = {}
    kinds = list(Kind)
    for each in within:
        order.setdefault((each.day, kinds.index(each.kind), each.key), []).append(each)
    for (_day, _kind, _key), rows in sorted(order.items(), key=lambda found: found[0]):
        head, owed = rows[0], sum(each.owed for each in rows)
        paid = sum(each.paid for each in rows)
        balance += owed - paid
        items = tuple(dict.fromkeys(names[each.receivable_id] for each in rows))
        single = head.receivable_id if head.receipt_id is None and len(rows) == 1 else None
        yield Entry(
            head.day, head.kind, head.number, items, owed, paid, balance, single,
            head.receipt_id, head.method,
        )  # fmt: skip


def _receivables(home_id: int, last: date) -> Sequence[Any]:
    query = (
        select(Receivable, ChargeItem, ParkingSpace.no)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Receivable.space_id)
        .where(Receivable.home_id == home_id, Receivable.booked_on <= last)
        .order_by(Receivable.starts_on, Receivable.item_id, Receivable.id)
    )
    return db.session.execute(query).all()


def _charges(home_id: int, last: date) -> Iterator[_Document]:
    query = select(Receivable.id, Receivable.booked_on, Receivable.amount).where(
        Receivable.home_id == home_id, Receivable.booked_on <= last
    )
    for row_id, day, amount in db.session.execute(query):
        yield _Document(row_id, day, Kind.CHARGED, (row_id, 0), f"YS{row_id:08d}", owed=amount.fen)


def _changes(home_id: int, last: date) -> Iterator[_Document]:
    query = (
        select(ReceivableChange)
        .join(Receivable, Receivable.id == ReceivableChange.receivable_id)
        .where(Receivable.home_id == home_id, ReceivableChange.booked_on <= last)
    )
    for each in db.session.scalars(query):
        yield _Document(
            each.receivable_id, each.booked_on, Kind.CHANGED, (each.id, 0),
            each.number or f"YS{each.receivable_id:08d}", owed=each.amount.fen,
        )  # fmt: skip


def _payments(home_id: int, last: date) -> Iterator[_Document]:
    """What met the home's receivables, whoever paid; a void one by the receipt it takes back."""
    original = aliased(Receipt)
    query = (
        select(Allocation, Payment.method, Payment.reverses_id, Receipt, original)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .outerjoin(Payment, Payment.id == Allocation.payment_id)
        .outerjoin(Receipt, Receipt.payment_id == Payment.id)
        .outerjoin(original, original.payment_id == Payment.reverses_id)
        .where(Receivable.home_id == home_id, Allocation.business_date <= last)
    )
    rows: Any = db.session.execute(query)  # outer joins: any of them may be None
    for met, method, reverses, receipt, taken in rows:
        given = receipt or taken
        kind = Kind.SET_OFF if met.payment_id is None else Kind.PAID
        yield _Document(
            met.receivable_id,
            met.business_date,
            Kind.TAKEN_BACK if reverses else kind,
            (met.payment_id or 0, met.movement_id or 0),
            given.number if given else "",
            paid=met.amount.fen,
            receipt_id=given.id if given else None,
            method=method or "",
        )


def _ahead(home_id: int, days: Any) -> int:
    """What was paid ahead for the home, in fen."""
    query = (
        select(total(PrepaymentMovement.amount))
        .join(Prepayment, Prepayment.id == PrepaymentMovement.prepayment_id)
        .where(Prepayment.home_id == home_id, days)
    )
    return db.session.scalar(query) or 0


def _deposits(home_id: int, last: date) -> int:
    """The deposits held for the home on a day, in fen: taken, not taken back, not returned."""
    original = func.coalesce(Payment.reverses_id, Payment.id)
    taken = (
        select(total(Payment.amount))
        .join(Deposit, Deposit.payment_id == original)
        .where(Deposit.home_id == home_id, Payment.business_date <= last)
    )
    ended = (
        select(total(DepositReturn.held))
        .join(Deposit, Deposit.id == DepositReturn.deposit_id)
        .where(Deposit.home_id == home_id, DepositReturn.business_date <= last)
    )
    return (db.session.scalar(taken) or 0) - (db.session.scalar(ended) or 0)
