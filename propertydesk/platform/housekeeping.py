"""Nightly jobs that keep the installation from filling up."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete, select

from propertydesk.kernel.words import N_
from propertydesk.platform import attachments, tasks
from propertydesk.platform.db import db
from propertydesk.platform.listing.records import clear_old
from propertydesk.platform.scheduling import At, Job, JobRun, RunState, timetable
from propertydesk.platform.tasks import Task

KEEP_TICKS = timedelta(days=14)
KEEP_RESULTS = timedelta(days=7)
KEEP_ORIGINALS = timedelta(days=90)
"""What was handed in proves what an import was made of (reliability 5.13)."""
_LOOK_BACK = timedelta(days=30)  # nights that may have been missed


def sweep_pictures(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Delete picture files whose transaction failed; gives how many."""
    return attachments.sweep(now)


def sweep_task_files(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Delete what came out of old tasks, and later what was handed in for them; gives how many
    files.
    """
    swept = 0
    for task in _over_since(now, KEEP_RESULTS):
        swept += _unlink(task.result_path)
        task.result_path = None
    for task in _over_since(now, KEEP_ORIGINALS):
        swept += _unlink(task.params.get("file"))
    return swept


def _over_since(now: datetime, kept: timedelta) -> Iterable[Task]:
    newest, oldest = now - kept, now - kept - _LOOK_BACK
    return db.session.scalars(select(Task).where(Task.finished_at.between(oldest, newest)))


def _unlink(name: str | None) -> int:
    path = tasks.folder() / name if name else None
    if path is None or not path.exists():
        return 0
    path.unlink()
    return 1


def thin_out_runs(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Forget finished runs of the jobs that tick every few minutes; gives how many.

    Runs of the others stay: they are the proof that a due time was seen to.
    """
    ticking = [job.name for job in timetable(current_app).jobs if job.at.every_minutes]
    old = JobRun.due < now - KEEP_TICKS
    done = delete(JobRun).where(JobRun.job.in_(ticking), JobRun.state == RunState.DONE, old)
    return len(db.session.execute(done.returning(JobRun.id)).all())


def clear_exports(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Forget what was asked of exports that can no longer be fetched; gives how many."""
    return clear_old(now)


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
        "clear-exports",
        N_("Forget the questions of exports that are over"),
        At(every_minutes=60),
        clear_exports,
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
