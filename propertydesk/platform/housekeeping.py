"""Nightly jobs that keep the installation from filling up."""

from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from propertydesk.kernel.words import N_
from propertydesk.platform import attachments, tasks
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import At, Job, JobRun, RunState, timetable
from propertydesk.platform.tasks import Task

KEEP_TICKS = timedelta(days=14)
KEEP_TASK_FILES = timedelta(days=7)
_LOOK_BACK = timedelta(days=30)  # nights that may have been missed


def sweep_pictures(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Delete picture files whose transaction failed; gives how many."""
    return attachments.sweep(now)


def sweep_task_files(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Delete what was handed in for old tasks and what came out of them; gives how many files."""
    newest, oldest = now - KEEP_TASK_FILES, now - KEEP_TASK_FILES - _LOOK_BACK
    over = select(Task).where(Task.finished_at.between(oldest, newest))
    swept = 0
    for task in db.session.scalars(over):
        for name in filter(None, (task.params.get("file"), task.result_path)):
            path = tasks.folder() / name
            swept += path.exists()
            path.unlink(missing_ok=True)
        task.result_path = None
    return swept


def thin_out_runs(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Forget finished runs of the jobs that tick every few minutes; gives how many.

    Runs of the others stay: they are the proof that a due time was seen to.
    """
    ticking = [job.name for job in timetable(current_app).jobs if job.at.every_minutes]
    old = JobRun.due < now - KEEP_TICKS
    done = delete(JobRun).where(JobRun.job.in_(ticking), JobRun.state == RunState.DONE, old)
    return len(db.session.execute(done.returning(JobRun.id)).all())


_AT_NIGHT = At(hour=3, minute=40)

JOBS = (
    Job(
        "sweep-pictures",
        N_("Sweep up stray pictures"),
        _AT_NIGHT,
        sweep_pictures,
        per_community=False,
    ),
    Job(
        "sweep-task-files",
        N_("Sweep up files of old tasks"),
        _AT_NIGHT,
        sweep_task_files,
        per_community=False,
    ),
    Job(
        "thin-out-runs",
        N_("Thin out the list of runs"),
        _AT_NIGHT,
        thin_out_runs,
        per_community=False,
    ),
)
