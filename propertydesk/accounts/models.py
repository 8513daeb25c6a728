"""Tables of staff accounts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, UtcDateTime


class Staff(Model):
    """A member of staff who can sign in."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(ExactText(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    staff_no: Mapped[str] = mapped_column(String(20), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    epoch: Mapped[int] = mapped_column(default=1, doc="raised to end all sessions")
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


class SignInTrial(Model):
    """Failures in a row for one login name, whether it exists or not."""

    __tablename__ = "sign_in_trials"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(ExactText(40), unique=True)
    failures: Mapped[int] = mapped_column(default=0)
    retry_at: Mapped[datetime] = mapped_column(UtcDateTime)
