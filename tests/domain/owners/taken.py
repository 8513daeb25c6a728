"""What an import has brought, as tests ask for it."""

from typing import Any

from sqlalchemy import func, select

from propertydesk.platform import tasks
from propertydesk.platform.db import db
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.workbook.opening import read_workbook


def figures(task: Task) -> tuple[int, ...]:
    assert task.state == TaskState.DONE, task.message % task.message_values
    return tuple(task.outcome[key] for key in ("read", "added", "changed", "unchanged", "errors"))


def count(model: Any, **criteria: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).filter_by(**criteria)) or 0


def only(model: Any, **criteria: Any) -> Any:
    return db.session.scalars(select(model).filter_by(**criteria)).one()


def returned(task: Task) -> dict[str, list[list[Any]]]:
    """Sheet to rows of the workbook on its way back."""
    sheets = read_workbook(tasks.folder() / task.result_path)
    return {sheet.name: [list(cells) for _number, cells in sheet.rows] for sheet in sheets}


def reasons(task: Task) -> list[str]:
    return [str(row[-1]) for rows in returned(task).values() for row in rows[1:] if row[-1]]
