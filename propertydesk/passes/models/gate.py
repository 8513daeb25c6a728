"""Gates, codes, and what passed: the tables that every kind of pass shares."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.passes import rules
from propertydesk.platform.db import Model, append_only
from propertydesk.platform.i18n import pick
from propertydesk.platform.types import ExactText, Identity, UtcDateTime


class Gate(Model):
    """A gate of a community where guards stand."""

    __tablename__ = "gates"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[int]
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(40), default="")
    ended_on: Mapped[date | None]

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return pick(self.name_zh, self.name_en)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and name."""
        return "gate", self.id, self.name_zh


class PassKey(Model):
    """A key that codes are sealed with; the secret itself is derived, never stored."""

    __tablename__ = "pass_keys"
    __table_args__ = (UniqueConstraint("community_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[int]
    salt: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="seals no more")
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="opens no more")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "pass_key", self.id, str(self.number)


class PassCode(Model):
    """A code of one version of a pass; an edited pass gets a new one. One of them counts at a time."""

    __tablename__ = "pass_codes"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "version"),
        CheckConstraint("uses >= 0", name="uses"),
        CheckConstraint("valid_to > valid_from", name="window"),
        Index("ix_pass_codes_live", "community_id", "kind", "ended", "valid_to"),
        Index(
            "uq_pass_codes_counting",
            "kind",
            "subject_id",
            unique=True,
            sqlite_where=text("ended = ''"),
            postgresql_where=text("ended = ''"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    public_id: Mapped[str] = mapped_column(ExactText(32), unique=True)
    typed: Mapped[str] = mapped_column(ExactText(8), unique=True)
    key_id: Mapped[int] = mapped_column(ForeignKey("pass_keys.id"))
    kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    version: Mapped[int]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime] = mapped_column(UtcDateTime)
    uses: Mapped[int] = mapped_column(doc="how often it lets through; 0 for any number")
    digest: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(80))
    ended: Mapped[str] = mapped_column(String(10), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def shown(self) -> str:
        """The short code as it is printed and read out."""
        return rules.grouped(self.typed)


class PassUse(Model):
    """What a guard did with a code, once for each nonce: let through (numbered), or refused."""

    __tablename__ = "pass_uses"
    __table_args__ = (
        UniqueConstraint("community_id", "nonce"),
        UniqueConstraint("kind", "subject_id", "use_no"),
        CheckConstraint("(answer = 'good' OR forced) = (use_no IS NOT NULL)", name="numbered"),
        CheckConstraint("NOT forced OR reason <> ''", name="forced"),
        Index("ix_pass_uses_newest", "community_id", "at"),
        Index("ix_pass_uses_code", "code_id"),
        Index(
            "ix_pass_uses_forced",
            "community_id",
            "at",
            sqlite_where=text("forced = 1"),
            postgresql_where=text("forced"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    nonce: Mapped[str] = mapped_column(ExactText(40))
    code_id: Mapped[int | None] = mapped_column(ForeignKey("pass_codes.id"))
    kind: Mapped[str] = mapped_column(String(10), default="")
    subject_id: Mapped[int | None]
    use_no: Mapped[int | None]
    way: Mapped[str] = mapped_column(String(3))
    answer: Mapped[str] = mapped_column(String(10))
    gate_id: Mapped[int] = mapped_column(ForeignKey("gates.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="the phone's own clock")
    guard_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    guard: Mapped[str] = mapped_column(String(80))
    forced: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")

    @property
    def counts(self) -> bool:
        """Whether somebody or something was let through."""
        return self.use_no is not None

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number of the use."""
        return "gate_use", self.id, str(self.id)


append_only(PassUse.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
