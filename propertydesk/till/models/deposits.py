"""Deposits: taken once, given back once."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, MoneyType, UtcDateTime


class Deposit(Model):
    """Money held for somebody; `subject` is what it secures, such as a permit."""

    __tablename__ = "deposits"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("payment_id"),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_deposits_home", "home_id"),
        Index("ix_deposits_subject", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    kind: Mapped[str] = mapped_column(String(12))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    payer_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    payer_name: Mapped[str] = mapped_column(String(80))
    amount: Mapped[Money] = mapped_column(MoneyType)
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    taken_on: Mapped[date]
    subject_type: Mapped[str] = mapped_column(String(30), default="")
    subject_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(200), default="")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "deposit", self.id, self.number


class DepositReturn(Model):
    """The end of a deposit: what was kept, with evidence, and what went back.

    One row for each deposit at most, and both parts together are the whole: a second refund, or
    one above what is held, cannot be stored.
    """

    __tablename__ = "deposit_returns"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("withheld >= 0 AND refunded >= 0", name="parts"),
        CheckConstraint("withheld + refunded = held", name="whole"),
        CheckConstraint("withheld = 0 OR withheld_reason <> ''", name="reason"),
        CheckConstraint("asked_by <> approved_by", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    deposit_id: Mapped[int] = mapped_column(ForeignKey("deposits.id"), unique=True)
    number: Mapped[str] = mapped_column(ExactText(24))
    held: Mapped[Money] = mapped_column(MoneyType)
    withheld: Mapped[Money] = mapped_column(MoneyType)
    refunded: Mapped[Money] = mapped_column(MoneyType)
    withheld_reason: Mapped[str] = mapped_column(String(300), default="")
    payee_name: Mapped[str] = mapped_column(String(80))
    method: Mapped[str] = mapped_column(String(12))
    reference: Mapped[str] = mapped_column(ExactText(64), default="")
    shift_id: Mapped[int] = mapped_column(ForeignKey("till_shifts.id"), index=True)
    asked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "deposit_return", self.id, self.number


for _table in (Deposit.__table__, DepositReturn.__table__):
    append_only(_table)  # type: ignore[arg-type]  # a mapped class's table is a Table
