"""Taking homes, people and vehicles over from our own workbook."""

from io import BytesIO
from typing import Any

from flask import Blueprint, flash, g, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.forms import ImportForm, TakeOverForm
from propertydesk.owners.queries.import_approval import needs_second
from propertydesk.owners.queries.import_result import (
    import_of_check,
    past_imports,
    shown_report,
)
from propertydesk.owners.queries.import_template import write_import_template
from propertydesk.owners.queries.import_undo import earlier_imports, shown_undo
from propertydesk.owners.queries.undoing import batch_of_task
from propertydesk.owners.rules import Permission
from propertydesk.owners.services import importing
from propertydesk.platform import approvals, tasks
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import language
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("imports", __name__, url_prefix="/import")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HERE = "owners/import.html"


@bp.get("")
@requires(Permission.IMPORT)
def index() -> ResponseReturnValue:
    """Choose a workbook; the latest imports."""
    return page(_HERE, **_choosing(ImportForm()))


@bp.get("/template.xlsx")
@requires(Permission.IMPORT)
def template() -> ResponseReturnValue:
    """Our workbook with examples and choice lists."""
    book = BytesIO()
    write_import_template(book)
    book.seek(0)
    name = _("Homes and people.xlsx")
    return send_file(book, mimetype=_XLSX, as_attachment=True, download_name=name)


def _look_through() -> Invalid | None:
    """What speaks against the file, found before the transaction opens."""
    file = request.files.get("workbook")
    if file is None or not file.filename:
        return Invalid(N_("Choose a workbook."), field="workbook")
    try:
        importing.look_through(file.stream)
    except Invalid as problem:
        return Invalid(problem.text, field="workbook", **problem.values)
    return None


@bp.post("")
@requires(Permission.IMPORT)
@writes(prepare=_look_through)
def check() -> ResponseReturnValue:
    """Take a workbook in and order its check."""
    form = ImportForm()
    ordered = form.submit(lambda _data: _order_check())
    if ordered is None:
        return page(_HERE, **_choosing(form)), 422
    return see_other(url_for(".detail", task_id=ordered.id))


@bp.get("/<int:task_id>")
@requires(Permission.IMPORT)
def detail(task_id: int) -> ResponseReturnValue:
    """How far a check or an import is, and what it found; by htmx only its live part."""
    return page(
        "owners/import_progress.html", "owners/_import_progress.html", **_told(_own(task_id))
    )


@bp.post("/<int:task_id>/take-over")
@requires(Permission.IMPORT)
@writes
def take_over(task_id: int) -> ResponseReturnValue:
    """Enter what the check found, or ask a second person where it changes much."""
    check, form = _own(task_id), TakeOverForm()
    done = form.submit(
        lambda data: importing.import_or_ask(
            check, reason=data["reason"], language=language(), actor=actor(), now=now()
        )
    )
    if done is None:
        return page("owners/import_progress.html", **_told(check, form)), 422
    if isinstance(done, Task):
        return see_other(url_for(".detail", task_id=done.id))
    flash(_("Asked: %(number)s waits for a second person.", number=done.number), "good")
    return see_other(url_for(".detail", task_id=task_id))


@bp.get("/<int:task_id>/undo")
@requires(Permission.IMPORT)
def undo(task_id: int) -> ResponseReturnValue:
    """What taking an import back would do, what stands against it, and how far it is."""
    return page("owners/import_undo.html", "owners/_import_undo.html", **_undoing(task_id))


@bp.post("/<int:task_id>/undo")
@requires(Permission.IMPORT)
@writes
def take_back(task_id: int) -> ResponseReturnValue:
    """Take an import back, all of it or nothing."""
    importing.order_undo(_import(task_id), actor=actor(), now=now())
    return see_other(url_for(".undo", task_id=task_id))


@bp.get("/<int:task_id>/result")
@requires(Permission.IMPORT)
def result(task_id: int) -> ResponseReturnValue:
    """The workbook on its way back, to whoever sent it."""
    task = _own(task_id)
    path = tasks.folder() / (task.result_path or "")
    if not path.is_file():
        raise Missing(N_("This file is no longer here. Start the task once more."))
    stem = str(task.params.get("name", "")).removesuffix(".xlsx")[:80]
    name = _("%(name)s - result.xlsx", name=stem or task.id)
    return send_file(path, mimetype=_XLSX, as_attachment=True, download_name=name)


def _order_check() -> Task:
    if g.prepared is not None:
        raise g.prepared
    file = request.files["workbook"]
    name = clean(file.filename or "")[-120:]
    return importing.order_check(
        file.stream, name=name, language=language(), actor=actor(), now=now()
    )


def _own(task_id: int) -> Task:
    """A check or import of one's own: its workbook holds full numbers."""
    task = load(Task, task_id)
    if task.kind != importing.KIND or task.created_by != actor().id:
        raise Missing(N_("There is no such record."))
    return task


def _import(task_id: int) -> Task:
    """Anybody's import: what is shown of it are numbers of homes."""
    task = load(Task, task_id)
    if task.kind != importing.KIND or task.params.get("dry_run"):
        raise Missing(N_("There is no such record."))
    return task


def _undoing(task_id: int) -> dict[str, Any]:
    task = _import(task_id)
    batch = batch_of_task(task_id)
    work = db.session.get(Task, batch.undo_task_id) if batch and batch.undo_task_id else None
    is_running = work is not None and not work.is_over
    shows_plan = batch is not None and batch.undone_at is None and not is_running
    plan = shown_undo(batch) if batch is not None and shows_plan else None
    return {
        "task": task,
        "file_name": task.params.get("name", ""),
        "batch": batch,
        "work": work,
        "is_running": is_running,
        "plan": plan,
        "refusal": _(work.message, **work.message_values)
        if work is not None and work.state == TaskState.FAILED and plan and plan.obstacles
        else "",
    }


def _choosing(form: ImportForm) -> dict[str, Any]:
    past = past_imports(actor().community_id, actor().id, importing.KIND)
    return {"form": form, "past": past}


def _told(task: Task, form: TakeOverForm | None = None) -> dict[str, Any]:
    is_check = bool(task.params.get("dry_run"))
    is_checked = is_check and task.state == TaskState.DONE
    return {
        "task": task,
        "file_name": task.params.get("name", ""),
        "is_check": is_check,
        "has_failed": task.state == TaskState.FAILED,
        "message": _(task.message, **task.message_values) if task.message else "",
        "report": shown_report(task),
        "needs_second": is_checked and needs_second(task, actor()),
        "asked": approvals.approval_about("task", task.id) if is_checked else None,
        "form": form or TakeOverForm(formdata=None),
        "import_id": import_of_check(task) if is_check and task.is_over else None,
        "check_id": task.params.get("check"),
        "batch": None if is_check else batch_of_task(task.id),
        "earlier": earlier_imports(task) if is_check and task.is_over else [],
    }
