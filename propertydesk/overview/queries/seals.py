"""Reading the seals of the activity log: the newest head, the heads of past days, what waits."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select, union_all

from propertydesk.estate import queries as estate
from propertydesk.kernel import clock
from propertydesk.overview.printing import SealSheet
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.printing import Words
from propertydesk.platform.seals import ActivitySeal, Head, heads

DAYS_SHOWN = 30
#: More activities that wait are told as "more than".
MOST_COUNTED = 10_000
_GROUP = 4


@dataclass(frozen=True)
class Day:
    """The chain as it ended on a business day."""

    on: date
    head: Head


def days(now: datetime, zone: str) -> list[Day]:
    """The last head of each day on which something was sealed, newest first."""
    today = clock.business_date(now, zone)
    parts = []
    for back in range(DAYS_SHOWN):
        on = today - timedelta(days=back)
        begin, end = clock.at(on, time(), zone), clock.at(on + timedelta(days=1), time(), zone)
        last = (
            select(ActivitySeal.seq)
            .where(ActivitySeal.sealed_at >= begin, ActivitySeal.sealed_at < end)
            .order_by(ActivitySeal.sealed_at.desc(), ActivitySeal.seq.desc())
            .limit(1)
        )
        parts.append(select(last.subquery().c.seq))
    found = select(ActivitySeal.seq, ActivitySeal.hash, ActivitySeal.sealed_at)
    query = found.where(ActivitySeal.seq.in_(union_all(*parts))).order_by(ActivitySeal.seq.desc())
    return [
        Day(clock.business_date(row.sealed_at, zone), Head(row.seq, row.hash.hex(), row.sealed_at))
        for row in db.session.execute(query)
    ]


def is_file_whole() -> bool:
    """Whether the file of heads is there and holds every head since the first sealing."""
    file = heads.path()
    return file.exists() and heads.LOST not in file.read_text("utf-8", "replace")


def grouped(digest: str) -> list[str]:
    """A hash in groups of four, to be compared by eye."""
    return [digest[start : start + _GROUP] for start in range(0, len(digest), _GROUP)]


def sheet_of(head: Head, *, actor: Actor, now: datetime) -> SealSheet:
    """What is printed of a head."""
    place = estate.community(actor.community_id)
    return SealSheet(
        company=Words(place.company_zh, place.company_en or place.company_zh),
        community=Words(place.name_zh, place.name_en or place.name_zh),
        hotline=place.hotline,
        seq=head.seq,
        digest=head.hash,
        sealed_at=clock.local(head.sealed_at, place.zone),
        printed_at=clock.local(now, place.zone),
        operator=actor.name,
        operator_no=actor.staff_no,
    )
