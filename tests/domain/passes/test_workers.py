"""Workers: cards within the work they belong to, many times in and out, one card that counts."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from propertydesk.estate.models import CalendarDay
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.money import Money
from propertydesk.passes.models import PassCode, PassUse, WorkerPass, WorkerStay
from propertydesk.passes.queries import door
from propertydesk.passes.queries import workers as queries
from propertydesk.passes.queries.invariants import INVARIANTS as PASS_INVARIANTS
from propertydesk.passes.queries.worker_invariants import INVARIANTS
from propertydesk.passes.rules import Answer, Way
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services import visits
from propertydesk.passes.services import workers as services
from propertydesk.passes.services.uses import Scan
from propertydesk.passes.services.visits.lists import Known
from propertydesk.passes.services.workers import upkeep
from propertydesk.platform import settings
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Activity
from propertydesk.platform.attachments import Attachment
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.platform.verify import findings
from tests.conftest import NOW, make_actor
from tests.factories.estate import HomeFactory
from tests.factories.identity import resident_number
from tests.factories.passes import GateFactory, card_of, portrait, work_of, worker_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TODAY = date(2026, 11, 21)


@pytest.fixture
def clerk(community: Any) -> Actor:
    return make_actor(community)


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id)


@pytest.fixture
def home(community: Any) -> Any:
    return HomeFactory(community_id=community.id)


@pytest.fixture
def work(community: Any, home: Any) -> Any:
    return work_of(community, home)


def act(verb: Any, *args: Any, by: Actor, now: Any = NOW, **given: Any) -> Any:
    return in_transaction(lambda: verb(*args, **given, actor=by, now=now))


def enter(worker: WorkerPass, gate: Any, by: Actor, nonce: str = "in", now: Any = NOW) -> PassUse:
    return act(services.enter, worker, Scan(gate, nonce, Way.IN), by=by, now=now)


def leave(worker: WorkerPass, gate: Any, by: Actor, nonce: str = "out", now: Any = NOW) -> Any:
    return act(services.leave, worker, Scan(gate, nonce, Way.OUT), by=by, now=now)


def codes(worker: WorkerPass) -> list[PassCode]:
    query = db.select(PassCode).filter_by(kind="worker", subject_id=worker.id)
    return list(db.session.scalars(query.order_by(PassCode.version)))


def answer(code: PassCode, now: Any = NOW) -> Answer:
    return door.look_up(code.typed, code.community_id, now).answer


def broken() -> list[str]:
    found = findings(db.engine, [*INVARIANTS, *PASS_INVARIANTS])
    return [each.key for each in found if not each.is_kept]


def test_a_worker_comes_and_goes_many_times_while_the_card_is_valid(work, gate, clerk):
    worker = card_of(work)
    for day in range(3):
        now = NOW + day * DAY
        assert enter(worker, gate, clerk, f"in {day}", now).counts
        assert len(queries.inside(work.community_id, now)) == 1
        leave(worker, gate, clerk, f"out {day}", now + 2 * HOUR)
    assert queries.inside(work.community_id, NOW) == []
    assert [use.use_no for use in db.session.query(PassUse).order_by(PassUse.id)] == [*range(1, 7)]
    assert broken() == []


def test_a_resent_scan_is_the_same_scan(work, gate, clerk):
    worker = card_of(work)
    first, again = enter(worker, gate, clerk), enter(worker, gate, clerk)
    assert first.id == again.id
    assert leave(worker, gate, clerk).id == leave(worker, gate, clerk).id
    assert db.session.query(PassUse).count() == 2
    assert broken() == []


def test_a_copy_of_a_card_that_is_inside_is_refused(work, gate, clerk):
    worker = card_of(work)
    enter(worker, gate, clerk)
    second = enter(worker, gate, clerk, "copy")
    assert (second.counts, second.reason) == (False, rules.ALREADY_INSIDE)
    assert db.session.query(WorkerStay).count() == 1
    leave(worker, gate, clerk)
    with pytest.raises(Conflict, match="not inside"):
        leave(worker, gate, clerk, "out again")


def test_the_database_itself_lets_nobody_be_inside_twice(work, gate, clerk):
    worker = card_of(work)
    use = enter(worker, gate, clerk)
    again = WorkerStay(
        community_id=work.community_id,
        pass_id=worker.id,
        use_id=use.id + 1,
        entered_at=NOW,
        entry_gate_id=gate.id,
        let_in_by="魏东",
    )
    with pytest.raises(IntegrityError):
        in_transaction(lambda: (db.session.add(again), db.session.flush()))


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": TODAY - DAY}, "starts_on"),
        ({"ends_on": TODAY + 30 * DAY}, "ends_on"),
        ({"starts_on": TODAY + 2 * DAY, "ends_on": TODAY + DAY}, "ends_on"),
        ({"name": ""}, "name"),
        ({"identity_kind": "resident", "identity": "123"}, "identity"),
    ],
)
def test_a_pass_lies_within_its_work(work, given, field):
    with pytest.raises(Invalid) as refused:
        worker_of(work, **given)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"company": ""}, "company"),
        ({"ends_on": TODAY - DAY}, "ends_on"),
        ({"ends_on": TODAY + 180 * DAY}, "ends_on"),
        ({"work": rules.Work.OTHER}, "reason"),
    ],
)
def test_work_needs_a_company_and_a_sensible_span(community, home, given, field):
    with pytest.raises(Invalid) as refused:
        work_of(community, home, **given)
    assert refused.value.field == field


def test_the_identity_number_itself_is_kept_nowhere(work, clerk):
    number = resident_number(7)
    worker = worker_of(work, identity_kind="resident", identity=number)
    assert worker.identity_masked
    assert number not in str({each.name: getattr(worker, each.name) for each in worker.__table__.c})
    entries = [str((e.note, e.changes, e.reason)) for e in db.session.query(Activity)]
    assert number not in "".join(entries)
    with pytest.raises(Invalid, match="has a pass of this work"):
        worker_of(work, name="别人", identity_kind="resident", identity=number)


def test_the_same_person_is_recognised_at_another_home(community, work):
    elsewhere = work_of(community, HomeFactory(community_id=community.id))
    told = {"identity_kind": "resident", "identity": resident_number(9)}
    first, second = worker_of(work, **told), worker_of(elsewhere, **told)
    assert [each.id for each in queries.same_person(second)] == [first.id]
    assert queries.same_person(worker_of(work)) == []


def test_a_lost_card_opens_nothing_and_the_new_one_does(work, gate, clerk):
    worker = card_of(work)
    act(services.report_lost, worker, reason="工地遗失", by=clerk)
    assert answer(codes(worker)[0]) is Answer.LOST
    assert not enter(worker, gate, clerk).counts
    act(services.replace, worker, by=clerk)
    old, new = codes(worker)
    assert (answer(old), answer(new)) == (Answer.LOST, Answer.GOOD)
    assert enter(worker, gate, clerk, "with the new card").code_id == new.id
    assert (worker.version, worker.lost_cards, worker.prints) == (2, 1, 0)
    assert broken() == []


def test_an_extension_is_a_new_card_within_the_work(work, clerk):
    worker = card_of(work, ends_on=TODAY + 5 * DAY)
    with pytest.raises(Invalid) as refused:
        act(services.extend, worker, work.ends_on + DAY, by=clerk)
    assert refused.value.field == "ends_on"
    act(services.extend, worker, work.ends_on, by=clerk)
    old, new = codes(worker)
    assert (answer(old), answer(new)) == (Answer.REPLACED, Answer.GOOD)
    assert new.valid_to == work.ends_at
    assert broken() == []


def test_a_pass_expires_and_can_be_extended_or_taken_away(work, gate, clerk):
    worker, other = card_of(work, ends_on=TODAY), card_of(work, name="王二", ends_on=TODAY)
    never = worker_of(work, name="赵五", ends_on=TODAY)
    enter(worker, gate, clerk)
    tomorrow = NOW + DAY

    def expire() -> int:
        return act(upkeep.expire, work.community_id, by=clerk, now=tomorrow)

    assert [expire(), expire()] == [3, 0]
    assert (worker.state, never.state) == ("expired", "voided")
    assert answer(codes(worker)[0], tomorrow) is Answer.EXPIRED
    stay = leave(worker, gate, clerk, now=tomorrow)
    assert stay.left_at == tomorrow
    act(services.take_away, worker, by=clerk, now=tomorrow)
    assert (worker.state, worker.card_back_at) == ("returned", tomorrow)
    assert answer(codes(worker)[0], tomorrow) is Answer.VOID
    act(services.extend, other, work.ends_on, by=clerk, now=tomorrow)
    assert other.state == "valid"
    assert broken() == []


def test_a_card_in_force_is_not_taken_away(work, clerk):
    with pytest.raises(Conflict):
        act(services.take_away, card_of(work), by=clerk)


def test_a_voided_pass_opens_nothing_but_lets_out(work, gate, clerk):
    worker = card_of(work)
    enter(worker, gate, clerk)
    act(services.void, worker, reason="偷盗", by=clerk)
    assert answer(codes(worker)[0]) is Answer.VOID
    leave(worker, gate, clerk)
    assert not enter(worker, gate, clerk, "again").counts
    assert broken() == []


def test_stopped_work_lets_nobody_in_and_everybody_out(work, gate, clerk):
    inside, outside = card_of(work), card_of(work, name="王二")
    enter(inside, gate, clerk)
    act(services.stop_work, work, reason="敲承重墙", by=clerk)
    refused = enter(outside, gate, clerk, "stopped")
    assert (refused.answer, refused.reason) == ("refused", rules.STOPPED)
    leave(inside, gate, clerk)
    act(services.resume, work, reason="已整改", by=clerk)
    assert enter(outside, gate, clerk, "goes on").counts
    assert broken() == []


def test_nobody_comes_in_outside_the_hours_of_work(work, gate, clerk):
    worker, late = card_of(work), NOW + 10 * HOUR
    refused = enter(worker, gate, clerk, "late", late)
    assert (refused.answer, refused.reason) == ("refused", rules.OUT_OF_HOURS)
    enter(worker, gate, clerk)
    assert [each.late for each in queries.inside(work.community_id, late)] == [True]
    leave(worker, gate, clerk, now=late)
    assert broken() == []


def test_rest_days_are_a_setting(community, work, gate, clerk):
    worker = card_of(work)
    in_transaction(
        lambda: settings.change(community.id, rules.REST_DAYS, False, actor=clerk, now=NOW)
    )
    closed = CalendarDay(community_id=community.id, day=TODAY, is_open=False)
    in_transaction(lambda: db.session.add(closed))
    assert enter(worker, gate, clerk).reason == rules.REST_DAY


def test_who_is_barred_gets_no_pass_and_does_not_come_in(community, work, gate, clerk):
    worker = card_of(work)
    known = Known("李", worker.phone, "", TODAY, TODAY + 30 * DAY)
    in_transaction(lambda: visits.bar(community, known, None, reason="打架", actor=clerk, now=NOW))
    assert enter(worker, gate, clerk).reason == rules.BARRED
    with pytest.raises(Invalid) as refused:
        worker_of(work, name="别人")
    assert refused.value.field == "phone"


def test_somebody_else_with_the_card_is_refused(work, gate, clerk):
    worker = card_of(work)
    scan = Scan(gate, "not him", Way.IN)
    use = act(services.not_the_person, worker, scan, by=clerk)
    assert (use.counts, use.reason) == (False, rules.NOT_THE_PERSON)
    assert enter(worker, gate, clerk).counts


def test_shorter_work_shortens_its_cards(work, gate, clerk):
    long, short = card_of(work), card_of(work, name="王二", ends_on=TODAY + 2 * DAY)
    last = TODAY + 9 * DAY
    cut = act(services.change_span, work, TODAY, last, reason="提前完工", by=clerk)
    assert (cut, long.ends_on, short.ends_on) == (1, last, TODAY + 2 * DAY)
    assert answer(codes(long)[0], NOW + 9 * DAY) is Answer.GOOD
    assert answer(codes(long)[0], NOW + 10 * DAY) is Answer.EXPIRED
    sealed = door.find(door.sealed_code(codes(long)[0]))
    assert sealed is not None
    with pytest.raises(Invalid) as refused:
        act(services.change_span, work, TODAY + DAY, last, reason="推迟", by=clerk)
    assert refused.value.field == "starts_on"
    assert broken() == []


def test_a_card_needs_photo_and_deposit(community, work, clerk):
    worker = worker_of(work, photo=False)
    assert worker.deposit == Money(5000)
    with pytest.raises(Conflict, match="deposit"):
        act(services.issue_card, worker, by=clerk)
    in_transaction(lambda: setattr(worker, "deposit", Money.zero))
    with pytest.raises(Invalid, match="photo"):
        act(services.issue_card, worker, by=clerk)
    act(services.photograph, worker, portrait(), by=clerk)
    act(services.issue_card, worker, by=clerk)
    with pytest.raises(Conflict):
        act(services.photograph, worker, portrait(), by=clerk)


def test_work_closes_when_all_is_settled_and_then_takes_no_worker(work, gate, clerk):
    worker = card_of(work)
    with pytest.raises(Conflict, match="not settled"):
        act(services.close, work, by=clerk)
    act(services.take_back, worker, by=clerk)
    act(services.close, work, by=clerk)
    with pytest.raises(Conflict, match="closed"):
        worker_of(work, name="王二")


def test_workers_are_forgotten_in_time_and_entries_stay(work, gate, clerk):
    gone, here = card_of(work), card_of(work, name="王二")
    enter(gone, gate, clerk)
    leave(gone, gate, clerk)
    act(services.take_back, gone, by=clerk)
    later = NOW + 91 * DAY
    rule = upkeep.RULES[0]
    due = list(db.session.scalars(rule.due(work.community_id, later - 90 * DAY)))
    assert due == [gone.id]
    in_transaction(lambda: rule.erase(due, later))
    db.session.expire_all()
    assert (gone.name, gone.phone, gone.photo_id) == (rules.ERASED, "", None)
    assert db.session.query(Attachment).filter_by(subject_id=gone.id).count() == 0
    assert (here.name, here.photo_id is not None) == ("王二", True)
    assert db.session.query(WorkerStay).filter_by(pass_id=gone.id).count() == 1
    assert broken() == []


def plant(statement: str) -> None:
    in_transaction(lambda: db.session.execute(db.text(statement)))


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE worker_passes SET ends_on = '2027-11-21'", "worker.span"),
        ("UPDATE engagements SET ends_at = '2026-11-22 00:00:00+00:00'", "worker.code-span"),
        ("UPDATE pass_codes SET ended = 'void'", "worker.one-card"),
        ("UPDATE worker_passes SET state = 'lost'", "worker.no-card"),
        ("UPDATE worker_passes SET version = 2", "worker.cards"),
        ("UPDATE worker_stays SET entered_at = '2026-11-20 00:00:00+00:00'", "worker.entered"),
        ("UPDATE engagements SET state = 'closed'", "worker.closed"),
        ("UPDATE worker_passes SET erased_at = '2026-11-22 00:00:00+00:00'", "worker.erased"),
    ],
)
def test_verify_finds_what_cannot_be(work, gate, clerk, statement, rule):
    enter(card_of(work), gate, clerk)
    assert broken() == []
    plant(statement)
    assert rule in broken()
