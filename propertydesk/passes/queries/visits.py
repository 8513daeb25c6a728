"""Reading visits: who is inside, waits or is expected, quotas, who may not come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, func, or_, select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date, day_start
from propertydesk.passes.models import Gate, PassCode
from propertydesk.passes.models.visits import BarredVisitor, CourierCount, StandingVisitor, Visit
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.passes.rules import visits as rules
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.clock import now as instant_now
from propertydesk.platform.db import db

S = rules.State
SHOWN = 60
TIMELINE = 40


@dataclass(frozen=True)
class Guest:
    """A visit with the words for whom it is."""

    visit: Visit
    whom: str


@dataclass(frozen=True)
class Sheet:
    """Everything that the pages of one visit show."""

    visit: Visit
    whom: str
    home: Home | None
    code: PassCode | None
    gates: dict[int, Gate]
    standing: StandingVisitor | None
    barred: BarredVisitor | None
    timeline: Sequence[activity.Entry]


def inside(community_id: int) -> list[Guest]:
    """Who is inside, whoever has to leave first on top."""
    return _guests(
        select(Visit)
        .where(Visit.community_id == community_id, Visit.state == S.INSIDE)
        .order_by(Visit.valid_to, Visit.id)
        .limit(SHOWN)
    )


def waiting_at_the_gate(community_id: int, now: datetime) -> list[Guest]:
    """Who waits for the host's answer, since yesterday at most."""
    return _guests(
        select(Visit)
        .where(
            Visit.community_id == community_id,
            Visit.state == S.WAITING,
            Visit.state_since > now - timedelta(days=1),
        )
        .order_by(Visit.state_since, Visit.id)
        .limit(SHOWN)
    )


def expected(community_id: int, now: datetime) -> list[Guest]:
    """Who is invited for now."""
    return _guests(
        select(Visit)
        .where(
            Visit.community_id == community_id,
            Visit.state == S.INVITED,
            Visit.valid_from <= now,
            Visit.valid_to > now,
        )
        .order_by(Visit.made_at, Visit.id)
        .limit(SHOWN)
    )


def expected_at_the_gate(community_id: int, now: datetime) -> list[door.Expected]:
    """The same for the gate's first page."""
    return [
        door.Expected(
            at=each.visit.valid_from,
            until=each.visit.valid_to,
            title=each.visit.visitor,
            detail=" · ".join(part for part in (each.whom, each.visit.plate) if part),
            url=url_for("gate_visits.detail", visit_id=each.visit.id),
            kind=PassKind.VISITOR,
        )
        for each in expected(community_id, now)
    ]


def found_at_the_gate(community_id: int, text: str, now: datetime) -> list[Guest]:
    """Open visits of today that a number or the last characters of a plate mean."""
    if len(text) < 3:
        return []
    query = select(Visit).where(
        Visit.community_id == community_id,
        or_(Visit.state.in_((S.WAITING, S.INSIDE)), _is_of_now(now)),
        or_(Visit.plate.endswith(text, autoescape=True), Visit.number == text),
    )
    return _guests(query.order_by(Visit.id.desc()).limit(10))


def of_visit(visit: Visit, now: datetime) -> Sheet:
    """Gather the pages of one visit."""
    home = db.session.get(Home, visit.home_id) if visit.home_id else None
    ids = [each for each in (visit.entry_gate_id, visit.exit_gate_id) if each]
    gates = db.session.scalars(select(Gate).where(Gate.id.in_(ids))) if ids else ()
    return Sheet(
        visit=visit,
        whom=home.label if home else visit.office,
        home=home,
        code=door.live_code(PassKind.VISITOR, visit.id),
        gates={each.id: each for each in gates},
        standing=standing_for(visit, now) if visit.state == S.WAITING else None,
        barred=barred_among(visit, now) if visit.state in (S.WAITING, S.INVITED) else None,
        timeline=activity.timeline(visit.community_id, subject=("visit", visit.id), limit=TIMELINE),
    )


def standing_for(visit: Visit, now: datetime) -> StandingVisitor | None:
    """The standing permission of the home that fits this visitor's phone or plate today."""
    if visit.home_id is None:
        return None
    today = _today(visit.community_id, now)
    return db.session.scalar(
        select(StandingVisitor)
        .where(
            StandingVisitor.home_id == visit.home_id,
            StandingVisitor.ended_at.is_(None),
            StandingVisitor.starts_on <= today,
            StandingVisitor.ends_on >= today,
            _same_person(StandingVisitor.phone, StandingVisitor.plate, visit.phone, visit.plate),
        )
        .order_by(StandingVisitor.id)
        .limit(1)
    )


def barred_among(visit: Visit, now: datetime) -> BarredVisitor | None:
    """The entry of the do-not-admit list that this visitor's phone or plate meets today."""
    return barred_by(visit.community_id, visit.home_id, visit.phone, visit.plate, now)


def barred_by(
    community_id: int, home_id: int | None, phone: str, plate: str, now: datetime
) -> BarredVisitor | None:
    """The entry of the do-not-admit list that a phone or a plate meets today, on the way to a home."""
    today = _today(community_id, now)
    return db.session.scalar(
        select(BarredVisitor)
        .where(
            BarredVisitor.community_id == community_id,
            BarredVisitor.ended_at.is_(None),
            BarredVisitor.starts_on <= today,
            BarredVisitor.ends_on >= today,
            or_(BarredVisitor.home_id.is_(None), BarredVisitor.home_id == home_id),
            _same_person(BarredVisitor.phone, BarredVisitor.plate, phone, plate),
        )
        .order_by(BarredVisitor.id)
        .limit(1)
    )


def load_of(home_id: int, day: date, zone: str) -> rules.Load:
    """How much of a home's quotas is taken on `day`, in one query."""
    start, end = rules.window_of(day, zone)
    counts = select(
        func.count().filter(Visit.state == S.INVITED),
        func.count().filter(
            Visit.valid_from >= start,
            Visit.valid_from < end,
            Visit.state.not_in((S.DENIED, S.CANCELLED, S.EXPIRED)),
        ),
        func.count().filter(Visit.state == S.INSIDE, Visit.plate != ""),
    ).where(Visit.home_id == home_id)
    return rules.Load(*db.session.execute(counts).one())


def overstays(community_id: int, now: datetime) -> list[Visit]:
    """Who is inside for longer than the slip says."""
    query = select(Visit).where(
        Visit.community_id == community_id, Visit.state == S.INSIDE, Visit.valid_to <= now
    )
    return list(db.session.scalars(query.order_by(Visit.id)))


def unused(community_id: int, now: datetime, limit: int) -> list[Visit]:
    """Invitations whose day is over, and walk-ins who went away without an answer."""
    query = select(Visit).where(
        Visit.community_id == community_id,
        Visit.state.in_((S.INVITED, S.WAITING)),
        Visit.valid_to <= now,
    )
    return list(db.session.scalars(query.order_by(Visit.id).limit(limit)))


def standing_visitors(community_id: int) -> list[tuple[StandingVisitor, Home]]:
    """Standing permissions in force, by home."""
    query = (
        select(StandingVisitor, Home)
        .join(Home, Home.id == StandingVisitor.home_id)
        .where(StandingVisitor.community_id == community_id, StandingVisitor.ended_at.is_(None))
        .order_by(Home.sort_code, StandingVisitor.id)
        .limit(500)
    )
    return [(standing, home) for standing, home in db.session.execute(query)]


def barred_visitors(community_id: int) -> list[tuple[BarredVisitor, Home | None]]:
    """The do-not-admit list, what was decided last on top."""
    query = (
        select(BarredVisitor, Home)
        .outerjoin(Home, Home.id == BarredVisitor.home_id)
        .where(BarredVisitor.community_id == community_id, BarredVisitor.ended_at.is_(None))
        .order_by(BarredVisitor.id.desc())
        .limit(500)
    )
    return [(barred, home) for barred, home in db.session.execute(query)]


def couriers_today(community_id: int, now: datetime) -> dict[str, int]:
    """How many couriers of each kind came today."""
    today = _today(community_id, now)
    query = (
        select(CourierCount.kind, func.sum(CourierCount.couriers))
        .where(CourierCount.community_id == community_id, CourierCount.day == today)
        .group_by(CourierCount.kind)
    )
    return {kind: int(count) for kind, count in db.session.execute(query)}


def figures(community_id: int, now: datetime) -> dict[str, int]:
    """Today in figures: inside now, overstayed, let in, refused."""
    place = estate.community(community_id)
    start = day_start(_today(community_id, now), place.zone)
    query = select(
        func.count().filter(Visit.state == S.INSIDE),
        func.count().filter(Visit.state == S.INSIDE, Visit.valid_to <= now),
        func.count().filter(Visit.entered_at >= start),
        func.count().filter(Visit.state == S.DENIED, Visit.state_since >= start),
    ).where(Visit.community_id == community_id)
    names = ("inside", "late", "entered", "refused")
    return dict(zip(names, db.session.execute(query).one(), strict=True))


def household_card(home_id: int, actor: Actor) -> dict[str, object]:
    """The card on a household's page: who is expected or inside, who may always come."""
    open_visits = select(Visit).where(
        Visit.home_id == home_id,
        Visit.community_id == actor.community_id,
        Visit.state.in_(rules.OPEN),
    )
    standing = select(StandingVisitor).where(
        StandingVisitor.home_id == home_id,
        StandingVisitor.community_id == actor.community_id,
        StandingVisitor.ended_at.is_(None),
        StandingVisitor.ends_on >= _today(actor.community_id, instant_now()),
    )
    return {
        "home_id": home_id,
        "visits": list(db.session.scalars(open_visits.order_by(Visit.valid_from).limit(6))),
        "standing": list(db.session.scalars(standing.order_by(StandingVisitor.id).limit(6))),
        "flow": rules.WORKFLOW,
        "purpose_words": rules.PURPOSE_WORDS,
    }


def objection(code: PassCode, now: datetime) -> str:
    """What the gate has against an invitation that its dates allow: the do-not-admit list."""
    visit = db.session.get(Visit, code.subject_id)
    if visit is None or visit.state not in (S.INVITED, S.WAITING):
        return ""
    if barred_among(visit, now) is None:
        return ""
    return rules.REFUSAL_WORDS[rules.Refusal.BARRED]


def subtitle(visit: Visit) -> str:
    """Who and how many, in a line: 王 · 3 persons."""
    if visit.persons == 1:
        return visit.visitor
    return _("%(name)s and %(count)s more", name=visit.visitor, count=visit.persons - 1)


def _guests(query: Select[Visit]) -> list[Guest]:
    visits = list(db.session.scalars(query))
    labels = estate.home_labels({each.home_id for each in visits if each.home_id})
    return [Guest(each, labels.get(each.home_id or 0, each.office)) for each in visits]


def _is_of_now(now: datetime) -> ColumnElement[bool]:
    return (Visit.state == S.INVITED) & (Visit.valid_from <= now) & (Visit.valid_to > now)


def _same_person(known_phone: Any, known_plate: Any, phone: str, plate: str) -> ColumnElement[bool]:
    return or_(
        (known_phone != "") & (known_phone == phone),
        (known_plate != "") & (known_plate == plate),
    )


def _today(community_id: int, now: datetime) -> date:
    return business_date(now, estate.zone_of(community_id))
