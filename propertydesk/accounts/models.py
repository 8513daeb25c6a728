"""Tables of staff accounts."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, UtcDateTime


class Staff(Model):
    """A member of staff who can sign in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(ExactText(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    staff_no: Mapped[str] = mapped_column(String(20), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(
        default=1, doc="raised when the password changes: known devices are forgotten"
    )
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def community_id(self) -> None:
        """Staff belong to the company, not to one community."""
        return

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and login."""
        return "staff", self.id, self.login


class StaffRole(Model):
    """A role somebody holds in one community, or in all where `community_id` is empty."""

    __tablename__ = "staff_roles"
    __table_args__ = (
        Index(
            "uq_staff_roles_one",
            "staff_id",
            "community_id",
            "role",
            unique=True,
        ),
        Index(
            "uq_staff_roles_all",
            "staff_id",
            "role",
            unique=True,
            sqlite_where=text("community_id IS NULL"),
            postgresql_where=text("community_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    community_id: Mapped[int | None] = mapped_column(ForeignKey("communities.id"))
    role: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(10), default="before", doc="how it was given")
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    granted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class StaffSession(Model):
    """One sign-in on one device. The cookie holds a random token, here stands only its hash."""

    __tablename__ = "staff_sessions"
    __table_args__ = (Index("ix_staff_sessions_staff", "staff_id", "id"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    token_hash: Mapped[str] = mapped_column(ExactText(64), unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    browser: Mapped[str] = mapped_column(String(20), default="")
    system: Mapped[str] = mapped_column(String(20), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime, doc="at the latest")
    confirmed_at: Mapped[datetime] = mapped_column(UtcDateTime, doc="password or code given")
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[str] = mapped_column(String(20), default="")
    limited_to: Mapped[str] = mapped_column(
        String(20), default="", server_default="", doc="the one role whose rights it has"
    )


class StaffPin(Model):
    """Six digits for the shared phone; a table of its own, so that few statements read it.

    `tries_left` is counted down before a try is looked at, and set back when it was right.
    """

    __tablename__ = "staff_pins"
    __table_args__ = (CheckConstraint("tries_left >= 0", name="tries_left"),)

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    pin_hash: Mapped[str] = mapped_column(String(200))
    tries_left: Mapped[int]
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInTrial(Model):
    """Failures in a row under one counter: a name, a network, a known device, a code."""

    __tablename__ = "sign_in_trials"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    key: Mapped[str] = mapped_column(ExactText(120), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retry_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondFactor(Model):
    """The shared seed of an authenticator app; a table of its own, so that few statements read it."""

    __tablename__ = "second_factors"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    last_step: Mapped[int] = mapped_column(Identity, doc="each step opens once")


class RecoveryCode(Model):
    """A code for the day the phone is lost; kept by its keyed hash, good once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("staff_id", "code_hash"),)

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    code_hash: Mapped[str] = mapped_column(ExactText(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AccountLink(Model):
    """A link for one use within fifteen minutes: first set-up, new password, new second factor."""

    __tablename__ = "account_links"

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    token_hash: Mapped[str] = mapped_column(ExactText(64), unique=True)
    made_by_name: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="its owner was told of it")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id, and what it is for."""
        return "account_link", self.id, self.kind
