"""Visitors: visits, standing permissions, the do-not-admit list, counts of couriers."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.masking import mask_name
from propertydesk.passes.rules import visits as rules
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, UtcDateTime


class Visit(Model):
    """Somebody who is invited, at the gate, inside, or was (访客登记, AB-01)."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint(
            "home_id IS NOT NULL OR office <> '' OR state = 'denied' OR erased_at IS NOT NULL",
            name="whom",
        ),
        CheckConstraint("left_at IS NULL OR entered_at IS NOT NULL", name="order"),
        CheckConstraint("persons > 0", name="persons"),
        Index("ix_visits_state", "community_id", "state", "valid_to"),
        Index("ix_visits_newest", "community_id", "made_at", "id"),
        Index("ix_visits_home", "home_id", "state"),
        Index("ix_visits_plate", "community_id", "plate"),
        Index(
            "ix_visits_overstayed",
            "community_id",
            "overstayed_at",
            sqlite_where=text("overstayed_at IS NOT NULL"),
            postgresql_where=text("overstayed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    is_invited: Mapped[bool] = mapped_column(doc="announced before, not registered at the gate")

    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    office: Mapped[str] = mapped_column(String(40), default="", doc="whom in the office (A25)")
    visitor: Mapped[str] = mapped_column(String(40), default="", doc="the surname is enough")
    phone: Mapped[str] = mapped_column(String(30), default="")
    plate: Mapped[str] = mapped_column(ExactText(12), default="")
    persons: Mapped[int] = mapped_column(default=1)
    purpose: Mapped[str] = mapped_column(String(12))
    note: Mapped[str] = mapped_column(String(200), default="")

    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0, doc="how often the host was asked in vain")
    confirmed_by: Mapped[str] = mapped_column(String(10), default="")
    standing_id: Mapped[int | None] = mapped_column(ForeignKey("standing_visitors.id"))
    id_seen: Mapped[bool] = mapped_column(default=False, doc="looked at, never copied")
    refusal: Mapped[str] = mapped_column(String(12), default="")
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entry_gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))
    let_in_by: Mapped[str] = mapped_column(String(80), default="")
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exit_gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))
    let_out_by: Mapped[str] = mapped_column(String(80), default="")
    overstayed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_for: Mapped[str] = mapped_column(
        String(120), default="", doc="incident that it is kept for"
    )
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prints: Mapped[int] = mapped_column(default=0)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "visit", self.id, self.number

    @property
    def is_open(self) -> bool:
        """Whether the visit is not over."""
        return self.state in rules.OPEN

    def is_late(self, now: datetime) -> bool:
        """Whether the visitor is inside for longer than the slip says."""
        return self.state == rules.State.INSIDE and now >= self.valid_to


class StandingVisitor(Model):
    """Somebody whom a household lets in without being asked each time: a housekeeper, a nurse."""

    __tablename__ = "standing_visitors"
    __table_args__ = (
        CheckConstraint("phone <> '' OR plate <> '' OR ended_at IS NOT NULL", name="known_by"),
        Index("ix_standing_visitors_home", "home_id", "ended_at"),
        Index("ix_standing_visitors_newest", "community_id", "ended_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    visitor: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30), default="")
    plate: Mapped[str] = mapped_column(ExactText(12), default="")
    purpose: Mapped[str] = mapped_column(String(12))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    given_by: Mapped[str] = mapped_column(String(80))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and masked name."""
        return "standing_visitor", self.id, mask_name(self.visitor)


class BarredVisitor(Model):
    """Somebody whom the gate does not admit, to one home or at all, for a reason and a time."""

    __tablename__ = "barred_visitors"
    __table_args__ = (
        CheckConstraint("phone <> '' OR plate <> '' OR ended_at IS NOT NULL", name="known_by"),
        CheckConstraint("reason <> ''", name="reason"),
        Index("ix_barred_visitors_newest", "community_id", "ended_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    visitor: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30), default="")
    plate: Mapped[str] = mapped_column(ExactText(12), default="")
    reason: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    decided_by: Mapped[str] = mapped_column(String(80))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and masked name."""
        return "barred_visitor", self.id, mask_name(self.visitor)


class CourierCount(Model):
    """How many couriers of a kind came through a gate within an hour; nothing about anybody."""

    __tablename__ = "courier_counts"
    __table_args__ = (
        UniqueConstraint("gate_id", "day", "hour", "kind"),
        CheckConstraint("couriers > 0", name="couriers"),
        Index("ix_courier_counts_day", "community_id", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    day: Mapped[date]
    hour: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    couriers: Mapped[int]
