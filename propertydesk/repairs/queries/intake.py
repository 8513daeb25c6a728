"""What the clerk sees while taking a report in: the household, earlier faults, free windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from propertydesk.accounts.models import Staff
from propertydesk.estate.models import Community, Home
from propertydesk.estate.rules.spelling import normalise_home_query
from propertydesk.kernel import clock
from propertydesk.kernel.masking import mask_name
from propertydesk.owners.models import HomeNote, HouseholdTie, Person, PersonPhone
from propertydesk.owners.rules import Tie
from propertydesk.platform import pinyin, search
from propertydesk.platform.clock import today
from propertydesk.platform.db import db
from propertydesk.platform.i18n import pick, zone
from propertydesk.platform.settings import value
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.rules import deadlines, visits

_ROLES = {
    Tie.OWNER: rules.Reporter.OWNER,
    Tie.TENANT: rules.Reporter.TENANT,
    Tie.MEMBER: rules.Reporter.MEMBER,
    Tie.CONTACT: rules.Reporter.MEMBER,
}
_RANK = {tie: rank for rank, tie in enumerate((Tie.OWNER, Tie.TENANT, Tie.MEMBER, Tie.CONTACT))}
_ENDED = (rules.State.CANCELLED, rules.State.VOID)
MOST_HOMES = 8


@dataclass(frozen=True)
class Caller:
    """Somebody of a household, as a caller: the first phone is the one to ring."""

    person_id: int
    name: str
    salutation: str
    language: str
    role: rules.Reporter
    share: int | None
    phone: str


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
    """The one home that a typed spelling names (3-2-1501, 3栋2单元1501, 3#1501); None if none or many."""
    plain = normalise_home_query(text)
    exact = select(Home).where(
        Home.community_id == community_id,
        Home.ended_on.is_(None),
        Home.code.in_({text.strip(), plain or text.strip()}),
    )
    home = db.session.scalars(exact.limit(1)).first()
    if home is not None or not plain:
        return home
    found = search.find(community_id, text, ["home"], limit=3)
    return home_of(community_id, found[0].subject_id) if len(found) == 1 else None


def homes_like(community_id: int, text: str) -> list[HomeHit]:
    """Homes that answer to what was typed: spelling, name, initials, phone, plate; three queries."""
    found = search.find(community_id, text, limit=MOST_HOMES * 3)
    ids = list(dict.fromkeys(each.home_id for each in found if each.home_id))[:MOST_HOMES]
    homes = {
        each.id: each
        for each in db.session.scalars(
            select(Home).where(
                Home.id.in_(ids), Home.community_id == community_id, Home.ended_on.is_(None)
            )
        )
    }
    names = _owners_of(ids)
    hits = [HomeHit(homes[each], names.get(each, "")) for each in ids if each in homes]
    named = home_named(community_id, text)
    if named is not None and named.id not in homes:
        hits.insert(0, HomeHit(named, _owners_of([named.id]).get(named.id, "")))
    return hits


def household(community_id: int, home: Home) -> Household:
    """People, notes in sight and open orders of a home, in three queries."""
    open_orders = select(func.count()).where(
        RepairOrder.home_id == home.id, RepairOrder.state.in_(rules.OPEN)
    )
    return Household(
        home=home,
        callers=callers(community_id, home.id),
        notes=notes(home.id),
        open_orders=db.session.execute(open_orders).scalar_one(),
    )


def callers(community_id: int, home_id: int) -> list[Caller]:
    """Everybody who may call for a home: owners first, each once, with the first phone."""
    query = (
        select(HouseholdTie, Person, PersonPhone.number)
        .join(Person, Person.id == HouseholdTie.person_id)
        .outerjoin(
            PersonPhone, (PersonPhone.person_id == Person.id) & PersonPhone.ends_on.is_(None)
        )
        .where(
            HouseholdTie.community_id == community_id,
            HouseholdTie.home_id == home_id,
            _still(HouseholdTie.ends_on),
        )
        .order_by(HouseholdTie.id, PersonPhone.position, PersonPhone.id)
    )
    rows = sorted(db.session.execute(query).all(), key=lambda row: _RANK[Tie(row[0].tie)])
    found: dict[int, Caller] = {}
    for tie, person, number in rows:
        if person.id not in found:
            role = _ROLES[Tie(tie.tie)]
            found[person.id] = Caller(
                person.id,
                person.name,
                person.salutation,
                person.language,
                role,
                tie.share,
                number or "",
            )
    return list(found.values())


def caller(community_id: int, home_id: int | None, person_id: int | None) -> Caller | None:
    """One person of a home's household, None when they do not belong to it."""
    if home_id is None or person_id is None:
        return None
    everybody = callers(community_id, home_id)
    return next((each for each in everybody if each.person_id == person_id), None)


def notes(home_id: int) -> list[HomeNote]:
    """Notes that whoever deals with the household must see."""
    query = select(HomeNote).where(HomeNote.home_id == home_id, _still(HomeNote.ends_on))
    return list(db.session.scalars(query.order_by(HomeNote.id.desc()).limit(5)))


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


def categories() -> list[tuple[rules.Category, list[tuple[rules.Category, str]]]]:
    """Both levels of categories; each lower one with what it is found by: names and initials."""
    return [
        (main, [(each, _finding(main, each)) for each in main.children])
        for main in rules.CATEGORIES
    ]


def _finding(main: rules.Category, each: rules.Category) -> str:
    own, above = pinyin.syllables(each.zh), pinyin.syllables(main.zh)
    sounds = [*pinyin.initials(own, limit=3), *pinyin.initials(above, limit=1)]
    sounds += ["".join(spelling) for spelling in pinyin.spellings(own, limit=1)]
    return " ".join([*dict.fromkeys(sounds), each.zh, each.en.lower(), main.zh, main.en.lower()])


def _owners_of(home_ids: Sequence[int]) -> dict[int, str]:
    """Masked names by home: enough to be sure of the right household."""
    query = (
        select(HouseholdTie.home_id, Person.name)
        .join(Person, Person.id == HouseholdTie.person_id)
        .where(
            HouseholdTie.home_id.in_(home_ids),
            HouseholdTie.tie.in_((Tie.OWNER, Tie.TENANT)),
            _still(HouseholdTie.ends_on),
        )
        .order_by(HouseholdTie.id)
    )
    names: dict[int, list[str]] = {}
    for home_id, name in db.session.execute(query):
        names.setdefault(home_id, []).append(mask_name(name))
    return {home_id: pick("、", ", ").join(each[:3]) for home_id, each in names.items()}


def _still(ends_on: InstrumentedAttribute[date | None]) -> ColumnElement[bool]:
    return or_(ends_on.is_(None), ends_on > today(zone()))
