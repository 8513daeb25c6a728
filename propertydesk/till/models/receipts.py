"""Receipts: numbered without gap in their book, never changed, void or reversed beside them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, Json, MoneyType, UtcDateTime


class Receipt(Model):
    """A receipt (收据, SF-04) as it was given: `lines` are frozen with it."""

    __tablename__ = "receipts"
    __table_args__ = (
        UniqueConstraint("community_id", "book", "serial"),
        UniqueConstraint("community_id", "number"),
        UniqueConstraint("payment_id"),
        UniqueConstraint("reverses_id"),
        UniqueConstraint("check_code"),
        CheckConstraint("serial > 0", name="serial"),
        CheckConstraint("(kind = 'reversal') = (reverses_id IS NOT NULL)", name="reversal"),
        Index("ix_receipts_day", "community_id", "business_date", "id"),
        Index("ix_receipts_home", "home_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    book: Mapped[str] = mapped_column(ExactText(8))
    serial: Mapped[int]
    number: Mapped[str] = mapped_column(ExactText(20))
    kind: Mapped[str] = mapped_column(String(10))
    payment_id: Mapped[int] = mapped_column(ForeignKey("payments.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("receipts.id"))
    shift_id: Mapped[int] = mapped_column(ForeignKey("till_shifts.id"), index=True)
    home_id: Mapped[int | None] = mapped_column(ForeignKey("homes.id"))
    payer_name: Mapped[str] = mapped_column(String(80))
    total: Mapped[Money] = mapped_column(MoneyType)
    lines: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]
    cashier_name: Mapped[str] = mapped_column(String(80))
    cashier_no: Mapped[str] = mapped_column(String(20), default="")
    check_code: Mapped[str] = mapped_column(ExactText(12))

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "receipt", self.id, self.number


class ReceiptVoid(Model):
    """A receipt taken back on its own day, with all its copies, before a second person."""

    __tablename__ = "receipt_voids"
    __table_args__ = (CheckConstraint("voided_by <> witnessed_by", name="two_people"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(200))
    voided_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    witnessed_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReceiptPrint(Model):
    """A receipt that was put on paper; every one after the first carries the reprint mark."""

    __tablename__ = "receipt_prints"
    __table_args__ = (UniqueConstraint("receipt_id", "copy"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipts.id"))
    copy: Mapped[int]
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


for _table in (Receipt.__table__, ReceiptVoid.__table__, ReceiptPrint.__table__):
    append_only(_table)  # type: ignore[arg-type]  # a mapped class's table is a Table
