"""A household's statement: every figure from documents, lines and entries to the same balance."""

from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees.models import ReceivableBalance
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services as till
from propertydesk.till.queries.statement import Kind, Statement, statement
from tests.conftest import NOW
from tests.factories.till import (
    Debtor,
    ahead,
    count_drawer,
    debtor,
    decided,
    hold,
    open_shift,
    owe,
    pay,
    refunded,
    returned,
    somebody,
    take_over,
)
from tests.statements import counted

OCTOBER = datetime(2026, 10, 12, 2, tzinfo=UTC)
NOVEMBER, TODAY = date(2026, 11, 1), date(2026, 11, 21)


def of(who: Debtor, first: date = NOVEMBER, last: date = TODAY) -> Statement:
    return statement(who.home_id, first, last)


def agrees(told: Statement) -> None:
    """Opening, movements and closing are the same by line, by entry and in all."""
    assert sum(line.open for line in told.lines) == told.closing
    owed, paid = (sum(getattr(each, name) for each in told.entries) for name in ("owed", "paid"))
    assert (owed, paid) == (told.charged + told.reduced, told.paid)
    if told.entries:
        assert told.entries[-1].balance == told.closing
    assert told.closing == told.opening + owed - paid


def test_what_was_open_before_is_brought_forward(community: Any, cashier: Actor) -> None:
    who = debtor(community, 30_000, now=OCTOBER)
    open_shift(cashier)
    receipt = pay(who, 12_000, seen=12_000, actor=cashier).receipt
    told = of(who)
    assert (told.opening, told.charged, told.paid, told.closing) == (30_000, 0, 12_000, 18_000)
    assert [(each.kind, each.number) for each in told.entries] == [(Kind.PAID, receipt.number)]
    agrees(told)
    october = of(who, date(2026, 10, 1), date(2026, 10, 31))
    assert (october.opening, october.charged, october.closing) == (0, 30_000, 30_000)


def test_what_was_settled_before_is_left_out(community: Any) -> None:
    then = somebody(community, Role.CASHIER)
    who = debtor(community, 30_000, now=OCTOBER)
    open_shift(then, now=OCTOBER)
    pay(who, 30_000, actor=then, now=OCTOBER)
    assert of(who).lines == ()
    assert of(who).closing == 0


def test_a_receipt_made_void_stands_beside_the_payment(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    who = debtor(community, 5_000)
    open_shift(cashier)
    receipt = pay(who, 5_000, actor=cashier).receipt
    asked = in_transaction(lambda: till.ask_void(receipt, reason="错收", actor=cashier, now=NOW))
    decided(asked, finance)
    told = of(who)
    kinds = [each.kind for each in told.entries]
    assert kinds == [Kind.CHARGED, Kind.PAID, Kind.TAKEN_BACK]
    assert {each.number for each in told.entries[1:]} == {receipt.number}
    assert told.closing == 5_000
    agrees(told)


def test_money_ahead_and_deposits_stand_apart_until_they_are_set_off(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    who = debtor(community, 4_000)
    open_shift(cashier)
    account = ahead(who, 10_000, actor=cashier)
    hold(who, 7_000, actor=cashier)
    returned(hold(who, 900, actor=cashier), finance, actor=cashier)
    assert (of(who).closing, of(who).ahead, of(who).deposits) == (4_000, 10_000, 7_000)
    system = system_actor(community.id)
    in_transaction(lambda: till.offset_prepayments(community.id, actor=system, now=NOW))
    refunded(account, 1_000, finance, actor=cashier)
    told = of(who)
    assert (told.closing, told.ahead, told.ahead_before) == (0, 5_000, 0)
    assert told.entries[-1].kind == Kind.SET_OFF
    agrees(told)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_generated_books_agree_on_every_span(
    community: Any, cashier: Actor, finance: Actor, seed: int
) -> None:
    dice = Random(seed)  # a game of dice
    moments = [datetime(2026, month, 3, 2, tzinfo=UTC) for month in (8, 9, 10, 11)]
    households = [debtor(community) for _each in range(2)]
    _play(dice, households, moments, cashier, finance)
    for who in households:
        for first, last in ((date(2026, 9, 1), date(2026, 10, 31)), (date(2026, 1, 1), TODAY)):
            agrees(of(who, first, last))
        assert of(who).opening == of(who, date(2026, 1, 1), date(2026, 10, 31)).closing
        assert of(who).closing == _open_now(who)


def _play(
    dice: Random, households: list[Debtor], moments: list[datetime], cashier: Actor, finance: Actor
) -> None:
    line = 100 * dice.randrange(1, 1000)
    for now in moments:
        for who in households:
            for _each in range(3):
                line += 1
                owe(
                    db.session.get_one(Home, who.home_id),
                    dice.randint(1, 99_999),
                    line=line,
                    now=now,
                )
        open_shift(cashier, now=now)
        for who in households:
            ids = tuple(_open_ids(who))
            due = _open_now(who)
            part = dice.randint(1, due)
            taken = pay(who, part, seen=part, chosen=ids, actor=cashier, now=now)
            if dice.random() < 0.4:
                receipt = taken.receipt
                asked = in_transaction(
                    lambda receipt=receipt, now=now: till.ask_void(
                        receipt, reason="错收", actor=cashier, now=now
                    )
                )
                decided(asked, finance, now=now)
        take_over(count_drawer(cashier, explanation="零头", now=now), finance, now=now)


def _open_ids(who: Debtor) -> list[int]:
    query = select(ReceivableBalance.receivable_id).where(ReceivableBalance.home_id == who.home_id)
    return list(db.session.scalars(query.where(ReceivableBalance.is_void.is_(False))))


def _open_now(who: Debtor) -> int:
    query = select(ReceivableBalance.open).filter_by(home_id=who.home_id)
    return sum(each.fen for each in db.session.scalars(query))


def test_more_charges_take_no_more_statements(community: Any) -> None:
    few, many = debtor(community, 100), debtor(community, *range(100, 120))
    with counted() as one:
        of(few)
    with counted() as twenty:
        of(many)
    assert len(one) == len(twenty) <= 8
