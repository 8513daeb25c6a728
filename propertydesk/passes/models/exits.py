"""Large-item exit passes, their lists, and what the guard found."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.money import Money
from propertydesk.passes import rules
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.types import ExactText, Identity, MoneyType, UtcDateTime


class ExitPass(Model):
    """A large-item exit pass (大件物品出门证, AB-03)."""

    __tablename__ = "exit_passes"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        CheckConstraint("valid_to > valid_from", name="window"),
        CheckConstraint("witness_id IS NULL OR witness_id <> consent_by_id", name="witness"),
        Index("ix_exit_passes_state", "community_id", "state", "valid_to"),
        Index("ix_exit_passes_newest", "community_id", "asked_at", "id"),
        Index("ix_exit_passes_home", "home_id", "asked_at"),
        Index(
            "ix_exit_passes_papers",
            "community_id",
            sqlite_where=text("papers_due = 1"),
            postgresql_where=text("papers_due"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(16), default=rules.ExitState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1, doc="of the list; each has its own code")
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(80), doc="clerk or guard who took it down")

    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    applicant_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    applicant_name: Mapped[str] = mapped_column(String(80))
    applicant_role: Mapped[str] = mapped_column(String(10))
    identity_seen: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime] = mapped_column(UtcDateTime)
    plate: Mapped[str] = mapped_column(String(20), default="")
    carrier: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(String(200), default="")

    basis: Mapped[str] = mapped_column(String(10))
    consent_ref: Mapped[str] = mapped_column(String(80), default="", doc="the paper or lease")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), doc="who was phoned")
    owner_name: Mapped[str] = mapped_column(String(80), default="")
    owner_phone: Mapped[str] = mapped_column(String(30), default="", doc="masked, as registered")
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consent_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    consent_by: Mapped[str] = mapped_column(String(80), default="")
    witness_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    witness: Mapped[str] = mapped_column(String(80), default="")

    open_fees: Mapped[Money] = mapped_column(MoneyType, default=Money.zero, doc="when issued")
    override_reason: Mapped[str] = mapped_column(String(200), default="")
    issued_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    issued_by: Mapped[str] = mapped_column(String(80), default="")
    prints: Mapped[int] = mapped_column(default=0)

    duty_manager_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    papers_due: Mapped[bool] = mapped_column(default=False, doc="let out at night, papers to come")
    copy_due: Mapped[datetime | None] = mapped_column(UtcDateTime)
    copy_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "exit_pass", self.id, self.number

    @property
    def is_open(self) -> bool:
        """Whether the office or the gate still has to do something."""
        return self.state in rules.OPEN_EXITS


class ExitItem(Model):
    """A line of a version's list; a changed pass has new lines, the old ones stay."""

    __tablename__ = "exit_items"
    __table_args__ = (
        UniqueConstraint("exit_pass_id", "version", "position"),
        CheckConstraint("quantity BETWEEN 1 AND 999", name="quantity"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    exit_pass_id: Mapped[int] = mapped_column(ForeignKey("exit_passes.id"))
    version: Mapped[int]
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(40))
    spec: Mapped[str] = mapped_column(String(40), default="")
    quantity: Mapped[int]
    unit: Mapped[str] = mapped_column(String(8), default="")


class ExitCheck(Model):
    """What a guard found at the gate, once for each use or refusal."""

    __tablename__ = "exit_checks"
    __table_args__ = (
        CheckConstraint("result = 'all' OR difference <> ''", name="difference"),
        Index("ix_exit_checks_pass", "exit_pass_id"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    exit_pass_id: Mapped[int] = mapped_column(ForeignKey("exit_passes.id"))
    use_id: Mapped[int] = mapped_column(ForeignKey("pass_uses.id"), unique=True)
    version: Mapped[int]
    digest: Mapped[str] = mapped_column(String(16), doc="of the list that was compared")
    result: Mapped[str] = mapped_column(String(8))
    difference: Mapped[str] = mapped_column(Text, default="")
    mover: Mapped[str] = mapped_column(String(80), default="")
    plate: Mapped[str] = mapped_column(String(20), default="")
    id_seen: Mapped[bool] = mapped_column(default=False)


class ExitTick(Model):
    """A line that was let out; of those that stay there is none."""

    __tablename__ = "exit_ticks"
    __table_args__ = (UniqueConstraint("check_id", "item_id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    check_id: Mapped[int] = mapped_column(ForeignKey("exit_checks.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("exit_items.id"))


class ForcedReview(Model):
    """Somebody who answers for the gate has looked at a forced use."""

    __tablename__ = "forced_reviews"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    use_id: Mapped[int] = mapped_column(ForeignKey("pass_uses.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    reviewer: Mapped[str] = mapped_column(String(80))
    in_order: Mapped[bool]
    note: Mapped[str] = mapped_column(String(200), default="")


append_only(ExitItem.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
append_only(ExitTick.__table__)  # type: ignore[arg-type]  # as above
append_only(ForcedReview.__table__)  # type: ignore[arg-type]  # as above
