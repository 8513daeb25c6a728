"""Background tasks as whoever started them sees them: progress, end, result."""

from typing import Any

from flask import Blueprint, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.overview.rules import Permission
from propertydesk.platform import tasks
from propertydesk.platform.access import actor, load, signed_in
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.web import page

bp = Blueprint("tasks", __name__, url_prefix="/tasks")

_STATES = {
    TaskState.QUEUED: (N_("Waits for its turn"), Tone.AMBER),
    TaskState.RUNNING: (N_("Running"), Tone.BLUE),
    TaskState.DONE: (N_("Done"), Tone.GREEN),
    TaskState.FAILED: (N_("Failed"), Tone.RED),
}


@bp.get("/<int:task_id>")
@signed_in
def detail(task_id: int) -> ResponseReturnValue:
    """The task's page; asked for by htmx, only its live part."""
    return page("tasks/detail.html", "tasks/_progress.html", **_context(_own_task(task_id)))


@bp.get("/<int:task_id>/result")
@signed_in
def result(task_id: int) -> ResponseReturnValue:
    """The file that came out; ordering it was written down."""
    task = _own_task(task_id)
    path = tasks.folder() / (task.result_path or "")
    if not path.is_file():
        raise Missing(N_("This file is no longer here. Start the task once more."))
    return send_file(path, as_attachment=True, download_name=f"{task.kind}-{task.id}{path.suffix}")


def _own_task(task_id: int) -> Task:
    """A task of one's own, or any in the community for whoever looks after the jobs."""
    task = load(Task, task_id)
    if task.created_by != actor().id and not actor().may(Permission.RUN_JOBS):
        raise Missing(N_("There is no such record."))
    return task


def _context(task: Task) -> dict[str, Any]:
    text, tone = _STATES[TaskState(task.state)]
    return {
        "task": task,
        "label": _(tasks.label_of(task)),
        "state_words": _(text),
        "state_tone": tone,
        "message": _(task.message, **task.message_values) if task.message else "",
        "result_url": url_for(".result", task_id=task.id) if task.result_path else "",
    }
