"""One row for each due time: a claim with a lease, the proof that it ran, and what came of it.

Running is two transactions. The first claims the row: inserts it, or takes it up again when a
former runner died (its lease is over) or failed. The second does the work and marks the row done,
under a lock on the row; a runner that slept through its lease finds another's claim and undoes
everything. So a due time takes effect once, however many runners there are.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask import Flask
from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.errors import Conflict, Problem
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import Model, db, on_sqlite
from propertydesk.platform.scheduling.timetable import Job, Place, timetable
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.platform.types import Identity, UtcDateTime

log = logging.getLogger(__name__)

#: While a runner works it holds the row's lock; the lease only covers the moment before that.
LEASE = timedelta(minutes=1)
MOST_ATTEMPTS = 5
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2))


class RunState(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class JobRun(Model):
    """One due time of one job in one community."""

    __tablename__ = "job_runs"
    __table_args__ = (
        Index("uq_job_runs_in_community", "job", "community_id", "due", unique=True),
        # a second guard, since two empty community ids do not clash in the first
        Index(
            "uq_job_runs_everywhere",
            "job",
            "due",
            unique=True,
            sqlite_where=text("community_id IS NULL"),
            postgresql_where=text("community_id IS NULL"),
        ),
        Index("ix_job_runs_state_lease_until", "state", "lease_until"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    job: Mapped[str] = mapped_column(String(60))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10))
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int]
    asked_by: Mapped[str | None] = mapped_column(String(80))
    started: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished: Mapped[datetime | None] = mapped_column(UtcDateTime)
    count: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(String(300))

    @property
    def is_waiting(self) -> bool:
        """Whether it was asked for and nobody has begun yet."""
        return self.state == RunState.RUNNING and self.attempts == 0

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        return "job", self.id, self.job


@dataclass(frozen=True)
class Outcome:
    """What became of one due time: its state, the count of things done, words for a failure."""

    job: str
    community_id: int | None
    due: datetime
    state: RunState | None  # None: another runner has it, or it ran before
    count: int = 0
    error: str = ""


def run(job: Job, due: datetime, app: Flask) -> list[Outcome]:
    """Run `job` for the due instant (UTC) in each of its places."""
    with app.app_context():
        places = timetable(app).places(job)
    return [run_at(job, place.community_id, due, app) for place in places]


def run_at(job: Job, community_id: int | None, due: datetime, app: Flask) -> Outcome:
    """Run `job` for one community and due instant (UTC), unless it ran before or runs now.

    Never raises for a failing job: the row and the outcome say what went wrong.
    """
    with app.app_context():
        now = clock_now()
        claim = _claim(job, community_id, due, now)
        if claim is None:
            return Outcome(job.name, community_id, due, None)
        try:
            count = _work(job, community_id, due, now, claim)
        except Exception as error:  # noqa: BLE001  # whatever a job raises must not stop the others
            return _note_failure(job, community_id, due, claim, error)
    return Outcome(job.name, community_id, due, RunState.DONE, count)


def ask_for_run(job: Job, community_id: int | None, actor: Actor, now: datetime) -> JobRun:
    """Put down "run now": a due time of its own, free for the leader to take up at once.

    Call inside a transaction. Raises Conflict when the same instant was asked for already.
    """
    row = _row(job, community_id, due=now, lease_until=now, attempts=0, asked_by=actor.name)
    if _insert(row) is None:
        raise Conflict(N_("This job has just been asked for."))
    return db.session.scalars(select(JobRun).where(_same_due(job, community_id, now))).one()


def unfinished(job: Job, now: datetime) -> list[JobRun]:
    """Runs of `job` free to be taken up: asked for, left by a dead runner, or to be tried again."""
    query = select(JobRun).where(JobRun.job == job.name, _may_be_taken_up(now)).order_by(JobRun.due)
    return list(db.session.scalars(query))


def first_due(job: Job, place: Place) -> datetime | None:
    """The earliest due time of `job` ever run in `place`."""
    here = select(JobRun.due).where(JobRun.job == job.name, _in(place.community_id))
    return db.session.scalar(here.order_by(JobRun.due).limit(1))


def known_dues(job: Job, place: Place, since: datetime) -> list[datetime]:
    """Due times of `job` in `place` that have a row, from `since` on."""
    here = select(JobRun.due).where(JobRun.job == job.name, _in(place.community_id))
    return list(db.session.scalars(here.where(JobRun.due >= since)))


@dataclass(frozen=True)
class _Claim:
    run_id: int
    attempt: int


def _claim(job: Job, community_id: int | None, due: datetime, now: datetime) -> _Claim | None:
    """Make the row ours: insert it, or take it up when its lease is over. None: not ours."""
    with transaction():
        fresh = _row(job, community_id, due, lease_until=now + LEASE, attempts=1, started=now)
        run_id = _insert(fresh)
        if run_id is not None:
            return _Claim(run_id, 1)
        left = (
            select(JobRun)
            .where(_same_due(job, community_id, due), _may_be_taken_up(now))
            .with_for_update(skip_locked=True)  # locked: its runner is alive, lease or not
        )
        row = db.session.scalars(left).one_or_none()
        if row is None:
            return None
        row.state, row.lease_until, row.started = RunState.RUNNING, now + LEASE, now
        row.attempts += 1
        return _Claim(row.id, row.attempts)


def _work(job: Job, community_id: int | None, due: datetime, now: datetime, claim: _Claim) -> int:
    """The work and the mark that it is done; raises Conflict when too late.

    In one transaction, or chunk by chunk: what a broken-off run has done stays and counts.
    """

    def work() -> tuple[int, bool]:
        row = db.session.get_one(JobRun, claim.run_id, with_for_update=True, populate_existing=True)
        if row.state != RunState.RUNNING or row.attempts != claim.attempt:
            raise Conflict(N_("Another runner has taken this run up."))
        found = job.function(community_id, due, now)
        row.count = count = (row.count or 0) + found
        if job.in_chunks and found:
            row.lease_until = clock_now() + LEASE
            return count, False
        row.state, row.finished, row.error = RunState.DONE, clock_now(), None
        return count, True

    while True:
        count, is_over = in_transaction(work)
        if is_over:
            return count


def _note_failure(
    job: Job, community_id: int | None, due: datetime, claim: _Claim, error: Exception
) -> Outcome:
    """Mark the run failed, to be tried again after a pause, unless another runner has it by now."""
    log.error("job %s for %s failed", job.name, due.isoformat(), exc_info=error)
    words = words_for(error)
    now = clock_now()
    with transaction():
        row = db.session.get_one(JobRun, claim.run_id, with_for_update=True, populate_existing=True)
        if row.state == RunState.RUNNING and row.attempts == claim.attempt:
            pause = _PAUSES[min(claim.attempt, len(_PAUSES)) - 1]
            row.state, row.error, row.finished = RunState.FAILED, words, now
            row.lease_until = now + pause
    return Outcome(job.name, community_id, due, RunState.FAILED, 0, words)


def words_for(error: Exception) -> str:
    """One short line about `error` that holds no data of persons: never a statement's values."""
    if isinstance(error, Problem):
        return str(error)[:300]
    told = error.orig if isinstance(error, DBAPIError) and error.orig else error
    lines = str(told).splitlines()
    return f"{type(told).__name__}: {lines[0] if lines else ''}"[:300]


def _row(job: Job, community_id: int | None, due: datetime, **more: object) -> dict[str, object]:
    here = {"job": job.name, "community_id": community_id, "due": due, "state": RunState.RUNNING}
    return here | more


def _insert(row: dict[str, object]) -> int | None:
    """Put a run down; None when its due time has a row already."""
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = insert(JobRun).values(row).on_conflict_do_nothing().returning(JobRun.id)
    return db.session.execute(statement).scalar()


def _in(community_id: int | None) -> ColumnElement[bool]:
    if community_id is None:
        return JobRun.community_id.is_(None)
    return JobRun.community_id == community_id


def _same_due(job: Job, community_id: int | None, due: datetime) -> ColumnElement[bool]:
    return and_(JobRun.job == job.name, _in(community_id), JobRun.due == due)


def _may_be_taken_up(now: datetime) -> ColumnElement[bool]:
    left_or_failed = JobRun.state.in_([RunState.RUNNING, RunState.FAILED])
    return and_(left_or_failed, JobRun.lease_until <= now, JobRun.attempts < MOST_ATTEMPTS)
