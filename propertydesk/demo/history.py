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

from propertydesk.demo import calls, course, season
from propertydesk.demo.calls import Attempt
from propertydesk.demo.course import Job, Step
from propertydesk.demo.estate import ZONE
from propertydesk.demo.rows import Book, Row
from propertydesk.demo.staff import SYSTEM, Crew, Who
from propertydesk.demo.trail import Trail
from propertydesk.followups import rules as followup_rules
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.followups.rules import Overall, Result
from propertydesk.followups.services import PREFIX as CALLS
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.numbering import document_number
from propertydesk.kernel.worktime import OpeningHours
from propertydesk.platform.sequences import Sequence
from propertydesk.repairs.models import RepairMaterial, RepairOrder
from propertydesk.repairs.rules import WORKFLOW, Charge, State, deadlines, limits, setting_of
from propertydesk.repairs.services.intake import SERIES

S, F = State, followup_rules.State
Way = Callable[[Job], Iterator[Step]]

_CONFIRMING = time(6, 30)  # the job repairs.confirm-silent
_LISTING = time(7, 0)  # the job followups.list-due
_ANSWER_COLUMNS = (
    *("solved", "quality", "attitude", "shoe_covers", "cleaned_up", "card_left"),
    *("reason", "comment", "promise", "promise_at"),
)


@dataclass
class Report:
    """A fault as somebody reports it, and the way the order will go; `calls` says what becomes of
    the follow-up: "usual", "waiting", "missed" once, or "none".
    """

    values: dict[str, Any]
    way: Way = course.usual
    calls: str = "usual"


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
    _receipts: Iterator[int] = field(default_factory=lambda: count(1))
    _taken_in: int = 0

    def expect(self, at: datetime, report: Report) -> None:
        """Somebody will report something."""
        self._at(at, lambda: self._take_in(report, at))

    def pass_time(self) -> None:
        """Let everything happen that happens until now, and keep the last numbers."""
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

    def _at(self, instant: datetime, happen: Callable[[], None]) -> None:
        if instant <= self.now:
            heapq.heappush(self._events, (instant, next(self._order), happen))

    def _number(self, series: str, at: datetime) -> str:
        day = business_date(at, ZONE)
        serial = self._serials[series, day] = self._serials.get((series, day), 0) + 1
        return document_number(series, day, serial)

    # --- orders -------------------------------------------------------------

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

    def _register(self, at: datetime, values: dict[str, Any]) -> Row:
        priority = values["priority"]
        spans = {step: int(setting_of(priority, step).default) for step in deadlines.STEPS}
        due = limits(at, priority, spans, self.hours, values.get("appointment_to"))
        self._taken_in += 1
        return self.book.add(
            RepairOrder,
            community_id=self.community,
            number=self._number(SERIES, at),
            state=S.REGISTERED,
            state_since=at,
            reported_at=at,
            **{
                "dispatch_due": due.dispatch,
                "arrive_due": due.arrive,
                "complete_due": due.complete,
                **values,
            },
        )

    def _go(self, job: Job, report: Report) -> None:
        sampled = deadlines.in_sample(self._taken_in, deadlines.FOLLOW_UP_PERCENT.default)
        self._walk(job, report.way(job))
        order = job.order
        if order.finished_at is None:
            return
        called = report.calls != "none" and bool(order.phone)
        if called and (sampled or report.calls != "usual" or _must_call_back(order)):
            self._at(order.finished_at, lambda: self._plan_call(job, report.calls))
            return
        if report.calls == "usual" and self.rng.random() < 0.025 and order.state == S.DONE:
            back = season.in_daytime(order.finished_at + timedelta(hours=4), self.rng)
            self._walk(job, course.again(job, back))
        if order.finished_at is not None:
            self._walk(job, self._afterwards(job))

    def _walk(self, job: Job, steps: Iterable[Step]) -> None:
        for step in steps:
            if step.at > self.now:
                break
            self._take(job, step)
        for each in job.materials if job.order.finished_at else ():
            self._use(job.order, each)
        job.materials = []

    def _take(self, job: Job, step: Step) -> None:
        order, before, after = job.order, None, None
        if step.action not in ("print", "reveal"):
            before = order.state
            after = _target(WORKFLOW, before, step.action)
            order.set(state=after, state_since=step.at)
        order.set(**step.sets)
        if step.materials is not None:
            job.materials = step.materials
        self.trail.leave(
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

    def _use(self, order: Row, each: Any) -> None:
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

    def _afterwards(self, job: Job, until: datetime | None = None) -> Iterator[Step]:
        """What becomes of finished work: silence is consent, the cashier settles what is charged,
        and it is filed; with a call to come nothing is filed before `until`.
        """
        order = job.order
        if order.state == S.DONE:
            silent = order.finished_at + timedelta(hours=int(deadlines.SILENCE_HOURS.default))
            at = next(season.mornings(silent, _CONFIRMING))
            if until is not None and at >= until:
                return
            yield Step(at, "verify_silently", SYSTEM)
        if order.total:
            at = self.hours.after(order.state_since, self.rng.randint(20, 1_200))
            if until is not None and at >= until:
                return
            receipt = f"SJ{next(self._receipts):08d}"
            yield Step(at, "settle", self.crew.cashier, note=receipt, sets={"receipt_no": receipt})
            at += season.minutes(self.rng, 1, 90)
            by = self.rng.choice(self.crew.clerks)
        else:
            at, by = next(season.mornings(order.state_since, _CONFIRMING)), SYSTEM
        if until is None:
            yield Step(at, "close", by, sets={"closed_at": at})

    def _close(self, order: Row, at: datetime, by: Who) -> None:
        """File an order; what it was the rework of is filed with it."""
        job = Job(order, self.rng, self.crew, self.hours)
        self._walk(job, [Step(at, "close", by, sets={"closed_at": at})])

    # --- calls --------------------------------------------------------------

    def _plan_call(self, job: Job, fate: str) -> None:
        order, at = job.order, job.order.finished_at
        due = at + timedelta(hours=int(deadlines.FOLLOW_UP_HOURS.default))
        reporter = order.reporter_id
        call = self.book.add(
            FollowUp,
            community_id=self.community,
            number=self._number(CALLS, at),
            state=F.PLANNED,
            state_since=at,
            home_id=order.home_id,
            source_type="repair",
            source_id=order,
            source_no=order.number,
            contact_name=order.reporter_name,
            salutation=order.salutation,
            phone=order.phone,
            language=reporter.language if reporter else "zh",
            planned_at=at,
            due_at=due,
            not_before=at,
        )
        by = job.technician.who if job.technician else SYSTEM
        self.trail.leave(
            at, by, "followup.plan", call, to_state=F.PLANNED, note=order.number
        )
        _Calling(self, job, call).make(fate)


def _must_call_back(order: Row) -> bool:
    return deadlines.must_call_back(
        priority=order.priority,
        is_rework=order.original_id is not None,
        total_fen=order.total.fen if order.charge == Charge.CHARGEABLE else 0,
        above_yuan=int(deadlines.FOLLOW_UP_ABOVE.default),
    )
