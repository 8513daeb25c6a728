"""Taking homes, people and vehicles over from our own workbook."""

from io import BytesIO
from typing import Any

from flask import Blueprint, g, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.owners.forms import ImportForm
from propertydesk.owners.queries.import_result import (
    import_of_check,
    past_imports,
    shown_report,
)
from propertydesk.owners.queries.import_template import write_import_template
from propertydesk.owners.rules import Permission
from propertydesk.owners.services import importing
from propertydesk.platform import tasks
from propertydesk.platform.access import actor, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.forms import clean
from propertydesk.platform.i18n import language
from propertydesk.platform.tasks import Task, TaskState
from propertydesk.platform.web import page, see_other, writes
from propertydesk.platform.workbook.opening import check_workbook

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
        check_workbook(file.stream)
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
    """Enter what the check found."""
    ordered = importing.order_import(_own(task_id), language=language(), actor=actor(), now=now())
    return see_other(url_for(".detail", task_id=ordered.id))


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


def _choosing(form: ImportForm) -> dict[str, Any]:
    past = past_imports(actor().community_id, actor().id, importing.KIND)
    return {"form": form, "past": past}


def _told(task: Task) -> dict[str, Any]:
    is_check = bool(task.params.get("dry_run"))
    return {
        "task": task,
        "file_name": task.params.get("name", ""),
        "is_check": is_check,
        "has_failed": task.state == TaskState.FAILED,
        "message": _(task.message, **task.message_values) if task.message else "",
        "report": shown_report(task),
        "import_id": import_of_check(task) if is_check and task.is_over else None,
        "check_id": task.params.get("check"),
    }
