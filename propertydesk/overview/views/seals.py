"""The seals of the activity log: the newest head, past days, a check, a sheet for the safe."""

from flask import Blueprint, Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.overview.printing import seal_sheet_pdf
from propertydesk.overview.queries import seals as reading
from propertydesk.overview.rules import Permission
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import language, zone
from propertydesk.platform.seals import examination, head, head_at, waiting
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("seals", __name__, url_prefix="/seals")


@bp.get("")
@requires(Permission.READ_SEALS)
def index() -> ResponseReturnValue:
    """Where the chain ends, what waits, the heads of the last days, the last check."""
    newest = head()
    return page(
        "overview/seals.html",
        head=newest,
        groups=reading.grouped(newest.hash) if newest else [],
        days=reading.days(now(), zone()),
        waiting=waiting(reading.MOST_COUNTED),
        most_counted=reading.MOST_COUNTED,
        is_file_whole=reading.is_file_whole() if newest else True,
        check=examination.last_check(),
    )


@bp.post("/checks")
@requires(Permission.READ_SEALS)
@writes
def check() -> ResponseReturnValue:
    """Recompute the whole chain in the background."""
    task = examination.order_check(actor=actor(), now=now())
    flash(_("The check runs within a few seconds."), "good")
    return see_other(url_for("tasks.detail", task_id=task.id))


@bp.get("/<int:seq>.pdf")
@requires(Permission.READ_SEALS)
def sheet(seq: int) -> ResponseReturnValue:
    """A head on paper."""
    found = head_at(seq) if seq < 2**31 else None
    if found is None:
        raise Missing(N_("There is no such seal."))
    document = seal_sheet_pdf(
        reading.sheet_of(found, actor=actor(), now=now()),
        language="zh" if language() == "zh" else "en",
    )
    answer = Response(document, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="seal-{seq}.pdf"'
    return answer
