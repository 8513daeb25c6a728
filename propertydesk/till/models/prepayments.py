"""Money paid ahead: one balance for each payer and home, and every movement of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import Identity, MoneyType, UtcDateTime


class Prepayment(Model):
    """What a payer has ahead for a home; the sum of its movements, never below zero."""

    __tablename__ = "prepayments"
    __table_args__ = (
        UniqueConstraint("home_id", "payer_id"),
        CheckConstraint("balance >= 0", name="balance"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    payer_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    balance: Mapped[Money] = mapped_column(MoneyType, default=Money.zero)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and balance."""
        return "prepayment", self.id, f"¥{self.balance}"


class PrepaymentMovement(Model):
    """One change of a prepayment: positive in, negative out."""

    __tablename__ = "prepayment_movements"
    __table_args__ = (
        CheckConstraint("amount <> 0", name="amount"),
        UniqueConstraint("reverses_id"),
        Index("ix_prepayment_movements_account", "prepayment_id", "id"),
        Index(
            "ix_prepayment_movements_batch",
            "batch",
            sqlite_where=text("batch IS NOT NULL"),
            postgresql_where=text("batch IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    prepayment_id: Mapped[int] = mapped_column(ForeignKey("prepayments.id"))
    kind: Mapped[str] = mapped_column(String(10))
    amount: Mapped[Money] = mapped_column(MoneyType)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payments.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]
    batch: Mapped[str | None] = mapped_column(String(16), doc="set off together with others")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("prepayment_movements.id"))


append_only(PrepaymentMovement.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
