"""Retention: what is kept and why, what would be erased now, and the reports of the runs."""

from flask import Blueprint, Response, current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.overview.printing import retention_sheet_pdf
from propertydesk.overview.queries import retention as reading
from propertydesk.overview.rules import Permission
from propertydesk.platform import retention, scheduling
from propertydesk.platform.access import actor, confirmed, load, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language
from propertydesk.platform.retention import RetentionReport
from propertydesk.platform.retention.run import JOB
from propertydesk.platform.web import page, see_other, writes
from propertydesk.platform.workbook import Heading, csv_chunks
from propertydesk.platform.workbook.cells import CellKind

bp = Blueprint("retention", __name__, url_prefix="/retention")


@bp.get("")
@requires(Permission.READ_RETENTION)
def index() -> ResponseReturnValue:
    """The rules with a preview, and the reports."""
    place = actor().community_id
    return page(
        "overview/retention.html",
        lines=reading.rule_lines(place, now()),
        kept=retention.kept_apart(),
        reports=reading.reports(place),
    )


@bp.post("/runs")
@requires(Permission.READ_RETENTION)
@confirmed
@writes
def run() -> ResponseReturnValue:
    """Erase now what is due."""
    job = scheduling.timetable(current_app).job(JOB)
    retention.order_run(job, actor().community_id, actor=actor(), now=now())
    flash(_("The run begins within a few seconds; its report stands here then."), "good")
    return see_other(url_for(".index"))


@bp.get("/<int:report_id>")
@requires(Permission.READ_RETENTION)
def detail(report_id: int) -> ResponseReturnValue:
    """One report."""
    report = load(RetentionReport, report_id)
    return page(
        "overview/retention_report.html",
        report=report,
        counts=reading.counted(report),
        kept=retention.kept_apart(),
    )


@bp.get("/<int:report_id>.pdf")
@requires(Permission.READ_RETENTION)
def sheet(report_id: int) -> ResponseReturnValue:
    """One report on paper."""
    report = load(RetentionReport, report_id)
    document = retention_sheet_pdf(
        reading.sheet_of(report, actor=actor(), now=now()),
        language="zh" if language() == "zh" else "en",
    )
    return _file(document, "application/pdf", f"retention-{report.due:%Y-%m-%d}.pdf")


@bp.get("/<int:report_id>.csv")
@requires(Permission.READ_RETENTION)
def table(report_id: int) -> ResponseReturnValue:
    """One report for a spreadsheet."""
    report = load(RetentionReport, report_id)
    rows = [(_(words), count) for words, count in reading.counted(report)]
    headings = [Heading(_("Data")), Heading(_("Records"), kind=CellKind.NUMBER)]
    content = b"".join(csv_chunks(headings, rows))
    return _file(content, "text/csv; charset=utf-8", f"retention-{report.due:%Y-%m-%d}.csv")


def _file(content: bytes, kind: str, name: str) -> Response:
    answer = Response(content, mimetype=kind.split(";", maxsplit=1)[0], content_type=kind)
    way = "inline" if name.endswith(".pdf") else "attachment"
    answer.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    return answer
