"""When bills are posted, what was paid ahead meets them by itself: once, whatever happens."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from propertydesk.estate.models import Home
from propertydesk.fees import services as fees
from propertydesk.fees.models import BillingRun, ChargeItem
from propertydesk.fees.services import posting
from propertydesk.kernel.errors import Conflict
from propertydesk.owners.models import HouseholdTie, Person
from propertydesk.platform import tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import services as till
from propertydesk.till.models import Allocation, Prepayment, PrepaymentMovement, Shift
from propertydesk.till.services import Payer
from tests.conftest import NOW, make_actor
from tests.factories.fees import ChargeItemFactory, FeePriceFactory, owned_home, receivables
from tests.factories.till import open_shift, tender

NOVEMBER = date(2026, 11, 1)
DUE = 22_625  # 98.37 m² at ¥2.30, a month


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def item(community: Any) -> Any:
    found = ChargeItemFactory(community_id=community.id, code="WY")
    FeePriceFactory(item=found)
    return found


@pytest.fixture
def clerk(item: Any, cashier: Actor) -> Actor:
    """A cashier with an open drawer, where something is to be charged."""
    open_shift(cashier)
    return cashier


@dataclass(frozen=True)
class Desk:
    """A community with a price and an open drawer, and who works there."""

    app: Flask
    community: Any
    clerk: Actor
    actor: Actor


@pytest.fixture
def desk(app: Flask, community: Any, clerk: Actor, actor: Actor) -> Desk:
    return Desk(app, community, clerk, actor)


def pays_ahead(home: Home, fen: int, cashier: Actor) -> None:
    owner = select(HouseholdTie.person_id).filter_by(home_id=home.id)

    def pay() -> None:
        person = db.session.get_one(Person, db.session.scalars(owner).one())
        place = db.session.get_one(Home, home.id)
        till.pay_ahead(Payer(place, person.name, person), tender(fen), actor=cashier, now=NOW)

    in_transaction(pay)


def approved(community: Any, actor: Actor, now: datetime = NOW) -> int:
    """A run of November, approved and waiting for its task; gives its id."""

    def work() -> int:
        run = fees.prepare_run(community.id, NOVEMBER, actor=actor, now=now)
        fees.approve_run(run, actor=make_actor(community), now=now)
        return run.id

    return in_transaction(work)


def posted(app: Flask, community: Any, actor: Actor) -> int:
    run_id = approved(community, actor)
    assert tasks.run_next(app)
    return run_id


def undo(run_id: int, actor: Actor) -> None:
    def work() -> None:
        run = db.session.get_one(BillingRun, run_id)
        fees.undo_run(run, reason="单价录错", actor=actor, now=NOW)

    in_transaction(work)


def open_bills() -> list[int]:
    return [balance.open.fen for _row, balance in receivables()]


def held() -> list[int]:
    db.session.expire_all()
    return [each.balance.fen for each in db.session.scalars(select(Prepayment).order_by("id"))]


def movements() -> list[tuple[str, int]]:
    query = select(PrepaymentMovement.kind, PrepaymentMovement.amount)
    return [(kind, amount.fen) for kind, amount in db.session.execute(query.order_by("id"))]


def test_what_was_paid_ahead_meets_the_bills_as_they_are_posted(
    app: Flask, community: Any, clerk: Actor, actor: Actor
) -> None:
    rich, poor, _none = (owned_home(community) for _ in range(3))
    pays_ahead(rich, 50_000, clerk)
    pays_ahead(poor, 10_000, clerk)
    run_id = posted(app, community, actor)
    assert open_bills() == [0, DUE - 10_000, DUE]
    assert held() == [50_000 - DUE, 0]
    assert db.session.get_one(BillingRun, run_id).state == "posted"


def test_posting_the_month_again_changes_nothing(
    app: Flask, community: Any, clerk: Actor, actor: Actor
) -> None:
    home = owned_home(community)
    pays_ahead(home, 50_000, clerk)
    posted(app, community, actor)
    posted(app, community, actor)
    assert (open_bills(), held()) == ([0], [50_000 - DUE])
    assert movements() == [("paid_in", 50_000), ("offset", -DUE)]


def dies_at(monkeypatch: pytest.MonkeyPatch, call: int, after: Callable[..., None]) -> None:
    """The process is gone in the middle of the announcement number `call`, after its handlers."""
    calls = iter(range(1, 100))

    def announce(*args: Any) -> None:
        after(*args)
        if next(calls) == call:
            raise Killed

    monkeypatch.setattr(posting, "_announce", announce)


@pytest.mark.parametrize("dead_at", [1, 2, 3])
def test_a_task_killed_between_posting_and_set_off_sets_off_when_it_is_taken_up_again(
    desk: Desk,
    set_clock: Any,
    monkeypatch: pytest.MonkeyPatch,
    dead_at: int,
) -> None:
    homes = [owned_home(desk.community) for _ in range(3)]
    for home in homes:
        pays_ahead(home, 30_000, desk.clerk)
    monkeypatch.setattr(posting, "CHUNK", 1)
    run_id = approved(desk.community, desk.actor)
    whole = posting._announce
    with monkeypatch.context() as dying:
        dies_at(dying, dead_at, whole)
        with pytest.raises(Killed):
            tasks.run_next(desk.app)
    assert open_bills() == [0] * (dead_at - 1) + [DUE] * (4 - dead_at)
    assert db.session.get_one(BillingRun, run_id).state == "posting"
    set_clock(NOW + tasks.LEASE)
    assert tasks.run_next(desk.app)
    assert (open_bills(), held()) == ([0] * 3, [30_000 - DUE] * 3)
    assert len(db.session.scalars(select(Allocation)).all()) == 3
    assert db.session.get_one(BillingRun, run_id).state == "posted"


def test_a_killed_run_whose_month_is_posted_anew_loses_nothing_either(
    desk: Desk,
    set_clock: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home = owned_home(desk.community)
    pays_ahead(home, 30_000, desk.clerk)
    approved(desk.community, desk.actor)
    with monkeypatch.context() as dying:
        dies_at(dying, 1, lambda *_: None)
        with pytest.raises(Killed):
            tasks.run_next(desk.app)
    assert open_bills() == [DUE]
    posted(desk.app, desk.community, desk.actor)
    assert (open_bills(), held()) == ([0], [30_000 - DUE])
    set_clock(NOW + tasks.LEASE)
    assert tasks.run_next(desk.app), "the first task is taken up, and finds nothing to do"
    assert (open_bills(), held()) == ([0], [30_000 - DUE])


def test_the_plan_of_a_run_stays_as_it_was_approved(
    app: Flask, community: Any, item: Any, actor: Actor
) -> None:
    """A building that is built while the task waits changes nothing about the chunks to come."""
    for _ in range(2):
        owned_home(community)
    run_id = approved(community, actor)
    owned_home(community)
    assert tasks.run_next(app)
    assert db.session.get_one(BillingRun, run_id).added == 2


def test_the_bill_due_first_is_met_first_whatever_item_is_posted_first(
    app: Flask, community: Any, clerk: Actor, actor: Actor
) -> None:
    early = ChargeItemFactory(community_id=community.id, code="ZZ", due_day=1)
    FeePriceFactory(item=early)
    item = db.session.scalars(select(ChargeItem).filter_by(code="WY")).one()
    home = owned_home(community)
    pays_ahead(home, DUE, clerk)
    posted(app, community, actor)
    met = {row.item_id: balance.open.fen for row, balance in receivables()}
    assert met == {early.id: 0, item.id: DUE}


def test_what_is_set_off_after_the_close_of_a_day_belongs_to_the_next(
    app: Flask, community: Any, clerk: Actor, finance: Actor, actor: Actor
) -> None:
    home = owned_home(community)
    shift = db.session.scalars(select(Shift)).one()
    pays_ahead(home, 30_000, clerk)
    day = shift.business_date
    in_transaction(lambda: close_till(shift.id, finance, day))
    posted(app, community, actor)
    offset = db.session.scalars(select(PrepaymentMovement).filter_by(kind="offset")).one()
    assert offset.business_date == day + timedelta(days=1)


def close_till(shift_id: int, finance: Actor, day: date) -> None:
    """The day's close, its only drawer over."""
    db.session.execute(
        db.text("UPDATE till_shifts SET state = 'closed' WHERE id = :id"), {"id": shift_id}
    )
    db.session.expire_all()
    till.close_day(finance.community_id, day, actor=finance, now=NOW)


def test_undoing_a_run_gives_back_what_was_set_off(
    app: Flask, community: Any, clerk: Actor, actor: Actor
) -> None:
    home = owned_home(community)
    pays_ahead(home, 30_000, clerk)
    undo(posted(app, community, actor), actor)
    assert (open_bills(), held()) == ([0], [30_000])
    assert [balance.is_void for _row, balance in receivables()] == [True]
    assert movements()[1:] == [("offset", -DUE), ("withdrawn", DUE)]
    posted(app, community, actor)
    assert (open_bills(), held()) == ([0, 0], [30_000 - DUE])


def test_what_somebody_paid_keeps_the_run_and_its_set_offs(
    app: Flask, community: Any, clerk: Actor, actor: Actor
) -> None:
    home = owned_home(community)
    pays_ahead(home, 10_000, clerk)
    run_id = posted(app, community, actor)
    ((row, _balance),) = receivables()

    def pay() -> None:
        place = db.session.get_one(Home, home.id)
        person = db.session.get_one(Person, row.payer_id)
        till.take_payment(
            Payer(place, person.name, person), tender(100), chosen=(row.id,),
            seen=tender(100).amount, keep_surplus=False, actor=clerk, now=NOW,
        )  # fmt: skip

    in_transaction(pay)
    with pytest.raises(Conflict):
        undo(run_id, actor)
    assert (open_bills(), held()) == ([DUE - 10_100], [0])
