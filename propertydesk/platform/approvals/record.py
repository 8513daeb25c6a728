"""The table of requests to a second person."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.approvals.states import State
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, Json, UtcDateTime

_WAITING = text("state = 'waiting'")


class Approval(Model):
    """One request: what exactly is asked, by whom, and what a second person said.

    `params` is what will be carried out, fixed when it was asked: ids, amounts and masked values,
    never personal data in full. `one_of` keeps two requests about the same thing from waiting.
    """

    __tablename__ = "approvals"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_approvals_state", "community_id", "state", "expires_at"),
        Index("ix_approvals_asked_by", "asked_by", "state"),
        Index("ix_approvals_subject", "subject_type", "subject_id"),
        Index(
            "uq_approvals_waiting",
            "community_id",
            "one_of",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="second_person"),
        CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL", name="decided"
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    kind: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    home_id: Mapped[int | None]
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    subject_no: Mapped[str] = mapped_column(String(60), default="")
    one_of: Mapped[str | None] = mapped_column(String(80))
    params: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    asked_by_name: Mapped[str] = mapped_column(String(80))
    asked_by_no: Mapped[str] = mapped_column(String(20), default="")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    decided_by_name: Mapped[str] = mapped_column(String(80), default="")
    decided_by_no: Mapped[str] = mapped_column(String(20), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_note: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="the asker saw the answer")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "approval", self.id, self.number

    @property
    def is_waiting(self) -> bool:
        """Whether it can still be decided."""
        return self.state == State.WAITING

    @property
    def asker(self) -> str:
        """Name and staff number of whoever asked."""
        return f"{self.asked_by_name} {self.asked_by_no}".strip()

    @property
    def decider(self) -> str:
        """Name and staff number of whoever decided, "" while nobody has."""
        return f"{self.decided_by_name} {self.decided_by_no}".strip()
