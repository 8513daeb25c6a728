"""A lively day: orders in every state, calls due and overdue, visits to come, all around now.

Most of it is chosen, so that the desk shows what it is for; what the months bring comes on top.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from propertydesk.demo import scenes
from propertydesk.demo.course import URGENT, Job, Step
from propertydesk.demo.estate import ZONE
from propertydesk.demo.history import History, Report
from propertydesk.demo.registrar import Household
from propertydesk.demo.reports import Town
from propertydesk.demo.scenes import Owed, Past, Scene
from propertydesk.kernel import clock
from propertydesk.repairs.rules import Channel, Charge
from propertydesk.repairs.rules.visits import WINDOW, WINDOW_HOURS

#: A window that ends within this time is no longer promised.
_TOO_LATE = timedelta(minutes=30)


@dataclass
class Today:
    """Puts chosen orders into the history of one community."""

    town: Town
    history: History
    now: datetime

    def remember(self, past: Iterable[Past], since: date) -> None:
        """What the households with a story reported earlier, after a day."""
        for each in past:
            day = clock.business_date(self.now, ZONE) - timedelta(days=each.days)
            at = clock.at(day, time(8 + each.days % 9, each.days % 50), ZONE)
            if day > since:
                household = self._household(each.where)
                told = {"description": each.text, "charge": each.charge}
                contact = household.contacts[0]
                values = self.town.from_home(at, each.fault, household, contact, **told)
                self.history.expect(at, Report(values))

    def fill(self, open_: Iterable[Scene], owed: Iterable[Owed]) -> None:
        """Orders that are open or just finished, and work that waits for its call.

        Homes are taken by the code on their door, or another where there is no such door.
        """
        for scene in open_:
            self._play(scene)
        for each in owed:
            self._owe(each)

    def _play(self, scene: Scene) -> None:
        at = self.now - timedelta(minutes=scene.minutes)
        told: dict[str, Any] = {"description": scene.text, "priority": scene.priority}
        if scene.area is not None:
            values = self.town.of_common_area(
                at, scene.fault, area=scene.area, place=scene.where, **told
            )
        else:
            told |= {"charge": scene.charge, **self._window(scene)}
            household = self._household(scene.where)
            contact = household.contacts[0]
            values = self.town.from_home(at, scene.fault, household, contact, **told)
        way = _until(scene.stage, self.now)
        self.history.expect(at, Report(values, way, scene.calls))

    def _window(self, scene: Scene) -> dict[str, datetime]:
        if scene.window is None or scene.priority in URGENT:
            return {}
        start = _window(self.now, scene.window)
        return {"appointment_from": start, "appointment_to": start + WINDOW}

    def _owe(self, owed: Owed) -> None:
        done = self.now - timedelta(minutes=owed.minutes)
        household = self._household(owed.where)
        hour = timedelta(hours=1)
        values = self.town.from_home(
            done - 3 * hour,
            owed.fault,
            household,
            household.contacts[0],
            description=owed.text,
            charge=Charge.FREE,
            priority=3,
            appointment_from=done - hour,
            appointment_to=done + hour,
            channel=Channel.PHONE,
            rings=2,
            read_back=True,
        )

        def way(job: Job) -> Iterator[Step]:
            yield from scenes.accepted(job, self.now)
            yield job.arrived(done - timedelta(minutes=40))
            yield job.completed(done, job.bill())

        self.history.expect(done - 3 * hour, Report(values, way, owed.calls))

    def _household(self, code: str) -> Household:
        able = [each for each in self.town.households if each.contacts]
        named = next((each for each in able if each.home.code == code), None)
        return named or able[sum(map(ord, code)) * 7 % len(able)]


def _until(stage: scenes.Stage, now: datetime) -> Any:
    return lambda job: stage(job, now)


def _window(now: datetime, number: int) -> datetime:
    """The beginning of a window that can still be kept today; late in the evening, tomorrow."""
    day = clock.business_date(now, ZONE)
    days = (day - timedelta(days=1), day, day + timedelta(days=1))
    starts = [clock.at(each, time(hour), ZONE) for each in days for hour in WINDOW_HOURS]
    first = next(place for place, at in enumerate(starts) if at + WINDOW > now + _TOO_LATE)
    return starts[min(first + number, len(starts) - 1)]
