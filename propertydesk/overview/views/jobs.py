"""The scheduled jobs: what runs when, how it went, and "run now"."""

from flask import Blueprint, current_app, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.overview.queries import installation
from propertydesk.overview.rules import Permission
from propertydesk.platform import activity, scheduling
from propertydesk.platform.access import actor, requires
from propertydesk.platform.clock import now
from propertydesk.platform.i18n import zone
from propertydesk.platform.scheduling import JobRun, Place, RunState
from propertydesk.platform.web import page, see_other, writes

bp = Blueprint("jobs", __name__, url_prefix="/jobs")

_RUN_STATES = {
    RunState.RUNNING: (N_("Running"), Tone.BLUE),
    RunState.DONE: (N_("Done"), Tone.GREEN),
    RunState.FAILED: (N_("Failed"), Tone.RED),
}


@bp.get("")
@requires(Permission.RUN_JOBS)
def index() -> ResponseReturnValue:
    """Every job with its last runs in this community."""
    table = scheduling.timetable(current_app)
    lines = installation.job_lines(table, Place(_community_id(), zone()), now())
    busy = any(run.state == RunState.RUNNING for line in lines for run in line.runs)
    return page(
        "overview/jobs.html",
        "overview/_jobs.html",
        lines=lines,
        busy=busy,
        when=when,
        run_state=run_state,
    )


@bp.post("/<name>/runs")
@requires(Permission.RUN_JOBS)
@writes
def run_now(name: str) -> ResponseReturnValue:
    """Ask for a run at once; the scheduler takes it up within seconds."""
    job = scheduling.timetable(current_app).job(name)
    place = _community_id() if job.per_community else None
    asked_at = now()
    run = scheduling.ask_for_run(job, place, actor(), asked_at)
    activity.record(
        actor=actor(),
        now=asked_at,
        action="job.run",
        subject=run,
        community_id=actor().community_id,
    )
    flash(_("“%(name)s” runs within a few seconds.", name=_(job.label)), "good")
    return see_other(url_for(".index"))


def when(job: scheduling.Job) -> str:
    """The times of a job in the reader's words."""
    text, values = job.at.words()
    return _(text, **values)


def run_state(run: JobRun) -> tuple[str, Tone]:
    """Words and colour of a run's state."""
    if run.is_waiting:
        return _("Waits for the scheduler"), Tone.AMBER
    text, tone = _RUN_STATES[RunState(run.state)]
    return _(text), tone


def _community_id() -> int | None:
    return actor().community_id or (g.community.id if g.get("community") else None)
