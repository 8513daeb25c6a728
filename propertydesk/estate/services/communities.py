"""Communities and the days on which their service centre is open."""

from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from zoneinfo import available_timezones

from sqlalchemy import select

from propertydesk.estate import queries
from propertydesk.estate.events import CommunityFounded
from propertydesk.estate.models import CalendarDay, Community
from propertydesk.estate.services.endings import check_day, check_open
from propertydesk.kernel.errors import Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import activity, events
from propertydesk.platform.access import Actor
from propertydesk.platform.amending import amend, unless_taken
from propertydesk.platform.db import db, lock


class CommunityFacts(TypedDict, total=False):
    """What may be said of a community; see the model for the columns."""

    name_zh: str
    name_en: str
    company_zh: str
    company_en: str
    address: str
    office_place: str
    hotline: str
    zone: str
    opens: Any
    closes: Any
    open_weekends: bool


def found_community(
    *, code: str, actor: Actor, now: datetime, **facts: Unpack[CommunityFacts]
) -> Community:
    """Create a community. Raises Invalid on `code` when it is taken, on `zone` and `closes`."""
    _check(facts)
    code = code.strip().upper()
    if not (code.isascii() and code.replace("-", "").isalnum()):
        raise Invalid(N_("Use letters and digits only, such as JX or JX-2."), field="code")
    place = Community(code=code, **facts)
    with unless_taken(Invalid(N_("This code is taken."), field="code")):
        db.session.add(place)
    activity.record(
        actor=actor, now=now, action="community.found", subject=place, note=place.name_zh
    )
    events.announce(CommunityFounded(place.id, actor, now))
    return place


def edit_community(
    place: Community, *, actor: Actor, now: datetime, **facts: Unpack[CommunityFacts]
) -> None:
    """Correct what is said and printed of a community; its code stays. Raises Invalid."""
    _check(facts)
    changes = amend(place, facts)
    activity.record(actor=actor, now=now, action="community.edit", subject=place, changes=changes)


def end_community(place: Community, *, on: date, reason: str, actor: Actor, now: datetime) -> None:
    """The contract has ended: nobody works there from now on, all records stay.

    Raises Invalid for the last community and for a day to come.
    """
    lock(place)
    check_open(place.ended_on)
    check_day(on, place.id, now)
    if [each.id for each in queries.communities()] == [place.id]:
        raise Invalid(N_("The last community must stay."))
    place.ended_on = on
    activity.record(actor=actor, now=now, action="community.end", subject=place, reason=reason)


def set_calendar_day(
    place: Community, *, day: date, is_open: bool, note: str, actor: Actor, now: datetime
) -> CalendarDay:
    """Open or close one day, whatever the public calendar says; the newest word counts."""
    lock(place)
    row = db.session.scalar(select(CalendarDay).filter_by(community_id=place.id, day=day))
    if row is None:
        row = CalendarDay(community_id=place.id, day=day, is_open=is_open, note=note)
        db.session.add(row)
    row.is_open, row.note = is_open, note
    activity.record(
        actor=actor,
        now=now,
        action="calendar.open" if is_open else "calendar.close",
        subject=row,
        note=note,
    )
    return row


def withdraw_calendar_day(row: CalendarDay, *, actor: Actor, now: datetime) -> None:
    """Let the public calendar decide on this day again."""
    activity.record(actor=actor, now=now, action="calendar.withdraw", subject=row, note=row.note)
    db.session.delete(row)


def _check(facts: CommunityFacts) -> None:
    if "zone" in facts and facts["zone"] not in available_timezones():
        raise Invalid(N_("Write the time zone as Asia/Shanghai."), field="zone")
    if "opens" in facts and "closes" in facts and facts["closes"] <= facts["opens"]:
        raise Invalid(N_("The office must close after it opens."), field="closes")
