"""Reading workers: their work, passes and stays, what the gate has against a card, who is inside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import false, func, or_, select

from propertydesk.estate import queries as estate
from propertydesk.estate.models import Home
from propertydesk.kernel.clock import business_date
from propertydesk.passes.models import Engagement, Gate, PassCode, WorkerPass, WorkerStay
from propertydesk.passes.queries import door, worker_deposits
from propertydesk.passes.queries.visits import barred_by
from propertydesk.passes.rules import PassKind
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.platform import activity
from propertydesk.platform.db import db
from propertydesk.platform.settings import value

S = states.State
SHOWN = 100
LAST_STAYS = 20
TIMELINE = 40


@dataclass(frozen=True)
class Inside:
    """A worker who is inside, with home and company; `late` when they should have left."""

    stay: WorkerStay
    worker_pass: WorkerPass
    home: str
    company: str
    late: bool


@dataclass(frozen=True)
class PassSheet:
    """Everything that the pages of one pass show."""

    worker_pass: WorkerPass
    engagement: Engagement
    home: Home
    code: PassCode | None
    inside: WorkerStay | None
    stays: Sequence[WorkerStay]
    gates: Mapping[int, Gate]
    elsewhere: Sequence[WorkerPass]
    timeline: Sequence[activity.Entry]


def of_pass(worker_pass: WorkerPass) -> PassSheet:
    """Gather the page of one pass."""
    stays = list(
        db.session.scalars(
            select(WorkerStay)
            .filter_by(pass_id=worker_pass.id)
            .order_by(WorkerStay.entered_at.desc(), WorkerStay.id.desc())
            .limit(LAST_STAYS)
        )
    )
    ids = {each for stay in stays for each in (stay.entry_gate_id, stay.exit_gate_id) if each}
    gates = db.session.scalars(select(Gate).where(Gate.id.in_(ids))) if ids else ()
    return PassSheet(
        worker_pass=worker_pass,
        engagement=db.session.get_one(Engagement, worker_pass.engagement_id),
        home=db.session.get_one(Home, worker_pass.home_id),
        code=door.live_code(PassKind.WORKER, worker_pass.id),
        inside=next((each for each in stays if each.left_at is None), None),
        stays=stays,
        gates={each.id: each for each in gates},
        elsewhere=same_person(worker_pass),
        timeline=activity.timeline(
            worker_pass.community_id, subject=("worker_pass", worker_pass.id), limit=TIMELINE
        ),
    )


def same_person(worker_pass: WorkerPass) -> list[WorkerPass]:
    """Other passes of the same identity number, the newest first."""
    if not worker_pass.identity_fingerprint:
        return []
    query = select(WorkerPass).where(
        WorkerPass.community_id == worker_pass.community_id,
        WorkerPass.identity_fingerprint == worker_pass.identity_fingerprint,
        WorkerPass.id != worker_pass.id,
    )
    return list(db.session.scalars(query.order_by(WorkerPass.id.desc()).limit(10)))


def stay_inside(pass_id: int) -> WorkerStay | None:
    """The stay of a pass that is not over."""
    return db.session.scalar(select(WorkerStay).filter_by(pass_id=pass_id, left_at=None))


def passes_of(engagement_id: int) -> list[WorkerPass]:
    """The passes of some work, in the order in which they were taken down."""
    query = select(WorkerPass).filter_by(engagement_id=engagement_id)
    return list(db.session.scalars(query.order_by(WorkerPass.id)))


def count_of(engagement_id: int) -> int:
    """How many passes some work has that are not over."""
    query = select(func.count()).where(
        WorkerPass.engagement_id == engagement_id, WorkerPass.state.in_(states.SECURED)
    )
    return db.session.scalar(query) or 0


def has_pass(engagement_id: int, fingerprint: str) -> bool:
    """Whether somebody has a pass of this work that is not over."""
    query = select(WorkerPass.id).where(
        WorkerPass.engagement_id == engagement_id,
        WorkerPass.identity_fingerprint == fingerprint,
        WorkerPass.state.in_(states.SECURED),
    )
    return db.session.scalar(query.limit(1)) is not None


def unsettled(engagement_id: int) -> int:
    """How many passes of some work are not over, or have a card out."""
    query = select(func.count()).where(
        WorkerPass.engagement_id == engagement_id,
        WorkerPass.state.in_((S.WAITING, *states.OUT)),
    )
    return db.session.scalar(query) or 0


def begun_before(engagement_id: int, day: date) -> bool:
    """Whether a pass of this work began before a day."""
    query = select(WorkerPass.id).where(
        WorkerPass.engagement_id == engagement_id, WorkerPass.starts_on < day
    )
    return db.session.scalar(query.limit(1)) is not None


def longer_than(engagement_id: int, day: date) -> list[WorkerPass]:
    """The passes of some work that last beyond a day, in the order of their ids."""
    query = select(WorkerPass).where(
        WorkerPass.engagement_id == engagement_id, WorkerPass.ends_on > day
    )
    return list(db.session.scalars(query.order_by(WorkerPass.id)))


def inside_ids(engagement_id: int) -> set[int]:
    """The passes of some work whose workers are inside."""
    query = (
        select(WorkerStay.pass_id)
        .join(WorkerPass, WorkerPass.id == WorkerStay.pass_id)
        .where(WorkerPass.engagement_id == engagement_id, WorkerStay.left_at.is_(None))
    )
    return set(db.session.scalars(query))


def inside_of(engagement_id: int) -> int:
    """How many workers of some work are inside."""
    query = (
        select(func.count())
        .select_from(WorkerStay)
        .join(WorkerPass, WorkerPass.id == WorkerStay.pass_id)
        .where(WorkerPass.engagement_id == engagement_id, WorkerStay.left_at.is_(None))
    )
    return db.session.scalar(query) or 0


def inside(community_id: int, now: datetime) -> list[Inside]:
    """Which workers are inside, whoever came first on top."""
    query = (
        select(WorkerStay, WorkerPass, Home, Engagement.company)
        .join(WorkerPass, WorkerPass.id == WorkerStay.pass_id)
        .join(Home, Home.id == WorkerPass.home_id)
        .join(Engagement, Engagement.id == WorkerPass.engagement_id)
        .where(WorkerStay.community_id == community_id, WorkerStay.left_at.is_(None))
        .order_by(WorkerStay.entered_at, WorkerStay.id)
        .limit(SHOWN)
    )
    zone, hours = estate.zone_of(community_id), hours_of(community_id)
    after_hours = rules.is_late(hours, now, zone)
    return [
        Inside(stay, each, home.label, company, after_hours or each.state != S.VALID)
        for stay, each, home, company in db.session.execute(query)
    ]


def count_inside(community_id: int) -> int:
    """How many workers are inside."""
    query = select(func.count()).where(
        WorkerStay.community_id == community_id, WorkerStay.left_at.is_(None)
    )
    return db.session.scalar(query) or 0


def found_at_the_gate(community_id: int, text: str) -> list[tuple[WorkerPass, str, str]]:
    """Passes with a card out that a number, the last of a phone, a name or a home means, each with
    its home and how it stands.
    """
    if len(text) < 1 + text.isascii():
        return []
    query = (
        select(WorkerPass, Home, worker_deposits.STANDING)
        .join(Home, Home.id == WorkerPass.home_id)
        .where(
            WorkerPass.community_id == community_id,
            WorkerPass.state.in_(states.OUT),
            or_(
                WorkerPass.number == text.upper(),
                WorkerPass.name.startswith(text, autoescape=True),
                Home.code == text,
                WorkerPass.phone.endswith(text, autoescape=True) if text.isdigit() else false(),
            ),
        )
        .order_by(WorkerPass.id.desc())
        .limit(12)
    )
    return [(each, home.label, standing) for each, home, standing in db.session.execute(query)]


def hours_of(community_id: int) -> rules.Hours:
    """When workers may come in here."""
    return rules.Hours(
        value(community_id, rules.STARTS),
        value(community_id, rules.ENDS),
        value(community_id, rules.REST_DAYS),
    )


def objection(code: PassCode, now: datetime) -> str:
    """What the gate has against a card that its dates allow; nothing against one that is inside,
    for leaving is never refused.
    """
    worker_pass = db.session.get(WorkerPass, code.subject_id)
    if worker_pass is None or stay_inside(worker_pass.id) is not None:
        return ""
    engagement = db.session.get_one(Engagement, worker_pass.engagement_id)
    if engagement.state != states.WorkState.OPEN:
        over = engagement.state == states.WorkState.CLOSED
        return rules.CLOSED_WORK if over else rules.STOPPED
    if is_barred(worker_pass.community_id, worker_pass.home_id, worker_pass.phone, now):
        return rules.BARRED
    if worker_deposits.is_unsecured(worker_pass):
        return rules.UNSECURED
    place = estate.community(worker_pass.community_id)
    is_open = estate.opening_hours(place).is_open(business_date(now, place.zone))
    return rules.objection_to_hours(hours_of(place.id), now, place.zone, is_rest_day=not is_open)


def is_barred(community_id: int, home_id: int, phone: str, now: datetime) -> bool:
    """Whether the do-not-admit list names this number."""
    return bool(phone) and barred_by(community_id, home_id, phone, "", now) is not None


def engagements_going_on(home_id: int) -> list[Engagement]:
    """The work at a home that is not closed."""
    query = select(Engagement).where(
        Engagement.home_id == home_id, Engagement.state.in_(states.GOING_ON)
    )
    return list(db.session.scalars(query.order_by(Engagement.id.desc())))


def codes_of(pass_ids: Collection[int]) -> dict[int, PassCode]:
    """The newest code of some passes, in one query."""
    query = (
        select(PassCode)
        .where(PassCode.kind == PassKind.WORKER, PassCode.subject_id.in_(pass_ids))
        .order_by(PassCode.version)
    )
    return {each.subject_id: each for each in db.session.scalars(query)}
