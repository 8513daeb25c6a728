"""Timed work of passes."""

from datetime import datetime

from propertydesk.kernel.words import N_
from propertydesk.passes.services import codes
from propertydesk.passes.services.exits import issuing
from propertydesk.passes.services.visits import upkeep
from propertydesk.passes.services.workers import upkeep as worker_upkeep
from propertydesk.platform.access import system_actor
from propertydesk.platform.scheduling import At, Job


def change_keys(community_id: int | None, due: datetime, now: datetime) -> int:
    """Seal new codes with a new key once the old one has served its time."""
    if community_id is None:
        return 0
    return codes.change_key_if_due(community_id, actor=system_actor(community_id), now=now)


def expire_exits(community_id: int | None, due: datetime, now: datetime) -> int:
    """Expire exit passes whose day is over, and those that waited too long for consent."""
    if community_id is None:
        return 0
    return issuing.expire(community_id, actor=system_actor(community_id), now=now)


def list_overstays(community_id: int | None, due: datetime, now: datetime) -> int:
    """Who is inside for too long is on the list by 23:00 (D7)."""
    if community_id is None:
        return 0
    return upkeep.mark_overstays(community_id, actor=system_actor(community_id), now=now)


def end_visits(community_id: int | None, due: datetime, now: datetime) -> int:
    """Invitations of a day that is over count no more."""
    if community_id is None:
        return 0
    return upkeep.expire_unused(community_id, actor=system_actor(community_id), now=now)


def forget_visitors(community_id: int | None, due: datetime, now: datetime) -> int:
    """Blank visitors whose time is over, a chunk at a time."""
    return 0 if community_id is None else upkeep.erase_due(community_id, now)


def expire_workers(community_id: int | None, due: datetime, now: datetime) -> int:
    """Expire workers' passes whose last day is over, a chunk at a time."""
    if community_id is None:
        return 0
    return worker_upkeep.expire(community_id, actor=system_actor(community_id), now=now)


JOBS = (
    Job(
        "passes.expire-exits",
        N_("Expires exit passes that were not used"),
        At(hour=0, minute=25),
        expire_exits,
    ),
    Job(
        "passes.change-keys",
        N_("Changes the key that seals the codes of passes"),
        At(hour=3, minute=20),
        change_keys,
    ),
    Job(
        "passes.list-overstays",
        N_("Lists visitors who are inside for too long"),
        At(hour=23),
        list_overstays,
    ),
    Job(
        "passes.end-visits",
        N_("Ends invitations whose day is over"),
        At(hour=0, minute=10),
        end_visits,
        in_chunks=True,
    ),
    Job(
        "passes.forget-visitors",
        N_("Erases visitors whose time is over"),
        At(hour=2, minute=40),
        forget_visitors,
        in_chunks=True,
    ),
    Job(
        "passes.expire-workers",
        N_("Expires workers' passes whose last day is over"),
        At(hour=0, minute=15),
        expire_workers,
        in_chunks=True,
    ),
)
