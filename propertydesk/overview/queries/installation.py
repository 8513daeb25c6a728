"""Reading what keeps the installation going: settings with their history, jobs with their runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from propertydesk.kernel.settings import Setting
from propertydesk.overview.rules import DOMAIN_WORDS
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import Job, JobRun, Place, Timetable
from propertydesk.platform.settings import SettingValue

RUNS_SHOWN = 5


@dataclass(frozen=True)
class SettingLine:
    """A setting as it stands in one community; `changed` is the newest change, if there was one."""

    setting: Setting
    value: Any
    changed: SettingValue | None


@dataclass(frozen=True)
class Change:
    """One step in a setting's history; `before` is the default for the first."""

    at: datetime
    by: str
    before: Any
    after: Any


@dataclass(frozen=True)
class JobLine:
    """A job with its next due time and its last runs, newest first."""

    job: Job
    next_due: datetime
    runs: Sequence[JobRun]


def settings_by_domain(community_id: int) -> dict[str, list[SettingLine]]:
    """All settings under the names of their domains, as catalogue entries."""
    newest = _newest_changes(community_id)
    groups: dict[str, list[SettingLine]] = {}
    for key, setting in settings.declared().items():
        prefix = key.split(".")[0]
        row = newest.get(key)
        value = setting.read(row.value) if row else setting.default
        heading = DOMAIN_WORDS.get(prefix, prefix.capitalize())
        groups.setdefault(heading, []).append(SettingLine(setting, value, row))
    return groups


def changes_of(community_id: int, setting: Setting) -> list[Change]:
    """What was set, newest first, each with what it was before."""
    rows = settings.history(community_id, setting)
    values = [setting.read(row.value) for row in rows]
    before = [*values[1:], setting.default]
    return [
        Change(row.set_at, row.set_by, old, new)
        for row, new, old in zip(rows, values, before, strict=False)
    ]


def job_lines(table: Timetable, place: Place, now: datetime) -> list[JobLine]:
    """Every job with its last runs in one community or for the whole installation."""
    runs: dict[str, list[JobRun]] = {}
    for run in _last_runs(place.community_id):
        runs.setdefault(run.job, []).append(run)
    return [
        JobLine(job, job.at.next(now, place.zone), runs.get(job.name, ())) for job in table.jobs
    ]


def _newest_changes(community_id: int) -> dict[str, SettingValue]:
    newest = (
        select(func.max(SettingValue.id))
        .where(SettingValue.community_id == community_id)
        .group_by(SettingValue.key)
    )
    rows = db.session.scalars(select(SettingValue).where(SettingValue.id.in_(newest)))
    return {row.key: row for row in rows}


def _last_runs(community_id: int | None) -> Sequence[JobRun]:
    place = func.row_number().over(partition_by=JobRun.job, order_by=JobRun.due.desc())
    here = or_(JobRun.community_id == community_id, JobRun.community_id.is_(None))
    numbered = select(JobRun.id, place.label("place")).where(here).subquery()
    last = select(numbered.c.id).where(numbered.c.place <= RUNS_SHOWN)
    query = select(JobRun).where(JobRun.id.in_(last)).order_by(JobRun.due.desc(), JobRun.id.desc())
    return db.session.scalars(query).all()
