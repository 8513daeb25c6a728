"""Reading the estate."""

from datetime import date

import holidays
from sqlalchemy import select

from propertydesk.estate.models import Building, CalendarDay, Community, Entrance, Home
from propertydesk.kernel.worktime import OpeningHours
from propertydesk.platform.db import db


def communities() -> list[Community]:
    """All communities by code."""
    return list(db.session.scalars(select(Community).order_by(Community.code)))


def community(community_id: int) -> Community:
    """One community."""
    return db.session.get_one(Community, community_id)


def community_by_code(code: str) -> Community | None:
    """The community of a code."""
    return db.session.scalar(select(Community).filter_by(code=code))


def home_by_code(community_id: int, code: str) -> Home | None:
    """The home of a code such as 3-2-1501."""
    return db.session.scalar(select(Home).filter_by(community_id=community_id, code=code))


def buildings(community_id: int) -> list[Building]:
    """All buildings; numbers in their natural order."""
    rows = db.session.scalars(select(Building).filter_by(community_id=community_id))
    return sorted(rows, key=lambda each: each.no.rjust(10))


def entrances(building_id: int) -> list[Entrance]:
    """The entrances of a building."""
    rows = db.session.scalars(select(Entrance).filter_by(building_id=building_id))
    return sorted(rows, key=lambda each: each.no.rjust(10))


def opening_hours(place: Community) -> OpeningHours:
    """When the service centre is open: its own calendar first, then the public one.

    Swapped working days are known only after the State Council's yearly notice, hence the own calendar.
    """
    own = {
        row.day: row.is_open
        for row in db.session.scalars(select(CalendarDay).filter_by(community_id=place.id))
    }
    public = holidays.country_holidays("CN")

    def is_open(day: date) -> bool:
        if day in own:
            return own[day]
        return place.open_weekends or public.is_working_day(day)

    return OpeningHours(place.opens, place.closes, place.zone, is_open)
