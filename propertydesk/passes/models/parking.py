"""Cars that park for a while: written down on the way in, paid on the way out."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    case,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.passes.rules.parking import StayState
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, Json, MoneyType, UtcDateTime

_INSIDE = text("left_at IS NULL")


class ParkingStay(Model):
    """One stay of a car that belongs to no household; a plate is inside once.

    `entered_at` is None for a car that nobody wrote down on its way in. `tariff` is the tariff in
    force on the way out; the money belongs to the duty of the guard who took it.
    """

    __tablename__ = "parking_stays"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "uq_parking_stays_inside",
            "community_id",
            "plate",
            unique=True,
            sqlite_where=_INSIDE,
            postgresql_where=_INSIDE,
        ),
        Index("ix_parking_stays_entered", "community_id", "entered_at"),
        Index("ix_parking_stays_left", "community_id", "left_at"),
        Index("ix_parking_stays_duty", "exit_duty_id"),
        CheckConstraint("fee IS NULL OR fee >= 0", name="fee"),
        CheckConstraint("(left_at IS NULL) = (fee IS NULL)", name="left_has_fee"),
        CheckConstraint(
            "fee IS NULL OR fee = 0 OR exit_duty_id IS NOT NULL", name="money_has_duty"
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    plate: Mapped[str] = mapped_column(ExactText(12), doc="blotted out after its time")
    entered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    left_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    exit_duty_id: Mapped[int | None] = mapped_column(ForeignKey("duties.id"))
    fee: Mapped[Money | None] = mapped_column(MoneyType)
    minutes: Mapped[int | None]
    tariff: Mapped[dict[str, Any] | None] = mapped_column(Json)
    is_lost: Mapped[bool] = mapped_column(default=False, doc="the slip was lost")
    note: Mapped[str] = mapped_column(String(200), default="")

    @hybrid_property
    def state(self) -> str:
        """Where the car is, told by its way out."""
        return StayState.INSIDE if self.left_at is None else StayState.LEFT

    @state.inplace.expression
    @classmethod
    def _state(cls) -> ColumnElement[str]:
        return case((cls.left_at.is_(None), StayState.INSIDE.value), else_=StayState.LEFT.value)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "parking_stay", self.id, self.number
