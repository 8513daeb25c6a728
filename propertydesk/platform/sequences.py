"""Gapless numbers: one counter row a book, taken last in the transaction that uses the number."""

from sqlalchemy import ForeignKey, Integer, String, UniqueConstraint, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.platform.db import Model, db, on_sqlite


class Sequence(Model):
    """The last number given in a series of one community and scope (such as a day)."""

    __tablename__ = "sequences"
    __table_args__ = (UniqueConstraint("community_id", "series", "scope"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    series: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(20))
    last: Mapped[int] = mapped_column(Integer)


def next_number(series: str, community_id: int, scope: str) -> int:
    """The next number, from 1; undone with the transaction, so that no gap stays.

    The counter row stays locked until the commit: take the number as late as possible.
    """
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = (
        insert(Sequence)
        .values(community_id=community_id, series=series, scope=scope, last=1)
        .on_conflict_do_update(
            index_elements=["community_id", "series", "scope"], set_={"last": Sequence.last + 1}
        )
    )
    return int(db.session.execute(statement.returning(Sequence.last)).scalar_one())


def last_number(series: str, community_id: int, scope: str) -> int:
    """The last number given, 0 before the first."""
    query = select(Sequence.last).filter_by(community_id=community_id, series=series, scope=scope)
    return db.session.scalar(query) or 0
