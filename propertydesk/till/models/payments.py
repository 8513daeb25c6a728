"""Money that came in, and which receivables it met."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, MoneyType, UtcDateTime


class Payment(Model):
    """One payment of one payer by one method; a reversal is a payment of its negative amount."""

    __tablename__ = "payments"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("(amount < 0) = (reverses_id IS NOT NULL)", name="negative_reverses"),
        CheckConstraint("tendered IS NULL OR tendered >= amount", name="tendered"),
        UniqueConstraint("reverses_id"),
        Index("ix_payments_day", "community_id", "business_date", "id"),
        Index("ix_payments_shift", "shift_id"),
        Index("ix_payments_payer", "payer_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("till_shifts.id"))
    cashier_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"), doc="where it was paid for")
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    payer_name: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(ExactText(64), default="")
    amount: Mapped[Money] = mapped_column(MoneyType)
    tendered: Mapped[Money | None] = mapped_column(MoneyType, doc="cash handed over")
    paid_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]
    note: Mapped[str] = mapped_column(String(200), default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and amount."""
        return "payment", self.id, f"¥{self.amount}"


class PaymentReference(Model):
    """A voucher number that is taken: one payment for each transfer, scan or card slip.

    A claim, no document: it is given up when the payment is voided, so that the voucher can be
    entered again.
    """

    __tablename__ = "payment_references"
    __table_args__ = (UniqueConstraint("community_id", "method", "reference"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    method: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(ExactText(64))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"), unique=True)


class Allocation(Model):
    """So much of a payment, or of a prepayment, for one receivable; negative where it is undone."""

    __tablename__ = "allocations"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("(payment_id IS NULL) <> (movement_id IS NULL)", name="one_source"),
        CheckConstraint("(amount < 0) = (reverses_id IS NOT NULL)", name="negative_reverses"),
        UniqueConstraint("reverses_id"),
        Index("ix_allocations_receivable", "receivable_id"),
        Index("ix_allocations_payment", "payment_id"),
        Index("ix_allocations_movement", "movement_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    receivable_id: Mapped[int] = mapped_column(ForeignKey("receivables.id"))
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"))
    movement_id: Mapped[int | None] = mapped_column(ForeignKey("prepayment_movements.id"))
    amount: Mapped[Money] = mapped_column(MoneyType)
    business_date: Mapped[date]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"))


for _table in (Payment.__table__, Allocation.__table__):
    append_only(_table)  # type: ignore[arg-type]  # a mapped class's table is a Table
