"""Prepayments that go back to the payer."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, MoneyType, UtcDateTime


class Refund(Model):
    """A refund of a prepayment, by the way the money came unless a second person let it differ."""

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("asked_by <> approved_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    movement_id: Mapped[int] = mapped_column(ForeignKey("prepayment_movements.id"), unique=True)
    amount: Mapped[Money] = mapped_column(MoneyType)
    payee_name: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(ExactText(64), default="")
    reason: Mapped[str] = mapped_column(String(200))
    shift_id: Mapped[int] = mapped_column(ForeignKey("till_shifts.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "refund", self.id, self.number


append_only(Refund.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
