"""Receipts taken back: void on their day, red after it, always by two people."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import queries, rules
from propertydesk.till import services as till
from propertydesk.till.models import Payment, Prepayment, Receipt, Shift
from tests.conftest import NOW
from tests.factories.till import Debtor, debtor, decided, open_shift, pay, tender

TOMORROW = NOW + timedelta(days=1)
S = rules.ReceiptStanding


@pytest.fixture
def who(community: Any, cashier: Actor) -> Debtor:
    open_shift(cashier)
    return debtor(community, 5_800)


def receipt(number: int = 1) -> Receipt:
    db.session.expire_all()
    return db.session.scalars(db.select(Receipt).filter_by(serial=number)).one()


def standing(number: int = 1) -> rules.ReceiptStanding:
    return queries.standing_of(receipt(number))


def open_of(who: Debtor) -> int:
    db.session.expire_all()
    return db.session.get_one(ReceivableBalance, who.receivable_ids[0]).open.fen


def ask_void(cashier: Actor) -> Approval:
    return in_transaction(lambda: till.ask_void(receipt(), reason="错收", actor=cashier, now=NOW))


def hand_over(shift_of: Actor, to: Actor, pieces: dict[int, int], now: Any = NOW) -> Shift:
    """Count and take over somebody's drawer."""

    def work() -> Shift:
        shift = db.session.scalars(
            db.select(Shift).filter_by(cashier_id=shift_of.id, state="open")
        ).one()
        till.count_shift(shift, pieces, explanation="", actor=shift_of, now=now)
        handed = shift.counted - shift.opening
        till.close_shift(shift, handed_over=handed, explanation="", actor=to, now=now)
        return shift

    return in_transaction(work)


def test_a_void_receipt_keeps_its_number_and_the_bill_is_open_again(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 5_800, actor=cashier)
    decided(ask_void(cashier), finance)
    assert standing() == S.VOID
    assert open_of(who) == 5_800
    pay(who, 5_800, actor=cashier)
    assert receipt(2).number == "SJ00000002"


def test_the_cashier_does_not_decide_on_the_own_void(who: Debtor, cashier: Actor) -> None:
    pay(who, 5_800, actor=cashier)
    asked = ask_void(cashier)
    with pytest.raises(NotAllowed):
        decided(asked, cashier)
    assert standing() == S.VALID


def test_a_receipt_is_taken_back_once(who: Debtor, cashier: Actor, finance: Actor) -> None:
    pay(who, 5_800, actor=cashier)
    decided(ask_void(cashier), finance)
    with pytest.raises(Conflict):
        ask_void(cashier)
    assert db.session.scalar(db.select(db.func.count()).select_from(Payment)) == 2


def test_a_voucher_can_be_entered_again_after_its_receipt_was_void(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 5_800, actor=cashier, method="wechat", reference="4200A1")
    decided(ask_void(cashier), finance)
    pay(who, 5_800, actor=cashier, method="wechat", reference="4200A1")
    assert open_of(who) == 0


def test_what_was_kept_ahead_goes_with_its_receipt(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 10_000, actor=cashier, seen=5_800)
    decided(ask_void(cashier), finance)
    db.session.expire_all()
    assert db.session.scalars(db.select(Prepayment)).one().balance == Money.zero


def test_a_prepayment_that_was_used_keeps_its_receipt(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    in_transaction(lambda: till.pay_ahead(who.payer, tender(6_000), actor=cashier, now=NOW))
    pay(who, 5_800, actor=cashier, method="prepayment")
    asked = ask_void(cashier)
    with pytest.raises(Conflict):
        decided(asked, finance)
    assert standing() == S.VALID


def test_a_counted_drawer_takes_no_void_but_a_red_reversal(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 5_800, actor=cashier)
    asked = ask_void(cashier)
    hand_over(cashier, finance, {10_000: 5, 5_000: 1, 100: 8})
    with pytest.raises(Conflict):
        decided(asked, finance)
    open_shift(cashier, now=TOMORROW)
    red = in_transaction(
        lambda: till.ask_reversal(receipt(), reason="错收", actor=cashier, now=TOMORROW)
    )
    decided(red, finance, TOMORROW)
    assert standing(1) == S.REVERSED
    assert standing(2) == S.REVERSAL
    assert receipt(2).total == Money(-5_800)
    assert [line["amount"] for line in receipt(2).lines] == [-5_800]
    assert open_of(who) == 5_800


def test_on_its_own_day_a_receipt_is_made_void_not_reversed(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 5_800, actor=cashier)
    red = in_transaction(
        lambda: till.ask_reversal(receipt(), reason="错收", actor=cashier, now=NOW)
    )
    with pytest.raises(Conflict):
        decided(red, finance)


def test_a_reversal_itself_cannot_be_taken_back(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    pay(who, 5_800, actor=cashier)
    hand_over(cashier, finance, {10_000: 5, 5_000: 1, 100: 8})
    open_shift(cashier, now=TOMORROW)
    red = in_transaction(
        lambda: till.ask_reversal(receipt(), reason="错收", actor=cashier, now=TOMORROW)
    )
    decided(red, finance, TOMORROW)
    with pytest.raises(Conflict):
        in_transaction(
            lambda: till.ask_void(receipt(2), reason="错收", actor=cashier, now=TOMORROW)
        )


def test_asking_needs_a_reason(who: Debtor, cashier: Actor) -> None:
    pay(who, 5_800, actor=cashier)
    with pytest.raises(Invalid):
        in_transaction(lambda: till.ask_void(receipt(), reason=" ", actor=cashier, now=NOW))
