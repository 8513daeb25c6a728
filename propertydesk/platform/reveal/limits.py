"""How many looks a member of staff has in an hour and in a day, counted under a lock.

Thirty an hour is what a busy desk needs and far from what copying a register takes (reliability
K1). Whoever reaches the limit is told so, and the manager sees it.
"""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.clock import business_date, day_start
from propertydesk.kernel.settings import Setting
from propertydesk.kernel.words import N_
from propertydesk.platform import settings
from propertydesk.platform.db import Model, db, on_sqlite
from propertydesk.platform.types import Identity, UtcDateTime

HOUR = timedelta(hours=1)

LOOKS_PER_HOUR = Setting(
    "privacy.looks_per_hour",
    30,
    "integer",
    N_("Full looks in an hour"),
    N_("How often one member of staff may show masked values in full within sixty minutes."),
    minimum=1,
    maximum=1_000,
)
LOOKS_PER_DAY = Setting(
    "privacy.looks_per_day",
    120,
    "integer",
    N_("Full looks in a day"),
    N_("How often one member of staff may show masked values in full from midnight to midnight."),
    minimum=1,
    maximum=10_000,
)
SETTINGS = (LOOKS_PER_HOUR, LOOKS_PER_DAY)


class RevealTurn(Model):
    """One row for each member of staff; whoever looks waits here for their own other look."""

    __tablename__ = "reveal_turns"

    staff_id: Mapped[int] = mapped_column(Identity, primary_key=True, autoincrement=False)
    turns: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


def take_turn(staff_id: int, now: datetime) -> None:
    """Hold this member of staff's turn until the transaction ends, so that two looks at the same
    moment see each other.
    """
    insert = sqlite.insert if on_sqlite() else postgresql.insert
    statement = insert(RevealTurn).values(staff_id=staff_id, turns=1, at=now)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["staff_id"], set_={"turns": RevealTurn.turns + 1, "at": now}
        )
    )


def reached(
    looks: type[Model], community_id: int, staff_id: int, *, zone: str, now: datetime
) -> str:
    """Which limit has been reached: "hour", "day" or "" for none.

    All communities count together; the limits are those of the community at hand.
    """
    hours = _count(looks, staff_id, since=now - HOUR)
    if hours >= settings.value(community_id, LOOKS_PER_HOUR):
        return "hour"
    days = _count(looks, staff_id, since=day_start(business_date(now, zone), zone))
    return "day" if days >= settings.value(community_id, LOOKS_PER_DAY) else ""


def _count(looks: type[Model], staff_id: int, *, since: datetime) -> int:
    table = looks.__table__
    query = select(func.count()).where(
        table.c.staff_id == staff_id, table.c.at > since, table.c.refused == ""
    )
    return db.session.scalar(query) or 0
