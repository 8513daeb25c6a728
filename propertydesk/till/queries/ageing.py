"""What is open on a day by its age (domain.md B3), from the same documents as the collections."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, select, true

from propertydesk.estate.models import Home
from propertydesk.fees.models import Receivable
from propertydesk.platform.db import db
from propertydesk.till.queries.day import total
from propertydesk.till.queries.reports import Asked, By, documents, labels
from propertydesk.till.rules.ageing import BUCKETS, Bucket

#: What the lines of the report may be.
LINES = (By.BUILDING, By.ITEM)


@dataclass(frozen=True)
class AgeingLine:
    """What is open of a building or an item, in fen, by age in the order of BUCKETS."""

    key: int | str
    label: str
    sums: tuple[int, ...]

    @property
    def open(self) -> int:
        """All of it."""
        return sum(self.sums)

    @property
    def late(self) -> int:
        """What is past its due day."""
        return sum(self.sums[1:])


def ageing(community_id: int, until: date, by: By) -> list[AgeingLine]:
    """The lines of the report; those with nothing open are left out. Two statements."""
    asked = Asked(community_id, until, until, until, by)
    rows = documents(asked).subquery()
    key = Home.building_id if by == By.BUILDING else rows.c.item_id
    open_ = rows.c.charged - rows.c.paid
    sums = [total(case((_within(each, until), open_), else_=0)) for each in BUCKETS]
    query = (
        select(key.label("key"), *sums)
        .select_from(rows)
        .join(Receivable, Receivable.id == rows.c.receivable_id)
        .join(Home, Home.id == Receivable.home_id)
        .group_by(key)
    )
    found = {row[0]: tuple(row[1:]) for row in db.session.execute(query)}
    kept = {each: line for each, line in found.items() if any(line)}
    return [AgeingLine(each, label, kept[each]) for each, label in labels(asked, sorted(kept))]


def _within(bucket: Bucket, until: date) -> Any:
    """The condition that a receivable is so old."""
    earliest, latest = bucket.due_between(until)
    return and_(
        Receivable.due_on >= earliest if earliest else true(),
        Receivable.due_on <= latest if latest else true(),
    )


def households_owing(community_id: int, until: date) -> int:
    """How many homes have something late and open on a day."""
    rows = documents(Asked(community_id, until, until, until)).subquery()
    late = (
        select(rows.c.home_id)
        .join(Receivable, Receivable.id == rows.c.receivable_id)
        .where(Receivable.due_on < until)
        .group_by(rows.c.home_id)
        .having(total(rows.c.charged - rows.c.paid) > 0)
        .subquery()
    )
    return db.session.scalar(select(func.count()).select_from(late)) or 0
