"""Erasing what is due, chunk by chunk, with a report for each run."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.actions import ActionWords
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor, system_actor
from propertydesk.platform.db import Model, db, on_sqlite
from propertydesk.platform.retention.declare import cut_off, declared, shown_period
from propertydesk.platform.scheduling import At, Job, JobRun, ask_for_run
from propertydesk.platform.types import Json, UtcDateTime

JOB = "retention"
CHUNK = 500
#: Any constant will do, as long as nobody else on this database uses it.
_LOCK_KEY = 0x7064_7265  # "pdre"

ACTIONS = {
    "retention.run": ActionWords(N_("Retention run: %(number)s"), "trash", Tone.GREY),
    "retention.order": ActionWords(N_("Retention run asked for"), "player-play"),
}


class RetentionReport(Model):
    """What one run erased: a number for each rule, and nothing about anybody."""

    __tablename__ = "retention_reports"
    __table_args__ = (
        UniqueConstraint("community_id", "due"),
        Index("ix_retention_reports_newest", "community_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    due: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(80), default="")
    counts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    periods: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, doc="for each rule: number and unit, as they were set then"
    )

    @property
    def total(self) -> int:
        """How many records it erased fields of."""
        return sum(self.counts.values())

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and day."""
        return "retention", self.id, f"{self.due:%Y-%m-%d}"


def preview(community_id: int, now: datetime) -> Mapping[str, int]:
    """For each rule's key: of how many records a run would erase fields now."""
    return {
        rule.key: db.session.scalar(
            select(func.count()).select_from(
                rule.due(community_id, cut_off(community_id, rule, now)).subquery()
            )
        )
        or 0
        for rule in declared()
    }


def order_run(job: Job, community_id: int, *, actor: Actor, now: datetime) -> JobRun:
    """Ask for a run at once. Raises Conflict when it was asked for in the same instant."""
    run = ask_for_run(job, community_id, actor, now)
    activity.record(
        actor=actor, now=now, action="retention.order", subject=run, community_id=community_id
    )
    return run


def erase_chunk(community_id: int | None, due: datetime, now: datetime) -> int:
    """Erase the next chunk of the run for `due`; gives of how many records, 0 when it is over."""
    if community_id is None:
        return 0
    _alone(community_id)
    report = _report(community_id, due, now)
    if report.finished_at is not None:
        return 0
    for rule in declared():
        before = cut_off(community_id, rule, due)
        ids = list(db.session.scalars(rule.due(community_id, before).limit(CHUNK)))
        if ids:
            rule.erase(ids, now)
            report.counts = {**report.counts, rule.key: report.counts.get(rule.key, 0) + len(ids)}
            return len(ids)
    _finish(report, now)
    return 0


def _alone(community_id: int) -> None:
    """Two runs in one community take turns, or both would count the same rows."""
    if not on_sqlite():
        lock = text("SELECT pg_advisory_xact_lock(:key, :place)")
        db.session.execute(lock, {"key": _LOCK_KEY, "place": community_id})


def _report(community_id: int, due: datetime, now: datetime) -> RetentionReport:
    found = db.session.scalar(select(RetentionReport).filter_by(community_id=community_id, due=due))
    if found is not None:
        return found
    by = select(JobRun.asked_by).filter_by(job=JOB, community_id=community_id, due=due)
    report = RetentionReport(
        community_id=community_id,
        due=due,
        started_at=now,
        asked_by=db.session.scalar(by) or "",
        counts={},
        periods={rule.key: list(shown_period(community_id, rule)) for rule in declared()},
    )
    db.session.add(report)
    db.session.flush()
    return report


def _finish(report: RetentionReport, now: datetime) -> None:
    report.finished_at = now
    activity.record(
        actor=system_actor(report.community_id),
        now=now,
        action="retention.run",
        subject=report,
        changes={key: [0, count] for key, count in report.counts.items()},
        note=str(report.total),
    )


JOBS = (
    Job(
        JOB,
        N_("Erase personal data whose time is over"),
        At(hour=2, minute=10, day=1),
        erase_chunk,
        in_chunks=True,
    ),
)
