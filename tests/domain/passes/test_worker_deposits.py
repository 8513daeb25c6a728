"""Deposits of workers' cards: asked for, taken once at the till, returned once when the cards are back."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.passes.models import PassUse, WorkerPass
from propertydesk.passes.queries import door, worker_deposits
from propertydesk.passes.queries.worker_invariants import INVARIANTS
from propertydesk.passes.rules import Answer, PassKind, Way
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import workers as services
from propertydesk.passes.services.uses import Scan
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
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
from tests.factories.passes import GateFactory, card_of, work_of, worker_of


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


def look(worker: WorkerPass) -> door.LookUp:
    code = door.live_code(PassKind.WORKER, worker.id)
    assert code is not None
    return door.look_up(code.typed, code.community_id, NOW)


def enter(worker: WorkerPass, gate: Any, by: Actor, nonce: str) -> PassUse:
    return act(services.enter, worker, Scan(gate, nonce, Way.IN), by=by)


def standing(worker: WorkerPass) -> str:
    """How lists and the guard's search show a pass."""
    query = db.select(worker_deposits.STANDING).where(WorkerPass.id == worker.id)
    return str(db.session.scalars(query).one())


def test_a_voided_receipt_stops_the_cards_that_rest_on_it_until_it_is_paid_anew(
    community, home, work, clerk
):
    worker, gate = worker_of(work), GateFactory(community_id=community.id)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    assert (look(worker).answer, standing(worker)) == (Answer.GOOD, "valid")
    counter.taken_back(deposit.id, finance, actor=cashier)
    found = look(worker)
    assert (found.answer, found.objection) == (Answer.REFUSED, rules.UNSECURED)
    assert (worker.state, standing(worker)) == ("valid", "unsecured")
    refused = enter(worker, gate, clerk, "without")
    assert (refused.counts, refused.reason) == (False, rules.UNSECURED)
    assert worker_deposits.secured(work).missing == Money(5_000)
    secure(work, home, 5_000, cashier)
    assert (look(worker).answer, standing(worker)) == (Answer.GOOD, "valid")
    assert enter(worker, gate, clerk, "paid anew").counts
    assert broken() == []


def test_a_receipt_reversed_in_red_stops_them_too(community, home, work, clerk):
    worker = worker_of(work)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    counter.take_over(counter.count_drawer(cashier), finance)
    other, _finance = cashier_of(community)
    counter.taken_back(deposit.id, finance, actor=other)
    assert look(worker).objection == rules.UNSECURED


def test_whoever_is_inside_without_a_deposit_may_leave(community, home, work, clerk):
    worker, gate = worker_of(work), GateFactory(community_id=community.id)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    enter(worker, gate, clerk, "in")
    counter.taken_back(deposit.id, finance, actor=cashier)
    assert act(services.leave, worker, Scan(gate, "out", Way.OUT), by=clerk).left_at == NOW
    assert not enter(worker, gate, clerk, "in again").counts
    assert broken() == []


def test_cards_of_other_work_and_cards_without_a_deposit_go_on(community, home, work, clerk):
    elsewhere = work_of(community, home)
    mine, theirs, free = worker_of(work), worker_of(elsewhere), card_of(work, name="王二")
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    secure(elsewhere, home, 5_000, cashier)
    for worker in (mine, theirs):
        act(services.issue_card, worker, by=clerk)
    counter.taken_back(deposit.id, finance, actor=cashier)
    answers = [look(each).answer for each in (mine, theirs, free)]
    assert answers == [Answer.REFUSED, Answer.GOOD, Answer.GOOD]
    assert [standing(each) for each in (mine, theirs, free)] == ["unsecured", "valid", "valid"]


def test_without_the_deposit_no_card_is_made_for_a_lost_one_or_a_longer_time(
    community, home, work, clerk
):
    lost, kept = worker_of(work), worker_of(work, name="王二", ends_on=work.starts_on)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 10_000, cashier)
    for worker in (lost, kept):
        act(services.issue_card, worker, by=clerk)
    act(services.report_lost, lost, reason="遗失", by=clerk)
    counter.taken_back(deposit.id, finance, actor=cashier)
    for verb, *args in ((services.replace, lost), (services.extend, kept, work.ends_on)):
        with pytest.raises(Conflict, match="of the deposit has to be taken"):
            act(verb, *args, by=clerk)
    secure(work, home, 10_000, cashier)
    act(services.replace, lost, by=clerk)
    act(services.extend, kept, work.ends_on, by=clerk)
    assert broken() == []


def test_a_lost_card_whose_deposit_went_back_is_replaced_for_a_new_one(
    community, home, work, clerk
):
    worker = worker_of(work)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    act(services.report_lost, worker, reason="遗失", by=clerk)
    counter.returned(deposit.id, finance, actor=cashier, withheld=1_000)
    with pytest.raises(Conflict, match="of the deposit has to be taken"):
        act(services.replace, worker, by=clerk)
    secure(work, home, 5_000, cashier)
    later = NOW + timedelta(minutes=5)
    in_transaction(lambda: services.replace(worker, actor=clerk, now=later))
    assert look(worker).answer is Answer.GOOD
    assert broken() == []


def test_work_that_was_closed_meanwhile_takes_no_deposit(community, home, work, clerk):
    worker = worker_of(work)
    cashier, finance = cashier_of(community)
    deposit = secure(work, home, 5_000, cashier)
    act(services.issue_card, worker, by=clerk)
    act(services.report_lost, worker, reason="遗失", by=clerk)
    counter.returned(deposit.id, finance, actor=cashier)
    act(services.close, work, by=clerk)
    with pytest.raises(Conflict, match=r"0\.00 is asked for"):
        secure(work, home, 5_000, cashier)
    assert broken() == []


def test_the_history_of_the_work_tells_that_the_deposit_is_gone(community, home, work, clerk):
    cashier, finance = cashier_of(community)
    worker_of(work)
    deposit = secure(work, home, 5_000, cashier)
    counter.taken_back(deposit.id, finance, actor=cashier)
    told = db.session.query(Activity).filter_by(action="engagement.deposit_taken_back").one()
    assert (told.subject_id, told.home_id, told.actor_name) == (work.id, home.id, finance.name)


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
