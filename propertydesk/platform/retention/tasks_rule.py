"""What background tasks leave behind: names of files, results, rows in error."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform import tasks
from propertydesk.platform.db import db
from propertydesk.platform.retention.declare import DAYS, RetentionRule
from propertydesk.platform.tasks import Task

TASK_DAYS = Setting(
    key="platform.retention.task_days",
    default=90,
    kind="integer",
    label=N_("Results of imports and exports are kept for"),
    explanation=N_(
        "Days after the end of the task; what came out of it is gone after a week, what was handed "
        "in after 90 days."
    ),
    unit=DAYS,
    minimum=7,
    maximum=3650,
)


def _due(community_id: int, before: datetime) -> Select[Any]:
    return select(Task.id).where(
        Task.community_id == community_id,
        Task.finished_at < before,
        Task.erased.is_(False),
    )


def _erase(ids: Sequence[int], _now: datetime) -> None:
    for task in db.session.scalars(select(Task).where(Task.id.in_(ids))):
        for name in filter(None, (task.params.get("file"), task.result_path)):
            (tasks.folder() / name).unlink(missing_ok=True)
        task.params, task.outcome, task.message_values = {}, {}, {}
        task.message, task.result_path, task.erased = "", None, True


TASK_RULE = RetentionRule(
    key="platform.tasks",
    what=N_("Imports and exports: file names, result, rows in error"),
    purpose=N_("To put right what an import could not take in"),
    basis=N_("Contract"),
    after=N_("the end of the task"),
    effect=N_("Files deleted, result blanked"),
    setting=TASK_DAYS,
    due=_due,
    erase=_erase,
)
