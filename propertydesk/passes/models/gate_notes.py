"""What guards write down for the office."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.passes.rules import gate_notes as rules
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, UtcDateTime


class GateNote(Model):
    """A matter after hours, something parked in the wrong place, or something found."""

    __tablename__ = "gate_notes"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("state = 'closed' OR outcome = ''", name="outcome"),
        Index("ix_gate_notes_state", "community_id", "state", "kind", "due_at"),
        Index("ix_gate_notes_newest", "community_id", "at", "id"),
        Index("ix_gate_notes_plate", "community_id", "plate"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))
    guard_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    guard: Mapped[str] = mapped_column(String(80))

    what: Mapped[str] = mapped_column(Text, default="", doc="the matter, or the thing found")
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    name: Mapped[str] = mapped_column(String(40), default="", doc="who asks, or who found it")
    phone: Mapped[str] = mapped_column(String(30), default="")
    plate: Mapped[str] = mapped_column(ExactText(12), default="")
    spot: Mapped[str] = mapped_column(String(12), default="")
    place: Mapped[str] = mapped_column(String(80), default="")

    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(12), default="")
    words: Mapped[str] = mapped_column(Text, default="", doc="what was agreed, who took it")
    closed_by: Mapped[str] = mapped_column(String(80), default="")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "gate_note", self.id, self.number

    def is_late(self, now: datetime) -> bool:
        """Whether it waits for longer than promised."""
        return rules.is_late(self.state, self.due_at, now)
