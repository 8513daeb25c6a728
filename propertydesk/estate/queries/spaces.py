"""Parking spaces."""

from sqlalchemy import select

from propertydesk.estate.models import ParkingSpace
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform.db import db


def space_named(community_id: int, no: str) -> ParkingSpace:
    """The live parking space of a number. Raises Invalid on `space`."""
    query = select(ParkingSpace).filter_by(community_id=community_id, no=no.strip().upper())
    space = db.session.scalar(query.where(ParkingSpace.ended_on.is_(None)))
    if space is None:
        raise Invalid(N_("There is no parking space with this number."), field="space")
    return space


def spaces_of_home(home_id: int) -> list[ParkingSpace]:
    """The parking spaces that belong to a home or are let to it."""
    query = select(ParkingSpace).filter_by(home_id=home_id, ended_on=None)
    return list(db.session.scalars(query.order_by(ParkingSpace.no)))
