"""Sealing: each activity is hashed together with the seal before it, in the order of sealing.

A job does it, never a business transaction, so that nobody waits for the head of the chain. An
activity that was stored late, under a lower number than others, is sealed late. The hash stands
against changes, the code made with the installation's key (`mac`) against a chain rebuilt by
somebody who has the database alone, and heads kept elsewhere against the rest (reliability 5.9).
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    LargeBinary,
    RowMapping,
    Select,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.words import N_
from propertydesk.platform.activity import Activity
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import Model, append_only, db, on_sqlite
from propertydesk.platform.scheduling import At, Job
from propertydesk.platform.seals import heads
from propertydesk.platform.signing import derive
from propertydesk.platform.transaction import after_commit, in_transaction
from propertydesk.platform.types import Identity, UtcDateTime

LABEL = "propertydesk/activity-seal/1"
KEY = "activity-seals"
JOB = "seal-activities"
EVERY_MINUTES = 5
CHUNK = 2_000
#: Seals of a chunk that nobody waits for.
_LARGE_CHUNK = 20_000
#: So many seals back no activity of a lower number is looked for each time, but every night.
LOOK_BACK = 50_000
#: Any constant will do, as long as nobody else on this database uses it.
_LOCK_KEY = 0x70_64_73_65_61_6C  # "pdseal"
_BEFORE_THE_FIRST = bytes(32)


class ActivitySeal(Model):
    """One link of the chain: seals number `seq` from 1 without a gap, each activity has one."""

    __tablename__ = "activity_seals"

    seq: Mapped[int] = mapped_column(Identity, primary_key=True, autoincrement=False)
    activity_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("activities.id"), unique=True)
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


append_only(ActivitySeal.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table


@dataclass(frozen=True)
class Head:
    """The end of the chain at some instant."""

    seq: int
    hash: str
    sealed_at: datetime

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def head(before: datetime | None = None) -> Head | None:
    """The newest seal, or the newest that was made before an instant; None: there is none yet."""
    query = select(ActivitySeal.seq, ActivitySeal.hash, ActivitySeal.sealed_at)
    if before is None:
        query = query.order_by(ActivitySeal.seq.desc())
    else:
        query = query.where(ActivitySeal.sealed_at < before)
        query = query.order_by(ActivitySeal.sealed_at.desc(), ActivitySeal.seq.desc())
    found = db.session.execute(query.limit(1)).one_or_none()
    return Head(found.seq, found.hash.hex(), found.sealed_at) if found else None


def head_at(seq: int) -> Head | None:
    """The chain as it ended with seal `seq`."""
    query = select(ActivitySeal.seq, ActivitySeal.hash, ActivitySeal.sealed_at).filter_by(seq=seq)
    found = db.session.execute(query).one_or_none()
    return Head(found.seq, found.hash.hex(), found.sealed_at) if found else None


@dataclass(frozen=True)
class Waiting:
    """Activities without a seal: how many (never more than asked for), and the oldest instant."""

    count: int
    oldest: datetime | None


def waiting(most: int) -> Waiting:
    """What has no seal yet, as far back as each sealing looks."""
    without = _without_seal(select(Activity.at), _floor(head(), LOOK_BACK))
    part = without.order_by(Activity.id.desc()).limit(most).subquery()
    count, oldest = db.session.execute(select(func.count(), func.min(part.c.at))).one()
    return Waiting(count, oldest)


def seal_next(now: datetime, most: int, look_back: int | None = LOOK_BACK) -> int:
    """Seal up to `most` activities that have no seal yet, lowest number first; gives how many.

    Call inside a transaction. `look_back` None looks through the whole log.
    """
    _alone()
    last = head()
    heads.prepare(is_new=last is None)
    found = _unsealed(most, _floor(last, look_back))
    if not found:
        if last is not None:
            after_commit(partial(heads.append, last.seq, last.hash, last.sealed_at))
        return 0
    rows = _links(found, last, now)
    db.session.execute(insert(ActivitySeal), rows)
    newest = rows[-1]
    after_commit(partial(heads.append, newest["seq"], newest["hash"].hex(), now))
    return len(rows)


def seal_all(watch: Callable[[int], None] | None = None) -> int:
    """Seal whatever waits, in transactions of their own; gives how many."""
    sealed = 0
    while found := in_transaction(partial(seal_next, clock_now(), _LARGE_CHUNK)):
        sealed += found
        if watch is not None:
            watch(sealed)
    return sealed


def _alone() -> None:
    """One sealer at a time; the next one sees what this one wrote. SQLite has one writer anyway."""
    if not on_sqlite():
        db.session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK_KEY})


def _floor(last: Head | None, look_back: int | None) -> int:
    """The activity number above which activities without a seal are looked for."""
    if last is None or look_back is None or last.seq <= look_back:
        return 0
    earlier = select(ActivitySeal.activity_id).filter_by(seq=last.seq - look_back)
    return db.session.scalar(earlier) or 0


def _unsealed(most: int, floor: int) -> Sequence[RowMapping]:
    query = _without_seal(select(Activity.__table__), floor).order_by(Activity.id).limit(most)
    return db.session.execute(query).mappings().all()


def _without_seal(query: Select[Any], floor: int) -> Select[Any]:
    joined = query.outerjoin(ActivitySeal, ActivitySeal.activity_id == Activity.id)
    return joined.where(ActivitySeal.activity_id.is_(None), Activity.id > floor)


def _links(waiting: Sequence[RowMapping], last: Head | None, now: datetime) -> list[dict[str, Any]]:
    key = derive(KEY)
    seq = last.seq if last else 0
    previous = bytes.fromhex(last.hash) if last else _BEFORE_THE_FIRST
    rows = []
    for activity in waiting:
        seq += 1
        digest = hashlib.sha256(_document(seq, now, previous, activity)).digest()
        rows.append(
            {
                "seq": seq,
                "activity_id": activity["id"],
                "sealed_at": now,
                "previous": previous,
                "hash": digest,
                "mac": hmac.digest(key, _signed(seq, digest), hashlib.sha256),
            }
        )
        previous = digest
    return rows


def _document(seq: int, now: datetime, previous: bytes, activity: RowMapping) -> bytes:
    """What is hashed. An empty column is left out, so that columns to come change no old hash."""
    content = {name: _plain(value) for name, value in activity.items() if value is not None}
    document = {
        "label": LABEL,
        "seq": seq,
        "sealed_at": _plain(now),
        "previous": previous.hex(),
        "activity": content,
    }
    words = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return words.encode("utf-8", "surrogatepass")


def _plain(value: Any) -> Any:
    return f"{value:%Y-%m-%dT%H:%M:%S.%f}Z" if isinstance(value, datetime) else value


def _signed(seq: int, digest: bytes) -> bytes:
    return LABEL.encode() + seq.to_bytes(8, "big") + digest


def _seal(_community_id: int | None, _due: datetime, now: datetime) -> int:
    return seal_next(now, CHUNK)


def _seal_stragglers(_community_id: int | None, _due: datetime, now: datetime) -> int:
    return seal_next(now, CHUNK, look_back=None)


JOBS = (
    Job(
        JOB,
        N_("Seal the activity log"),
        At(every_minutes=EVERY_MINUTES),
        _seal,
        per_community=False,
        in_chunks=True,
    ),
    Job(
        "seal-stragglers",
        N_("Seal what was stored late"),
        At(hour=3, minute=20),
        _seal_stragglers,
        per_community=False,
        in_chunks=True,
    ),
)
