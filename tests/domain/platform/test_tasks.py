"""Long work goes on behind its last whole chunk, whatever happens to whoever does it."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from propertydesk.estate.models import Building
from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.platform import housekeeping, tasks
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Progress, Task, TaskKind, TaskState
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW

pytestmark = pytest.mark.domain

CHUNK = 3


class Killed(BaseException):
    """Stands for a process that ends in the middle of its work."""


class Building10:
    """A kind of task that puts up ten buildings, three at a time."""

    def __init__(self) -> None:
        self.wrong_at: int | None = None
        self.error: BaseException = Killed()
        self.begun = 0

    def prepare(self, task: Task) -> list[str]:
        self.begun += 1
        return [f"{task.params['prefix']}{number}" for number in range(10)]

    def step(self, task: Task, progress: Progress) -> None:
        todo = progress.material[task.done_count : task.done_count + CHUNK]
        progress.expect(len(progress.material))
        for name in todo:
            db.session.add(Building(community_id=task.community_id, no=name))
        db.session.flush()
        if self.wrong_at is not None and task.done_count >= self.wrong_at:
            raise self.error
        progress.advance(len(todo), "%(count)s are up", count=task.done_count)
        if task.done_count == len(progress.material):
            task.outcome = {"added": task.done_count}
            progress.finish("All are up")

    def conclude(self, task: Task, material: list[str]) -> Path:
        path = tasks.folder() / f"out-{task.id}.txt"
        path.write_text("\n".join(material), "utf-8")
        return path


@pytest.fixture
def work(app) -> Building10:
    found = Building10()
    kinds = app.extensions["desk.tasks"]
    kind = TaskKind("build", "Build", found.step, found.prepare, found.conclude)
    tasks.register(app, [kind, TaskKind("idle", "Idle", lambda _task, _progress: None)])
    yield found
    app.extensions["desk.tasks"] = kinds


@pytest.fixture
def task_id(work, actor) -> int:
    return in_transaction(lambda: tasks.enqueue("build", {"prefix": "N"}, actor=actor, now=NOW).id)


def as_it_stands(task_id: int) -> Task:
    db.session.rollback()
    return db.session.get_one(Task, task_id, populate_existing=True)


def buildings() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Building)) or 0


def test_it_runs_to_its_end_and_leaves_a_result(app, task_id):
    assert tasks.run_next(app)
    task = as_it_stands(task_id)
    assert (task.state, task.done_count, task.total, task.percent) == ("done", 10, 10, 100)
    assert (task.message, task.outcome, task.finished_at) == ("All are up", {"added": 10}, NOW)
    assert (tasks.folder() / task.result_path).read_text("utf-8").startswith("N0")
    assert buildings() == 10
    assert not tasks.run_next(app), "nothing waits any more"


def test_a_killed_task_goes_on_behind_its_last_whole_chunk(app, task_id, work, set_clock):
    work.wrong_at = 6
    with pytest.raises(Killed):
        tasks.run_next(app)
    assert (as_it_stands(task_id).done_count, buildings()) == (6, 6)
    assert not tasks.run_next(app), "its lease still holds"
    work.wrong_at = None
    set_clock(NOW + tasks.LEASE)
    assert tasks.run_next(app)
    assert (as_it_stands(task_id).state, buildings(), work.begun) == ("done", 10, 2)


def test_two_runners_do_not_work_on_one_task(app, task_id):
    seen = []

    def watch(task: Task) -> None:
        if not task.is_over:
            with pytest.raises(Conflict):
                tasks.run_to_end(task_id, app)
        seen.append(task.done_count)

    assert tasks.run_to_end(task_id, app, watch) is TaskState.DONE
    assert seen == [3, 6, 9, 10]
    assert buildings() == 10


def test_a_refusal_ends_it_in_plain_words(app, task_id, work):
    work.wrong_at, work.error = 3, Invalid("Row %(row)s is odd", row=5)
    tasks.run_next(app)
    task = as_it_stands(task_id)
    assert (task.state, task.message, task.message_values) == (
        "failed",
        "Row %(row)s is odd",
        {"row": 5},
    )
    assert buildings() == 3


def test_any_other_fault_ends_it_without_telling_its_insides(app, task_id, work):
    work.wrong_at, work.error = 3, KeyError("13812345678")
    tasks.run_next(app)
    task = as_it_stands(task_id)
    assert task.state == "failed"
    assert "138" not in task.message


def test_a_step_that_gets_nowhere_is_stopped(app, work, actor):
    task_id = in_transaction(lambda: tasks.enqueue("idle", {}, actor=actor, now=NOW).id)
    tasks.run_next(app)
    assert as_it_stands(task_id).state == "failed"


def test_what_is_killed_again_and_again_is_given_up(app, task_id, work, set_clock):
    work.wrong_at = 0
    for attempt in range(tasks.MOST_ATTEMPTS):
        set_clock(NOW + attempt * tasks.LEASE)
        with pytest.raises(Killed):
            tasks.run_next(app)
    set_clock(NOW + (tasks.MOST_ATTEMPTS + 1) * tasks.LEASE)
    tasks.run_next(app)
    assert as_it_stands(task_id).state == "failed"


def test_files_of_old_tasks_are_swept_up(app, task_id):
    kept = tasks.keep_input(BytesIO(b"homes"), ".xlsx")
    assert (tasks.folder() / kept).read_bytes() == b"homes"
    tasks.run_next(app)
    result = tasks.folder() / as_it_stands(task_id).result_path
    early, late = NOW + timedelta(days=6), NOW + timedelta(days=8)
    assert in_transaction(lambda: housekeeping.sweep_task_files(None, early, early)) == 0
    assert in_transaction(lambda: housekeeping.sweep_task_files(None, late, late)) == 1
    assert not result.exists()


def test_what_was_handed_in_is_kept_for_90_days(app, actor):
    kept = tasks.folder() / tasks.keep_input(BytesIO(b"homes"), ".xlsx")
    in_transaction(lambda: tasks.enqueue("idle", {"file": kept.name}, actor=actor, now=NOW))
    tasks.run_next(app)
    for day, stays in ((89, True), (91, False)):
        due = NOW + timedelta(days=day)
        in_transaction(lambda due=due: housekeeping.sweep_task_files(None, due, due))
        assert kept.exists() is stays
