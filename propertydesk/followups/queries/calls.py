"""Reading follow-ups: the queue of the day, one call with its sentences, figures."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from propertydesk.estate.models import Community, Home
from propertydesk.followups import rules
from propertydesk.followups.models import FollowUp, FollowUpAttempt
from propertydesk.kernel.clock import business_date, day_start, local
from propertydesk.kernel.phrases import fill
from propertydesk.owners import queries as owners
from propertydesk.owners.models import Person
from propertydesk.owners.rules import addressed
from propertydesk.owners.rules.contacting import rests
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.i18n import zone
from propertydesk.platform.menu import Waiting
from propertydesk.platform.settings import value


@dataclass(frozen=True)
class SourceCard:
    """What is followed up, as the higher domain tells it."""

    title: str
    matter: str
    url: str
    finished_at: datetime | None = None
    facts: Sequence[tuple[str, str]] = field(default=())
    person_id: int | None = None


Provider = Callable[[Sequence[int]], Mapping[int, SourceCard]]
_providers: dict[str, Provider] = {}


def register_source(source_type: str, provider: Provider) -> None:
    """Take the words for a kind of source from the domain above."""
    _providers[source_type] = provider


@dataclass(frozen=True)
class QueueRow:
    """One household to call."""

    follow_up: FollowUp
    home: Home | None
    source: SourceCard | None

    @property
    def place(self) -> str:
        """The home, or nothing for a common area."""
        return self.home.label if self.home else ""


@dataclass(frozen=True)
class Contact:
    """How and when the person to be called wants to be reached."""

    wishes: str
    is_resting: bool


def queue(community_id: int, *, until: datetime, limit: int = 50) -> list[QueueRow]:
    """What waits to be called before `until`, the most urgent first; three queries at most.

    Who rests at this hour, by their own wish, is not offered.
    """
    query = (
        select(FollowUp, Home)
        .outerjoin(Home, Home.id == FollowUp.home_id)
        .outerjoin(Person, Person.id == FollowUp.person_id)
        .where(
            FollowUp.community_id == community_id,
            FollowUp.state.in_(rules.WAITING),
            FollowUp.due_at < until,
            _may_be_called(),
        )
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    cards = _cards([row.FollowUp for row in rows])
    return [
        QueueRow(
            row.FollowUp, row.Home, cards.get((row.FollowUp.source_type, row.FollowUp.source_id))
        )
        for row in rows
    ]


def today_ends() -> datetime:
    """The instant at which the community's day ends."""
    return day_start(business_date(now(), zone()), zone()) + timedelta(days=1)


def due_count(community_id: int, until: datetime) -> int:
    """How many wait to be called before `until`."""
    query = select(func.count()).where(
        FollowUp.community_id == community_id,
        FollowUp.state.in_(rules.WAITING),
        FollowUp.due_at < until,
    )
    return db.session.scalar(query) or 0


def waiting(actor: Actor) -> Waiting:
    """The figure beside the menu line, hot when a call is late; one query."""
    query = select(func.count(), func.min(FollowUp.due_at)).where(
        FollowUp.community_id == actor.community_id,
        FollowUp.state.in_(rules.WAITING),
        FollowUp.due_at < today_ends(),
    )
    count, first = db.session.execute(query).one()
    return Waiting(count, hot=count > 0 and first < now())


def attempts(follow_up_id: int) -> list[FollowUpAttempt]:
    """All attempts, newest first."""
    query = select(FollowUpAttempt).filter_by(follow_up_id=follow_up_id)
    return list(db.session.scalars(query.order_by(FollowUpAttempt.position.desc())))


def person_asked(follow_up: FollowUp) -> int | None:
    """Whom of the register the call is for, as far as its source knows."""
    source = source_of(follow_up)
    return source.person_id if source else None


def source_of(follow_up: FollowUp) -> SourceCard | None:
    """The words of what is followed up."""
    return _cards([follow_up]).get((follow_up.source_type, follow_up.source_id))


def has_waiting_calls(community_id: int, home_ids: Collection[int]) -> bool:
    """Whether any of these households waits to be called."""
    query = select(FollowUp.id).where(
        FollowUp.community_id == community_id,
        FollowUp.home_id.in_(home_ids),
        FollowUp.state.in_(rules.WAITING),
    )
    return db.session.scalar(query.limit(1)) is not None


def of_source(source_type: str, source_id: int) -> list[FollowUp]:
    """All follow-ups of a source, newest first."""
    query = select(FollowUp).filter_by(source_type=source_type, source_id=source_id)
    return list(db.session.scalars(query.order_by(FollowUp.id.desc())))


def next_in_queue(follow_up: FollowUp) -> int | None:
    """The id of the next one that may be called now."""
    query = (
        select(FollowUp.id)
        .outerjoin(Person, Person.id == FollowUp.person_id)
        .where(
            _may_be_called(),
            FollowUp.community_id == follow_up.community_id,
            FollowUp.state.in_(rules.WAITING),
            FollowUp.not_before <= now(),
            FollowUp.due_at < today_ends(),
            FollowUp.id != follow_up.id,
        )
        .order_by(FollowUp.due_at, FollowUp.id)
        .limit(1)
    )
    return db.session.scalar(query)


def sentences(
    follow_up: FollowUp, place: Community, caller: str, *, language: str
) -> dict[str, str]:
    """What to read aloud, in "zh" or "en": opening, solved, marks, and the three answers."""
    chinese = language == "zh"
    source = source_of(follow_up)
    values = {
        "name": addressed(follow_up.contact_name, follow_up.salutation, chinese=chinese),
        "community": (place.name_zh if chinese else place.name_en) or place.name_zh,
        "caller": caller,
        "hotline": place.hotline,
        "matter": source.matter if source else follow_up.source_no,
        "date": _spoken_day(source, place.zone, chinese=chinese),
    }
    phrases = {
        "opening": rules.SAY_OPENING,
        "solved": rules.SAY_SOLVED,
        "marks": rules.SAY_MARKS,
        "satisfied": rules.SAY_SATISFIED,
        "dissatisfied": rules.SAY_DISSATISFIED,
        "delayed": rules.SAY_DELAYED,
    }
    return {
        name: fill(value(place.id, setting)[language], values) for name, setting in phrases.items()
    }


def figures(community_id: int, since: datetime) -> dict[str, Any]:
    """Reached, satisfied and open since an instant; unreachable never counts as satisfied."""
    query = (
        select(FollowUp.state, func.count())
        .where(FollowUp.community_id == community_id, FollowUp.planned_at >= since)
        .group_by(FollowUp.state)
    )
    by_state = dict(db.session.execute(query).all())
    answered = select(func.count()).where(
        FollowUp.community_id == community_id,
        FollowUp.planned_at >= since,
        FollowUp.quality.is_not(None),
    )
    good = answered.where(FollowUp.reason == "")
    reached, satisfied = db.session.scalar(answered) or 0, db.session.scalar(good) or 0
    due = sum(by_state.values())
    return {
        "due": due,
        "reached": reached,
        "reach_percent": reached * 100 // due if due else None,
        "satisfied_percent": satisfied * 100 // reached if reached else None,
    }


def contact_of(follow_up: FollowUp) -> Contact:
    """What whoever calls has to know about the person: wishes, and whether they rest just now."""
    person = db.session.get(Person, follow_up.person_id) if follow_up.person_id else None
    if person is None:
        return Contact("", is_resting=False)
    at = local(now(), zone()).time()
    return Contact(
        owners.wishes_of(person), is_resting=rests(person.quiet_from, person.quiet_until, at)
    )


def _may_be_called() -> ColumnElement[bool]:
    """Nobody from the register, or somebody who does not rest at this hour."""
    at = local(now(), zone()).time().replace(microsecond=0)
    return or_(Person.id.is_(None), ~owners.resting(at))


def _cards(follow_ups: Sequence[FollowUp]) -> dict[tuple[str, int], SourceCard]:
    found: dict[tuple[str, int], SourceCard] = {}
    for kind in {each.source_type for each in follow_ups}:
        ids = [each.source_id for each in follow_ups if each.source_type == kind]
        provider = _providers.get(kind)
        if provider:
            found.update({(kind, key): card for key, card in provider(ids).items()})
    return found


def _spoken_day(source: SourceCard | None, place_zone: str, *, chinese: bool) -> str:
    if source is None or source.finished_at is None:
        return ""
    day = business_date(source.finished_at, place_zone)
    return f"{day.month}月{day.day}日" if chinese else f"{day:%d %B}".lstrip("0")
