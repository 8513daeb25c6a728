"""Tables of what is given to third parties."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Json, UtcDateTime


class Disclosure(Model):
    """Personal data given, or to be given, to somebody outside (A47); kept for three years (PIPL 56)."""

    __tablename__ = "disclosures"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_disclosures_state", "community_id", "state", "valid_until"),
        CheckConstraint(
            "state NOT IN ('approved', 'exported') OR approved_by_id IS NOT NULL", name="approved"
        ),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requested_by_id", name="second_person"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    state: Mapped[str] = mapped_column(String(10), default="requested")
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    recipient: Mapped[str] = mapped_column(String(120))
    contact: Mapped[str] = mapped_column(String(120))
    purpose: Mapped[str] = mapped_column(String(500))
    basis: Mapped[str] = mapped_column(String(10))
    document_no: Mapped[str] = mapped_column(String(80), default="")
    consent_ref: Mapped[str] = mapped_column(String(120), default="")
    nda_ref: Mapped[str] = mapped_column(String(120), default="")
    fields: Mapped[list[str]] = mapped_column(Json, doc="what is given in full")
    question: Mapped[str] = mapped_column(String(600), default="", doc="who, in words, masked")
    people: Mapped[int] = mapped_column(doc="how many were asked for")
    valid_until: Mapped[date]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    requested_by: Mapped[str] = mapped_column(String(101), doc="name and staff no.")
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by: Mapped[str] = mapped_column(String(101), default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    approved_by: Mapped[str] = mapped_column(String(101), default="")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    exported_at: Mapped[datetime | None] = mapped_column(UtcDateTime, doc="the last time")
    exports: Mapped[int] = mapped_column(default=0)
    given: Mapped[int | None] = mapped_column(doc="people in the file")
    left_out: Mapped[int | None] = mapped_column(doc="people without a consent in force")
    digest: Mapped[str] = mapped_column(String(64), default="", doc="of what the file holds")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "disclosure", self.id, self.number


class DisclosedPerson(Model):
    """Somebody whose data a disclosure asks for, in one household, fixed when it was asked."""

    __tablename__ = "disclosed_people"
    __table_args__ = (
        UniqueConstraint("disclosure_id", "tie_id"),
        Index("ix_disclosed_people_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosures.id"))
    tie_id: Mapped[int] = mapped_column(ForeignKey("household_ties.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
