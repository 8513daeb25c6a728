"""One follow-up from its planning to its end, with what it does to the order."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from propertydesk.demo import calls, season
from propertydesk.demo.calls import Attempt
from propertydesk.demo.course import Job, Step
from propertydesk.demo.rows import Row
from propertydesk.demo.staff import SYSTEM, Who
from propertydesk.demo.trail import target
from propertydesk.followups import rules
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.followups.rules import Overall, Result
from propertydesk.followups.services import PREFIX
from propertydesk.repairs.rules import deadlines

if TYPE_CHECKING:
    from propertydesk.demo.history import History

F = rules.State
_LISTING = time(7, 0)  # the job followups.list-due
_SOON = timedelta(seconds=1)
_COLUMNS = (
    *("solved", "quality", "attitude", "shoe_covers", "cleaned_up", "card_left"),
    *("reason", "comment", "promise", "promise_at"),
)


@dataclass
class Calling:
    """Plans a call about finished work and makes it."""

    history: "History"
    job: Job
    row: Row = field(init=False)
    ended: datetime | None = None

    def make(self, fate: str) -> None:
        """Plan it at the end of the work; then call as usual, not at all yet, or once in vain."""
        self.row = self._planned()
        order, history = self.job.order, self.history
        if fate == "missed":
            self._miss_once()
        elif fate == "usual":
            content = order.original_id is not None
            for attempt in calls.attempts(history.rng, history.crew, self.row, content=content):
                if attempt.at > history.now:
                    break
                self._write(attempt)
        if self.row.state in rules.WAITING:
            history.walk(self.job, history.afterwards(order, until=history.now + _SOON))
        self._list()

    def _planned(self) -> Row:
        order, history = self.job.order, self.history
        at, reporter = order.finished_at, order.reporter_id
        row = history.book.add(
            FollowUp,
            community_id=history.community,
            number=history.number(PREFIX, at),
            state=F.PLANNED,
            state_since=at,
            home_id=order.home_id,
            person_id=order.reporter_id,
            source_type="repair",
            source_id=order,
            source_no=order.number,
            contact_name=order.reporter_name,
            salutation=order.salutation,
            phone=order.phone,
            language=reporter.language if reporter else "zh",
            planned_at=at,
            due_at=at + timedelta(hours=int(deadlines.FOLLOW_UP_HOURS.default)),
            not_before=at,
        )
        by = self.job.technician.who if self.job.technician else SYSTEM
        history.trail.leave(at, by, "followup.plan", row, to_state=F.PLANNED, note=order.number)
        return row

    def _miss_once(self) -> None:
        history = self.history
        at = history.now - timedelta(hours=5, minutes=20)
        self._write(Attempt(at, history.rng.choice(history.crew.clerks), Result.NO_ANSWER))

    def _write(self, attempt: Attempt) -> None:
        row, at, by = self.row, attempt.at, attempt.who
        row.set(attempts=row.attempts + 1)
        self.history.book.add(
            FollowUpAttempt,
            community_id=row.community_id,
            follow_up_id=row,
            position=row.attempts,
            at=at,
            method=rules.Method.PHONE,
            result=attempt.result,
            caller_id=by.staff,
            caller=by.name,
        )
        if attempt.answer is not None:
            self._answer(attempt, attempt.answer)
        elif attempt.result == Result.WRONG_NUMBER:
            self._move(at, by, "wrong_number")
            self._file_without_call(at)
        elif attempt.result == Result.REFUSED:
            self._move(at, by, "refuse")
            self._file(at, by)
        else:
            self._try_later(attempt)

    def _try_later(self, attempt: Attempt) -> None:
        row, at, by = self.row, attempt.at, attempt.who
        self._move(at, by, "try", note=f"{row.attempts}/{calls.MOST}")
        later = calls.next_attempt(at)
        row.set(not_before=later, due_at=max(row.due_at, later))
        if row.attempts >= calls.MOST:
            self._move(at, by, "give_up")
            self._file(at, by)

    def _answer(self, attempt: Attempt, answer: Overall) -> None:
        row, at, by, data = self.row, attempt.at, attempt.who, attempt.data
        marks = f"{data['quality']} · {data['attitude']}" if "quality" in data else ""
        self._move(at, by, answer.value, note=marks, reason=data.get("comment", ""))
        row.set(**{name: data[name] for name in _COLUMNS if name in data})
        if answer == Overall.DELAYED:
            row.set(not_before=data["promise_at"], due_at=data["promise_at"])
            return
        self.job.order.set(quality=row.quality, attitude=row.attitude)
        if answer == Overall.DISSATISFIED:
            self._send_again(at, by, data)
        else:
            self._file(at, by)

    def _send_again(self, at: datetime, by: Who, data: dict[str, Any]) -> None:
        """Rework is ordered; the lead looks at it and files the call in the next days."""
        history, order = self.history, self.job.order
        history.walk(self.job, history.afterwards(order, until=at))
        history.at(at, lambda: self.row.set(follow_on=history.rework(order, at, by, data)))
        reviewed = season.in_daytime(at + timedelta(hours=history.rng.randint(20, 70)), history.rng)
        if reviewed <= history.now:
            self._move(reviewed, history.crew.lead, "close")

    def _file(self, at: datetime, by: Who) -> None:
        """With the call the order is filed."""
        history, order = self.history, self.job.order
        history.walk(self.job, history.afterwards(order, until=at))
        history.walk(self.job, [Step(at, "close", by.as_system(), sets={"closed_at": at})])

    def _file_without_call(self, at: datetime) -> None:
        """A wrong number does not keep the order open; later the lead files the call too."""
        history, order = self.history, self.job.order
        history.walk(self.job, history.afterwards(order, since=at))
        reviewed = season.in_daytime(at + timedelta(days=history.rng.randint(5, 8)), history.rng)
        if reviewed <= history.now:
            self._move(reviewed, history.crew.lead, "close")

    def _move(
        self, at: datetime, by: Who, action: str, *, note: str = "", reason: str = ""
    ) -> None:
        row, before = self.row, self.row.state
        row.set(state=target(rules.WORKFLOW, row, action), state_since=at)
        if self.ended is None and row.state not in rules.WAITING:
            self.ended = at
        self.history.trail.leave(
            at,
            by,
            f"followup.{action}",
            row,
            from_state=before,
            to_state=row.state,
            reason=reason,
            note=note,
        )

    def _list(self) -> None:
        """The morning's list has it on the day on which it falls due, if it still waits then."""
        row, now = self.row, self.history.now
        ends_day = timedelta(hours=17)
        for at in season.mornings(row.planned_at, _LISTING):
            if at > now or (self.ended and self.ended <= at):
                return
            if row.due_at < at + ends_day:
                row.set(listed_on=at)
                return
