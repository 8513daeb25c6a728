"""Deposits of workers' cards: asked for, taken once at the till, returned once when the cards are back."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.passes.models import WorkerPass
from propertydesk.passes.queries import worker_deposits
from propertydesk.passes.queries.worker_invariants import INVARIANTS
from propertydesk.passes.services import workers as services
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from propertydesk.till import rules as till_rules
from propertydesk.till import services as till
from propertydesk.till.models import Deposit
from propertydesk.till.queries.secured import asked_of_homes
from tests.conftest import NOW, make_actor
from tests.factories import till as counter
from tests.factories.estate import HomeFactory
from tests.factories.passes import work_of, worker_of


@pytest.fixture
def clerk(community: Any) -> Actor:
    return make_actor(community)


@pytest.fixture
def home(community: Any) -> Any:
    return HomeFactory(community_id=community.id)


@pytest.fixture
def work(community: Any, home: Any) -> Any:
    return work_of(community, home)


def act(verb: Any, *args: Any, by: Actor, **given: Any) -> Any:
    return in_transaction(lambda: verb(*args, **given, actor=by, now=NOW))


def broken() -> list[str]:
    return [each.key for each in findings(db.engine, INVARIANTS) if not each.is_kept]


def cashier_of(community: Any) -> tuple[Actor, Actor]:
    cashier = counter.somebody(community, Role.CASHIER)
    counter.open_shift(cashier)
    return cashier, counter.somebody(community, Role.FINANCE)


def secure(work: Any, home: Any, fen: int, by: Actor) -> Deposit:
    secured = till.Secured(till_rules.DepositKind.WORKER_PASS, "engagement", work.id)
    payer = till.Payer(home, "匠心装饰")
    return in_transaction(
        lambda: till.take_deposit(payer, counter.tender(fen), secured, actor=by, now=NOW)
    )[0]


def test_the_deposit_is_asked_for_taken_once_and_returned_when_the_cards_are_back(
    community, home, work, clerk
):
    first, second = worker_of(work), worker_of(work, name="王二")
    cashier, finance = cashier_of(community)
    asked = asked_of_homes([home.id])
    assert [(each.subject_id, each.amount) for each in asked] == [(work.id, Money(10_000))]
    with pytest.raises(Conflict):
        secure(work, home, 5_000, cashier)
    deposit = secure(work, home, 10_000, cashier)
    with pytest.raises(Conflict):
        secure(work, home, 10_000, cashier)
    assert asked_of_homes([home.id]) == []
    for worker in (first, second):
        act(services.issue_card, worker, by=clerk)
    with pytest.raises(Conflict, match="are not back"):
        counter.returned(deposit.id, finance, actor=cashier)
    act(services.take_back, first, by=clerk)
    act(services.report_lost, second, reason="遗失", by=clerk)
    assert worker_deposits.secured(work).proposed == Money(1_000)
    with pytest.raises(Conflict, match="deposit is still held"):
        act(services.close, work, by=clerk)
    counter.returned(deposit.id, finance, actor=cashier, withheld=1_000)
    with pytest.raises(Conflict, match="returned already"):
        counter.returned(deposit.id, finance, actor=cashier)
    act(services.close, work, by=clerk)
    assert work.state == "closed"
    assert broken() == []


def test_a_new_worker_asks_for_a_further_deposit(community, home, work, clerk):
    first = worker_of(work)
    cashier, _finance = cashier_of(community)
    secure(work, home, 5_000, cashier)
    act(services.issue_card, first, by=clerk)
    second = worker_of(work, name="王二")
    with pytest.raises(Conflict):
        act(services.issue_card, second, by=clerk)
    assert worker_deposits.secured(work).asked == Money(5_000)
    act(services.take_back, first, by=clerk)
    assert worker_deposits.secured(work).asked == Money.zero
    act(services.issue_card, second, by=clerk)
    assert broken() == []


def test_verify_finds_a_deposit_that_went_back_while_a_card_is_out(community, home, work, clerk):
    worker = worker_of(work)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    act(services.take_back, worker, by=clerk)
    counter.returned(deposit.id, finance, actor=cashier)
    assert broken() == []
    in_transaction(
        lambda: db.session.execute(db.update(WorkerPass).values(state="valid", card_back_at=None))
    )
    assert "worker.deposit-back" in broken()
