"""One due time takes effect once: with kills, twice, in a race, and after days without a leader."""

import secrets
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from propertydesk.estate.models import Building
from propertydesk.kernel.errors import Conflict
from propertydesk.platform import scheduling
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import At, Job, JobRun, Place, RunState, loop, runs
from propertydesk.platform.scheduling.leader import leadership
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory

pytestmark = pytest.mark.domain

DUE = NOW - timedelta(minutes=5)


class Killed(BaseException):
    """Stands for a process that ends in the middle of its work."""


class Builder:
    """A job function that adds a building each time, and can be told to go wrong."""

    def __init__(self) -> None:
        self.wrong: BaseException | None = None
        self.calls = 0

    def __call__(self, community_id: int | None, due: datetime, now: datetime) -> int:
        self.calls += 1
        db.session.add(Building(community_id=community_id, no=secrets.token_hex(5)))
        db.session.flush()
        if self.wrong is not None:
            raise self.wrong
        return 1


@pytest.fixture
def builder() -> Builder:
    return Builder()


@pytest.fixture
def job(app, community, builder) -> Job:
    """A job at 9 o'clock, known to the application."""
    found = Job("build", "Build", At(hour=9), builder)
    before = scheduling.timetable(app)
    scheduling.register(app, [found], before.communities)
    yield found
    scheduling.register(app, before.jobs, before.communities)


def buildings() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Building)) or 0


def rows() -> list[JobRun]:
    db.session.rollback()
    return list(db.session.scalars(select(JobRun).order_by(JobRun.due)))


@pytest.fixture
def leader(app) -> loop.Leader:
    """A process that leads."""
    found = loop.Leader(app, leadership(app, db.engine))
    found.look()
    assert found.leads
    yield found
    found.stop()


def test_run_twice_is_run_once(app, community, job):
    first = scheduling.run_at(job, community.id, DUE, app)
    second = scheduling.run_at(job, community.id, DUE, app)
    assert (first.state, first.count, second.state) == (RunState.DONE, 1, None)
    assert buildings() == 1
    (row,) = rows()
    assert (row.state, row.count, row.attempts, row.finished) == ("done", 1, 1, NOW)


def test_it_runs_in_each_community(app, community, job):
    other = CommunityFactory()
    outcomes = scheduling.run(job, DUE, app)
    assert {each.community_id for each in outcomes} == {community.id, other.id}
    assert buildings() == 2


def test_a_run_for_the_whole_installation_is_unique_too(app, community, builder):
    whole = Job("sweep", "Sweep", At(hour=3), lambda *_: 7, per_community=False)
    assert scheduling.run(whole, DUE, app)[0].count == 7
    assert scheduling.run(whole, DUE, app)[0].state is None


def test_a_killed_run_leaves_nothing_and_is_taken_up_when_its_lease_is_over(
    community, job, builder, set_clock, leader
):
    builder.wrong = Killed()
    with pytest.raises(Killed):
        scheduling.run_at(job, community.id, NOW, leader.app)
    assert (buildings(), rows()[0].state) == (0, "running")
    builder.wrong = None
    assert scheduling.run_at(job, community.id, NOW, leader.app).state is None, (
        "its lease still holds"
    )
    set_clock(NOW + runs.LEASE)
    leader.tick(job)
    assert buildings() == 1
    assert (rows()[0].state, rows()[0].attempts) == ("done", 2)


def test_a_runner_that_slept_through_its_lease_undoes_its_work(app, community, job, set_clock):
    slept = runs._claim(job, community.id, DUE, NOW)
    set_clock(NOW + runs.LEASE)
    assert scheduling.run_at(job, community.id, DUE, app).state is RunState.DONE
    with pytest.raises(Conflict):
        runs._work(job, community.id, DUE, NOW, slept)
    assert buildings() == 1


def test_a_failed_run_is_tried_again_after_a_pause(community, job, builder, set_clock, leader):
    builder.wrong = ValueError("no bricks")
    outcome = scheduling.run_at(job, community.id, NOW, leader.app)
    assert (outcome.state, outcome.error) == (RunState.FAILED, "ValueError: no bricks")
    assert (buildings(), rows()[0].error) == (0, "ValueError: no bricks")
    builder.wrong = None
    leader.tick(job)
    assert buildings() == 0
    set_clock(NOW + timedelta(minutes=1))
    leader.tick(job)
    assert (buildings(), rows()[0].state, rows()[0].error) == (1, "done", None)


def test_an_error_is_told_without_the_values_of_the_statement(app, community, job, builder):
    def twice(community_id: int | None, due: datetime, now: datetime) -> int:
        for _ in range(2):
            db.session.add(Building(community_id=community_id, no="secret"))
        db.session.flush()
        return 2

    outcome = scheduling.run_at(Job("twice", "Twice", At(hour=1), twice), community.id, DUE, app)
    assert outcome.state is RunState.FAILED
    assert "secret" not in rows()[0].error


def race(app, job: Job, community_id: int) -> None:
    """Two runners on one due time at the same moment."""
    line = threading.Barrier(2)

    def runner() -> None:
        line.wait()
        scheduling.run_at(job, community_id, DUE, app)

    threads = [threading.Thread(target=runner) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_of_two_runners_one_runs(app, community, job):
    for number in range(5):
        race(app, Job(f"build-{number}", "Build", job.at, job.function), community.id)
    assert buildings() == 5


def test_without_the_unique_row_both_would_run(app, community, job):
    """The control: what the test above looks for does happen when nothing prevents it."""
    execute_alone("DROP INDEX uq_job_runs_in_community")
    try:
        race(app, job, community.id)
        assert buildings() == 2
    finally:
        execute_alone("DELETE FROM job_runs")
        execute_alone(
            "CREATE UNIQUE INDEX uq_job_runs_in_community ON job_runs (job, community_id, due)"
        )


def execute_alone(statement: str) -> None:
    db.session.rollback()
    with transaction():
        db.session.execute(text(statement))


def test_missed_due_times_are_caught_up_each_once(community, job, set_clock, leader):
    leader.tick(job)
    assert [row.due for row in rows()] == [NOW], "a new job starts with its latest due time"
    set_clock(NOW + timedelta(days=3, hours=1))
    leader.tick(job)
    leader.tick(job)
    assert [row.due for row in rows()] == [NOW + timedelta(days=each) for each in range(4)]
    assert buildings() == 4


def test_catching_up_is_bounded(community, job, set_clock, leader):
    leader.tick(job)
    set_clock(NOW + timedelta(days=100))
    leader.tick(job)
    assert buildings() == 1 + job.catch_up.days


def test_of_missed_ticks_only_the_newest_runs(app, community, builder, set_clock, leader):
    ticking = Job("tick", "Tick", At(every_minutes=5), builder)
    scheduling.register(app, [ticking], scheduling.timetable(app).communities)
    leader.tick(ticking)
    set_clock(NOW + timedelta(hours=5, minutes=3))
    leader.tick(ticking)
    assert [row.due for row in rows()] == [NOW, NOW + timedelta(hours=5)]


def test_nothing_happens_without_the_lead(app, community, job):
    loop.Leader(app, leadership(app, db.engine)).tick(job)
    assert rows() == []


def test_run_now_is_a_due_time_of_its_own(app, community, job, actor, leader):
    scheduling.run_at(job, community.id, NOW, app)
    asked = NOW + timedelta(seconds=30)
    with transaction():
        run = scheduling.ask_for_run(job, community.id, actor, asked)
        assert run.is_waiting
    leader.tick(job)
    assert rows()[-1].is_waiting, "the clock has not come to it"


def test_what_was_asked_for_is_taken_up_at_the_next_tick(community, job, actor, leader):
    asked = NOW - timedelta(seconds=30)
    with transaction():
        scheduling.ask_for_run(job, community.id, actor, asked)
    leader.tick(job)
    run = next(row for row in rows() if row.due == asked)
    assert (run.state, run.asked_by) == ("done", actor.name)


def test_one_process_leads_and_another_takes_over(app):
    first, second = leadership(app, db.engine), leadership(app, db.engine)
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    assert second.held()
    assert not first.held()
    second.release()


def test_the_started_scheduler_runs_what_is_due(app, community, job, monkeypatch):
    monkeypatch.setattr(loop, "TICK_SECONDS", 0.1)
    running = scheduling.start(app)
    try:
        deadline = time.monotonic() + 10
        while buildings() == 0 and time.monotonic() < deadline:
            time.sleep(0.05)
    finally:
        scheduling.stop(running)
    assert buildings() == 1


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (At(hour=9), "2026-11-21T01:00"),
        (At(hour=23, minute=30), "2026-11-20T15:30"),
        (At(hour=8, weekday=0), "2026-11-16T00:00"),
        (At(hour=6, day=1), "2026-10-31T22:00"),
        (At(every_minutes=15), "2026-11-21T01:00"),
    ],
)
def test_the_latest_due_time_is_on_the_clock_of_the_community(at: At, expected: str):
    assert at.latest(NOW, "Asia/Shanghai") == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_a_job_follows_each_communitys_own_clock(app, builder):
    job = Job("build", "Build", At(hour=9), builder)
    missed = job.missed(Place(1, "Europe/London"), NOW, None, [])
    assert missed == [datetime(2026, 11, 20, 9, tzinfo=UTC)]
