"""Tables of people and households."""

from datetime import date, datetime, time

from flask_babel import get_locale
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.masking import mask_name, mask_plate
from propertydesk.owners import rules
from propertydesk.owners.rules import tenancy
from propertydesk.platform.db import Model
from propertydesk.platform.types import ExactText, Identity, Json, UtcDateTime

_LIVE = text("ends_on IS NULL")
_WAITING = text("outcome = 'waiting'")


class Person(Model):
    """Somebody a community deals with; one row per community."""

    __tablename__ = "people"
    __table_args__ = (
        Index("ix_people_name", "community_id", "name"),
        Index("ix_people_identity", "community_id", "identity_fingerprint"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    kind: Mapped[str] = mapped_column(String(10), default=rules.PersonKind.PERSON)
    name: Mapped[str] = mapped_column(ExactText(80))
    salutation: Mapped[str] = mapped_column(String(5), default=rules.Salutation.UNKNOWN)
    language: Mapped[str] = mapped_column(String(5), default="zh")
    notice_address: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    identity_kind: Mapped[str] = mapped_column(String(10), default="")
    identity_sealed: Mapped[bytes | None] = mapped_column(deferred=True)
    identity_fingerprint: Mapped[str | None] = mapped_column(ExactText(64))
    identity_masked: Mapped[str] = mapped_column(String(24), default="")
    channel: Mapped[str] = mapped_column(String(8), default="", doc="preferred way to be reached")
    quiet_from: Mapped[time | None] = mapped_column(doc="no calls from, on the community's clock")
    quiet_until: Mapped[time | None]
    contact_person: Mapped[str] = mapped_column(String(80), default="", doc="of a company")
    contact_role: Mapped[str] = mapped_column(String(40), default="")
    credit_code: Mapped[str] = mapped_column(ExactText(18), default="")
    died_on: Mapped[date | None]
    death_source: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into_id: Mapped[int | None] = mapped_column(
        index=True, doc="this row was the same person; there it goes on"
    )

    @property
    def title(self) -> str:
        """The whole name with its salutation, in the reader's language."""
        chinese = str(get_locale() or "zh").startswith("zh")
        deceased = self.died_on is not None
        return rules.named(self.name, self.salutation, chinese=chinese, deceased=deceased)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and masked name (a company's in full): the log is never erased."""
        is_company = self.kind == rules.PersonKind.COMPANY
        return "person", self.id, self.name if is_company else mask_name(self.name)


class IdentityCheck(Model):
    """A document was seen and fits the person: the result, without number or picture (A49)."""

    __tablename__ = "identity_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    last_four: Mapped[str] = mapped_column(String(4))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    checked_by: Mapped[str] = mapped_column(String(80))


class PersonPair(Model):
    """Two rows that may be the same person, or that somebody knows to be two people.

    Found anew every night, so it holds no row in place: whoever is gone is in no pair.
    """

    __tablename__ = "person_pairs"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
        Index("ix_person_pairs_open", "community_id", "dismissed_at", "rank", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    first_id: Mapped[int]
    second_id: Mapped[int] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(String(10))
    rank: Mapped[int]
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dismissed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dismissed_by: Mapped[str] = mapped_column(String(80), default="")


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
        Index("ix_household_ties_home", "home_id"),
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
    fee_payer: Mapped[str] = mapped_column(String(8), default="", doc="of a tenant: who pays")
    rent_includes_fee: Mapped[bool] = mapped_column(default=False)
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
        """Kind, id and masked plate."""
        return "vehicle", self.id, mask_plate(self.plate)


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
        """Kind and id; the text may tell of people."""
        return "note", self.id, ""


class PlannedEnding(Model):
    """A tenancy that is to end on a day to come; a job ends it then."""

    __tablename__ = "planned_endings"
    __table_args__ = (
        Index(
            "uq_planned_endings_waiting",
            "home_id",
            unique=True,
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200), default="")
    occupancy: Mapped[str] = mapped_column(String(12))
    leaving: Mapped[list[str]] = mapped_column(Json, default=list)
    outcome: Mapped[str] = mapped_column(String(10), default=tenancy.EndingState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(80))


class Consent(Model):
    """What somebody agreed to, when and how; never changed, only withdrawn or given anew."""

    __tablename__ = "consents"
    __table_args__ = (
        Index("ix_consents_person", "person_id", "scope", "id"),
        Index("ix_consents_community", "community_id", "given_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    scope: Mapped[str] = mapped_column(String(12))
    version: Mapped[str] = mapped_column(ExactText(20), doc="of the notice that was shown")
    channel: Mapped[str] = mapped_column(String(8))
    given_on: Mapped[date]
    guardian: Mapped[str] = mapped_column(String(80), default="", doc="who agreed for a child")
    note: Mapped[str] = mapped_column(String(200), default="")
    taken_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and scope."""
        return "consent", self.id, self.scope


class ConsentWithdrawal(Model):
    """The end of a consent; there is one at most."""

    __tablename__ = "consent_withdrawals"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    consent_id: Mapped[int] = mapped_column(ForeignKey("consents.id"), unique=True)
    withdrawn_on: Mapped[date]
    channel: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(200), default="")
    taken_by: Mapped[str] = mapped_column(String(80))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CareNote(Model):
    """Somebody in a home who needs care: sealed, and readable only while they agree."""

    __tablename__ = "care_notes"
    __table_args__ = (
        Index(
            "uq_care_notes_live",
            "home_id",
            "person_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_care_notes_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary, doc="kind and text")
    sealed_visit: Mapped[bytes | None] = mapped_column(LargeBinary, doc="what to mind on a visit")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(80))
    ends_on: Mapped[date | None]
    erase_on: Mapped[date | None]

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind and id; nothing of a care note may stand in the log."""
        return "care", self.id, ""


class HouseholdFile(Model):
    """Where the paper file of a home lies."""

    __tablename__ = "household_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("homes.id"), unique=True)
    file_no: Mapped[str] = mapped_column(ExactText(40))
    place: Mapped[str] = mapped_column(String(80), default="")
    archived_on: Mapped[date]
    archived_by: Mapped[str] = mapped_column(String(80))

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number of the file."""
        return "file", self.id, self.file_no


class ImportBatch(Model):
    """What one import has entered, as long as it can be taken back."""

    __tablename__ = "import_batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    task_id: Mapped[int] = mapped_column(Identity, ForeignKey("tasks.id"), unique=True)
    file_name: Mapped[str] = mapped_column(String(120))
    digest: Mapped[str] = mapped_column(String(64), index=True, doc="SHA-256 of the file")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undo_task_id: Mapped[int | None] = mapped_column(Identity, ForeignKey("tasks.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    undone_by: Mapped[str] = mapped_column(String(80), default="")

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number of the import."""
        return "import", self.id, str(self.task_id)


class ImportedPart(Model):
    """What an import did to one household: records added and changed, sealed, for taking it back."""

    __tablename__ = "imported_parts"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batches.id"))
    position: Mapped[int] = mapped_column(doc="in the order in which it was stored")
    code: Mapped[str] = mapped_column(ExactText(42), doc='of the home, "" for what has none')
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
