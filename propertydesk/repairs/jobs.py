"""Timed work of repairs."""

from datetime import datetime

from propertydesk.kernel.words import N_
from propertydesk.platform.access import system_actor
from propertydesk.platform.scheduling import At, Job
from propertydesk.repairs.services import aftercare


def confirm_silent(community_id: int | None, due: datetime, now: datetime) -> int:
    """Take silence as consent and file what needs no call."""
    if community_id is None:
        return 0
    return aftercare.confirm_silent(community_id, actor=system_actor(community_id), now=now)


JOBS = (
    Job(
        "repairs.confirm-silent",
        N_("Confirms finished repairs after silence, files those that need no call"),
        At(hour=6, minute=30),
        confirm_silent,
    ),
)
