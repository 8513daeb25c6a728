"""What left the house: one row for every export, with its number, purpose and second person.

The question itself and the rows of a guarded export lie here only until the file can no longer be
fetched; the record of it stays.
"""

import hashlib
import zlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, case, or_, update
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.errors import Conflict, Missing
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.states import Tone
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, vault
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import ActionWords
from propertydesk.platform.db import Model, db, lock
from propertydesk.platform.types import ExactText, Identity, Json, UtcDateTime

PREFIX = "DC"
TIME_TO_FETCH = timedelta(hours=4)
"""How long a file that needs nobody else may be fetched: as long as a page may lie idle."""
TIME_WHEN_APPROVED = timedelta(hours=24)
TIME_OF_A_FETCH = timedelta(minutes=15)
"""How long the link lives that fetching an approved file leads to."""

EXPORT_ROWS = Setting(
    "platform.export_rows",
    50,
    "integer",
    N_("Rows with personal data that one person may export alone"),
    N_("An export of more rows is made only after a second person has approved it."),
    unit=N_("rows"),
    minimum=0,
    maximum=5_000,
)
SETTINGS = (EXPORT_ROWS,)


class Purpose(StrEnum):
    """What an export is for."""

    SERVICE = "service"
    CHECK = "check"
    REPORT = "report"
    ACCOUNTS = "accounts"
    AUTHORITY = "authority"
    OTHER = "other"
    COMMAND = "command"


PURPOSE_WORDS = {
    Purpose.SERVICE: N_("Service work in hand"),
    Purpose.CHECK: N_("Checking the register"),
    Purpose.REPORT: N_("Report or statistics"),
    Purpose.ACCOUNTS: N_("Accounting"),
    Purpose.AUTHORITY: N_("Inspection by the company or an authority"),
    Purpose.OTHER: N_("Another purpose"),
    Purpose.COMMAND: N_("Command line of the server's owner"),
}


class Standing(StrEnum):
    """What has become of an export."""

    WAITING = "waiting"
    READY = "ready"
    FETCHED = "fetched"
    CLOSED = "closed"


STANDING_WORDS = {
    Standing.WAITING: N_("Waits for a decision"),
    Standing.READY: N_("Approved, not fetched"),
    Standing.FETCHED: N_("Fetched"),
    Standing.CLOSED: N_("Not given"),
}
STANDING_TONES = {
    Standing.WAITING: Tone.AMBER,
    Standing.READY: Tone.BLUE,
    Standing.FETCHED: Tone.GREEN,
    Standing.CLOSED: Tone.GREY,
}

ACTIONS = {
    "listing.export": ActionWords(N_("Listing exported: %(number)s"), "download"),
    "listing.fetch": ActionWords(N_("Approved export fetched: %(number)s"), "download"),
}


LINKS = {"export": "/exports/orders/{}".format}


class ExportRecord(Model):
    """One export: who, what, how many, what for, with whose approval, and when it was fetched."""

    __tablename__ = "exports"
    __table_args__ = (
        UniqueConstraint("community_id", "number"),
        Index("ix_exports_ordered_at", "community_id", "ordered_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    number: Mapped[str] = mapped_column(ExactText(24))
    listing: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(4))
    is_personal: Mapped[bool]
    is_guarded: Mapped[bool]
    rows: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(12), default="")
    words: Mapped[str] = mapped_column(String(300), default="")
    filters: Mapped[str] = mapped_column(String(600), default="", doc="in words, numbers masked")
    places: Mapped[list[str]] = mapped_column(Json, doc="codes of the communities")
    digest: Mapped[str] = mapped_column(String(64), doc="proof of the question")
    question: Mapped[bytes | None] = mapped_column(LargeBinary, doc="sealed, until it is cleared")
    row_ids: Mapped[bytes | None] = mapped_column(LargeBinary, doc="packed, until it is cleared")
    ordered_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    ordered_by_name: Mapped[str] = mapped_column(String(80))
    ordered_by_no: Mapped[str] = mapped_column(String(20), default="")
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[str] = mapped_column(String(101), default="", doc="name and staff no.")
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ready_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fetches: Mapped[int] = mapped_column(default=0)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and number."""
        return "export", self.id, self.number

    @property
    def orderer(self) -> str:
        """Name and staff number of whoever ordered it."""
        return f"{self.ordered_by_name} {self.ordered_by_no}".strip()

    @property
    def standing(self) -> Standing:
        """What has become of it."""
        if self.closed_at is not None:
            return Standing.CLOSED
        if self.fetched_at is not None:
            return Standing.FETCHED
        return Standing.READY if self.ready_until else Standing.WAITING

    def is_ready(self, now: datetime) -> bool:
        """Whether its file can be made at this moment."""
        return self.question is not None and self.ready_until is not None and now < self.ready_until


#: `ExportRecord.standing` in SQL.
STANDING: Any = case(
    (ExportRecord.closed_at.is_not(None), Standing.CLOSED),
    (ExportRecord.fetched_at.is_not(None), Standing.FETCHED),
    (ExportRecord.ready_until.is_not(None), Standing.READY),
    else_=Standing.WAITING,
)


def keep_question(record: ExportRecord, question: str) -> None:
    """Seal the question into its record, which has its id by now."""
    record.question = vault.seal(question, place=f"exports.question:{record.id}")


def question_of(record: ExportRecord) -> str:
    """The question as it was asked. Raises Missing once it is cleared."""
    if record.question is None:
        raise Missing(N_("This file is no longer waiting. Please export it again."))
    return vault.unseal(record.question, place=f"exports.question:{record.id}")


def digest_of(question: str) -> str:
    """Proof of a question, which itself may hold a name or number and so is not kept."""
    return hashlib.sha256(question.encode()).hexdigest()


def pack(ids: Sequence[int]) -> bytes:
    """Ids of rows, small enough to keep: about two bytes a row."""
    return zlib.compress(" ".join(map(str, ids)).encode())


def unpack(packed: bytes) -> frozenset[int]:
    """The ids that `pack` kept."""
    return frozenset(map(int, zlib.decompress(packed).decode().split()))


def release(record: ExportRecord, *, approved_by: str, now: datetime) -> None:
    """Let the asker fetch it from now on, for a day; part of the approval, which writes it down."""
    record.approved_by, record.approved_at = approved_by, now
    record.ready_until = now + TIME_WHEN_APPROVED


def close(record: ExportRecord, *, now: datetime) -> None:
    """It is not given: turned down, withdrawn or not decided in time; nothing of it is kept."""
    record.closed_at, record.question, record.row_ids = now, None, None


def note_fetch(record: ExportRecord, *, actor: Actor, now: datetime) -> None:
    """Write down that an approved file is fetched; its link lives for a quarter of an hour.

    Raises Missing for anybody but the asker, Conflict when it is not (or no longer) ready.
    """
    lock(record)
    if record.ordered_by is None or record.ordered_by != actor.id:
        raise Missing(N_("There is no such record."))
    if not record.is_ready(now):
        raise Conflict(N_("This file is no longer waiting. Please export it again."))
    record.fetched_at, record.fetches = now, record.fetches + 1
    activity.record(actor=actor, now=now, action="listing.fetch", subject=record)


def clear_old(now: datetime) -> int:
    """Forget question and rows of exports that can no longer be fetched; gives how many."""
    old = or_(ExportRecord.ready_until <= now, ExportRecord.closed_at.is_not(None))
    done = update(ExportRecord).where(ExportRecord.question.is_not(None), old)
    cleared = done.values(question=None, row_ids=None).returning(ExportRecord.id)
    return len(db.session.execute(cleared).all())
