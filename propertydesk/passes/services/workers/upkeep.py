"""What time does to workers' passes: they expire, and their people are forgotten (B5)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.words import N_
from propertydesk.passes.models import Engagement, WorkerPass
from propertydesk.passes.rules import worker_states as states
from propertydesk.passes.rules import workers as rules
from propertydesk.passes.services.workers.cards import hold
from propertydesk.platform import attachments, search, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.retention import RetentionRule

CHUNK = 500
FLOW, S = states.WORKFLOW, states.State


def expire(community_id: int, *, actor: Actor, now: datetime) -> int:
    """Expire passes whose last day is over, and let lapse what was never issued; gives how many."""
    today = business_date(now, estate.zone_of(community_id))
    query = (
        select(WorkerPass)
        .where(
            WorkerPass.community_id == community_id,
            WorkerPass.state.in_((S.VALID, S.WAITING)),
            WorkerPass.ends_on < today,
        )
        .order_by(WorkerPass.id)
        .limit(CHUNK)
    )
    found = list(db.session.scalars(query))
    for each in found:
        hold(each)
        action = "expire" if each.state == S.VALID else "lapse"
        if each.ends_on < today and FLOW.move(each.state, action):  # not extended in the meantime
            workflow.apply(FLOW, each, action, actor=actor, now=now)
    return len(found)


def erase(pass_ids: Sequence[int], now: datetime) -> None:
    """Blank who it was and delete the photo; trade, days, home and entries stay."""
    db.session.execute(
        update(WorkerPass)
        .where(WorkerPass.id.in_(pass_ids))
        .values(
            name=rules.ERASED,
            phone="",
            identity_kind="",
            identity_fingerprint=None,
            identity_masked="",
            photo_id=None,
            erased_at=now,
        )
    )
    db.session.expire_all()
    attachments.drop("worker_pass", pass_ids)
    search.drop_all("worker_pass", pass_ids)


def erase_contacts(engagement_ids: Sequence[int], now: datetime) -> None:
    """Blank who answered for the workers; company, work and days stay."""
    db.session.execute(
        update(Engagement)
        .where(Engagement.id.in_(engagement_ids))
        .values(contact=rules.ERASED, phone="", erased_at=now)
    )
    db.session.expire_all()


def _due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(WorkerPass.id)
        .where(
            WorkerPass.community_id == community_id,
            WorkerPass.state.in_(states.OVER),
            WorkerPass.state_since < before,
            WorkerPass.erased_at.is_(None),
        )
        .order_by(WorkerPass.id)
    )


def _contacts_due(community_id: int, before: datetime) -> Select[Any]:
    return (
        select(Engagement.id)
        .where(
            Engagement.community_id == community_id,
            Engagement.state == states.WorkState.CLOSED,
            Engagement.state_since < before,
            Engagement.erased_at.is_(None),
        )
        .order_by(Engagement.id)
    )


RULES = (
    RetentionRule(
        key="passes.workers",
        what=N_("Workers: name, number, photo, mark of the identity number"),
        purpose=N_("To know who works in a home, and who was there when something happened"),
        basis=N_("Contract: keeping order"),
        after=N_("the card came back, or the pass was voided, lost or expired"),
        effect=N_("Blanked, the photo deleted; trade, days and entries stay"),
        setting=rules.KEPT_DAYS,
        due=_due,
        erase=erase,
    ),
    RetentionRule(
        key="passes.work-contacts",
        what=N_("Work at homes: name and number of the company's contact"),
        purpose=N_("To call whoever answers for the workers"),
        basis=N_("Contract"),
        after=N_("the work was closed"),
        effect=N_("Blanked; company, work and days stay"),
        setting=rules.KEPT_DAYS,
        due=_contacts_due,
        erase=erase_contacts,
    ),
)
