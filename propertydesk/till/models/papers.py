"""Papers of the till other than receipts that were printed: reports of shifts and days, vouchers."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, UtcDateTime


class PaperPrint(Model):
    """One print of a document, by its kind and number; from the second on it is a reprint."""

    __tablename__ = "till_prints"
    __table_args__ = (UniqueConstraint("community_id", "kind", "number", "copy"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(20))
    number: Mapped[str] = mapped_column(ExactText(24))
    copy: Mapped[int]
    printed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


append_only(PaperPrint.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
