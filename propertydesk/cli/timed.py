"""Scheduled jobs by hand, and the scheduler as a process of its own."""

from datetime import datetime

import click
from flask import current_app

from propertydesk.cli.voice import command, instant
from propertydesk.kernel.clock import local
from propertydesk.platform import scheduling
from propertydesk.platform.clock import now
from propertydesk.platform.scheduling import Job, Place, RunState
from propertydesk.platform.scheduling.runs import Outcome


@click.group("jobs", help="The scheduled jobs: list them, or run one now.")
def jobs() -> None:
    """A group; its commands follow."""


@command("list")
def list_jobs() -> None:
    """Name, times and next due time of every scheduled job."""
    for job in scheduling.timetable(current_app).jobs:
        text, values = job.at.words()
        place = "each community" if job.per_community else "installation"
        following = local(job.at.next(now(), scheduling.HOME_ZONE), scheduling.HOME_ZONE)
        times = text % values
        click.echo(f"{job.name}\t{times}\t{place}\tnext {following:%Y-%m-%d %H:%M}\t{job.label}")


@command("run")
@click.argument("name")
@click.option("--at", help="The due time, such as 2026-11-21T09:00; now when left out.")
def run_job(name: str, at: str | None) -> None:
    """Run the job NAME now, in every community it is for.

    A due time that ran before is not run again.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
    table = scheduling.timetable(app)
    job = table.job(name)
    asked = now()
    outcomes = [_run(job, place, at, asked) for place in table.places(job)]
    if not outcomes:
        click.echo("There is no community to run it in.")
    for outcome in outcomes:
        click.echo(_words(outcome), err=outcome.state is RunState.FAILED)
    if any(outcome.state is RunState.FAILED for outcome in outcomes):
        raise click.exceptions.Exit(1)


@command("scheduler")
def scheduler() -> None:
    """Run the scheduler alone, beside one or several web processes, until stopped.

    Of several schedulers one leads; another takes over within seconds when it ends.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
    click.echo("The scheduler runs. Stop it with Ctrl+C.", err=True)
    scheduling.serve(app)


def _run(job: Job, place: Place, at: str | None, asked: datetime) -> Outcome:
    app = current_app._get_current_object()  # type: ignore[attr-defined]  # Flask's own way to the object
    due = instant(at, place.zone) or asked
    return scheduling.run_at(job, place.community_id, due, app)


def _words(outcome: Outcome) -> str:
    place = f"community {outcome.community_id}" if outcome.community_id else "installation"
    head = f"{outcome.job}, {place}, due {outcome.due.isoformat()}"
    if outcome.state is None:
        return f"{head}: ran before or runs now, nothing done"
    if outcome.state is RunState.FAILED:
        return f"{head}: failed: {outcome.error}"
    return f"{head}: done, {outcome.count}"


jobs.add_command(list_jobs)
jobs.add_command(run_job)
