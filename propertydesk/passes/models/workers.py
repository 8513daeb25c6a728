"""Workers: the work at a home, the passes that belong to it, and who is inside."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.passes.rules import worker_states as states
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, MoneyType, UtcDateTime

_INSIDE = text("left_at IS NULL")


class Engagement(Model):
    """Work at a home by one company, from a day to a day; passes belong to it and end with it.

    `subject` is the record of a higher domain that it was entered for, such as a renovation file;
    empty for what the desk entered by itself.
    """

    __tablename__ = "engagements"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="span"),
        Index(
            "uq_engagements_subject",
            "subject_type",
            "subject_id",
            unique=True,
            sqlite_where=text("subject_id IS NOT NULL"),
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
        Index("ix_engagements_newest", "community_id", "made_at", "id"),
        Index("ix_engagements_home", "home_id", "state"),
        Index("ix_engagements_state", "community_id", "state", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(10), default=states.WorkState.OPEN)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))

    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    work: Mapped[str] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(String(200), default="")
    company: Mapped[str] = mapped_column(String(80))
    contact: Mapped[str] = mapped_column(String(40), doc="who answers for the workers")
    phone: Mapped[str] = mapped_column(String(30))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, doc="the midnight after the last day")
    subject_type: Mapped[str] = mapped_column(String(30), default="")
    subject_id: Mapped[int | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "engagement", self.id, self.number

    @property
    def is_going_on(self) -> bool:
        """Whether it is not over."""
        return self.state in states.GOING_ON


class WorkerPass(Model):
    """A worker's pass (装修人员出入证, ZX-03); each of its cards is a version with its own code."""

    __tablename__ = "worker_passes"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("ends_on >= starts_on", name="span"),
        CheckConstraint("deposit >= 0", name="deposit"),
        Index("ix_worker_passes_state", "community_id", "state", "ends_on"),
        Index("ix_worker_passes_newest", "community_id", "made_at", "id"),
        Index("ix_worker_passes_engagement", "engagement_id", "state"),
        Index("ix_worker_passes_home", "home_id", "state"),
        Index("ix_worker_passes_identity", "community_id", "identity_fingerprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(10), default=states.State.WAITING)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=0, doc="cards made so far; each has its own code")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))

    engagement_id: Mapped[int] = mapped_column(ForeignKey("engagements.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    name: Mapped[str] = mapped_column(String(40))
    phone: Mapped[str] = mapped_column(String(30), default="")
    trade: Mapped[str] = mapped_column(String(12))
    identity_kind: Mapped[str] = mapped_column(String(12), default="")
    identity_fingerprint: Mapped[str | None] = mapped_column(String(64))
    identity_masked: Mapped[str] = mapped_column(String(24), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    deposit: Mapped[Money] = mapped_column(MoneyType, default=Money.zero, doc="asked for the card")
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="the first card")
    issued_by: Mapped[str] = mapped_column(String(80), default="")
    lost_cards: Mapped[int] = mapped_column(default=0, doc="reported lost and never found")
    card_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prints: Mapped[int] = mapped_column(default=0, doc="of the present card")
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "worker_pass", self.id, self.number

    @property
    def is_out(self) -> bool:
        """Whether a card is with the worker and has to come back."""
        return self.state in states.OUT


class WorkerStay(Model):
    """A worker inside, from coming in to leaving; a pass is inside once."""

    __tablename__ = "worker_stays"
    __table_args__ = (
        CheckConstraint("left_at IS NULL OR left_at >= entered_at", name="order"),
        Index(
            "uq_worker_stays_inside",
            "pass_id",
            unique=True,
            sqlite_where=_INSIDE,
            postgresql_where=_INSIDE,
        ),
        Index("ix_worker_stays_pass", "pass_id", "entered_at"),
        Index("ix_worker_stays_open", "community_id", "left_at", "entered_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    pass_id: Mapped[int] = mapped_column(ForeignKey("worker_passes.id"))
    use_id: Mapped[int] = mapped_column(ForeignKey("pass_uses.id"), unique=True, doc="the way in")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entry_gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    let_in_by: Mapped[str] = mapped_column(String(80))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exit_gate_id: Mapped[int | None] = mapped_column(ForeignKey("gates.id"))
    let_out_by: Mapped[str] = mapped_column(String(80), default="")
