"""Money that meets no bill: takings of another post, handed in at the till."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import Identity, MoneyType


class OtherIncome(Model):
    """What a payment was for that is neither bill, prepayment nor deposit.

    `subject` is where it was earned, such as a guard's shift; it is unique, so that nothing is
    handed in twice.
    """

    __tablename__ = "other_incomes"
    __table_args__ = (
        UniqueConstraint("payment_id"),
        UniqueConstraint("subject_type", "subject_id"),
        CheckConstraint("amount > 0", name="amount"),
        Index("ix_other_incomes_day", "community_id", "taken_on"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(12))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    amount: Mapped[Money] = mapped_column(MoneyType)
    taken_on: Mapped[date]
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]


append_only(OtherIncome.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
