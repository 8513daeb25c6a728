"""What was taken back or given back: void and red receipts, prepayments, deposits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from math import log
from random import Random
from typing import TYPE_CHECKING

from propertydesk.demo.estate import ZONE
from propertydesk.demo.registrar import Household
from propertydesk.demo.rows import Row
from propertydesk.demo.till import habits
from propertydesk.demo.till.papers import Account, Paid, Payer
from propertydesk.demo.till.second import Asked, Subject, agree
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.money import Money
from propertydesk.till import rules
from propertydesk.till.models import Deposit, DepositReturn, ReceiptVoid, Refund
from propertydesk.till.services import refunds, requests
from propertydesk.till.services.deposits import RETURN_SERIES, SERIES

if TYPE_CHECKING:
    from propertydesk.demo.till.year import Year

_VOID, _RED = 0.003, 0.0015
_VOIDED = ("付款方式选错，三联收回重开", "房号选错，三联收回重开", "重复收款，三联收回")
_REVERSED = ("银行转账被退回，业主改用其他方式缴纳", "收款渠道对账失败，经核实未到账")
_REFUNDED = ("房屋已出售，退还剩余预存款", "租约到期搬离，退还剩余预存款")
#: Kind, its share, sums in yuan, days until half of them go back.
_DEPOSITS = (
    (rules.DepositKind.ACCESS_CARD, 48, (30, 50), 160),
    (rules.DepositKind.RENOVATION, 28, (2_000, 3_000, 5_000), 105),
    (rules.DepositKind.KEY, 10, (100,), 60),
    (rules.DepositKind.WORKER_PASS, 14, (100, 200, 300), 80),
)
_WITHHELD = ("搬运材料损坏单元门，修复费用", "装修垃圾未清运，代清运费用", "门禁卡遗失，工本费")
_MONTHLY, _LEAST = 0.012, 3
#: A deposit in cash goes back in cash: no more of it than the float of a drawer can bear.
_MOST_CASH = 10_000


@dataclass
class Returns:
    """Plans what goes back, while the year passes."""

    year: "Year"
    rng: Random
    voided: int = 0
    reversed: int = 0
    refunded: int = 0
    seen: int = 0

    def consider(self, paid: Paid) -> None:
        """A few receipts are taken back: some at once, some when the bank says no."""
        self.seen += 1
        draw, year = self.rng.random(), self.year
        if draw < _VOID or (not self.voided and self.seen > 8):
            at = paid.at + timedelta(minutes=self.rng.randint(9, 28))
            if at < min(year.till.drawers.closing(business_date(paid.at, ZONE)), year.now):
                self.voided += 1
                year.expect(at, lambda: self._void(paid, at))
        elif not paid.moved and (draw < _VOID + _RED or (not self.reversed and self.seen > 14)):
            day = business_date(paid.at, ZONE) + timedelta(days=self.rng.randint(2, 9))
            at = year.moment(day)
            self.reversed += at < year.now
            year.expect(at, lambda: self._reverse(paid, at))

    def consider_refund(self, account: Account, payer: Payer, at: datetime) -> None:
        """Some who paid ahead move away, and get back what is left."""
        if self.refunded and self.rng.random() > 0.04:
            return
        later = self.year.moment(
            business_date(at, ZONE)
            + timedelta(days=self.rng.randint(3, 50 if self.refunded else 9))
        )
        self.refunded += later < self.year.now
        self.year.expect(later, lambda: self._refund(account, payer, later))

    def deposits(self, households: list[Household]) -> None:
        """Deposits of the whole time; half of them go back by and by."""
        able = [each for each in households if each.contacts and each.home.area_centi]
        year = self.year
        first = business_date(year.since, ZONE) + timedelta(days=1)
        days = (business_date(year.now, ZONE) - first).days
        if not able or days < 1:
            return
        for _each in range(max(_LEAST, round(len(able) * _MONTHLY * days / 30))):
            household = self.rng.choice(able)
            at = year.moment(first + timedelta(days=self.rng.randrange(days)))
            year.expect(at, partial(self._take_deposit, household, at))

    def _take_deposit(self, household: Household, at: datetime) -> None:
        kind, _share, sums, half = self.rng.choices(_DEPOSITS, [each[1] for each in _DEPOSITS])[0]
        till, person = self.year.till, household.contacts[0].person
        payer = Payer(household.home.id, person.id, person.name)
        fen, method = self.rng.choice(sums) * 100, habits.method(self.rng)
        if method == rules.Method.CASH and fen > _MOST_CASH:
            method = rules.Method.TRANSFER
        paid = till.hold(at, payer, method, fen)
        payment = paid.payment
        deposit = till.book.add(
            Deposit,
            community_id=till.community,
            number=till.number(SERIES, at),
            kind=kind,
            home_id=payer.home_id,
            payer_id=payer.person_id,
            payer_name=payer.name,
            amount=payment.amount,
            payment_id=payment,
            taken_on=payment.business_date,
        )
        word = rules.DEPOSIT_KIND_WORDS[kind]
        line = {
            "word": word,
            "zh": "",
            "en": "",
            "note": deposit.number,
            "amount": payment.amount.fen,
        }
        till.give_receipt_of_deposit(paid, line)
        note = f"¥{payment.amount.grouped} · {paid.receipt.number}"
        till.trail.leave(at, paid.drawer.cashier, "deposit.take", deposit, note=note)
        spent = self.rng.lognormvariate(log(half), 0.5)
        back = self.year.moment(payment.business_date + timedelta(days=max(2, round(spent))))
        self.year.expect(back, lambda: self._return_deposit(deposit, payment, back))

    def _return_deposit(self, deposit: Row, payment: Row, at: datetime) -> None:
        till, year, held = self.year.till, self.year, deposit.amount.fen
        kept = held * self.rng.choice((10, 20, 50)) // 100 if self.rng.random() < 0.08 else 0
        why = self.rng.choice(_WITHHELD) if kept else ""
        drawer = till.drawers.at(at)
        params = {"number": deposit.number, "held": held, "withheld": kept, "why": why}
        way = {"payee": deposit.payer_name, "method": str(payment.method), "reference": ""}
        asked = Asked(requests.RETURN.name, drawer.cashier, "验收合格，退还押金", params | way)
        subject = Subject("deposit", deposit, deposit.number, deposit.home_id)
        agree(till, asked, subject, year.finance, at)
        ended = till.book.add(
            DepositReturn,
            community_id=till.community,
            deposit_id=deposit,
            number=till.number(RETURN_SERIES, at),
            held=deposit.amount,
            withheld=Money(kept),
            refunded=Money(held - kept),
            withheld_reason=why,
            payee_name=deposit.payer_name,
            method=payment.method,
            shift_id=drawer.row,
            asked_by=drawer.cashier.staff,
            approved_by=year.finance.staff,
            at=at,
            business_date=drawer.row.business_date,
        )
        drawer.give(payment.method, held - kept)
        note = f"¥{ended.refunded.grouped} · {ended.number}"
        till.trail.leave(at, year.finance, "deposit.return", deposit, reason=why, note=note)

    def _void(self, paid: Paid, at: datetime) -> None:
        till, year, receipt = self.year.till, self.year, paid.receipt
        if any(account.fen < fen for account, _movement, fen in paid.moved):
            return
        reason = self.rng.choice(_VOIDED)
        self._agreed(requests.VOID.name, paid, reason, at)
        till.book.add(
            ReceiptVoid,
            community_id=till.community,
            receipt_id=receipt,
            reason=reason,
            voided_by=paid.drawer.cashier.staff,
            witnessed_by=year.finance.staff,
            at=at,
        )
        till.take_back(paid, at)
        note = f"−¥{receipt.total.grouped}"
        till.trail.leave(at, year.finance, "receipt.void", receipt, reason=reason, note=note)
        self._pay_again(paid, at)

    def _reverse(self, paid: Paid, at: datetime) -> None:
        reason = self.rng.choice(_REVERSED)
        self._agreed(requests.REVERSAL.name, paid, reason, at)
        red = self.year.till.reverse(paid, at)
        self.year.till.trail.leave(
            at, self.year.finance, "receipt.reverse", red, reason=reason, note=paid.receipt.number
        )
        self._pay_again(paid, at)

    def _agreed(self, kind: str, paid: Paid, reason: str, at: datetime) -> None:
        receipt, till = paid.receipt, self.year.till
        params = {"number": receipt.number, "fen": receipt.total.fen}
        asked = Asked(kind, till.drawers.at(at).cashier, reason, params)
        subject = Subject("receipt", receipt, receipt.number, receipt.home_id)
        agree(till, asked, subject, self.year.finance, at)

    def _pay_again(self, paid: Paid, at: datetime) -> None:
        debts = [debt for debt, _allocation, _fen in paid.met if debt.open]
        again = at + timedelta(minutes=3)
        if debts and again < self.year.now:
            self.year.till.pay(again, debts, rules.Method.CARD)

    def _refund(self, account: Account, payer: Payer, at: datetime) -> None:
        till, year, fen = self.year.till, self.year, account.fen
        if not fen:
            return
        reason, drawer = self.rng.choice(_REFUNDED), till.drawers.at(at)
        way = {"fen": fen, "payee": payer.name, "method": "transfer", "reference": ""}
        asked = Asked(requests.REFUND.name, drawer.cashier, reason, way)
        subject = Subject("prepayment", account.row, f"¥{Money(fen)}", payer.home_id)
        agree(till, asked, subject, year.finance, at)
        given = till.book.add(
            Refund,
            community_id=till.community,
            number=till.number(refunds.SERIES, at),
            movement_id=till.draw(account, at, fen),
            amount=Money(fen),
            payee_name=payer.name,
            method=rules.Method.TRANSFER,
            reason=reason,
            shift_id=drawer.row,
            asked_by=drawer.cashier.staff,
            approved_by=year.finance.staff,
            at=at,
            business_date=drawer.row.business_date,
        )
        drawer.give(rules.Method.TRANSFER, fen)
        note = f"¥{given.amount.grouped}"
        till.trail.leave(
            at, year.finance, "prepayment.refund", given, reason=reason, note=note
        ).set(home_id=payer.home_id)
