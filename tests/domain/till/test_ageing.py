"""What is open by its age, and what each collector took: from documents, and to the fen."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.fees.models import ReceivableBalance
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services as till
from propertydesk.till.queries import ageing as aged
from propertydesk.till.queries import collectors, day
from propertydesk.till.queries.reports import By
from propertydesk.till.rules.ageing import BUCKETS
from tests.conftest import NOW
from tests.factories.till import (
    Debtor,
    ahead,
    debtor,
    decided,
    open_shift,
    pay,
    refunded,
    somebody,
)
from tests.statements import counted

TODAY = NOW.date()


def due(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def sums(community: Any, by: By = By.BUILDING, until: date = TODAY) -> list[int]:
    lines = aged.ageing(community.id, until, by)
    return [sum(line.sums[at] for line in lines) for at in range(len(BUCKETS))]


def test_every_bucket_begins_and_ends_where_the_trade_has_it(community: Any) -> None:
    edges = (-3, 0, 1, 30, 31, 90, 91, 180, 181, 365, 366, 730, 731, 1_095, 1_096, 4_000)
    debtor(community, *((10**at, due(days)) for at, days in enumerate(edges[:8])))
    debtor(community, *((10**at, due(days)) for at, days in enumerate(edges[8:])))
    assert sums(community) == [11, 1_100, 110_000, 11_000_000, 11, 1_100, 110_000, 11_000_000]


def test_exactly_one_bucket_holds_each_day() -> None:
    for days in range(-10, 1_200):
        assert sum(each.holds(due(days), TODAY) for each in BUCKETS) == 1, days


def test_what_was_paid_after_the_cut_off_day_was_open_on_it(community: Any, cashier: Actor) -> None:
    who = debtor(community, (20_000, due(40)), now=NOW - timedelta(days=50))
    open_shift(cashier)
    pay(who, 20_000, actor=cashier)
    assert sum(sums(community)) == 0
    assert sum(sums(community, until=TODAY - timedelta(days=1))) == 20_000
    assert aged.households_owing(community.id, TODAY) == 0
    assert aged.households_owing(community.id, TODAY - timedelta(days=1)) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_generated_books_agree_with_the_balances(community: Any, cashier: Actor, seed: int) -> None:
    dice = Random(seed)  # a game of dice
    open_shift(cashier)
    for _each in range(4):
        owed = [(dice.randint(1, 99_999), due(dice.randint(-20, 1_500))) for _line in range(4)]
        who = debtor(community, *owed)
        part = dice.randint(1, sum(fen for fen, _day in owed))
        pay(who, part, seen=part, actor=cashier)
    balances = db.session.scalars(db.select(ReceivableBalance)).all()
    wanted = [
        sum(each.open.fen for each in balances if bucket.holds(each.due_on, TODAY))
        for bucket in BUCKETS
    ]
    assert sums(community) == sums(community, By.ITEM) == wanted


def test_collectors_add_up_to_the_day(community: Any, cashier: Actor, finance: Actor) -> None:
    other = somebody(community, Role.CASHIER)
    for each, fen in ((cashier, 5_800), (other, 1_200)):
        open_shift(each)
        pay(debtor(community, fen), fen, actor=each)
    wrong = pay(debtor(community, 900), 900, actor=other, method="wechat", reference="W1").receipt
    asked = in_transaction(lambda: till.ask_void(wrong, reason="错收", actor=other, now=NOW))
    decided(asked, finance)
    refunded(ahead(debtor(community, 1), 400, actor=cashier), 150, finance, actor=cashier)
    lines = collectors.collectors(community.id, TODAY, TODAY)
    assert [(each.taken, each.given_back, each.void) for each in lines] == [
        (6_200, 150, 0),
        (1_200, 0, 1),
    ]
    taken = day.taken_by_method(day.Span(community.id, TODAY))
    for at, method in enumerate(collectors.METHODS):
        assert sum(each.by_method[at] for each in lines) == taken.get(method, 0)
    assert sum(each.receipts for each in lines) == 4
    assert Money(lines[0].net).grouped == "60.50"


def test_more_households_take_no_more_statements(community: Any) -> None:
    def asked() -> int:
        with counted() as statements:
            aged.ageing(community.id, TODAY, By.BUILDING)
            aged.households_owing(community.id, TODAY)
        return len(statements)

    first: Debtor = debtor(community, 5_000)
    few = asked()
    for _each in range(4):
        debtor(community, 5_000)
    assert first.home_id
    assert asked() == few <= 3
