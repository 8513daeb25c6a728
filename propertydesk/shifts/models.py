"""Tables of shifts: posts, who is on duty, the hand-over and its two signatures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, Json, MoneyType, UtcDateTime

_RUNNING = text("state IN ('on_duty', 'signed_off')")
_ON_DUTY = text("state = 'on_duty'")


class DutyPost(Model):
    """A place that is always taken by one person: a gate, the front desk, the till."""

    __tablename__ = "duty_posts"
    __table_args__ = (
        UniqueConstraint("community_id", "code"),
        CheckConstraint("keys_held >= 0", name="keys_held"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(8))
    code: Mapped[str] = mapped_column(ExactText(12))
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60), default="")
    equipment: Mapped[str] = mapped_column(String(200), default="")
    keys_held: Mapped[int] = mapped_column(default=0)
    is_open: Mapped[bool] = mapped_column(default=True)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and name."""
        return "duty_post", self.id, f"{self.code} {self.name_zh}"[:40]


class Duty(Model):
    """Somebody at a post, from beginning to relief; one at a post, and one of a kind for a person."""

    __tablename__ = "duties"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index(
            "uq_duties_post",
            "post_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "uq_duties_staff",
            "community_id",
            "staff_id",
            "kind",
            unique=True,
            sqlite_where=_ON_DUTY,
            postgresql_where=_ON_DUTY,
        ),
        Index("ix_duties_began", "community_id", "began_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("duty_posts.id"))
    kind: Mapped[str] = mapped_column(String(8))
    number: Mapped[str] = mapped_column(ExactText(24))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    staff_name: Mapped[str] = mapped_column(String(80))
    staff_no: Mapped[str] = mapped_column(String(20), default="")
    turn: Mapped[str] = mapped_column(String(8))
    state: Mapped[str] = mapped_column(String(12))
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    business_date: Mapped[date]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "duty", self.id, self.number


class HandOver(Model):
    """The hand-over (交接班记录, KF-08) as the outgoing person signed it; nothing of it changes.

    `items` are the open matters as they stood, `figures` what the shift came to; `cash_expected`
    is what the takings of the post come to, where the post takes money.
    """

    __tablename__ = "hand_overs"
    __table_args__ = (
        UniqueConstraint("duty_id"),
        Index("ix_hand_overs_signed", "community_id", "signed_at"),
        CheckConstraint("cash IS NULL OR cash >= 0", name="cash"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    duty_id: Mapped[int] = mapped_column(ForeignKey("duties.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("duty_posts.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    outgoing_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    items: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    open_count: Mapped[int]
    equipment: Mapped[list[str]] = mapped_column(Json)
    faulty: Mapped[list[str]] = mapped_column(Json)
    keys_in: Mapped[int | None]
    keys_out: Mapped[int | None]
    cash: Mapped[Money | None] = mapped_column(MoneyType)
    cash_expected: Mapped[Money | None] = mapped_column(MoneyType)
    cash_words: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    letters: Mapped[int | None]
    is_clean: Mapped[bool]
    instructions: Mapped[str] = mapped_column(Text, default="")
    incidents: Mapped[str] = mapped_column(Text, default="")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "hand_over", self.id, self.number


class Relief(Model):
    """The second signature: somebody else has taken over; once for a hand-over, never changed."""

    __tablename__ = "reliefs"
    __table_args__ = (
        UniqueConstraint("hand_over_id"),
        UniqueConstraint("next_duty_id"),
        CheckConstraint("incoming_id <> outgoing_id", name="two_people"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_overs.id"))
    next_duty_id: Mapped[int] = mapped_column(ForeignKey("duties.id"))
    outgoing_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    incoming_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    incoming_name: Mapped[str] = mapped_column(String(80))
    incoming_no: Mapped[str] = mapped_column(String(20), default="")
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    remark: Mapped[str] = mapped_column(String(500), default="")


for _table in (HandOver.__table__, Relief.__table__):
    append_only(_table)  # type: ignore[arg-type]  # a mapped class's table is a Table
