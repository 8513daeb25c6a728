"""Deposits: taken, held, returned once."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import queries, rules
from propertydesk.till import services as till
from propertydesk.till.models import Deposit, DepositReturn, Receipt, Shift
from propertydesk.till.services.deposits import Returning, Secured
from tests.conftest import NOW
from tests.factories.till import Debtor, debtor, decided, open_shift, tender


@pytest.fixture
def who(community: Any, cashier: Actor) -> Debtor:
    open_shift(cashier, 500_000)
    return debtor(community)


def take(who: Debtor, cashier: Actor, fen: int = 200_000) -> int:
    secured = Secured(rules.DepositKind.RENOVATION)
    deposit, _taken = in_transaction(
        lambda: till.take_deposit(who.payer, tender(fen), secured, actor=cashier, now=NOW)
    )
    return deposit.id


def ask(deposit_id: int, cashier: Actor, withheld: int = 0, why: str = "") -> Approval:
    wanted = Returning(Money(withheld), why, "张伟明", rules.Method.CASH)
    return in_transaction(
        lambda: till.ask_return(
            db.session.get_one(Deposit, deposit_id),
            wanted,
            reason="装修验收合格",
            actor=cashier,
            now=NOW,
        )
    )


def test_the_receipt_of_a_deposit_says_what_it_is(who: Debtor, cashier: Actor) -> None:
    take(who, cashier)
    receipt = db.session.scalars(db.select(Receipt)).one()
    assert receipt.kind == rules.ReceiptKind.DEPOSIT
    assert receipt.total == Money(200_000)


def test_what_is_not_kept_goes_back(who: Debtor, cashier: Actor, finance: Actor) -> None:
    decided(ask(take(who, cashier), cashier, 30_000, "清运建筑垃圾"), finance)
    ended = db.session.scalars(db.select(DepositReturn)).one()
    assert (ended.withheld, ended.refunded) == (Money(30_000), Money(170_000))
    shift = db.session.scalars(db.select(Shift)).one()
    assert queries.cash_of(shift.id) == Money(30_000)


def test_a_second_return_is_refused_and_cannot_even_be_stored(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    deposit = take(who, cashier)
    decided(ask(deposit, cashier), finance)
    with pytest.raises(Conflict):
        ask(deposit, cashier)
    first = db.session.scalars(db.select(DepositReturn)).one()
    copied = {
        column.key: getattr(first, column.key)
        for column in DepositReturn.__table__.columns
        if column.key not in ("id", "number")
    }

    def store_again() -> None:
        db.session.add(DepositReturn(**copied, number="TY20261121-9999"))

    with pytest.raises(IntegrityError):
        in_transaction(store_again)


@pytest.mark.parametrize(
    ("withheld", "why", "field"), [(200_001, "x", "withheld"), (1, "", "withheld_reason")]
)
def test_no_more_than_is_held_is_kept_and_never_without_a_reason(
    who: Debtor, cashier: Actor, withheld: int, why: str, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ask(take(who, cashier), cashier, withheld, why)
    assert refused.value.field == field


def test_a_returned_deposit_keeps_its_receipt(who: Debtor, cashier: Actor, finance: Actor) -> None:
    deposit = take(who, cashier)
    receipt = db.session.scalars(db.select(Receipt)).one().id
    asked = in_transaction(
        lambda: till.ask_void(
            db.session.get_one(Receipt, receipt), reason="错收", actor=cashier, now=NOW
        )
    )
    decided(ask(deposit, cashier), finance)
    with pytest.raises(Conflict):
        decided(asked, finance)


def test_a_deposit_whose_receipt_is_void_is_not_returned(
    who: Debtor, cashier: Actor, finance: Actor
) -> None:
    deposit = take(who, cashier)
    receipt = db.session.scalars(db.select(Receipt)).one().id
    asked = in_transaction(
        lambda: till.ask_void(
            db.session.get_one(Receipt, receipt), reason="错收", actor=cashier, now=NOW
        )
    )
    returning = ask(deposit, cashier)
    decided(asked, finance)
    with pytest.raises(Conflict):
        decided(returning, finance)
