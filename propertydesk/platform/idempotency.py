"""One form, one effect: the form's id is stored together with what the form did."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask import request
from sqlalchemy import String, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.db import Model, db, on_sqlite
from propertydesk.platform.types import UtcDateTime

FIELD = "once"
LONGEST_LOCATION = 500
_SHAPE = re.compile(r"[A-Za-z0-9_-]{16,40}", re.ASCII)
#: Where a form that is sent once more, after it was asked for, carries the password.
CONFIRMATION_FIELD = "confirmation"
_UNSIGNED = {FIELD, "csrf_token", CONFIRMATION_FIELD}


class Submission(Model):
    """A form that took effect, and where it led."""

    __tablename__ = "submissions"

    id: Mapped[int] = mapped_column(primary_key=True)
    once: Mapped[str] = mapped_column(String(40), unique=True)
    actor: Mapped[str] = mapped_column(String(40))
    route: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str | None] = mapped_column(String(LONGEST_LOCATION))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Attempt:
    """What a POST request says of itself."""

    once: str
    actor: str
    route: str
    digest: str


def new_id() -> str:
    """An id for a form about to be shown."""
    return secrets.token_urlsafe(16)


def attempt_of_request(actor: str) -> Attempt:
    """Read the request's form id and content; raises Invalid without a well-formed id."""
    once = request.form.get(FIELD, "")
    if not _SHAPE.fullmatch(once):
        raise Invalid(
            N_("This form is incomplete. Please open the page again and send it once more.")
        )
    return Attempt(once, actor, request.path[:200], _digest())


def claim(attempt: Attempt, now: datetime) -> str | None:
    """Take the form id; None when it is new, else the place where the first sending led.

    A second sender waits here for the first one's transaction. Raises Conflict when the same
    id comes with other content or from somebody else.
    """
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = insert(Submission).values(
        once=attempt.once,
        actor=attempt.actor,
        route=attempt.route,
        digest=attempt.digest,
        at=now,
    )
    once_only = statement.on_conflict_do_nothing(index_elements=["once"]).returning(Submission.id)
    if db.session.execute(once_only).scalar() is not None:
        return None
    first = db.session.execute(select(Submission).filter_by(once=attempt.once)).scalar_one()
    if (first.actor, first.route, first.digest) != (attempt.actor, attempt.route, attempt.digest):
        raise Conflict(
            N_(
                "This form was sent before with other content. Open the page again to send a new one."
            )
        )
    return first.location or "/"


def settle(attempt: Attempt, location: str | None) -> None:
    """Remember where the effect can be seen, unless the address is too long to keep."""
    if location and len(location) > LONGEST_LOCATION:
        location = None
    db.session.execute(
        update(Submission).where(Submission.once == attempt.once).values(location=location)
    )


def _digest() -> str:
    summary = hashlib.sha256()
    for name, values in sorted(request.form.lists()):
        if name not in _UNSIGNED:
            summary.update(repr((name, values)).encode("utf-8", "surrogatepass"))
    for name, upload in sorted(request.files.items(multi=True), key=lambda item: item[0]):
        summary.update(repr((name, upload.filename)).encode("utf-8", "surrogatepass"))
        summary.update(hashlib.file_digest(upload.stream, "sha256").digest())  # type: ignore[arg-type]  # an upload's stream is a binary file
        upload.stream.seek(0)
    return summary.hexdigest()
