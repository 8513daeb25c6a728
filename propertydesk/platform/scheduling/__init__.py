"""Timed work: what is due when, one run row per due time, one leader among several processes.

A domain declares `Job`s in its `jobs.py`, the wiring collects them, `register` hands them over.
Nothing starts at import: `start(app)` leads in a thread, `serve(app)` in a process of its own.
"""

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.words import N_
from propertydesk.platform.scheduling.loop import serve, start, stop
from propertydesk.platform.scheduling.runs import JobRun, RunState, ask_for_run, run, run_at
from propertydesk.platform.scheduling.timetable import (
    HOME_ZONE,
    At,
    Job,
    Place,
    Timetable,
    register,
    timetable,
)

ACTIONS = {"job.run": ActionWords(N_("Run asked for: %(number)s"), "player-play")}

__all__ = [
    "ACTIONS",
    "HOME_ZONE",
    "At",
    "Job",
    "JobRun",
    "Place",
    "RunState",
    "Timetable",
    "ask_for_run",
    "register",
    "run",
    "run_at",
    "serve",
    "start",
    "stop",
    "timetable",
]
