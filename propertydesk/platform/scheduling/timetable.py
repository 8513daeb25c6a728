"""What is due when: jobs as data, and the due times they lead to."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Flask

from propertydesk.kernel import clock
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_

_KEY = "desk.timetable"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

#: Where no community, and so no zone, is at hand.
HOME_ZONE = "Asia/Shanghai"

#: (community or None, due instant, now) to the number of things done.
JobFunction = Callable[[int | None, datetime, datetime], int]


@dataclass(frozen=True)
class At:
    """When: every so many minutes, or at a wall-clock time each day, weekday or day of the month.

    `weekday` counts from Monday as 0; `day` goes to 28, so that every month has it.
    """

    hour: int | None = None
    minute: int = 0
    every_minutes: int | None = None
    weekday: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.hour is None) == (self.every_minutes is None):
            raise ValueError("a job is due either at an hour or every so many minutes")
        if self.day is not None and not 1 <= self.day <= 28:
            raise ValueError("the day of the month is 1 to 28")

    def dues(self, after: datetime, until: datetime, zone: str) -> list[datetime]:
        """The due instants (UTC) with after < due <= until, oldest first."""
        if self.every_minutes is not None:
            return self._ticks(timedelta(minutes=self.every_minutes), after, until)
        found = []
        day, last = clock.business_date(after, zone), clock.business_date(until, zone)
        while day <= last:
            due = clock.at(day, time(self.hour or 0, self.minute), zone)
            if after < due <= until and self._is_day(day.weekday(), day.day):
                found.append(due)
            day += timedelta(days=1)
        return found

    def latest(self, now: datetime, zone: str) -> datetime:
        """The last due instant that is not after `now`."""
        if self.every_minutes is not None:
            step = timedelta(minutes=self.every_minutes)
            return _EPOCH + (now - _EPOCH) // step * step
        return self.dues(now - timedelta(days=32), now, zone)[-1]

    def next(self, now: datetime, zone: str) -> datetime:
        """The first due instant after `now`."""
        if self.every_minutes is not None:
            return self.latest(now, zone) + timedelta(minutes=self.every_minutes)
        return self.dues(now, now + timedelta(days=32), zone)[0]

    def words(self) -> tuple[str, dict[str, Any]]:
        """A catalogue entry that says when, with the values for its places."""
        moment = f"{self.hour or 0:02}:{self.minute:02}"
        if self.every_minutes is not None:
            return N_("every %(minutes)s minutes"), {"minutes": self.every_minutes}
        if self.day is not None:
            return N_("monthly on day %(day)s at %(time)s"), {"day": self.day, "time": moment}
        if self.weekday is not None:
            return WEEKLY[self.weekday], {"time": moment}
        return N_("daily at %(time)s"), {"time": moment}

    def _is_day(self, weekday: int, day: int) -> bool:
        return self.weekday in (None, weekday) and self.day in (None, day)

    @staticmethod
    def _ticks(step: timedelta, after: datetime, until: datetime) -> list[datetime]:
        first = (after - _EPOCH) // step + 1
        last = (until - _EPOCH) // step
        return [_EPOCH + count * step for count in range(first, last + 1)]


WEEKLY = (
    N_("Mondays at %(time)s"),
    N_("Tuesdays at %(time)s"),
    N_("Wednesdays at %(time)s"),
    N_("Thursdays at %(time)s"),
    N_("Fridays at %(time)s"),
    N_("Saturdays at %(time)s"),
    N_("Sundays at %(time)s"),
)


@dataclass(frozen=True)
class Job:
    """Timed work as data. `function` gets (community or None, due, now) and returns a count.

    `catch_up` bounds how far back a missed due time is still run. Of a job that ticks every few
    minutes only the newest missed tick is: it asks the tables what is due, so one run heals all.
    Work `in_chunks` is called again and again, each time in a transaction of its own, until it
    finds nothing left to do (0).
    """

    name: str
    label: str
    at: At
    function: JobFunction
    per_community: bool = True
    catch_up: timedelta = timedelta(days=7)
    in_chunks: bool = False

    def looks_back_to(self, place: "Place", now: datetime) -> datetime:
        """The instant from which on a due time may still be run at `now`."""
        latest = self.at.latest(now, place.zone)
        return latest if self.at.every_minutes is not None else min(latest, now - self.catch_up)

    def missed(
        self, place: "Place", now: datetime, first: datetime | None, known: Iterable[datetime]
    ) -> list[datetime]:
        """Due times up to `now` without a run, oldest first.

        `first` is the earliest due time ever run here (None: the job is new here and starts with
        its latest due time only), `known` those that have a run row.
        """
        latest = self.at.latest(now, place.zone)
        if first is None or self.at.every_minutes is not None:
            wanted = [latest]
        else:
            after = max(now - self.catch_up, first - timedelta(microseconds=1))
            wanted = self.at.dues(after, now, place.zone)
        have = set(known)
        return [due for due in wanted if due not in have]


@dataclass(frozen=True)
class Place:
    """Where a job runs: a community with its zone, or (None) the installation as a whole."""

    community_id: int | None
    zone: str = HOME_ZONE


@dataclass(frozen=True)
class Timetable:
    """All jobs of this application, and how to ask for the communities they run in."""

    jobs: Sequence[Job]
    communities: Callable[[], Sequence[Place]]

    def job(self, name: str) -> Job:
        """The job called `name`. Raises Missing."""
        for job in self.jobs:
            if job.name == name:
                return job
        raise Missing(N_("There is no job called %(name)s."), name=name)

    def places(self, job: Job) -> Sequence[Place]:
        """Where `job` runs."""
        return self.communities() if job.per_community else (Place(None),)

    def place(self, job: Job, community_id: int | None) -> Place:
        """The place of `job` in one community. Raises Missing."""
        for place in self.places(job):
            if place.community_id == community_id:
                return place
        raise Missing(N_("The job %(name)s does not run there."), name=job.name)


def register(
    app: Flask, jobs: Iterable[Job], communities: Callable[[], Sequence[Place]]
) -> Timetable:
    """Hand the jobs of all domains to `app`. Raises ValueError for two of one name."""
    table = Timetable(tuple(jobs), communities)
    names = [job.name for job in table.jobs]
    if len(names) != len(set(names)):
        raise ValueError("two jobs have the same name")
    app.extensions[_KEY] = table
    return table


def timetable(app: Flask) -> Timetable:
    """The jobs registered with `app`."""
    table: Timetable = app.extensions[_KEY]
    return table
