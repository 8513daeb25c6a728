"""Reading requests: what waits for whom, and who could decide."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from propertydesk.platform.access import Actor
from propertydesk.platform.approvals.kinds import ApprovalKind, Colleague, colleagues, declared
from propertydesk.platform.approvals.record import Approval
from propertydesk.platform.approvals.states import State
from propertydesk.platform.clock import now as clock_now
from propertydesk.platform.db import db
from propertydesk.platform.menu import Waiting

MOST_SHOWN = 50
"""Requests shown at once for decision; the list below them has all."""

_ANSWERED = (State.APPROVED, State.REFUSED, State.EXPIRED)


def is_concerned(approval: Approval, actor: Actor) -> bool:
    """Whether the actor may look at a request: it is their own, or of a kind they decide."""
    return approval.asked_by == actor.id or approval.kind in _decided_by(actor)


def concerning(actor: Actor) -> ColumnElement[bool]:
    """The requests that the actor may look at."""
    return or_(Approval.kind.in_(_decided_by(actor)), Approval.asked_by == actor.id)


def waiting_for(actor: Actor) -> Sequence[Approval]:
    """What waits for the actor's decision, the most pressing first."""
    query = _here(actor).where(_to_decide(actor)).order_by(Approval.expires_at, Approval.id)
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def open_of(actor: Actor) -> Sequence[Approval]:
    """The actor's own requests that nobody has decided yet."""
    mine = Approval.asked_by == actor.id, Approval.state == State.WAITING
    return db.session.scalars(
        _here(actor).where(*mine).order_by(Approval.id.desc()).limit(MOST_SHOWN)
    ).all()


def answers_for(actor: Actor) -> Sequence[Approval]:
    """Answers to the actor's requests that they have not yet put away, newest first."""
    query = _here(actor).where(_unseen(actor)).order_by(Approval.state_since.desc(), Approval.id)
    return db.session.scalars(query.limit(MOST_SHOWN)).all()


def waiting(actor: Actor) -> Waiting:
    """How much is there for the actor: to decide, and answers not yet seen; one query.

    It is pressing when a request that waits for them expires within the day.
    """
    to_decide, unseen = _to_decide(actor), _unseen(actor)
    query = select(
        func.count(Approval.id),
        func.min(case((to_decide, Approval.expires_at))),
    ).where(Approval.community_id == actor.community_id, or_(to_decide, unseen))
    count, first = db.session.execute(query).one()
    return Waiting(count, hot=first is not None and (first - clock_now()).days < 1)


def deciders(kind: ApprovalKind, approval: Approval) -> Sequence[Colleague]:
    """Who could decide a request at this moment: the permission, and not the asker."""
    return [
        each
        for each in colleagues(approval.community_id).values()
        if kind.decided_by in each.permissions
        and each.id != approval.asked_by
        and not (each.staff_no and each.staff_no == approval.asked_by_no)
    ]


def able_to(permission: str, actor: Actor) -> Sequence[Colleague]:
    """Who could decide for `permission` if the actor asked now."""
    return [
        each
        for each in colleagues(actor.community_id).values()
        if permission in each.permissions
        and each.id != actor.id
        and not (each.staff_no and each.staff_no == actor.staff_no)
    ]


def approval_about(subject_type: str, subject_id: int) -> Approval | None:
    """The newest request about a subject."""
    query = select(Approval).filter_by(subject_type=subject_type, subject_id=subject_id)
    return db.session.scalar(query.order_by(Approval.id.desc()).limit(1))


def _here(actor: Actor) -> Select[Approval]:
    return select(Approval).where(Approval.community_id == actor.community_id)


def _decided_by(actor: Actor) -> list[str]:
    return [kind.name for kind in declared().values() if actor.may(kind.decided_by)]


def _to_decide(actor: Actor) -> ColumnElement[bool]:
    names = _decided_by(actor)
    if not names:
        return false()
    return and_(
        Approval.state == State.WAITING, Approval.kind.in_(names), Approval.asked_by != actor.id
    )


def _unseen(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Approval.asked_by == actor.id,
        Approval.state.in_(_ANSWERED),
        Approval.noted_at.is_(None),
    )
