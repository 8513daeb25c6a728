"""Vouchers (凭证) of a span of days for the accounting system: each day's documents, added up.

Of each day at most three: 收 money that came in, 付 money that went out, 转 what was charged,
changed and set off without money. What takes something back stands in red: negative, on the side
of the original. Amounts are gross; tax is split in the accounting system.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, cast, func, select

from propertydesk.fees.models import ChargeItem, Receivable, ReceivableChange
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.kernel.words import N_
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.till import rules
from propertydesk.till.models import (
    Allocation,
    Deposit,
    DepositReturn,
    OtherIncome,
    Payment,
    PrepaymentMovement,
    Refund,
)
from propertydesk.till.rules import accounts
from propertydesk.till.rules.accounts import Account


class Voucher(StrEnum):
    """The three kinds of vouchers; the word before their numbers."""

    RECEIVED = "收"
    PAID = "付"
    TRANSFER = "转"


class What(StrEnum):
    """What a line is about."""

    TAKEN = "taken"
    MET = "met"
    AHEAD = "ahead"
    DEPOSIT = "deposit"
    EARNED = "earned"
    CHARGED = "charged"
    CHANGED = "changed"
    SET_OFF = "set_off"
    DEPOSIT_ENDED = "deposit_ended"
    KEPT = "kept"
    REFUNDED = "refunded"


@dataclass(frozen=True)
class Span:
    """A community's days from `first` to `last`."""

    community_id: int
    first: date
    last: date

    def has(self, model: Any, day: Any = None) -> tuple[Any, Any]:
        """The conditions that a document belongs here."""
        column = model.business_date if day is None else day
        return model.community_id == self.community_id, column.between(self.first, self.last)


@dataclass(frozen=True)
class Entry:
    """One line: so many fen on one side of one account, negative in red."""

    day: date
    voucher: Voucher
    what: What
    account: Account
    debit: int = 0
    credit: int = 0
    item: str = ""
    item_en: str = ""
    method: str = ""

    @property
    def number(self) -> str:
        """收-20261121."""
        return f"{self.voucher.value}-{self.day:%Y%m%d}"

    @property
    def is_red(self) -> bool:
        """Whether it takes something back."""
        return self.debit + self.credit < 0


def entries(span: Span) -> list[Entry]:
    """The lines of all vouchers, debits before credits. Raises Conflict for one that is uneven:
    nothing uneven leaves the house.
    """
    chart = _Chart(span.community_id)
    parts = (
        _came_in,
        _met,
        _ahead,
        _deposits,
        _earned,
        _charged,
        _changed,
        _set_off,
        _ended,
        _refunded,
    )
    found = [entry for part in parts for entry in part(span, chart)]
    check_even(found)
    order = list(Voucher)
    return sorted(
        found, key=lambda each: (each.day, order.index(each.voucher), each.is_red, each.debit == 0)
    )


def check_even(found: Iterable[Entry]) -> None:
    """Raise Conflict unless debits and credits of every voucher are the same sum."""
    over: dict[str, int] = defaultdict(int)
    for entry in found:
        over[entry.number] += entry.debit - entry.credit
    uneven = sorted(number for number, fen in over.items() if fen)
    if uneven:
        raise Conflict(
            N_("Voucher %(number)s: debits and credits differ. Run the check of the books."),
            number=uneven[0],
        )


class _Chart:
    """The community's accounts, read once."""

    def __init__(self, community_id: int) -> None:
        self._community_id = community_id
        self._items = accounts.accounts_of_items(settings.value(community_id, accounts.ITEMS))
        online = self.of(accounts.ONLINE)
        self._methods = {
            rules.Method.CASH.value: self.of(accounts.CASH),
            rules.Method.WECHAT.value: online,
            rules.Method.ALIPAY.value: online,
            rules.Method.PREPAYMENT.value: self.of(accounts.AHEAD),
        }

    def of(self, setting: Any) -> Account:
        return accounts.account_of(settings.value(self._community_id, setting))

    def money(self, method: str) -> Account:
        return self._methods.get(method) or self.of(accounts.BANK)

    def income(self, code: str, on_behalf: bool, source: str | None) -> Account:  # noqa: FBT001  # a column's value
        if code in self._items:
            return self._items[code]
        if on_behalf:
            return self.of(accounts.ON_BEHALF)
        return self.of(accounts.OTHER_INCOME if source else accounts.INCOME)


def _voucher_of(method: str) -> Voucher:
    return Voucher.TRANSFER if method in rules.WITHOUT_MONEY else Voucher.RECEIVED


def _came_in(span: Span, chart: _Chart) -> Iterator[Entry]:
    red = Payment.amount < Money.zero
    query = (
        select(Payment.business_date, Payment.method, _sum(Payment.amount))
        .where(*span.has(Payment))
        .group_by(Payment.business_date, Payment.method, red)
    )
    for day, method, fen in db.session.execute(query):
        account = chart.money(method)
        yield Entry(day, _voucher_of(method), What.TAKEN, account, debit=fen, method=method)


def _met(span: Span, chart: _Chart) -> Iterator[Entry]:
    red = Allocation.amount < Money.zero
    query = (
        select(
            Payment.business_date, Payment.method, ChargeItem.name_zh, ChargeItem.name_en,
            _sum(Allocation.amount),
        )
        .select_from(Allocation)
        .join(Payment, Payment.id == Allocation.payment_id)
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .where(*span.has(Payment))
        .group_by(Payment.business_date, Payment.method, ChargeItem.id, red)
        .group_by(ChargeItem.name_zh, ChargeItem.name_en)
    )  # fmt: skip
    owed = chart.of(accounts.RECEIVABLE)
    for day, method, item, item_en, fen in db.session.execute(query):
        voucher = _voucher_of(method)
        yield Entry(
            day, voucher, What.MET, owed, credit=fen, item=item, item_en=item_en, method=method
        )


def _ahead(span: Span, chart: _Chart) -> Iterator[Entry]:
    """Of payments in which money moved; drawing on a prepayment is the payment's own debit."""
    red = PrepaymentMovement.amount < Money.zero
    query = (
        select(Payment.business_date, Payment.method, _sum(PrepaymentMovement.amount))
        .join(Payment, Payment.id == PrepaymentMovement.payment_id)
        .where(*span.has(Payment), Payment.method.not_in(rules.WITHOUT_MONEY))
        .group_by(Payment.business_date, Payment.method, red)
    )
    for day, method, fen in db.session.execute(query):
        account = chart.of(accounts.AHEAD)
        yield Entry(day, Voucher.RECEIVED, What.AHEAD, account, credit=fen, method=method)


def _deposits(span: Span, chart: _Chart) -> Iterator[Entry]:
    original, red = func.coalesce(Payment.reverses_id, Payment.id), Payment.amount < Money.zero
    query = (
        select(Payment.business_date, Payment.method, _sum(Payment.amount))
        .join(Deposit, Deposit.payment_id == original)
        .where(*span.has(Payment))
        .group_by(Payment.business_date, Payment.method, red)
    )
    for day, method, fen in db.session.execute(query):
        account = chart.of(accounts.DEPOSIT)
        yield Entry(day, Voucher.RECEIVED, What.DEPOSIT, account, credit=fen, method=method)


def _earned(span: Span, chart: _Chart) -> Iterator[Entry]:
    query = (
        select(Payment.business_date, Payment.method, _sum(Payment.amount))
        .join(OtherIncome, OtherIncome.payment_id == Payment.id)
        .where(*span.has(Payment))
        .group_by(Payment.business_date, Payment.method)
    )
    for day, method, fen in db.session.execute(query):
        account = chart.of(accounts.OTHER_INCOME)
        yield Entry(day, Voucher.RECEIVED, What.EARNED, account, credit=fen, method=method)


def _charged(span: Span, chart: _Chart) -> Iterator[Entry]:
    rows = _by_item(Receivable.booked_on, Receivable.amount)
    return _income(span.has(Receivable, Receivable.booked_on), rows, What.CHARGED, chart)


def _changed(span: Span, chart: _Chart) -> Iterator[Entry]:
    change = ReceivableChange
    rows = _by_item(change.booked_on, change.amount).join(
        change, change.receivable_id == Receivable.id
    )
    return _income(span.has(change, change.booked_on), rows, What.CHANGED, chart)


def _by_item(day: Any, amount: Any) -> Any:
    item, source = ChargeItem, Receivable.source_type
    return (
        select(
            day, item.code, item.on_behalf, source, item.name_zh, item.name_en, _sum(amount)
        )
        .select_from(Receivable)
        .join(item, item.id == Receivable.item_id)
        .group_by(day, item.code, item.on_behalf, source, item.name_zh, item.name_en, amount < Money.zero)
    )  # fmt: skip


def _income(here: Any, rows: Any, what: What, chart: _Chart) -> Iterator[Entry]:
    owed = chart.of(accounts.RECEIVABLE)
    for day, code, on_behalf, source, item, item_en, fen in db.session.execute(rows.where(*here)):
        named = {"item": item, "item_en": item_en}
        yield Entry(day, Voucher.TRANSFER, what, owed, debit=fen, **named)
        earned = chart.income(code, on_behalf, source)
        yield Entry(day, Voucher.TRANSFER, what, earned, credit=fen, **named)


def _set_off(span: Span, chart: _Chart) -> Iterator[Entry]:
    query = (
        select(
            Allocation.business_date, ChargeItem.name_zh, ChargeItem.name_en,
            _sum(Allocation.amount),
        )
        .join(Receivable, Receivable.id == Allocation.receivable_id)
        .join(ChargeItem, ChargeItem.id == Receivable.item_id)
        .where(*span.has(Allocation), Allocation.movement_id.is_not(None))
        .group_by(Allocation.business_date, ChargeItem.id, Allocation.amount < Money.zero)
        .group_by(ChargeItem.name_zh, ChargeItem.name_en)
    )  # fmt: skip
    for day, item, item_en, fen in db.session.execute(query):
        named = {"item": item, "item_en": item_en}
        ahead, owed = chart.of(accounts.AHEAD), chart.of(accounts.RECEIVABLE)
        yield Entry(day, Voucher.TRANSFER, What.SET_OFF, ahead, debit=fen, **named)
        yield Entry(day, Voucher.TRANSFER, What.SET_OFF, owed, credit=fen, **named)


def _ended(span: Span, chart: _Chart) -> Iterator[Entry]:
    query = (
        select(
            DepositReturn.business_date, DepositReturn.method,
            _sum(DepositReturn.refunded), _sum(DepositReturn.withheld),
        )
        .where(*span.has(DepositReturn))
        .group_by(DepositReturn.business_date, DepositReturn.method)
    )  # fmt: skip
    held, kept_as = chart.of(accounts.DEPOSIT), chart.of(accounts.OTHER_INCOME)
    for day, method, back, kept in db.session.execute(query):
        if back:
            ended, money = What.DEPOSIT_ENDED, chart.money(method)
            yield Entry(day, Voucher.PAID, ended, held, debit=back, method=method)
            yield Entry(day, Voucher.PAID, ended, money, credit=back, method=method)
        if kept:
            yield Entry(day, Voucher.TRANSFER, What.KEPT, held, debit=kept)
            yield Entry(day, Voucher.TRANSFER, What.KEPT, kept_as, credit=kept)


def _refunded(span: Span, chart: _Chart) -> Iterator[Entry]:
    query = (
        select(Refund.business_date, Refund.method, _sum(Refund.amount))
        .where(*span.has(Refund))
        .group_by(Refund.business_date, Refund.method)
    )
    for day, method, fen in db.session.execute(query):
        ahead, money = chart.of(accounts.AHEAD), chart.money(method)
        yield Entry(day, Voucher.PAID, What.REFUNDED, ahead, debit=fen, method=method)
        yield Entry(day, Voucher.PAID, What.REFUNDED, money, credit=fen, method=method)


def _sum(column: Any) -> Any:
    """In whole fen; sum(bigint) alone would be a Decimal on PostgreSQL."""
    return cast(func.coalesce(func.sum(cast(column, BigInteger)), 0), BigInteger)
