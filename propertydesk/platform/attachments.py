"""Pictures that belong to something: taken in safely, kept once, served plainly.

A picture is never stored as it was sent. It is decoded, turned upright, made smaller, written
anew as WebP without its metadata (only the capture time is kept, in a column), and named by the
hash of what was written. That happens in a process of its own (`darkroom`) and outside the
transaction (`prepare_image`); inside it (`attach`) the file comes first and the row second, so
that a row always has its file. Files whose transaction failed are swept up later (`sweep`).
"""

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Protocol
from zoneinfo import ZoneInfo

import filetype
from flask import Response, current_app, send_file
from sqlalchemy import ForeignKey, Index, String, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform import darkroom, settings
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Subject
from propertydesk.platform.darkroom.child import MOST_PIXELS
from propertydesk.platform.db import Model, db
from propertydesk.platform.types import Identity, UtcDateTime

MOST_PICTURES = 6
"""Pictures that one form may bring."""

MOST_BYTES = 12 * 1024 * 1024

A_DAY = Setting(
    "platform.pictures_a_day",
    300,
    "integer",
    N_("Pictures that one person may add within 24 hours"),
    N_("So that nobody fills the disk, by mistake or on purpose."),
    unit=N_("pictures"),
    minimum=10,
    maximum=5000,
)
SETTINGS = (A_DAY,)

_MEDIA_TYPES = {"image/jpeg", "image/png", "image/webp"}
_ORPHAN_AGE = timedelta(hours=1)


class Attachment(Model):
    """A picture of one subject; the same picture elsewhere is another row with the same file."""

    __tablename__ = "attachments"
    __table_args__ = (
        Index("ix_attachments_subject", "subject_type", "subject_id", "id"),
        Index("ix_attachments_sha256", "sha256"),
        Index("ix_attachments_created_by", "created_by", "created_at"),
    )

    id: Mapped[int] = mapped_column(Identity, primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    subject_type: Mapped[str] = mapped_column(String(30))
    subject_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    sha256: Mapped[str] = mapped_column(String(64))
    media_type: Mapped[str] = mapped_column(String(40))
    byte_size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    original_name: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[int | None]


@dataclass(frozen=True)
class PreparedFile:
    """A picture as it will be stored."""

    content: bytes
    sha256: str
    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    original_name: str


class PicturedSubject(Subject, Protocol):
    """Anything that pictures can belong to."""

    @property
    def community_id(self) -> int:
        """The community whose staff may see it."""
        ...


def prepare_images(
    files: Iterable[FileStorage], *, most: int = MOST_PICTURES, zone: str = "Asia/Shanghai"
) -> list[PreparedFile]:
    """The pictures of a form's file field, in order; an empty field gives none.

    Raises Invalid when there are more than `most`, or as `prepare_image` does.
    """
    sent = [file for file in files if file.filename]
    if len(sent) > most:
        raise Invalid(N_("At most %(count)s pictures can be added at once."), count=most)
    return [prepare_image(file.stream, name=file.filename or "", zone=zone) for file in sent]


def prepare_image(
    stream: IO[bytes], *, name: str = "", zone: str = "Asia/Shanghai"
) -> PreparedFile:
    """Turn what somebody sent into a picture that is safe to keep; outside of any transaction.

    Takes JPEG, PNG and WebP up to 12 MB and 40 megapixels, whatever their name says. `zone` is
    where a camera's clock without a zone is read. Raises Invalid in plain words.
    """
    facts, content = darkroom.develop(_read(stream))
    if facts.get("trouble") == "pixels":
        raise _too_many_pixels()
    if facts.get("trouble"):
        raise Invalid(N_("The picture is damaged and cannot be read."))
    width, height = facts["size"]
    return PreparedFile(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type="image/webp",
        width=width,
        height=height,
        taken_at=_capture_time(facts["taken"], facts["offset"], zone),
        original_name=_plain_name(name),
    )


def attach(
    prepared: PreparedFile, *, subject: PicturedSubject, kind: str, actor: Actor, now: datetime
) -> Attachment:
    """Add a picture to a subject, within the open transaction: the file first, then the row.

    Raises Invalid when the person has added as many as one may within a day (ASVS 5.2.4).
    """
    _expect_room(subject.community_id, actor, now)
    _store(prepared)
    db.session.flush()
    subject_type, subject_id, _number = subject.activity_subject
    attachment = Attachment(
        community_id=subject.community_id,
        subject_type=subject_type,
        subject_id=subject_id,
        kind=kind,
        sha256=prepared.sha256,
        media_type=prepared.media_type,
        byte_size=len(prepared.content),
        width=prepared.width,
        height=prepared.height,
        taken_at=prepared.taken_at,
        original_name=prepared.original_name,
        created_at=now,
        created_by=actor.id,
    )
    db.session.add(attachment)
    return attachment


def _expect_room(community_id: int, actor: Actor, now: datetime) -> None:
    if actor.id is None:
        return
    most = settings.value(community_id, A_DAY)
    lately = select(func.count()).where(
        Attachment.created_by == actor.id, Attachment.created_at > now - timedelta(days=1)
    )
    if (db.session.scalar(lately) or 0) >= most:
        raise Invalid(
            N_("You have added %(count)s pictures within a day; more can be added tomorrow."),
            count=most,
        )


def of(subject: PicturedSubject) -> list[Attachment]:
    """The pictures of a subject, oldest first."""
    subject_type, subject_id, _number = subject.activity_subject
    return of_all(subject.community_id, subject_type, (subject_id,)).get(subject_id, [])


def of_all(
    community_id: int, subject_type: str, subject_ids: Sequence[int]
) -> dict[int, list[Attachment]]:
    """The pictures of several subjects of a type, oldest first, in one query."""
    query = (
        select(Attachment)
        .filter_by(community_id=community_id, subject_type=subject_type)
        .where(Attachment.subject_id.in_(subject_ids))
        .order_by(Attachment.id)
    )
    pictures: dict[int, list[Attachment]] = {}
    for attachment in db.session.scalars(query):
        pictures.setdefault(attachment.subject_id, []).append(attachment)
    return pictures


def path_of(attachment: Attachment | PreparedFile) -> Path:
    """Where the file lies: two folders named by the beginning of its hash, so that none grows
    too full.
    """
    digest = attachment.sha256
    return uploads_folder() / digest[:2] / digest[2:4] / f"{digest}.webp"


def content_of(attachment: Attachment) -> bytes:
    """The picture itself, for print. Raises Missing when the file is gone."""
    path = path_of(attachment)
    if not path.is_file():
        raise Missing(N_("This picture is no longer there."))
    return path.read_bytes()


def uploads_folder() -> Path:
    """The folder of all attached files, beside the database and outside what is served."""
    instance: Path = current_app.config["DESK"].instance
    return instance / "uploads"


def send(attachment: Attachment) -> Response:
    """The picture as an answer; the view has checked who is asking. Raises Missing when the file
    is gone.
    """
    path = path_of(attachment)
    if not path.is_file():
        raise Missing(N_("This picture is no longer there."))
    answer = send_file(
        path,
        mimetype=attachment.media_type,
        etag=attachment.sha256,
        download_name=f"{attachment.id}{path.suffix}",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["Cache-Control"] = "private, max-age=86400"
    return answer


def drop(subject_type: str, subject_ids: Sequence[int]) -> None:
    """Delete the pictures of these subjects; files that nobody else has go in the next sweep."""
    mine = (Attachment.subject_type == subject_type) & Attachment.subject_id.in_(subject_ids)
    db.session.execute(delete(Attachment).where(mine))


def sweep(now: datetime) -> int:
    """Delete files that no row speaks of and that lie for over an hour; gives how many."""
    before = (now - _ORPHAN_AGE).timestamp()
    old = [path for path in uploads_folder().glob("*/*/*") if path.stat().st_mtime < before]
    swept = 0
    for start in range(0, len(old), 500):
        swept += _sweep(old[start : start + 500])
    return swept


def _sweep(paths: Sequence[Path]) -> int:
    digests = {path.stem for path in paths}
    query = select(Attachment.sha256).where(Attachment.sha256.in_(digests))
    kept = set(db.session.scalars(query))
    orphans = [path for path in paths if path.stem not in kept]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _read(stream: IO[bytes]) -> bytes:
    sent = stream.read(MOST_BYTES + 1)
    if not sent:
        raise Invalid(N_("The file is empty."))
    if len(sent) > MOST_BYTES:
        raise Invalid(
            N_("The picture is larger than %(megabytes)s MB."), megabytes=MOST_BYTES // 1024**2
        )
    if filetype.guess_mime(sent[:4096]) not in _MEDIA_TYPES:
        raise Invalid(N_("This is not a picture. JPEG, PNG and WebP can be added."))
    return sent


def _too_many_pixels() -> Invalid:
    return Invalid(
        N_("The picture has more than %(count)s million pixels."), count=MOST_PIXELS // 1_000_000
    )


def _capture_time(said: str, offset: str, zone: str) -> datetime | None:
    """What the camera's clock said, None when it said nothing sensible."""
    try:
        if offset:
            return datetime.strptime(said + offset, "%Y:%m:%d %H:%M:%S%z")
        taken = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None
    return taken if taken.year > 1 else None  # year 1 would have no instant in UTC


def _store(prepared: PreparedFile) -> None:
    """Write the file whole or not at all; one that lies there already is only marked as new."""
    path = path_of(prepared)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.stat().st_size == len(prepared.content):
        os.utime(path)  # or the sweep of an earlier, failed attempt could take it away
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as part:
        try:
            part.write(prepared.content)
            part.flush()
            os.fsync(part.fileno())
            Path(part.name).replace(path)
        except OSError:
            Path(part.name).unlink(missing_ok=True)
            raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _plain_name(name: str) -> str:
    """The name without folders and invisible characters, for people to read; no file is ever
    named by it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if unicodedata.category(c)[0] != "C").strip()[:120]
