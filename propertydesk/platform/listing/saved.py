"""Filters that a member of staff keeps under a name."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from propertydesk.kernel.errors import Invalid, Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import unless_taken
from propertydesk.platform.db import Model, db
from propertydesk.platform.listing.declare import Listing
from propertydesk.platform.types import UtcDateTime

MOST_SAVED = 20
LONGEST_QUERY = 1_000
LONGEST_NAME = 40


class SavedFilter(Model):
    """The arguments of a listing under a name of somebody's own."""

    __tablename__ = "saved_filters"
    __table_args__ = (UniqueConstraint("staff_id", "listing", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("communities.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    listing: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    query: Mapped[str] = mapped_column(String(LONGEST_QUERY))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def activity_subject(self) -> tuple[str, int, str]:
        """Kind, id and name."""
        return "saved_filter", self.id, self.name


def saved_filters(staff_id: int, listing: str) -> Sequence[SavedFilter]:
    """What somebody saved for a listing, by name."""
    query = select(SavedFilter).filter_by(staff_id=staff_id, listing=listing)
    return db.session.scalars(query.order_by(SavedFilter.name).limit(MOST_SAVED)).all()


def save_filter(
    listing: Listing, name: str, query: str, *, actor: Actor, now: datetime
) -> SavedFilter:
    """Keep `query` under `name`; a filter of the same name is replaced.

    Raises Invalid for an empty name, an over-long query, or one filter too many.
    """
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(N_("Give the filter a name of up to 40 characters."), field="name")
    if not query or len(query) > LONGEST_QUERY:
        raise Invalid(N_("There is nothing to keep: set a filter or an order first."), field="name")
    found = {each.name: each for each in saved_filters(_staff_id(actor), listing.name)}
    if name not in found and len(found) >= MOST_SAVED:
        raise Invalid(N_("You keep 20 filters here already. Remove one first."), field="name")
    saved = found.get(name) or SavedFilter(
        community_id=actor.community_id, staff_id=_staff_id(actor), listing=listing.name, name=name
    )
    saved.query, saved.saved_at = query, now
    with unless_taken(Invalid(N_("There is a filter of this name already."), field="name")):
        db.session.add(saved)
    activity.record(actor=actor, now=now, action="saved_filter.save", subject=saved)
    return saved


def remove_filter(saved_id: int, *, actor: Actor, now: datetime) -> str:
    """Forget one's own saved filter and give its name; raises Missing for another's."""
    query = select(SavedFilter).filter_by(id=saved_id, staff_id=_staff_id(actor))
    saved = db.session.scalar(query) if saved_id < 2**31 else None
    if saved is None:
        raise Missing(N_("There is no such record."))
    activity.record(actor=actor, now=now, action="saved_filter.remove", subject=saved)
    db.session.delete(saved)
    return saved.name


def _staff_id(actor: Actor) -> int:
    if actor.id is None:
        raise Missing(N_("There is no such record."))
    return actor.id
