"""Documents of the till as its services write them: payments, receipts, prepayments, what is taken
back; numbers are given as time passes, so that they are gapless and in order.
"""

from collections.abc import Sequence as Several
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any

from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import SYSTEM, Who
from propertydesk.demo.till.debts import Debt
from propertydesk.demo.till.drawers import Drawer, Drawers
from propertydesk.demo.trail import Trail
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.kernel.numbering import document_number
from propertydesk.platform.sequences import Sequence
from propertydesk.till import rules
from propertydesk.till.models import (
    Allocation,
    Payment,
    PaymentReference,
    Prepayment,
    PrepaymentMovement,
    Receipt,
)
from propertydesk.till.services.receipts import BOOK, prepayment_line

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_REFERENCES = {"wechat": "4200", "alipay": "2088", "card": "31", "transfer": "BOC"}
K = rules.MovementKind


@dataclass(slots=True, eq=False)
class Account:
    """What a payer has ahead for a home."""

    row: Row
    fen: int = 0


@dataclass(slots=True, eq=False)
class Paid:
    """A payment with everything that came of it."""

    payment: Row
    receipt: Row
    drawer: Drawer
    at: datetime
    met: list[tuple[Debt, Row, int]] = field(default_factory=list)
    moved: list[tuple[Account, Row, int]] = field(default_factory=list)


@dataclass(frozen=True)
class Payer:
    """Who stands at the counter: the home it is for, the person (None: a mere name), the name."""

    home_id: int
    person_id: int | None
    name: str


@dataclass
class Till:
    """Writes the documents of one community."""

    trail: Trail
    rng: Random
    drawers: Drawers
    community: Row
    serial: int = 0
    accounts: dict[tuple[int, int], Account] = field(default_factory=dict)
    _references: dict[Row, tuple[str, str]] = field(default_factory=dict)
    _serials: dict[tuple[str, date], int] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """Where rows are collected."""
        return self.trail.book

    def number(self, series: str, at: datetime) -> str:
        """The next number of a series on that day."""
        day = business_date(at, ZONE)
        serial = self._serials[series, day] = self._serials.get((series, day), 0) + 1
        return document_number(series, day, serial)

    def keep_counters(self) -> None:
        """Write down where the counters stand, and which vouchers are taken."""
        counters = {
            (series, f"{day:%Y%m%d}"): last for (series, day), last in self._serials.items()
        }
        if self.serial:
            counters[f"receipt-{BOOK}", ""] = self.serial
        for (series, scope), last in counters.items():
            self.book.add(
                Sequence, community_id=self.community, series=series, scope=scope, last=last
            )
        for payment, (method, reference) in self._references.items():
            self.book.add(
                PaymentReference,
                community_id=self.community,
                method=method,
                reference=reference,
                payment_id=payment,
            )

    def pay(
        self,
        at: datetime,
        debts: Several[Debt],
        method: rules.Method,
        *,
        fen: int | None = None,
        keep: bool = True,
    ) -> Paid:
        """Take money for `debts`, oldest first; cash is rounded up to the yuan and kept ahead."""
        debts = sorted(debts, key=lambda debt: (debt.row.due_on, debt.row.id))
        first = debts[0].row
        payer = Payer(first.home_id, first.payer_id, first.payer_name)
        total = sum(debt.open for debt in debts)
        amount = total if fen is None else fen
        if method == rules.Method.CASH and payer.person_id is not None and keep:
            amount = -(-amount // 100) * 100
        paid = self._payment(at, payer, method, amount)
        lines = self._meet(paid, debts, min(amount, total))
        if amount > total:
            self._move(paid, payer, amount - total, K.SURPLUS)
            lines.append(prepayment_line(Money(amount - total)))
        if method == rules.Method.PREPAYMENT:
            self._move(paid, payer, -amount, K.OFFSET)
        changes = {"amount": [None, str(Money(amount))], "method": [None, str(method)]}
        self._give_receipt(paid, rules.ReceiptKind.PAYMENT, lines)
        self._tell(paid, "receipt.issue", changes)
        return paid

    def pay_ahead(self, at: datetime, payer: Payer, method: rules.Method, fen: int) -> Paid:
        """Take money for bills to come."""
        paid = self._payment(at, payer, method, fen)
        self._move(paid, payer, fen, K.PAID_IN)
        self._give_receipt(paid, rules.ReceiptKind.PAYMENT, [prepayment_line(Money(fen))])
        self._tell(paid, "receipt.prepayment")
        return paid

    def hold(self, at: datetime, payer: Payer, method: rules.Method, fen: int) -> Paid:
        """Take a deposit; its receipt waits for the deposit's line."""
        return self._payment(at, payer, method, fen)

    def give_receipt_of_deposit(self, paid: Paid, line: dict[str, Any]) -> None:
        """The receipt of a deposit."""
        self._give_receipt(paid, rules.ReceiptKind.DEPOSIT, [line])

    def take_back(self, paid: Paid, at: datetime) -> Row:
        """The equal and opposite payment, in the drawer of `at`; what was met is open again."""
        drawer = self.drawers.at(at)
        values = paid.payment.values
        same = ("home_id", "payer_id", "payer_name", "method", "reference")
        opposite = self._add_payment(
            at,
            drawer,
            amount=-values["amount"],
            reverses_id=paid.payment,
            **{name: values[name] for name in same},
        )
        for debt, allocation, fen in paid.met:
            debt.open += fen
            self._allocate(debt, -fen, opposite, reverses=allocation)
        for account, movement, fen in paid.moved:
            self._add_movement(account, -fen, K.RETURNED, at, opposite, reverses=movement)
        self._references.pop(paid.payment, None)
        drawer.take(values["method"], -values["amount"].fen)
        return opposite

    def reverse(self, paid: Paid, at: datetime) -> Row:
        """The red receipt beside the opposite payment."""
        opposite = self.take_back(paid, at)
        red = Paid(opposite, opposite, self.drawers.at(at), at)
        lines = [{**line, "amount": -line["amount"]} for line in paid.receipt.lines]
        self._give_receipt(red, rules.ReceiptKind.REVERSAL, lines, reverses=paid.receipt)
        return red.receipt

    def set_off(self, at: datetime, open_: dict[Account, list[Debt]]) -> None:
        """Meet open bills out of what is ahead, all accounts in one batch."""
        batch, day = f"{self.rng.getrandbits(64):016x}", business_date(at, ZONE)
        for account, debts in open_.items():
            fen = min(account.fen, sum(debt.open for debt in debts))
            movement = self._add_movement(account, -fen, K.OFFSET, at, None, batch=batch)
            self.drawers.set_off[day] = self.drawers.set_off.get(day, 0) + fen
            amount = Money(fen)
            entry = self.trail.leave(
                at, SYSTEM, "prepayment.offset", account.row, note=f"¥{amount.grouped}"
            )
            entry.set(subject_no=f"¥{amount}")
            for debt in debts:
                share = min(fen, debt.open)
                if share:
                    fen, debt.open = fen - share, debt.open - share
                    self._allocate(debt, share, None, movement=movement, day=day)

    def draw(self, account: Account, at: datetime, fen: int) -> Row:
        """What goes back to the payer leaves the account."""
        return self._add_movement(account, -fen, K.REFUND, at, None)

    def account(self, payer: Payer) -> Account:
        """The account of a payer and a home, opened when there is none yet."""
        if payer.person_id is None:
            raise LookupError(f"{payer.name} is a mere name")
        key = payer.home_id, payer.person_id
        if key not in self.accounts:
            row = self.book.add(
                Prepayment,
                community_id=self.community,
                home_id=payer.home_id,
                payer_id=payer.person_id,
                balance=Money.zero,
            )
            self.accounts[key] = Account(row)
        return self.accounts[key]

    def _payment(self, at: datetime, payer: Payer, method: rules.Method, fen: int) -> Paid:
        drawer = self.drawers.at(at)
        amount = Money(fen)
        is_cash = method == rules.Method.CASH
        payment = self._add_payment(
            at,
            drawer,
            home_id=payer.home_id,
            payer_id=payer.person_id,
            payer_name=payer.name,
            method=method,
            reference=self._reference(at, method),
            amount=amount,
            tendered=Money(self.rng.choice(rules.handy_sums(fen))) if is_cash else None,
        )
        if payment.reference:
            self._references[payment] = (method, payment.reference)
        drawer.take(method, fen)
        return Paid(payment, payment, drawer, at)

    def _add_payment(self, at: datetime, drawer: Drawer, **values: Any) -> Row:
        return self.book.add(
            Payment,
            community_id=self.community,
            shift_id=drawer.row,
            cashier_id=drawer.cashier.staff,
            paid_at=at,
            business_date=drawer.row.business_date,
            **values,
        )

    def _reference(self, at: datetime, method: rules.Method) -> str:
        if method not in rules.WITH_REFERENCE:
            return ""
        return f"{_REFERENCES[method]}{at:%Y%m%d%H%M%S}{self.rng.randrange(10**8):08d}"

    def _meet(self, paid: Paid, debts: Several[Debt], fen: int) -> list[dict[str, Any]]:
        lines = []
        for debt in debts:
            share = min(fen, debt.open)
            if share:
                fen, debt.open = fen - share, debt.open - share
                paid.met.append((debt, self._allocate(debt, share, paid.payment), share))
                lines.append(debt.line(share))
        return lines

    def _allocate(
        self,
        debt: Debt,
        fen: int,
        payment: Row | None,
        *,
        movement: Row | None = None,
        day: date | None = None,
        reverses: Row | None = None,
    ) -> Row:
        return self.book.add(
            Allocation,
            community_id=self.community,
            receivable_id=debt.row.id,
            payment_id=payment,
            movement_id=movement,
            amount=Money(fen),
            business_date=payment.business_date if payment is not None else day,
            reverses_id=reverses,
        )

    def _move(self, paid: Paid, payer: Payer, fen: int, kind: K) -> None:
        account = self.account(payer)
        movement = self._add_movement(account, fen, kind, paid.at, paid.payment)
        paid.moved.append((account, movement, fen))

    def _add_movement(
        self,
        account: Account,
        fen: int,
        kind: K,
        at: datetime,
        payment: Row | None,
        *,
        batch: str | None = None,
        reverses: Row | None = None,
    ) -> Row:
        account.fen += fen
        account.row.set(balance=Money(account.fen))
        return self.book.add(
            PrepaymentMovement,
            community_id=self.community,
            prepayment_id=account.row,
            kind=kind,
            amount=Money(fen),
            payment_id=payment,
            at=at,
            business_date=business_date(at, ZONE),
            batch=batch,
            reverses_id=reverses,
        )

    def _give_receipt(
        self,
        paid: Paid,
        kind: rules.ReceiptKind,
        lines: list[dict[str, Any]],
        *,
        reverses: Row | None = None,
    ) -> None:
        self.serial += 1
        payment, cashier = paid.payment, paid.drawer.cashier
        paid.receipt = self.book.add(
            Receipt,
            community_id=self.community,
            book=BOOK,
            serial=self.serial,
            number=f"{BOOK}{self.serial:08d}",
            kind=kind,
            payment_id=payment,
            reverses_id=reverses,
            shift_id=paid.drawer.row,
            home_id=payment.home_id,
            payer_name=payment.payer_name,
            total=payment.amount,
            lines=lines,
            issued_at=paid.at,
            business_date=payment.business_date,
            cashier_name=cashier.name,
            cashier_no=cashier.staff.staff_no if cashier.staff else "",
            check_code="".join(self.rng.choices(_LETTERS, k=10)),
        )
        paid.drawer.numbers.append(paid.receipt.number)

    def _tell(self, paid: Paid, action: str, changes: dict[str, Any] | None = None) -> None:
        note = f"¥{paid.payment.amount.grouped}"
        self.trail.leave(
            paid.at, paid.drawer.cashier, action, paid.receipt, changes=changes, note=note
        )


def of_debt(debt: Debt) -> Payer:
    """Who owes it."""
    return Payer(debt.row.home_id, debt.row.payer_id, debt.row.payer_name)


__all__ = ["Account", "Paid", "Payer", "Till", "Who", "of_debt"]
