"""Prepayments: set off against bills by themselves, given back by two people."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.models import Allocation, Prepayment, PrepaymentMovement, Refund
from propertydesk.till.services.refunds import Refunding
from tests.conftest import NOW
from tests.factories.till import Debtor, debtor, decided, open_shift, owe, tender
from tests.statements import counted

JULY, OCTOBER = date(2026, 7, 31), date(2026, 10, 31)


def ahead(who: Debtor, fen: int, cashier: Actor) -> None:
    in_transaction(lambda: till.pay_ahead(who.payer, tender(fen), actor=cashier, now=NOW))


def set_off(community: Any) -> int:
    return in_transaction(
        lambda: till.offset_prepayments(community.id, actor=system_actor(community.id), now=NOW)
    )


def balance(who: Debtor) -> int:
    db.session.expire_all()
    return db.session.scalars(select(Prepayment).filter_by(home_id=who.home_id)).one().balance.fen


def open_of(who: Debtor) -> list[int]:
    db.session.expire_all()
    rows = select(ReceivableBalance).filter_by(home_id=who.home_id)
    found = db.session.scalars(rows.order_by(ReceivableBalance.receivable_id))
    return [row.open.fen for row in found]


def test_the_bill_due_longest_is_met_first_and_the_rest_stays_ahead(
    community: Any, cashier: Actor
) -> None:
    open_shift(cashier)
    short = debtor(community, (5_000, OCTOBER), (3_000, JULY))
    long = debtor(community, 5_000)
    ahead(short, 4_000, cashier)
    ahead(long, 7_000, cashier)
    assert set_off(community) == 3
    assert open_of(short) == [4_000, 0]
    assert (balance(short), balance(long)) == (0, 2_000)


def test_setting_off_twice_changes_nothing(community: Any, cashier: Actor) -> None:
    open_shift(cashier)
    who = debtor(community, 5_000)
    ahead(who, 7_000, cashier)
    set_off(community)
    assert set_off(community) == 0
    assert balance(who) == 2_000
    assert db.session.scalar(select(db.func.count()).select_from(Allocation)) == 1


def test_a_new_bill_is_met_from_what_is_left(community: Any, cashier: Actor) -> None:
    open_shift(cashier)
    who = debtor(community, 5_000)
    ahead(who, 7_000, cashier)
    set_off(community)
    owe(db.session.get_one(Home, who.home_id), 1_500, line=9)
    set_off(community)
    assert open_of(who) == [0, 0]
    assert balance(who) == 500


def test_nobody_pays_for_another_payer_of_the_same_home(community: Any, cashier: Actor) -> None:
    open_shift(cashier)
    owes, pays = debtor(community, 5_000), debtor(community)
    stranger = Debtor(owes.home_id, pays.person_id, ())
    ahead(stranger, 7_000, cashier)
    assert set_off(community) == 0
    assert open_of(owes) == [5_000]


def test_the_statements_do_not_grow_with_the_accounts(community: Any, cashier: Actor) -> None:
    open_shift(cashier)
    counts = []
    for many in (1, 12):
        for _each in range(many):
            ahead(debtor(community, 5_000), 6_000, cashier)
        with counted() as asked:
            set_off(community)
        counts.append(asked.count)
    assert counts[1] <= counts[0] + 1


def test_a_refund_takes_two_people_and_never_more_than_there_is(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    open_shift(cashier)
    who = debtor(community)
    ahead(who, 7_000, cashier)

    def ask(fen: int) -> Any:
        account = db.session.scalars(select(Prepayment)).one()
        wanted = Refunding(Money(fen), "张伟明", rules.Method.CASH, "房屋已售")
        return in_transaction(lambda: till.ask_refund(account, wanted, actor=cashier, now=NOW))

    with pytest.raises(Invalid):
        ask(7_001)
    decided(ask(7_000), finance)
    assert balance(who) == 0
    assert db.session.scalars(select(Refund)).one().amount == Money(7_000)
    kinds = db.session.scalars(select(PrepaymentMovement.kind).order_by(PrepaymentMovement.id))
    assert list(kinds) == ["paid_in", "refund"]
