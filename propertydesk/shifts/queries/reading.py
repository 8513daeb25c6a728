"""Reading shifts: the posts with who is there, one duty, one hand-over."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select

from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.menu import Waiting
from propertydesk.shifts import rules
from propertydesk.shifts.models import Duty, DutyPost, HandOver, Relief


@dataclass(frozen=True)
class Watch:
    """A post with whoever is there: nobody, somebody on duty, or somebody who waits for relief."""

    post: DutyPost
    duty: Duty | None
    hand_over_id: int | None


@dataclass(frozen=True)
class Figures:
    """Hand-overs since an instant: signed by both, ended without, with cash that differed."""

    handed_over: int
    ended: int
    differed: int


def watches(community_id: int, kinds: Collection[rules.PostKind]) -> list[Watch]:
    """The open posts of these kinds, each with who is there; one query."""
    query = (
        select(DutyPost, Duty, HandOver.id)
        .outerjoin(Duty, and_(Duty.post_id == DutyPost.id, Duty.state.in_(rules.RUNNING)))
        .outerjoin(HandOver, HandOver.duty_id == Duty.id)
        .where(DutyPost.community_id == community_id, DutyPost.is_open, DutyPost.kind.in_(kinds))
        .order_by(DutyPost.kind, DutyPost.code)
    )
    return [Watch(*row) for row in db.session.execute(query)]


def posts(community_id: int) -> Sequence[DutyPost]:
    """All posts of a community, those in use first."""
    query = select(DutyPost).filter_by(community_id=community_id)
    return db.session.scalars(
        query.order_by(DutyPost.is_open.desc(), DutyPost.kind, DutyPost.code)
    ).all()


def duty_of(staff_id: int, community_id: int, kind: rules.PostKind) -> Duty | None:
    """The duty that somebody is on at a post of a kind, for what belongs to their shift."""
    query = select(Duty).filter_by(
        staff_id=staff_id,
        community_id=community_id,
        kind=kind,
        state=rules.DutyState.ON_DUTY,
    )
    return db.session.scalar(query)


def hand_over_of(duty_id: int) -> HandOver | None:
    """The hand-over of a duty, once it is signed."""
    return db.session.scalar(select(HandOver).filter_by(duty_id=duty_id))


def relief_of(hand_over_id: int) -> Relief | None:
    """The second signature of a hand-over, once it is given."""
    return db.session.scalar(select(Relief).filter_by(hand_over_id=hand_over_id))


def figures(community_id: int, since: datetime) -> Figures:
    """What became of shifts that began since an instant; two queries."""
    states = dict(
        db.session.execute(
            select(Duty.state, func.count())
            .where(Duty.community_id == community_id, Duty.began_at >= since)
            .group_by(Duty.state)
        ).all()
    )
    differed = db.session.scalar(
        select(func.count())
        .select_from(HandOver)
        .where(
            HandOver.community_id == community_id,
            HandOver.signed_at >= since,
            HandOver.cash_expected != HandOver.cash,
        )
    )
    return Figures(
        states.get(rules.DutyState.RELIEVED, 0), states.get(rules.DutyState.ENDED, 0), differed or 0
    )


def waiting(actor: Actor) -> Waiting:
    """The figure beside the menu line: hand-overs that wait for relief at one's posts."""
    kinds = rules.kinds_seen(actor.permissions)
    query = select(func.count()).where(
        Duty.community_id == actor.community_id,
        Duty.kind.in_(kinds),
        Duty.state == rules.DutyState.SIGNED_OFF,
        Duty.staff_id != actor.id,
    )
    return Waiting(db.session.scalar(query) or 0)
