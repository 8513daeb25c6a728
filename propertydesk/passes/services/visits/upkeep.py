"""What time does to visits: overstays at 23:00, days that are over, and forgetting (D7, B5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update

from propertydesk.kernel.words import N_
from propertydesk.passes.models.visits import BarredVisitor, StandingVisitor, Visit
from propertydesk.passes.queries import visits as queries
from propertydesk.passes.rules import Ended
from propertydesk.passes.rules import visits as rules
from propertydesk.passes.services.codes import end_code
from propertydesk.passes.services.visits.making import hold
from propertydesk.platform import activity, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db, lock
from propertydesk.platform.retention import RetentionRule
from propertydesk.platform.retention.declare import Due, cut_off

CHUNK = 500


def mark_overstays(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Write down who is inside for too long, once for each visit; gives how many are new."""
    found = [each for each in queries.overstays(community_id, now) if each.overstayed_at is None]
    for visit in found:
        lock(visit)
        if visit.is_late(now):
            visit.overstayed_at = now
            activity.record(actor=actor, now=now, action="visit.overstay", subject=visit)
    return len(found)


def expire_unused(community_id: int, *, actor: Actor, now: datetime) -> int:
    """End invitations whose day is over and entries of people who went away; gives how many."""
    found = queries.unused(community_id, now, CHUNK)
    for visit in found:
        code = hold(visit)
        if rules.WORKFLOW.move(visit.state, "expire") is None:
            continue  # came in at the last moment
        workflow.apply(rules.WORKFLOW, visit, "expire", actor=actor, now=now)
        if code is not None:
            end_code(code, Ended.VOID, now)
    return len(found)


def erase_due(community_id: int, now: datetime) -> int:
    """Erase visitors whose time is over, a chunk at a time; gives how many.

    Every day, while other personal data wait for the monthly run: thirty days are meant as thirty.
    """
    before = cut_off(community_id, RULE, now)
    ids = list(db.session.scalars(_due(community_id, before).limit(CHUNK)))
    if ids:
        erase(ids, now)
    return len(ids)


def erase(visit_ids: Sequence[int], now: datetime) -> None:
    """Blank who came and to whom; when, why and how it ended stay for the counts."""
    db.session.execute(
        update(Visit)
        .where(Visit.id.in_(visit_ids))
        .values(
            visitor=rules.ERASED,
            phone="",
            plate="",
            note="",
            office="",
            home_id=None,
            standing_id=None,
            erased_at=now,
        )
    )
    db.session.expire_all()
    search.drop_all("visit", visit_ids)


def _due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(Visit.id)
        .where(
            Visit.community_id == community_id,
            Visit.state.in_(rules.OVER),
            Visit.state_since < before,
            Visit.erased_at.is_(None),
            Visit.kept_for == "",
        )
        .order_by(Visit.id)
    )


def _erase_standing(ids: Sequence[int], now: datetime) -> None:
    _forget(StandingVisitor, ids, now)


def _erase_barred(ids: Sequence[int], now: datetime) -> None:
    _forget(BarredVisitor, ids, now)


def _forget(
    model: type[StandingVisitor] | type[BarredVisitor], ids: Sequence[int], now: datetime
) -> None:
    ended = func.coalesce(model.ended_at, now)
    db.session.execute(
        update(model)
        .where(model.id.in_(ids))
        .values(visitor=rules.ERASED, phone="", plate="", ended_at=ended)
    )
    db.session.expire_all()


def _over(model: type[StandingVisitor] | type[BarredVisitor]) -> Due:
    def due(community_id: int, before: datetime) -> Select[Any]:
        return (
            select(model.id)
            .where(
                model.community_id == community_id,
                or_(model.ended_at < before, model.ends_on < before.date()),
                model.visitor != rules.ERASED,
            )
            .order_by(model.id)
        )

    return due


RULE = RetentionRule(
    key="passes.visitors",
    what=N_("Visitors: name, number, plate, home, remark"),
    purpose=N_("To know who is inside, and who was when something happened"),
    basis=N_("Contract: keeping order"),
    after=N_("the visit was over, unless it is kept for an incident"),
    effect=N_("Blanked every day; time, gate, purpose and outcome stay for the counts"),
    setting=rules.KEPT_DAYS,
    due=_due,
    erase=erase,
)
RULES = (
    RULE,
    RetentionRule(
        key="passes.standing-visitors",
        what=N_("Standing permissions: name, number, plate"),
        purpose=N_("To let in whom a household expects"),
        basis=N_("Contract"),
        after=N_("the permission ended"),
        effect=N_("Blanked; that there was one stays"),
        setting=rules.KEPT_DAYS,
        due=_over(StandingVisitor),
        erase=_erase_standing,
    ),
    RetentionRule(
        key="passes.barred-visitors",
        what=N_("Do-not-admit list: name, number, plate"),
        purpose=N_("To keep a decision of the office or a household at the gate"),
        basis=N_("Contract: keeping order"),
        after=N_("the entry ended"),
        effect=N_("Blanked; reason and time stay"),
        setting=rules.KEPT_DAYS,
        due=_over(BarredVisitor),
        erase=_erase_barred,
    ),
)
