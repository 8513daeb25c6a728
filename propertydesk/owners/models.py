"""Tables of people and households."""

from datetime import date, datetime

from flask_babel import get_locale
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.owners import rules
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, UtcDateTime

_LIVE = text("ends_on IS NULL")


class Person(Model):
    """Somebody a community deals with; one row per community."""

    __tablename__ = "people"
    __table_args__ = (Index("ix_people_name", "community_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(10), default=rules.PersonKind.PERSON)
    name: Mapped[str] = mapped_column(ExactText(80))
    salutation: Mapped[str] = mapped_column(String(5), default=rules.Salutation.UNKNOWN)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    notice_address: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def title(self) -> str:
        """The whole name with its salutation, in the reader's language."""
        chinese = str(get_locale() or "zh").startswith("zh")
        return rules.named(self.name, self.salutation, chinese=chinese)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and name."""
        return "person", self.id, self.name


class PersonPhone(Model):
    """A number of a person; the first in order is the one to call."""

    __tablename__ = "person_phones"
    __table_args__ = (
        Index(
            "uq_person_phones_live",
            "person_id",
            "number",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_person_phones_number", "community_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    number: Mapped[str] = mapped_column(ExactText(30))
    position: Mapped[int] = mapped_column(default=1)
    note: Mapped[str] = mapped_column(String(40), default="")
    ends_on: Mapped[date | None]


class HouseholdTie(Model):
    """A person's place in a household: owner with a share, tenant, member or emergency contact."""

    __tablename__ = "household_ties"
    __table_args__ = (
        Index(
            "uq_household_ties_live",
            "home_id",
            "person_id",
            "tie",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_household_ties_person", "person_id"),
        CheckConstraint("(tie = 'owner') = (share IS NOT NULL)", name="share_of_owner"),
        CheckConstraint("share IS NULL OR (share > 0 AND share <= 10000)", name="share"),
        CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="dates"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    tie: Mapped[str] = mapped_column(String(10))
    share: Mapped[int | None] = mapped_column(doc="of an owner, in 0.01 %")
    relation: Mapped[str] = mapped_column(String(20), default="")
    starts_on: Mapped[date | None]
    lease_ends_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and relation."""
        return "tie", self.id, self.tie


class Vehicle(Model):
    """A car or other vehicle of a household."""

    __tablename__ = "vehicles"
    __table_args__ = (
        Index(
            "uq_vehicles_live",
            "community_id",
            "plate",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_vehicles_home", "home_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    space_id: Mapped[int | None] = mapped_column(ForeignKey("parking_spaces.id"))
    plate: Mapped[str] = mapped_column(ExactText(12))
    kind: Mapped[str] = mapped_column(String(8), default=rules.PlateKind.BLUE)
    model: Mapped[str] = mapped_column(String(40), default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and plate."""
        return "vehicle", self.id, self.plate


class HomeNote(Model):
    """A note that whoever opens the household must see first."""

    __tablename__ = "home_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8), default=rules.NoteKind.DESK)
    text: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(80))
    ends_on: Mapped[date | None]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and text."""
        return "note", self.id, self.text[:40]
