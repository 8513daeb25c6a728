"""What the clerk sees while taking a report in: the household, earlier faults, free windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from sqlalchemy import func, select

from propertydesk.accounts.models import Staff
from propertydesk.estate import queries as estate
from propertydesk.estate.models import Community, Home
from propertydesk.kernel import clock
from propertydesk.kernel.masking import mask_name
from propertydesk.owners import queries as owners
from propertydesk.owners.models import HomeNote
from propertydesk.owners.queries import Caller
from propertydesk.owners.queries.households import notes_of_home
from propertydesk.owners.rules import Tie
from propertydesk.platform import pinyin, search
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.rules import deadlines, visits

ROLES = {
    Tie.OWNER: rules.Reporter.OWNER,
    Tie.TENANT: rules.Reporter.TENANT,
    Tie.MEMBER: rules.Reporter.MEMBER,
    Tie.CONTACT: rules.Reporter.MEMBER,
}
_ENDED = (rules.State.CANCELLED, rules.State.VOID)
MOST_HOMES = 8


@dataclass(frozen=True)
class Household:
    """What the clerk should have in sight of a home."""

    home: Home
    callers: Sequence[Caller]
    notes: Sequence[HomeNote]
    open_orders: int


@dataclass(frozen=True)
class Repeat:
    """An earlier order of the same home and main category."""

    order: RepairOrder
    technician: str


@dataclass(frozen=True)
class HomeHit:
    """A home offered while the clerk types."""

    home: Home
    people: str


def home_of(community_id: int, home_id: int | None) -> Home | None:
    """The home of an id, if it is of this community and still stands."""
    home = db.session.get(Home, home_id) if home_id is not None and home_id < 2**31 else None
    fits = home is not None and home.community_id == community_id and home.ended_on is None
    return home if fits else None


def home_named(community_id: int, text: str) -> Home | None:
    """The one home that is meant by 3-2-1501, 3栋2单元1501, 3#1501, 1501; None if not just one."""
    exact = estate.home_by_code(community_id, text)
    if exact is not None:
        return exact if exact.ended_on is None else None
    found = estate.homes_spelled(community_id, text)
    return found[0] if len(found) == 1 else None


def homes_like(community_id: int, text: str) -> list[HomeHit]:
    """Homes that answer to what is typed: spelling, name, initials, phone, plate."""
    found = search.find(community_id, text, limit=MOST_HOMES * 3)
    spelled = [each.id for each in estate.homes_spelled(community_id, text, MOST_HOMES)]
    ids = list(dict.fromkeys([*spelled, *(each.home_id for each in found if each.home_id)]))
    ids = ids[:MOST_HOMES]
    homes, people = estate.homes_by_ids(ids), owners.people_of_homes(ids)
    return [
        HomeHit(homes[each], _masked_names(people.get(each, ())))
        for each in ids
        if each in homes and homes[each].ended_on is None
    ]


def household(home: Home) -> Household:
    """People, notes in sight and open orders of a home, in three queries."""
    open_orders = select(func.count()).where(
        RepairOrder.home_id == home.id, RepairOrder.state.in_(rules.OPEN)
    )
    return Household(
        home=home,
        callers=owners.callers(home.id),
        notes=notes_of_home(home.id),
        open_orders=db.session.execute(open_orders).scalar_one(),
    )


def caller(home_id: int | None, person_id: int | None) -> Caller | None:
    """One person of a home's household with the number to call; None for a stranger."""
    if home_id is None or person_id is None:
        return None
    return next((each for each in owners.callers(home_id) if each.person_id == person_id), None)


def repeats(place: Community, home_id: int | None, category: str, now: datetime) -> list[Repeat]:
    """Earlier orders of the same home and main category within REPEAT_DAYS, newest first."""
    if home_id is None or not category:
        return []
    since = now - timedelta(days=value(place.id, deadlines.REPEAT_DAYS))
    query = (
        select(RepairOrder, Staff.name)
        .outerjoin(Staff, Staff.id == RepairOrder.technician_id)
        .where(
            RepairOrder.home_id == home_id,
            RepairOrder.reported_at >= since,
            RepairOrder.category.startswith(f"{rules.category(category).code}."),
            RepairOrder.state.not_in(_ENDED),
        )
        .order_by(RepairOrder.reported_at.desc())
        .limit(3)
    )
    return [Repeat(order, name or "") for order, name in db.session.execute(query)]


def promises(
    place: Community, priority: int, appointment_to: datetime | None, now: datetime
) -> rules.Limits:
    """What an order of this priority promises when it is taken in now."""
    minutes = {step: value(place.id, rules.setting_of(priority, step)) for step in rules.STEPS}
    return rules.limits(now, priority, minutes, estate.opening_hours(place), appointment_to)


def windows(place: Community, now: datetime) -> list[tuple[date, list[visits.Window]]]:
    """Three days of windows with the visits they still take; two queries."""
    first = clock.business_date(now, place.zone)
    begins = clock.day_start(first, place.zone)
    query = select(RepairOrder.appointment_from, RepairOrder.appointment_to).where(
        RepairOrder.community_id == place.id,
        RepairOrder.state.in_(rules.OPEN),
        RepairOrder.appointment_to >= begins,
    )
    booked = [(start, end) for start, end in db.session.execute(query) if start and end]
    each_takes = value(place.id, visits.VISITS_PER_WINDOW)
    capacity = len(technicians.of_community(place.id)) * each_takes
    return visits.windows(first, place.zone, booked, capacity, now)


@cache
def finding(main: rules.Category, each: rules.Category) -> str:
    """What a category is found by while typing: names of both levels, pinyin and its initials."""
    own, above = pinyin.syllables(each.zh), pinyin.syllables(main.zh)
    sounds = [*pinyin.initials(own, limit=3), *pinyin.initials(above, limit=1)]
    sounds += ["".join(spelling) for spelling in pinyin.spellings(own, limit=1)]
    return " ".join([*dict.fromkeys(sounds), each.zh, each.en.lower(), main.zh, main.en.lower()])


def _masked_names(residents: Sequence[owners.Resident]) -> str:
    """Enough to be sure of the right household."""
    names = dict.fromkeys(mask_name(each.person.name) for each in residents[:3])
    return pick("、", ", ").join(names)
