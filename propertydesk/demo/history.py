"""What happened with the repairs of one community, event by event in the order of time.

Numbers are given out as time passes, so that they are gapless and in order. What is said here must
stay true to repairs/services and followups/services: the same activities, the same columns.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from typing import Any

from propertydesk.demo import course, season
from propertydesk.demo.calling import Calling
from propertydesk.demo.course import Job, Step
from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import SYSTEM, Crew, Who
from propertydesk.demo.trail import Trail, target
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.worktime import OpeningHours
from propertydesk.platform.sequences import Sequence
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.repairs.rules import (
    WORKFLOW,
    Channel,
    Charge,
    State,
    deadlines,
    limits,
    setting_of,
)
from propertydesk.repairs.rules.materials import Material
from propertydesk.repairs.services.intake import SERIES

S = State
Way = Callable[[Job], Iterator[Step]]

#: What rework has of the first order.
_KEPT = (
    *("home_id", "area", "place", "reporter_id", "reporter_name", "salutation"),
    *("reporter_role", "phone", "category", "priority"),
)
_BESIDE = ("print", "reveal")  # written down without a move
_CONFIRMING = time(6, 30)  # the job repairs.confirm-silent


@dataclass
class Report:
    """A fault as somebody reports it, and the way the order will go; `calls` says what becomes of
    the follow-up: "usual", "waiting", "missed" once, or "none".
    """

    values: dict[str, Any]
    way: Way = course.usual
    calls: str = "usual"


@dataclass(frozen=True)
class Charged:
    """Confirmed work that the household pays for: when and by whom it was confirmed."""

    order: Row
    at: datetime
    by: Who
    materials: tuple[Material, ...]


@dataclass
class History:
    """Lets the time of one community pass until now."""

    book: Book
    trail: Trail
    rng: Random
    community: Row
    crew: Crew
    hours: OpeningHours
    now: datetime
    _events: list[tuple[datetime, int, Callable[[], None]]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=count)
    _serials: dict[tuple[str, date], int] = field(default_factory=dict)
    charged: list[Charged] = field(default_factory=list)
    settled: list[tuple[Row, Row]] = field(default_factory=list)
    _taken_in: int = 0

    def expect(self, at: datetime, report: Report) -> None:
        """Somebody will report something."""
        self.at(at, lambda: self._take_in(report, at))

    def pass_time(self) -> None:
        """Let everything happen that happens until now, and keep the last numbers.

        What was charged and what was settled is kept for the till, which has the receipts.
        """
        while self._events:
            _at, _order, happen = heapq.heappop(self._events)
            happen()
        for (series, day), last in self._serials.items():
            self.book.add(
                Sequence,
                community_id=self.community,
                series=series,
                scope=f"{day:%Y%m%d}",
                last=last,
            )

    def at(self, instant: datetime, happen: Callable[[], None]) -> None:
        """Let something happen at an instant, unless that is still to come."""
        if instant <= self.now:
            heapq.heappush(self._events, (instant, next(self._order), happen))

    def number(self, series: str, at: datetime) -> str:
        """The next number of a series on that day."""
        day = business_date(at, ZONE)
        serial = self._serials[series, day] = self._serials.get((series, day), 0) + 1
        return document_number(series, day, serial)

    def _take_in(self, report: Report, at: datetime) -> None:
        order = self._register(at, report.values)
        self.trail.leave(
            at,
            Who("staff", order.first_handler_id, order.first_handler),
            "repair.register",
            order,
            to_state=S.REGISTERED,
            note=order.description.split("\n", 1)[0][:120],
        )
        self._go(Job(order, self.rng, self.crew, self.hours), report)

    def rework(self, original: Row, at: datetime, by: Who, told: dict[str, Any]) -> str:
        """Somebody is sent again, free of charge; gives the number of the new order."""
        order = self._register(
            at,
            {
                **{name: original.values[name] for name in _KEPT},
                "channel": Channel.PHONE,
                "charge": Charge.FREE,
                "description": f"{told['comment']}\n{original.number}: {original.description}",
                "first_handler_id": by.staff,
                "first_handler": by.name,
                "original_id": original,
            },
        )
        limit = at + timedelta(hours=int(deadlines.REWORK_HOURS.default))
        arrive = min(limit, told["promise_at"])
        order.set(
            arrive_due=arrive,
            dispatch_due=min(order.dispatch_due, arrive),
            complete_due=max(order.complete_due, arrive),
        )
        self.trail.leave(
            at,
            by,
            "repair.order_rework",
            order,
            to_state=S.REGISTERED,
            reason=told["comment"],
            note=original.number,
        )
        redo = Step(at, "redo", by.as_system(), note=order.number, reason=told["comment"])
        self.walk(self.job(original), [redo])
        self._go(self.job(order), Report({}))
        return str(order.number)

    def job(self, order: Row) -> Job:
        """An order with what its steps draw upon."""
        return Job(order, self.rng, self.crew, self.hours)

    def _register(self, at: datetime, values: dict[str, Any]) -> Row:
        priority = values["priority"]
        spans = {step: int(setting_of(priority, step).default) for step in deadlines.STEPS}
        due = limits(at, priority, spans, self.hours, values.get("appointment_to"))
        self._taken_in += 1
        return self.book.add(
            RepairOrder,
            community_id=self.community,
            number=self.number(SERIES, at),
            state=S.REGISTERED,
            state_since=at,
            reported_at=at,
            dispatch_due=due.dispatch,
            arrive_due=due.arrive,
            complete_due=due.complete,
            **values,
        )

    def _go(self, job: Job, report: Report) -> None:
        order, sampled = job.order, self._is_sampled()
        self.walk(job, report.way(job))
        called = report.calls not in ("usual", "none") or sampled or _must_call_back(order)
        if order.finished_at is not None and not (called and order.phone):
            if order.state == S.DONE and order.priority > 1 and self.rng.random() < 0.05:
                back = season.in_daytime(order.finished_at + timedelta(hours=4), self.rng)
                self.walk(job, course.again(job, back))
            if order.finished_at is not None:
                self.walk(job, self.afterwards(order))
        elif order.finished_at is not None:
            at = order.finished_at
            self.at(at, lambda: Calling(self, job).make(report.calls))
        for each in job.materials:
            self._use(order, each)

    def _is_sampled(self) -> bool:
        """By the running number of the community, so that the share is right on quiet days too."""
        return deadlines.in_sample(self._taken_in, int(deadlines.FOLLOW_UP_PERCENT.default))

    def walk(self, job: Job, steps: Iterable[Step]) -> None:
        """Take steps until one lies in the future."""
        for step in steps:
            if step.at > self.now:
                return
            self._take(job, step)

    def _take(self, job: Job, step: Step) -> None:
        order, before, after = job.order, None, None
        if step.action not in _BESIDE:
            before, after = order.state, target(WORKFLOW, order, step.action)
            order.set(state=after, state_since=step.at)
        order.set(**step.sets)
        job.materials = job.materials if step.materials is None else step.materials
        trace = self.trail.leave(
            step.at,
            step.who,
            f"repair.{step.action}",
            order,
            from_state=before,
            to_state=after,
            changes=step.changes,
            reason=step.reason,
            note=step.note,
        )
        if step.action == "settle":
            self.settled.append((order, trace))
        if after == S.VERIFIED and order.total and order.home_id is not None:
            self.charged.append(Charged(order, step.at, step.who, tuple(job.materials)))
        if step.action == "close":
            self._close_original(order, step)

    def _close_original(self, order: Row, step: Step) -> None:
        """With the rework the first order is filed."""
        original = order.original_id
        if original is not None and original.state == S.REWORK:
            by = step.who.as_system()
            self._take(self.job(original), Step(step.at, "close", by, sets=step.sets))

    def afterwards(
        self, order: Row, *, since: datetime | None = None, until: datetime | None = None
    ) -> Iterator[Step]:
        """What becomes of finished work: silence is consent, the cashier settles what is charged,
        and it is filed, not before `since`; while a call is to come, until that instant only.
        """
        if order.state == S.DONE:
            silent = order.finished_at + timedelta(hours=int(deadlines.SILENCE_HOURS.default))
            yield from _before(until, Step(_morning(silent), "verify_silently", SYSTEM))
        earliest = max(order.state_since, since) if since else order.state_since
        at, by = _morning(earliest), SYSTEM
        if order.total and order.state == S.VERIFIED:
            spent = self.rng.randint(20, 1_200)
            paid = self.hours.after(order.state_since, spent)
            yield from _before(until, Step(paid, "settle", self.crew.cashiers[0]))
            at = max(paid, earliest) + season.minutes(self.rng, 1, 90)
            by = self.rng.choice(self.crew.clerks)
        if until is None:
            yield Step(at, "close", by, sets={"closed_at": at})

    def _use(self, order: Row, each: Material) -> None:
        self.book.add(
            RepairMaterial,
            community_id=self.community,
            order_id=order,
            name=each.name,
            spec=each.spec,
            quantity=each.quantity,
            unit_price=each.unit_price,
            amount=each.amount,
        )


def _before(until: datetime | None, step: Step) -> Iterator[Step]:
    if until is None or step.at < until:
        yield step


def _morning(after: datetime) -> datetime:
    return next(season.mornings(after, _CONFIRMING))


def _must_call_back(order: Row) -> bool:
    return deadlines.must_call_back(
        priority=order.priority,
        is_rework=order.original_id is not None,
        total_fen=order.total.fen if order.charge == Charge.CHARGEABLE else 0,
        above_yuan=int(deadlines.FOLLOW_UP_ABOVE.default),
    )
