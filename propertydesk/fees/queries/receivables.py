"""Reading receivables: one with its documents, the open ones of a home, their totals."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, Select, func, select, type_coerce

from propertydesk.estate.models import Home, ParkingSpace
from propertydesk.fees import rules
from propertydesk.fees.models import ChargeItem, Receivable, ReceivableBalance
from propertydesk.fees.queries.presenting import calculation, period_words
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db

OwedSelect = Select[Receivable, ReceivableBalance, ChargeItem, Home, str]


@dataclass(frozen=True)
class Owed:
    """A receivable as people read it."""

    row: Receivable
    balance: ReceivableBalance
    item: ChargeItem
    home: Home
    space_no: str
    today: date

    @property
    def calculation(self) -> str:
        """98.37 m² × ¥2.30 × 3 months."""
        return calculation(self.row, self.item)

    @property
    def period(self) -> str:
        """The days charged, in words."""
        if self.item.basis == rules.Basis.ONCE:
            return f"{self.row.booked_on:%Y-%m-%d}"
        return period_words(self.row.starts_on, self.row.ends_on)

    @property
    def what(self) -> str:
        """The item, with the parking space's number."""
        return f"{self.item.name} {self.space_no}".strip()

    @property
    def is_late_charge(self) -> bool:
        """Whether it is a late charge: never ticked, met or set off by itself."""
        return self.row.source_type == rules.LATE_CHARGE

    @property
    def days_late(self) -> int:
        """Days since the due day, 0 while it has not passed or nothing is open."""
        return max(0, (self.today - self.row.due_on).days) if self.balance.open else 0

    @property
    def days_since_due(self) -> int:
        """0 on the due day itself, negative before it."""
        return (self.today - self.row.due_on).days

    @property
    def standing(self) -> rules.Standing:
        """How it stands today; overdue is computed, never stored (domain.md D8)."""
        return rules.standing(
            is_void=self.balance.is_void,
            is_disputed=self.balance.is_disputed,
            open_fen=self.balance.open.fen,
            paid_fen=self.balance.paid.fen,
            is_late=self.days_late > 0,
        )


def owed(receivable_id: int, today: date) -> Owed:
    """One receivable with what belongs to it."""
    return read_owed(select_owed().where(Receivable.id == receivable_id), today)[0]


def open_of_home(home_id: int, today: date, *, limit: int = 100) -> list[Owed]:
    """What is open of a home, oldest due first."""
    return open_of_homes([home_id], today, limit=limit)


def open_of_homes(home_ids: Collection[int], today: date, *, limit: int = 200) -> list[Owed]:
    """The same of several homes together; one query."""
    query = select_owed().where(
        ReceivableBalance.home_id.in_(home_ids), ReceivableBalance.open > Money.zero
    )
    query = query.order_by(ReceivableBalance.due_on, ReceivableBalance.receivable_id)
    return read_owed(query.limit(limit), today)


def history_of_home(home_id: int, today: date, *, limit: int = 60) -> list[Owed]:
    """What was charged to a home, newest first."""
    query = select_owed().where(Receivable.home_id == home_id)
    return read_owed(query.order_by(Receivable.id.desc()).limit(limit), today)


def open_sum(home_id: int) -> tuple[int, Money, date | None]:
    """How many receivables of a home are open, their sum, and the oldest due day."""
    query = select(
        func.count(),
        func.sum(type_coerce(ReceivableBalance.open, BigInteger)),
        func.min(ReceivableBalance.due_on),
    ).where(ReceivableBalance.home_id == home_id, ReceivableBalance.open > Money.zero)
    count, total, oldest = db.session.execute(query).one()
    return count, Money(int(total or 0)), oldest


def select_owed() -> OwedSelect:
    """Receivables with what belongs to them, for `read_owed`."""
    return (
        select(Receivable, ReceivableBalance, ChargeItem, Home, ParkingSpace.no)
        .join(ReceivableBalance, ReceivableBalance.receivable_id == Receivable.id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .join(Home, Home.id == Receivable.home_id)
        .outerjoin(ParkingSpace, ParkingSpace.id == Receivable.space_id)
    )


def read_owed(query: OwedSelect, today: date) -> list[Owed]:
    """What a selection of `select_owed` finds."""
    return [
        Owed(row, balance, item, home, space_no or "", today)
        for row, balance, item, home, space_no in db.session.execute(query)
    ]
