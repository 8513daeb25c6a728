"""Two clerks, two cashiers or two guards at the same worker's card at the same moment.

Whoever loses is told plainly, and the books of cards and deposits hold. The control takes the
protection away and must show the harm that it prevents.
"""

from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.money import Money
from propertydesk.passes.models import Engagement, Gate, PassCode, PassUse, WorkerPass, WorkerStay
from propertydesk.passes.queries import worker_deposits
from propertydesk.passes.queries.invariants import INVARIANTS as PASS_INVARIANTS
from propertydesk.passes.queries.worker_invariants import INVARIANTS
from propertydesk.passes.rules import Way
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import workers as services
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.workers.cards import make_card
from propertydesk.platform import approvals
from propertydesk.platform import db as platform_db
from propertydesk.platform import transaction as transaction_door
from propertydesk.platform.access import Actor
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from propertydesk.till import rules as till_rules
from propertydesk.till import services as till
from propertydesk.till.models import Deposit, DepositReturn
from tests.conftest import NOW, make_actor
from tests.domain.shifts.test_races import Nothing, fresh
from tests.domain.test_till_races import later, race
from tests.factories.estate import HomeFactory
from tests.factories.passes import GateFactory, card_of, work_of, worker_of
from tests.factories.till import open_shift, somebody, tender

RACES = 20
DEPOSIT = 5_000

Act = Callable[[], object]


class Site:
    """A home where work goes on, two clerks, two cashiers, two guards at their gates."""

    def __init__(self, community: Any) -> None:
        self.place = community
        self.home = HomeFactory(community_id=community.id)
        self.clerks = [make_actor(community) for _each in range(2)]
        self.cashiers = [somebody(community, Role.CASHIER) for _each in range(2)]
        self.finance = somebody(community, Role.FINANCE)
        self.guards = [
            (make_actor(community), GateFactory(community_id=community.id).id) for _each in range(2)
        ]
        for each in self.cashiers:
            open_shift(each)

    def work(self) -> Engagement:
        return work_of(self.place, self.home)

    def secured(self) -> WorkerPass:
        """A card in force whose deposit is held, of work of its own."""
        worker = worker_of(self.work())
        self.take(worker.engagement_id, self.cashiers[0])()
        self.act(services.issue_card, worker.id, self.clerks[0])()
        return worker

    def lost(self) -> WorkerPass:
        worker = self.secured()
        self.act(services.report_lost, worker.id, self.clerks[0], reason="遗失")()
        return worker

    def act(self, verb: Any, pass_id: int, by: Actor, *args: Any, **given: Any) -> Act:
        """One person's deed with a pass."""
        return lambda: in_transaction(
            lambda: verb(db.session.get_one(WorkerPass, pass_id), *args, **given, actor=by, now=NOW)
        )

    def scan(self, verb: Any, pass_id: int, way: Way) -> list[Act]:
        """Both guards at once."""
        return [
            self.act(verb, pass_id, guard, Scan(_gate(gate_id), f"{pass_id} {way} {guard.id}", way))
            for guard, gate_id in self.guards
        ]

    def take(self, work_id: int, cashier: Actor) -> Act:
        """One cashier takes what is asked for a card."""
        secured = till.Secured(till_rules.DepositKind.WORKER_PASS, "engagement", work_id)
        payer = till.Payer(self.home, "匠心装饰")
        return lambda: in_transaction(
            lambda: till.take_deposit(payer, tender(DEPOSIT), secured, actor=cashier, now=NOW)
        )

    def returning(self, worker: WorkerPass) -> Act:
        """A second person gives leave to return the deposit, asked for beforehand."""
        wanted = till.Returning(Money(1_000), "遗失", "匠心装饰", till_rules.Method.CASH, "")

        def ask() -> int:
            deposit = db.session.scalars(
                db.select(Deposit).filter_by(subject_id=worker.engagement_id)
            ).one()
            asked = till.ask_return(deposit, wanted, reason="完工", actor=self.cashiers[0], now=NOW)
            return asked.id

        asked = in_transaction(ask)
        return lambda: in_transaction(
            lambda: approvals.approve(
                db.session.get_one(Approval, asked), actor=self.finance, now=NOW
            )
        )


def _gate(gate_id: int) -> Gate:
    return db.session.get_one(Gate, gate_id)


@pytest.fixture
def site(community: Any) -> Site:
    return Site(community)


def broken() -> list[str]:
    found = findings(db.engine, [*INVARIANTS, *PASS_INVARIANTS])
    return [each.key for each in found if not each.is_kept]


def counting(pass_id: int) -> int:
    """How many cards of a pass count."""
    return db.session.query(PassCode).filter_by(subject_id=pass_id, ended="").count()


def conflicts(failures: list[BaseException]) -> int:
    """How many were told plainly; nobody else may have failed."""
    assert [each for each in failures if not isinstance(each, Conflict)] == []
    return len(failures)


def test_of_two_clerks_one_issues_and_one_replaces_the_card(app: Flask, site: Site) -> None:
    for _round in range(RACES):
        worker = worker_of(site.work())
        site.take(worker.engagement_id, site.cashiers[0])()
        both = [site.act(services.issue_card, worker.id, each) for each in site.clerks]
        assert conflicts(fresh(race(app, both))) == 1
        site.act(services.report_lost, worker.id, site.clerks[0], reason="遗失")()
        both = [site.act(services.replace, worker.id, each) for each in site.clerks]
        assert conflicts(fresh(race(app, both))) == 1
        assert (counting(worker.id), db.session.get_one(WorkerPass, worker.id).version) == (1, 2)
    assert broken() == []


def test_a_card_that_ends_while_a_new_one_is_made_leaves_none_that_counts(
    app: Flask, site: Site, told: Callable[[str], None]
) -> None:
    clerk, other = site.clerks
    ended = 0
    for number in range(RACES):
        longer = site.secured()
        waiting = worker_of(db.session.get_one(Engagement, longer.engagement_id), name="王二")
        in_transaction(lambda waiting=waiting: setattr(waiting, "deposit", Money.zero))
        for pass_id, making, ending in (
            (longer.id, (services.extend, (longer.ends_on,)), services.report_lost),
            (waiting.id, (services.issue_card, ()), services.void),
        ):
            acts = [
                site.act(making[0], pass_id, clerk, *making[1]),
                later(site.act(ending, pass_id, other, reason="遗失"), number),
            ]
            conflicts(fresh(race(app, acts)))
            state = db.session.get_one(WorkerPass, pass_id).state
            assert counting(pass_id) == (state == "valid")
            ended += state != "valid"
    assert broken() == []
    told(f"{ended} of {2 * RACES} passes ended, none with a card that counts")


def test_of_two_cashiers_one_takes_the_deposit(app: Flask, site: Site) -> None:
    for _round in range(RACES):
        work = site.work()
        worker_of(work)
        both = [site.take(work.id, each) for each in site.cashiers]
        assert conflicts(fresh(race(app, both))) == 1
        assert worker_deposits.held_for(work.id) == Money(DEPOSIT)


def test_a_deposit_of_one_card_lets_one_of_two_be_issued(app: Flask, site: Site) -> None:
    for _round in range(RACES):
        first = worker_of(site.work())
        site.take(first.engagement_id, site.cashiers[0])()
        second = worker_of(db.session.get_one(Engagement, first.engagement_id), name="王二")
        acts = [
            site.act(services.issue_card, each.id, clerk)
            for each, clerk in zip((first, second), site.clerks, strict=True)
        ]
        assert conflicts(fresh(race(app, acts))) == 1
        assert counting(first.id) + counting(second.id) == 1
    assert broken() == []


def test_a_lost_card_is_replaced_or_its_deposit_goes_back(
    app: Flask, site: Site, told: Callable[[str], None]
) -> None:
    back = 0
    for number in range(RACES):
        worker = site.lost()
        new_card = site.act(services.replace, worker.id, site.clerks[0])
        acts = [later(site.returning(worker), RACES - number), later(new_card, number)]
        assert conflicts(fresh(race(app, acts))) == 1
        back += counting(worker.id) == 0
    assert db.session.query(DepositReturn).count() == back
    assert broken() == []
    told(f"{back} of {RACES} deposits went back, the others had a new card")


def test_a_lost_card_that_is_found_while_its_deposit_goes_back_goes_back_once(
    app: Flask, site: Site
) -> None:
    for _round in range(RACES):
        worker = site.lost()
        acts = [site.returning(worker), site.act(services.take_back, worker.id, site.clerks[0])]
        assert fresh(race(app, acts)) == []
        assert db.session.get_one(WorkerPass, worker.id).state == "returned"
    assert db.session.query(DepositReturn).count() == RACES
    assert broken() == []


def test_of_two_guards_one_lets_in_and_one_lets_out(app: Flask, site: Site) -> None:
    ids = [card_of(site.work()).id for _round in range(RACES)]
    for pass_id in ids:
        assert fresh(race(app, site.scan(services.enter, pass_id, Way.IN))) == []
        assert db.session.query(WorkerStay).filter_by(pass_id=pass_id, left_at=None).count() == 1
        assert conflicts(fresh(race(app, site.scan(services.leave, pass_id, Way.OUT)))) == 1
    assert db.session.query(WorkerStay).count() == RACES
    refused = db.session.query(PassUse).filter_by(use_no=None, reason=rules.ALREADY_INSIDE)
    assert refused.count() == RACES
    assert db.session.query(PassUse).filter(PassUse.use_no.is_not(None)).count() == 2 * RACES
    assert broken() == []


def test_the_database_itself_lets_one_card_of_a_pass_count(site: Site) -> None:
    worker = card_of(site.work())
    with pytest.raises(IntegrityError):
        in_transaction(
            lambda: make_card(db.session.get_one(WorkerPass, worker.id), made_by="林晓燕", now=NOW)
        )


def clerks_at_once(site: Site) -> list[Act]:
    worker = site.lost()
    return [site.act(services.replace, worker.id, each) for each in site.clerks]


def cashiers_at_once(site: Site) -> list[Act]:
    work = site.work()
    worker_of(work)
    return [site.take(work.id, each) for each in site.cashiers]


def refund_against_a_new_card(site: Site) -> list[Act]:
    worker = site.lost()
    return [site.returning(worker), site.act(services.replace, worker.id, site.clerks[0])]


def guards_at_once(site: Site) -> list[Act]:
    pass_id = card_of(site.work()).id
    for each in site.scan(services.enter, pass_id, Way.IN)[:1]:
        each()
    return site.scan(services.leave, pass_id, Way.OUT)


@pytest.mark.parametrize(
    "meeting", [clerks_at_once, cashiers_at_once, refund_against_a_new_card, guards_at_once]
)
def test_without_the_protection_the_same_race_does_harm(
    app: Flask,
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    told: Callable[[str], None],
    meeting: Callable[[Site], list[Act]],
) -> None:
    """The control: with the protection each of these races has exactly one loser, told plainly.

    On SQLite the protection is to begin as the writer, on PostgreSQL the held rows.
    """
    met = [meeting(site) for _round in range(RACES)]
    if on_sqlite():
        monkeypatch.setattr(transaction_door, "writing", Nothing())
        monkeypatch.setattr(transaction_door, "_writer", nullcontext())
    else:
        monkeypatch.setattr(platform_db, "on_sqlite", lambda: True)  # reads without holding
    lost = [fresh(race(app, acts)) for acts in met]
    harmed = sum([type(each) for each in losers] != [Conflict] for losers in lost)
    told(f"{harmed} of {RACES} went wrong without the protection")
    assert harmed > 0
