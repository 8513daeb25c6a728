"""A deposit that is not held any more, as it reads at the gate, at the desk and in the lists."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.passes.services import workers
from propertydesk.platform.transaction import in_transaction
from propertydesk.till import rules as till_rules
from propertydesk.till import services as till
from propertydesk.till.models import Deposit
from tests.conftest import NOW, make_actor
from tests.factories import till as counter
from tests.factories.passes import GateFactory, work_of, worker_of
from tests.factories.repairs import household_of


@pytest.fixture
def home(community: Any) -> Any:
    return household_of(community)[0]


@pytest.fixture
def work(community: Any, home: Any) -> Engagement:
    return work_of(community, home)


@pytest.fixture
def uncovered(community: Any, home: Any, work: Engagement) -> WorkerPass:
    """A card in force whose deposit's receipt was made void."""
    GateFactory(community_id=community.id)
    worker, clerk = worker_of(work), make_actor(community)
    cashier = counter.somebody(community, Role.CASHIER)
    finance = counter.somebody(community, Role.FINANCE)
    counter.open_shift(cashier)
    secured = till.Secured(till_rules.DepositKind.WORKER_PASS, "engagement", work.id)

    def take() -> Deposit:
        payer = till.Payer(home, "匠心装饰")
        return till.take_deposit(payer, counter.tender(5_000), secured, actor=cashier, now=NOW)[0]

    deposit = in_transaction(take)
    in_transaction(lambda: workers.issue_card(worker, actor=clerk, now=NOW))
    counter.taken_back(deposit.id, finance, actor=cashier)
    return worker


def test_the_gate_says_why_and_does_not_take_the_card_away(sign_in, uncovered):
    code = door.live_code(PassKind.WORKER, uncovered.id)
    assert code is not None
    guard = sign_in(Role.GUARD)
    shown = guard.post_form("/gate/scans", {"code": code.shown}, follow_redirects=True).text
    assert 'pd-verdict-title">Refused at the gate<' in shown
    assert "The deposit of this card is not held any more" in shown
    assert "Take the card away" not in shown
    assert "Let in" not in shown
    assert "Deposit not held" in guard.get("/gate/workers?q=李").text


def test_the_pages_of_pass_and_work_say_what_has_to_be_paid(sign_in, uncovered, work):
    clerk = sign_in(Role.CLERK)
    of_pass = clerk.get(f"/worker-passes/{uncovered.id}").text
    assert "Deposit not held" in of_pass
    assert "until ¥50.00 is taken at the till" in of_pass
    of_work = clerk.get(f"/engagements/{work.id}").text
    assert "they open nothing at the gate until ¥50.00" in of_work
    assert "its cards open nothing without it" in of_work


def test_the_list_tells_such_cards_apart(sign_in, uncovered, work):
    good = worker_of(work, name="王二")
    clerk = sign_in(Role.CLERK)
    assert "Deposit not held" in clerk.get("/worker-passes").text
    found = clerk.get("/worker-passes?unsecured=1").text
    assert uncovered.number in found
    assert good.number not in found


def test_a_clerk_is_told_before_a_longer_pass_is_made(sign_in, uncovered):
    clerk = sign_in(Role.CLERK)
    told = clerk.post_form(f"/worker-passes/{uncovered.id}/extension", {"ends_on": "2026-12-20"})
    assert told.status_code == 409
    assert "of the deposit has to be taken at the till first" in told.text
