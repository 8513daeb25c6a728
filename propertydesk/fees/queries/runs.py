"""Reading billing runs and closed months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from propertydesk.fees import rules
from propertydesk.fees.models import BillingRun, ClosedPeriod, FeePrice, Receivable
from propertydesk.fees.queries.presenting import period_words
from propertydesk.kernel.money import Money
from propertydesk.platform.approvals import Approval, State
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.tasks import Task

MOST_RUNS = 36


@dataclass(frozen=True)
class PreviewLine:
    """One item and period of a preview, as people read it."""

    code: str
    name: str
    period: str
    due_on: date
    count: int
    total: Money
    present: int
    before_count: int
    before_total: Money
    differs: bool
    left_out: Sequence[tuple[str, int]]
    left_homes: Sequence[tuple[str, str]]
    jumps: Sequence[tuple[str, Money, Money]]

    @property
    def change(self) -> int | None:
        """By how many per cent the total differs from the last period; None the first time."""
        before = self.before_total.fen
        return round((self.total.fen - before) * 100 / before) if before else None


def is_closed(community_id: int, day: date) -> bool:
    """Whether the books of the month of `day` are closed."""
    query = select(ClosedPeriod.id).filter_by(community_id=community_id, month=day.replace(day=1))
    return db.session.scalar(query) is not None


def runs(community_id: int) -> list[BillingRun]:
    """The latest runs, newest first."""
    query = select(BillingRun).filter_by(community_id=community_id)
    return list(db.session.scalars(query.order_by(BillingRun.id.desc()).limit(MOST_RUNS)))


def preview_lines(run: BillingRun) -> list[PreviewLine]:
    """The preview that was kept with a run."""
    return [_line(each) for each in run.preview.get("lines", ())]


def preview_totals(run: BillingRun) -> dict[str, Any]:
    """The sums of a preview: receivables, money, what is there already, what is left out."""
    lines = run.preview.get("lines", ())
    return {
        "count": sum(line["count"] for line in lines),
        "total": Money(sum(line["total"] for line in lines)),
        "present": sum(line["present"] for line in lines),
        "left_out": sum(sum(line["left_out"].values()) for line in lines),
        "jumps": sum(len(line["jumps"]) for line in lines),
    }


def waiting_approval(run: BillingRun) -> Approval | None:
    """The request to a second person that waits for a run."""
    query = select(Approval).filter_by(
        subject_type="billing", subject_id=run.id, state=State.WAITING
    )
    return db.session.scalar(query)


def task_of(run: BillingRun) -> Task | None:
    """The background task that posts a run."""
    return db.session.get(Task, run.task_id) if run.task_id else None


def requests_about(row: Receivable) -> list[Approval]:
    """The requests to a second person about a receivable, newest first."""
    query = select(Approval).filter_by(subject_type="receivable", subject_id=row.id)
    return list(db.session.scalars(query.order_by(Approval.id.desc()).limit(20)))


def price_of(row: Receivable) -> FeePrice | None:
    """The price version behind a receivable."""
    return db.session.get(FeePrice, row.price_id) if row.price_id else None


def run_of(row: Receivable) -> BillingRun | None:
    """The run that posted a receivable."""
    return db.session.get(BillingRun, row.run_id) if row.run_id else None


def _line(kept: dict[str, Any]) -> PreviewLine:
    period = rules.Period(date.fromisoformat(kept["period"]), kept["months"])
    words = {str(code): word for code, word in rules.LEFT_OUT_WORDS.items()}
    return PreviewLine(
        code=kept["code"],
        name=pick(kept["zh"], kept["en"]),
        period=period_words(period.starts_on, period.ends_on),
        due_on=date.fromisoformat(kept["due_on"]),
        count=kept["count"],
        total=Money(kept["total"]),
        present=kept["present"],
        before_count=kept["before_count"],
        before_total=Money(kept["before_total"]),
        differs=kept.get("differs", False),
        left_out=[(words[reason], count) for reason, count in kept["left_out"].items()],
        left_homes=[(code, words[reason]) for code, reason in kept["left_homes"]],
        jumps=[(code, Money(before), Money(after)) for code, before, after in kept["jumps"]],
    )
