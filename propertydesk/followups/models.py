"""Tables of follow-ups."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.followups import rules
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, UtcDateTime

_WAITING = text("state IN ('planned', 'trying', 'delayed')")


class FollowUp(Model):
    """Somebody to be asked how it went (回访, KF-02)."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_follow_ups_due", "community_id", "state", "due_at"),
        Index("ix_follow_ups_home", "home_id"),
        Index(
            "uq_follow_ups_waiting",
            "source_type",
            "source_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("quality IS NULL OR quality BETWEEN 1 AND 5", name="quality"),
        CheckConstraint("attitude IS NULL OR attitude BETWEEN 1 AND 5", name="attitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(14), default=rules.State.PLANNED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    person_id: Mapped[int | None] = mapped_column(
        index=True, doc="in the register; nobody is ever deleted there"
    )
    source_type: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int]
    source_no: Mapped[str] = mapped_column(String(24))
    contact_name: Mapped[str] = mapped_column(String(80))
    salutation: Mapped[str] = mapped_column(String(5), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    language: Mapped[str] = mapped_column(String(5), default="zh")
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    listed_on: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="put on the morning's list")
    solved: Mapped[bool | None]
    quality: Mapped[int | None]
    attitude: Mapped[int | None]
    shoe_covers: Mapped[bool | None]
    cleaned_up: Mapped[bool | None]
    card_left: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(12), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    promise: Mapped[str] = mapped_column(String(200), default="")
    promise_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    follow_on: Mapped[str] = mapped_column(String(24), default="", doc="number of the rework order")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "followup", self.id, self.number


class FollowUpAttempt(Model):
    """One call or visit."""

    __tablename__ = "follow_up_attempts"
    __table_args__ = (UniqueConstraint("follow_up_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    follow_up_id: Mapped[int] = mapped_column(ForeignKey("follow_ups.id"))
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    method: Mapped[str] = mapped_column(String(8), default=rules.Method.PHONE)
    result: Mapped[str] = mapped_column(String(14))
    caller_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    caller: Mapped[str] = mapped_column(String(80))
