"""Prices, one-off charges, payments and closed months."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.models import BillingRun, FeePrice
from propertydesk.fees.rules import Period
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction, transaction
from tests.conftest import NOW, make_actor
from tests.factories.fees import (
    BillingRunFactory,
    ChargeItemFactory,
    FeePriceFactory,
    amounts,
    breaches,
    charged,
    post,
    receivables,
)

pytestmark = pytest.mark.domain

NOVEMBER = Period(date(2026, 11, 1), 1)


def test_receivables_cannot_be_changed_or_deleted(home: Home, item: Any) -> None:
    post(item, NOVEMBER)
    for statement in ("UPDATE receivables SET amount = 1", "DELETE FROM receivables"):
        with pytest.raises(Exception, match="append-only"), transaction():
            db.session.execute(text(statement))
    assert amounts() == [22625]


def test_no_more_is_paid_than_is_open(community: Any, home: Home) -> None:
    row = charged(home, Money(5800))
    with transaction():
        fees.settle({row.id: Money(5000)})
    for amount in (801, -5001):
        with pytest.raises(Conflict), transaction():
            fees.settle({row.id: Money(amount)})
    with transaction():
        fees.settle({row.id: Money(800)})
    ((_row, balance),) = receivables()
    assert (balance.open.fen, balance.paid.fen) == (0, 5800)
    assert breaches() == {}


def test_a_line_of_a_source_is_charged_once(home: Home) -> None:
    charged(home, Money(5800))
    with pytest.raises(Invalid):
        charged(home, Money(5800))
    assert amounts() == [5800]


def test_a_closed_month_takes_nothing_more(
    community: Any, home: Home, item: Any, actor: Actor
) -> None:
    place = community.id
    october = date(2026, 10, 1)
    with transaction():
        fees.close_month(place, october, actor=actor, now=NOW)
    with pytest.raises(Conflict), transaction():
        fees.prepare_run(place, october, actor=actor, now=NOW)
    with pytest.raises(Invalid), transaction():
        fees.close_month(place, october, actor=actor, now=NOW)
    with pytest.raises(Invalid), transaction():
        fees.close_month(place, NOVEMBER.starts_on, actor=actor, now=NOW)


def test_a_price_counts_once_somebody_else_approved_it(
    community: Any, home: Home, actor: Actor
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    price = proposed(item, actor)
    assert post(item, NOVEMBER).added == 0
    with pytest.raises(NotAllowed), transaction():
        fees.approve_price(db.session.get_one(FeePrice, price.id), actor=actor, now=NOW)
    approve(price, community)
    assert post(item, NOVEMBER).added == 1


def proposed(item: Any, actor: Actor, **more: Any) -> FeePrice:
    facts = {"price": 23_000, "starts_on": date(2026, 1, 1), "legal_basis": "合同第 12 条", **more}
    return in_transaction(
        lambda: fees.propose_price(item, fees.PriceFacts(**facts), actor=actor, now=NOW)
    )


def approve(price: FeePrice, community: Any) -> None:
    other = make_actor(community)
    with transaction():
        fees.approve_price(db.session.get_one(FeePrice, price.id), actor=other, now=NOW)


def test_a_later_version_ends_the_one_before(community: Any, actor: Actor) -> None:
    item = ChargeItemFactory(community_id=community.id)
    first, second = (
        proposed(item, actor, starts_on=day) for day in (date(2026, 1, 1), date(2026, 7, 1))
    )
    approve(first, community)
    approve(second, community)
    assert db.session.get_one(FeePrice, first.id).ends_on == date(2026, 7, 1)
    between = proposed(item, actor, starts_on=date(2026, 3, 1))
    with pytest.raises(Invalid):
        approve(between, community)
    assert breaches() == {}


def test_a_version_does_not_begin_before_days_that_are_billed_at_another(
    community: Any, home: Home, actor: Actor
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    approve(proposed(item, actor), community)
    post(item, NOVEMBER)
    with pytest.raises(Invalid):
        approve(proposed(item, actor, starts_on=date(2026, 11, 1), price=25_000), community)
    assert breaches() == {}
    later = proposed(item, actor, starts_on=date(2026, 12, 1), price=25_000)
    approve(later, community)
    assert breaches() == {}


def test_a_wrong_price_is_replaced_from_its_own_first_day(
    community: Any, home: Home, actor: Actor
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    wrong = proposed(item, actor, price=32_000)
    approve(wrong, community)
    right = proposed(item, actor)
    approve(right, community)
    db.session.expire_all()
    states = [db.session.get_one(FeePrice, each.id).state for each in (wrong, right)]
    assert states == ["replaced", "approved"]
    assert post(item, NOVEMBER).total == 22_625
    assert breaches() == {}


def test_a_price_at_which_something_is_billed_is_not_replaced(
    community: Any, home: Home, actor: Actor
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    first = proposed(item, actor)
    approve(first, community)
    post(item, NOVEMBER)
    with pytest.raises(Invalid):
        approve(proposed(item, actor, price=25_000), community)
    db.session.expire_all()
    assert db.session.get_one(FeePrice, first.id).state == "approved"
    assert breaches() == {}


def test_undone_bills_leave_room_for_a_better_price(
    community: Any, home: Home, actor: Actor
) -> None:
    item = ChargeItemFactory(community_id=community.id)
    approve(proposed(item, actor), community)
    run = BillingRunFactory(community_id=community.id, state="posted")
    post(item, NOVEMBER, run=run)
    with transaction():
        found = db.session.get_one(BillingRun, run.id)
        fees.undo_run(found, reason="单价录错", actor=actor, now=NOW)
    approve(proposed(item, actor, starts_on=date(2026, 11, 1), price=25_000), community)
    assert "fees.price" not in breaches()
    assert post(item, NOVEMBER).total == 24_593


def test_what_is_collected_on_behalf_bears_no_surcharge(community: Any, actor: Actor) -> None:
    item = ChargeItemFactory(community_id=community.id, on_behalf=True, basis="home")
    with pytest.raises(Invalid):
        proposed(item, actor, surcharge=100)
    with pytest.raises(Exception, match="no_surcharge_on_behalf"):
        FeePriceFactory(item=item, surcharge=100)
