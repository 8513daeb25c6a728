"""Which homes a home was made of, and which took its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from propertydesk.estate.models import Home, HomeSuccession
from propertydesk.platform.db import db


@dataclass(frozen=True)
class Lineage:
    """The homes before and after one, in the order of their doors."""

    before: Sequence[Home] = ()
    after: Sequence[Home] = ()
    began: date | None = None
    ended: date | None = None


def lineage(home: Home) -> Lineage:
    """Where a home comes from and where it went; asked only of those that began or ended so."""
    if home.starts_on is None and home.ended_on is None:
        return Lineage()
    query = (
        select(HomeSuccession, Home)
        .join(Home, or_(Home.id == HomeSuccession.from_id, Home.id == HomeSuccession.to_id))
        .where(
            or_(HomeSuccession.from_id == home.id, HomeSuccession.to_id == home.id),
            Home.id != home.id,
        )
        .order_by(Home.sort_code)
    )
    rows = db.session.execute(query).all()
    before = [other for step, other in rows if step.to_id == home.id]
    after = [other for step, other in rows if step.from_id == home.id]
    return Lineage(before, after, home.starts_on, home.ended_on)
