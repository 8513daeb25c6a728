"""A cashier's shift, and the close of a day; months are closed in the books of fees."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import Json, MoneyType, UtcDateTime

_RUNNING = text("state <> 'closed'")


class Shift(Model):
    """From the float to the money handed over; a cashier has one at a time.

    `pieces` is the blind count by denomination in fen; `expected` is worked out only when the
    count has been given.
    """

    __tablename__ = "till_shifts"
    __table_args__ = (
        Index(
            "uq_till_shifts_running",
            "community_id",
            "cashier_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index("ix_till_shifts_day", "community_id", "business_date"),
        UniqueConstraint("community_id", "number"),
        CheckConstraint("opening >= 0", name="opening"),
        CheckConstraint(
            "counted IS NULL OR difference = counted - expected", name="difference_adds_up"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(String(24))
    cashier_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(String(10), default="open")
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]
    opening: Mapped[Money] = mapped_column(MoneyType)
    pieces: Mapped[dict[str, Any] | None] = mapped_column(Json)
    counted: Mapped[Money | None] = mapped_column(MoneyType)
    expected: Mapped[Money | None] = mapped_column(MoneyType)
    difference: Mapped[Money | None] = mapped_column(MoneyType)
    explanation: Mapped[str] = mapped_column(String(300), default="")
    handed_over: Mapped[Money | None] = mapped_column(MoneyType)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "till_shift", self.id, self.number


class DayClose(Model):
    """A business day that takes no more documents, with its totals as they stood."""

    __tablename__ = "day_closes"
    __table_args__ = (UniqueConstraint("community_id", "business_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    business_date: Mapped[date]
    totals: Mapped[dict[str, Any]] = mapped_column(Json)
    closed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and day."""
        return "day_close", self.id, f"{self.business_date:%Y-%m-%d}"


append_only(DayClose.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
