"""Background tasks: long work as one row with progress, done in chunks that survive a kill.

A domain declares a `TaskKind` and puts a task into the queue with `enqueue`; the scheduler's
leader works it off. Each step is one transaction and tells how far it came, so that a killed task
goes on behind its last whole chunk:

    def step(task: Task, progress: Progress) -> None:
        rows = progress.material[task.done_count : task.done_count + 200]
        ...
        progress.advance(len(rows), N_("%(count)s homes read"), count=task.done_count)
        if task.done_count >= len(progress.material):
            progress.finish(N_("All homes are in."))

Files (what was handed in, what came out) lie in the folder `tasks` of the instance.
"""

import logging
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

from flask import Flask, current_app
from sqlalchemy import ForeignKey, Index, String, and_, or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.errors import Conflict, Missing, Problem
from propertydesk.kernel.words import N_
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import Model, db
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.platform.types import Identity, Json, UtcDateTime

log = logging.getLogger(__name__)

_KEY = "desk.tasks"
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 5


class TaskState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Task(Model):
    """One piece of long work."""

    __tablename__ = "tasks"
    __table_args__ = (Index("ix_tasks_state_lease_until", "state", "lease_until"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    total: Mapped[int | None]
    done_count: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(300), default="")
    message_values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    outcome: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    result_path: Mapped[str | None] = mapped_column(String(200))
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_until: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased: Mapped[bool] = mapped_column(default=False, doc="what it was about is gone")

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in (TaskState.DONE, TaskState.FAILED)

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100; None while the total is not known."""
        if self.state == TaskState.DONE:
            return 100
        return min(100, self.done_count * 100 // self.total) if self.total else None

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        return "task", self.id, self.kind


@dataclass
class Progress:
    """What a step learns and tells. `material` is what the kind's `prepare` gave."""

    task: Task
    material: Any = None
    is_over: bool = field(default=False, init=False)

    def expect(self, total: int) -> None:
        """Say how many things there are to do."""
        self.task.total = total

    def advance(self, count: int, text: str = "", /, **values: Any) -> None:
        """Say that `count` more things are done, and, if given, a catalogue entry for the page."""
        self.task.done_count += count
        if text:
            self._say(text, values)

    def report(self, outcome: Mapping[str, Any]) -> None:
        """Keep what has come out so far, for the page and the command line."""
        self.task.outcome = dict(outcome)

    def finish(self, text: str = "", /, **values: Any) -> None:
        """Say that this was the last step."""
        self.is_over = True
        if text:
            self._say(text, values)

    def _say(self, text: str, values: Mapping[str, Any]) -> None:
        self.task.message, self.task.message_values = text, dict(values)


@dataclass(frozen=True)
class TaskKind:
    """One kind of long work.

    `prepare(task)` runs once per start, outside any transaction (parsing, reading files);
    `before(task, material)` runs before each step, outside any transaction (drawing, packing);
    `step(task, progress)` does one chunk in a transaction of its own;
    `conclude(task, material)` runs after the last step, outside any transaction, and may give the
    path of a result file inside `folder()`.
    """

    name: str
    label: str
    step: Callable[[Task, Progress], None]
    prepare: Callable[[Task], Any] | None = None
    conclude: Callable[[Task, Any], Path | None] | None = None
    before: Callable[[Task, Any], None] | None = None


def register(app: Flask, kinds: Iterable[TaskKind]) -> None:
    """Hand the kinds of all domains to `app`."""
    app.extensions[_KEY] = {kind.name: kind for kind in kinds}


def kind_of(task: Task) -> TaskKind:
    """The kind of `task`. Raises Missing when no domain knows it (any more)."""
    kinds: dict[str, TaskKind] = current_app.extensions[_KEY]
    if task.kind not in kinds:
        raise Missing(N_("There is no task of the kind %(name)s."), name=task.kind)
    return kinds[task.kind]


def label_of(task: Task) -> str:
    """What the task does, as a catalogue entry; its bare kind when no domain knows it any more."""
    kinds: dict[str, TaskKind] = current_app.extensions[_KEY]
    return kinds[task.kind].label if task.kind in kinds else task.kind


def folder() -> Path:
    """Where tasks keep their files; made when it is missing."""
    place = Path(current_app.instance_path) / "tasks"
    place.mkdir(parents=True, exist_ok=True)
    return place


def keep_input(stream: IO[bytes], suffix: str) -> str:
    """Store a file before its task is put down; gives its name in `folder()`."""
    name = f"in-{secrets.token_hex(12)}{suffix}"
    with (folder() / name).open("xb") as kept:
        while chunk := stream.read(1 << 20):
            kept.write(chunk)
    return name


def enqueue(
    kind: str,
    params: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
    community_id: int | None = None,
) -> Task:
    """Put a task into the queue, inside the caller's transaction."""
    task = Task(
        kind=kind,
        params=dict(params),
        state=TaskState.QUEUED,
        community_id=community_id or actor.community_id or None,
        created_by=actor.id,
        created_by_name=actor.name,
        created_at=now,
        lease_until=now,
    )
    db.session.add(task)
    db.session.flush()
    return task


#: Called after each chunk with the task as it stands; the command line draws its progress with it.
Watcher = Callable[[Task], None]


def run_next(app: Flask) -> bool:
    """Work off the oldest task that waits or was left by a dead runner; False: there is none."""
    with app.app_context():
        claim = _claim(None)
        if claim is not None:
            _work_off(claim, watch=None)
    return claim is not None


def run_to_end(task_id: int, app: Flask, watch: Watcher | None = None) -> TaskState:
    """Work off one task here and now. Raises Conflict when another runner has it."""
    with app.app_context():
        claim = _claim(task_id)
        if claim is None:
            raise Conflict(N_("Another process works on this task."))
        return _work_off(claim, watch)


@dataclass(frozen=True)
class _Claim:
    task_id: int
    attempt: int


def _claim(task_id: int | None) -> _Claim | None:
    """Make one waiting task ours: the given one, or the oldest."""
    now = clock_now()
    waiting = or_(
        Task.state == TaskState.QUEUED,
        and_(Task.state == TaskState.RUNNING, Task.lease_until <= now),
    )
    query = select(Task).where(waiting).order_by(Task.id).limit(1)
    if task_id is not None:
        query = query.where(Task.id == task_id)
    with transaction():
        task = db.session.scalars(query.with_for_update(skip_locked=True)).one_or_none()
        if task is None:
            return None
        task.state, task.lease_until = TaskState.RUNNING, now + LEASE
        task.attempts += 1
        return _Claim(task.id, task.attempts)


def _work_off(claim: _Claim, watch: Watcher | None) -> TaskState:
    """All steps that are left. A step that fails ends the task; whole chunks before it stay."""
    try:
        _all_steps(claim, watch)
    except OperationalError as error:
        # the database was away or busy: the lease runs out and the task is taken up again
        log.warning("task %s broken off: %s", claim.task_id, type(error.orig).__name__)
        return TaskState.RUNNING
    except Problem as problem:
        _end(claim, TaskState.FAILED, message=problem.text, message_values=problem.values)
    except Exception:
        # whatever a task raises must not stop the ones behind it
        log.exception("task %s failed", claim.task_id)
        told = N_("The task failed. The log of the installation says why.")
        _end(claim, TaskState.FAILED, message=told, message_values={})
    task = _as_it_stands(claim)
    if watch is not None:
        watch(task)
    return TaskState(task.state)


def _all_steps(claim: _Claim, watch: Watcher | None) -> None:
    if claim.attempt > MOST_ATTEMPTS:
        raise Problem(N_("The task was broken off again and again."))
    task = _as_it_stands(claim)
    kind = kind_of(task)
    material = kind.prepare(task) if kind.prepare else None
    while not _one_step(claim, kind, material):
        if watch is not None:
            watch(_as_it_stands(claim))
    result = kind.conclude(_as_it_stands(claim), material) if kind.conclude else None
    _end(claim, TaskState.DONE, result_path=result.name if result else None)


def _one_step(claim: _Claim, kind: TaskKind, material: Any) -> bool:
    """One chunk in one transaction; True after the last."""

    def step() -> bool:
        task = _ours(claim)
        before = task.done_count
        progress = Progress(task, material)
        kind.step(task, progress)
        if not progress.is_over and task.done_count == before:
            raise RuntimeError(f"a step of {kind.name} neither advanced nor finished")
        task.lease_until = clock_now() + LEASE
        return progress.is_over

    if kind.before:
        kind.before(_as_it_stands(claim), material)
        db.session.remove()
    return in_transaction(step)


def _end(claim: _Claim, state: TaskState, **more: Any) -> None:
    with transaction():
        task = _ours(claim)
        task.state, task.finished_at = state, clock_now()
        for name, value in more.items():
            setattr(task, name, value)


def _ours(claim: _Claim) -> Task:
    """The task, locked. Raises Conflict when its lease ran out and another runner has it."""
    task = db.session.get_one(Task, claim.task_id, with_for_update=True, populate_existing=True)
    if task.state != TaskState.RUNNING or task.attempts != claim.attempt:
        raise Conflict(N_("Another process works on this task."))
    return task


def _as_it_stands(claim: _Claim) -> Task:
    """The task for reading, free of the session, so that no transaction stays open meanwhile."""
    task = db.session.get_one(Task, claim.task_id, populate_existing=True)
    db.session.remove()
    return task
