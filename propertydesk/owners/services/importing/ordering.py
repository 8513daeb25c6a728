"""Putting a check, and then the import, into the queue of background tasks."""

from datetime import datetime
from typing import IO

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.owners.queries.import_result import import_of_check
from propertydesk.owners.services.importing.recording import file_digest
from propertydesk.owners.services.importing.work import KIND
from propertydesk.platform import activity, tasks
from propertydesk.platform.access import Actor
from propertydesk.platform.db import lock
from propertydesk.platform.tasks import Task, TaskState


def order_check(file: IO[bytes], *, name: str, language: str, actor: Actor, now: datetime) -> Task:
    """Keep a workbook that has been looked through, and order its check; nothing is entered."""
    kept = tasks.keep_input(file, ".xlsx")
    params = {
        "file": kept,
        "digest": file_digest(tasks.folder() / kept),
        "name": name,
        "language": language,
        "dry_run": True,
    }
    task = tasks.enqueue(KIND, params, actor=actor, now=now)
    activity.record(actor=actor, now=now, action="import.check", subject=task, note=name)
    return task


def order_import(check: Task, *, language: str, actor: Actor, now: datetime) -> Task:
    """Order the import of a workbook whose check is done. Raises Conflict when it is not, or when
    it has been ordered already.
    """
    lock(check)
    if check.state != TaskState.DONE or not check.params.get("dry_run"):
        raise Conflict(N_("The check of this workbook is not done."))
    if import_of_check(check) is not None:
        raise Conflict(N_("The import of this workbook has been started already."))
    params = {**check.params, "language": language, "dry_run": False, "check": check.id}
    task = tasks.enqueue(KIND, params, actor=actor, now=now)
    name = str(check.params.get("name", ""))
    activity.record(actor=actor, now=now, action="import.start", subject=task, note=name)
    return task
