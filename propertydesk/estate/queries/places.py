"""Communities, and when their service centres are open."""

from datetime import date
from functools import cache

import holidays
from holidays import HolidayBase
from sqlalchemy import select

from propertydesk.estate.models import CalendarDay, Community
from propertydesk.kernel.worktime import OpeningHours
from propertydesk.platform.db import db


def communities() -> list[Community]:
    """The communities being worked for, by code."""
    query = select(Community).where(Community.ended_on.is_(None)).order_by(Community.code)
    return list(db.session.scalars(query))


def every_community() -> list[Community]:
    """All communities by code, those given up too."""
    return list(db.session.scalars(select(Community).order_by(Community.code)))


def community(community_id: int) -> Community:
    """One community."""
    return db.session.get_one(Community, community_id)


def community_by_code(code: str) -> Community | None:
    """The community of a code."""
    return db.session.scalar(select(Community).filter_by(code=code))


def zone_of(community_id: int) -> str:
    """The time zone of a community, such as Asia/Shanghai."""
    return community(community_id).zone


def calendar_days(community_id: int, since: date) -> list[CalendarDay]:
    """The community's own working days and closed days from a day on."""
    query = select(CalendarDay).filter_by(community_id=community_id)
    return list(db.session.scalars(query.where(CalendarDay.day >= since).order_by(CalendarDay.day)))


def opening_hours(place: Community) -> OpeningHours:
    """When the service centre is open: its own calendar first, then the public one.

    Swapped working days are known only after the State Council's yearly notice, hence the own
    calendar.
    """
    own = {
        row.day: row.is_open
        for row in db.session.scalars(select(CalendarDay).filter_by(community_id=place.id))
    }
    public = _public_calendar()

    def is_open(day: date) -> bool:
        if day in own:
            return own[day]
        return place.open_weekends or public.is_working_day(day)

    return OpeningHours(place.opens, place.closes, place.zone, is_open)


@cache
def _public_calendar() -> HolidayBase:
    """The public calendar; it fills itself year by year, so one serves all."""
    return holidays.country_holidays("CN")
