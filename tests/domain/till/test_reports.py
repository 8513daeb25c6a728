"""Collections up to a cut-off day: each figure from documents, and all of them agree to the fen."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.fees.models import ChargeItem
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules
from propertydesk.till import services as till
from propertydesk.till.queries import reports
from propertydesk.till.queries.reports import Asked, By
from tests.conftest import NOW
from tests.factories.till import (
    Debtor,
    ahead,
    debtor,
    decided,
    hold,
    open_shift,
    owe,
    pay,
    somebody,
)
from tests.statements import counted

OCTOBER = datetime(2026, 10, 12, 2, tzinfo=UTC)
LAST_YEAR = datetime(2025, 11, 12, 2, tzinfo=UTC)
TODAY = date(2026, 11, 21)


def november(community: Any, *, until: date = TODAY, by: By = By.BUILDING) -> Asked:
    return Asked(community.id, date(2026, 11, 1), date(2026, 11, 30), until, by)


def total(asked: Asked) -> rules.Collection:
    return rules.together(each.figures for each in reports.collections(asked))


def one_more(who: Debtor, fen: int, now: datetime, line: int = 9) -> int:
    return owe(db.session.get_one(Home, who.home_id), fen, line=line, now=now).id


def test_the_four_rates_come_from_the_documents_of_their_years(
    community: Any, cashier: Actor
) -> None:
    old = debtor(community, 30_000, now=LAST_YEAR)
    october = one_more(old, 20_000, OCTOBER)
    now = one_more(old, 10_000, NOW, line=10)
    open_shift(cashier)
    pay(old, 12_000, actor=cashier, seen=12_000)
    pay(old, 20_000, actor=cashier, chosen=(october,))
    pay(old, 5_000, actor=cashier, chosen=(now,))
    found = total(november(community))
    assert (found.charged, found.collected, found.open) == (10_000, 5_000, 5_000)
    assert (found.year_charged, found.year_collected) == (30_000, 25_000)
    assert (found.opening, found.recovered) == (30_000, 12_000)
    assert (found.current, found.year_to_date, found.recovery) == (5_000, 8_333, 4_000)
    assert found.overall == 6_167  # 37,000 of 60,000


def test_what_was_paid_after_the_cut_off_day_was_open_on_it(community: Any, cashier: Actor) -> None:
    who = debtor(community, 20_000, now=OCTOBER)
    open_shift(cashier)
    pay(who, 20_000, actor=cashier)
    month = Asked(community.id, date(2026, 10, 1), date(2026, 10, 31), date(2026, 10, 31))
    assert total(month).open == 20_000
    later = Asked(community.id, date(2026, 10, 1), date(2026, 10, 31), TODAY)
    assert total(later).open == 0


def test_what_was_paid_before_new_year_was_never_brought_forward(
    community: Any, sign_in: Any
) -> None:
    who = debtor(community, 30_000, now=LAST_YEAR)
    then = somebody(community, Role.CASHIER)
    open_shift(then, now=LAST_YEAR)
    pay(who, 10_000, actor=then, seen=10_000, now=LAST_YEAR)
    found = total(november(community))
    assert (found.opening, found.recovered) == (20_000, 0)


def test_money_ahead_counts_in_no_rate_until_it_is_set_off(community: Any, cashier: Actor) -> None:
    who = debtor(community, 10_000)
    open_shift(cashier)
    ahead(who, 15_000, actor=cashier)
    hold(who, 7_000, actor=cashier)
    assert total(november(community)).collected == 0
    assert reports.held_for_payers(november(community)) == reports.Held(15_000, 7_000)
    system = system_actor(community.id)
    in_transaction(lambda: till.offset_prepayments(community.id, actor=system, now=NOW))
    assert total(november(community)).collected == 10_000
    assert reports.held_for_payers(november(community)) == reports.Held(5_000, 7_000)


def test_a_receipt_taken_back_opens_the_charge_again(
    community: Any, cashier: Actor, finance: Actor
) -> None:
    who = debtor(community, 10_000)
    open_shift(cashier)
    receipt = pay(who, 10_000, actor=cashier).receipt
    asked = in_transaction(lambda: till.ask_void(receipt, reason="错收", actor=cashier, now=NOW))
    assert total(november(community)).open == 0
    decided(asked, finance)
    assert total(november(community)).open == 10_000


@pytest.mark.parametrize("by", list(By))
def test_lines_charges_and_balances_agree_to_the_fen(
    community: Any, cashier: Actor, by: By
) -> None:
    households = [debtor(community, 10_001, 3_333), debtor(community, 777)]
    open_shift(cashier)
    pay(households[0], 5_555, actor=cashier, seen=5_555)
    asked = november(community, by=by)
    summed = total(asked)
    charges = list(reports.lines_of(asked))
    assert (summed.charged, summed.collected) == (14_111, 5_555)
    assert sum(each.charged for each in charges) == summed.charged
    assert sum(each.open for each in charges) == summed.open == 8_556


def test_lines_are_named_after_what_they_are(community: Any, cashier: Actor) -> None:
    debtor(community, 5_000)
    item = db.session.scalars(select(ChargeItem)).one()
    by_item = reports.collections(november(community, by=By.ITEM))
    assert [(each.key, each.label) for each in by_item] == [(item.id, item.name)]
    by_month = reports.collections(november(community, by=By.MONTH))
    assert [each.label for each in by_month] == ["2026-11"]


def test_another_communitys_money_is_not_in_it(community: Any) -> None:
    from tests.factories.estate import CommunityFactory

    debtor(CommunityFactory(), 5_000)
    assert reports.collections(november(community)) == []


def test_more_households_take_no_more_statements(community: Any) -> None:
    debtor(community, 5_000)
    with counted() as few:
        reports.collections(november(community))
    for _each in range(5):
        debtor(community, 5_000)
    with counted() as many:
        reports.collections(november(community))
    assert len(many) == len(few) <= 2
