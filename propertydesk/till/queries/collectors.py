"""What each collector took over some days, by method, less what they took back (domain.md C13)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from propertydesk.accounts.models import Staff
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import (
    DepositReturn,
    Payment,
    Receipt,
    ReceiptVoid,
    Refund,
    Shift,
)
from propertydesk.till.queries.day import total

#: Methods in which money moves, in the order of the columns.
METHODS = tuple(each for each in rules.METHOD_WORDS if each not in rules.WITHOUT_MONEY)


@dataclass(frozen=True)
class CollectorLine:
    """One collector: receipts given and made void, and fen by each of METHODS; less what went back."""

    staff_id: int
    name: str
    receipts: int
    void: int
    by_method: tuple[int, ...]
    given_back: int

    @property
    def taken(self) -> int:
        """The money that came in, less voids and reversals."""
        return sum(self.by_method)

    @property
    def net(self) -> int:
        """What is left of it after what was given back."""
        return self.taken - self.given_back


def collectors(community_id: int, first: date, last: date) -> list[CollectorLine]:
    """A line for each collector who moved money or gave a receipt, by staff number."""
    within = _Days(community_id, first, last)
    taken = {
        (who, method): fen
        for who, method, fen in within.sums(Payment, Payment.method, total(Payment.amount))
    }
    receipts = {
        who: count for who, _kind, count in within.sums(Receipt, Receipt.book, func.count())
    }
    void = {who: count for who, count in db.session.execute(within.voids())}  # noqa: C416  # typed rows make no dict
    back: dict[int, int] = {}
    for model, column in ((DepositReturn, DepositReturn.refunded), (Refund, Refund.amount)):
        for who, _method, fen in within.sums(model, model.method, total(column)):
            back[who] = back.get(who, 0) + fen
    people = {who for who, _method in taken} | set(receipts) | set(back)
    staff = select(Staff).where(Staff.id.in_(people)).order_by(Staff.staff_no, Staff.id)
    return [
        CollectorLine(
            each.id,
            f"{each.name} {each.staff_no}".strip(),
            receipts.get(each.id, 0),
            void.get(each.id, 0),
            tuple(taken.get((each.id, method), 0) for method in METHODS),
            back.get(each.id, 0),
        )
        for each in db.session.scalars(staff)
    ]


@dataclass(frozen=True)
class _Days:
    """A community's business days from `first` to `last`."""

    community_id: int
    first: date
    last: date

    def sums(self, model: Any, key: Any, figure: Any) -> Iterator[Any]:
        """Collector, key and figure of the documents of a model."""
        query = (
            select(Shift.cashier_id, key, figure)
            .select_from(model)
            .join(Shift, Shift.id == model.shift_id)
            .where(
                model.community_id == self.community_id,
                model.business_date.between(self.first, self.last),
            )
            .group_by(Shift.cashier_id, key)
        )
        return iter(db.session.execute(query).all())

    def voids(self) -> Any:
        """Collector and how many of their receipts of these days were made void."""
        return (
            select(Shift.cashier_id, func.count())
            .select_from(ReceiptVoid)
            .join(Receipt, Receipt.id == ReceiptVoid.receipt_id)
            .join(Shift, Shift.id == Receipt.shift_id)
            .where(
                Receipt.community_id == self.community_id,
                Receipt.business_date.between(self.first, self.last),
            )
            .group_by(Shift.cashier_id)
        )


def collector_choices(community_id: int) -> list[tuple[int, str]]:
    """Whoever kept a drawer, as choices of a filter."""
    query = (
        select(Staff.id, Staff.name, Staff.staff_no)
        .join(Shift, Shift.cashier_id == Staff.id)
        .where(Shift.community_id == community_id)
        .distinct()
        .order_by(Staff.staff_no, Staff.id)
    )
    return [(who, f"{name} {no}".strip()) for who, name, no in db.session.execute(query)]
