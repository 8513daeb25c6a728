"""The leader's loop: asks every few seconds what is due, and runs it."""

import logging
import signal
import threading
from dataclasses import dataclass
from datetime import datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from propertydesk.platform import tasks
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import runs
from propertydesk.platform.scheduling.leader import Leadership, leadership
from propertydesk.platform.scheduling.timetable import HOME_ZONE, Job, timetable

log = logging.getLogger(__name__)

TICK_SECONDS = 3
TASK_SECONDS = 1
_LATE = 3600  # seconds; a tick that comes later than that is left out, the next one heals it

_Spot = tuple[str, int | None]  # a job's name and a community


class Leader:
    """Runs what is due while this process holds the leadership."""

    def __init__(self, app: Flask, lock: Leadership) -> None:
        self.app = app
        self.leads = False
        self._lock = lock
        self._looked: dict[_Spot, datetime] = {}

    def look(self) -> None:
        """Take or check the leadership."""
        led, self.leads = self.leads, self._lock.held()
        if self.leads != led:
            log.info("scheduler: this process %s", "leads" if self.leads else "stands by")

    def tick(self, job: Job) -> None:
        """Run what is due of `job`: asked for, left over, missed."""
        if not self.leads:
            return
        due_now, looked = self._due(job)
        for community_id, due in due_now:
            runs.run_at(job, community_id, due, self.app)
        # only now: had the database been away just then, the next tick would look again
        self._looked |= looked

    def work_off_tasks(self) -> None:
        """Work off the background tasks that wait, one after another."""
        while self.leads and tasks.run_next(self.app):
            pass

    def stop(self) -> None:
        """Let another process lead."""
        self.leads = False
        self._lock.release()

    def _due(self, job: Job) -> tuple[list[tuple[int | None, datetime]], dict[_Spot, datetime]]:
        """What to run now, and the latest due time seen in each place."""
        looked: dict[_Spot, datetime] = {}
        with self.app.app_context():
            now = clock_now()
            found = [(run.community_id, run.due) for run in runs.unfinished(job, now)]
            for place in timetable(self.app).places(job):
                latest = job.at.latest(now, place.zone)
                spot = (job.name, place.community_id)
                if self._looked.get(spot) != latest:  # else nothing new can have become due
                    known = runs.known_dues(job, place, job.looks_back_to(place, now))
                    missed = job.missed(place, now, runs.first_due(job, place), known)
                    found += [(place.community_id, due) for due in missed]
                    looked[spot] = latest
        return found, looked


@dataclass(frozen=True)
class Running:
    """A started scheduler."""

    scheduler: BackgroundScheduler
    leader: Leader


def start(app: Flask) -> Running:
    """Start the scheduler in threads of this process. Call after the last fork, never at import."""
    with app.app_context():
        leader = Leader(app, leadership(app, db.engine))
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(3), "tasks": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _LATE},
        timezone=HOME_ZONE,
    )
    leader.look()
    scheduler.add_job(leader.look, "interval", seconds=TICK_SECONDS, id="leadership")
    scheduler.add_job(
        leader.work_off_tasks, "interval", seconds=TASK_SECONDS, id="tasks", executor="tasks"
    )
    for job in timetable(app).jobs:
        # jitter, so that not all ask the database in the same moment
        scheduler.add_job(
            leader.tick, "interval", [job], seconds=TICK_SECONDS, jitter=1, id=f"job:{job.name}"
        )
    scheduler.start()
    return Running(scheduler, leader)


def stop(running: Running) -> None:
    """Finish what runs, then let another process lead."""
    running.scheduler.shutdown(wait=True)
    running.leader.stop()


def serve(app: Flask) -> None:
    """Run the scheduler alone until the process is told to stop."""
    told_to_stop = threading.Event()

    def stop_now(_number: int, _frame: FrameType | None) -> None:
        told_to_stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop_now)
    running = start(app)
    told_to_stop.wait()
    stop(running)
