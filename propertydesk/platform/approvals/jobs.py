"""Timed work of approvals."""

from datetime import datetime

from propertydesk.kernel.words import N_
from propertydesk.platform.access import system_actor
from propertydesk.platform.approvals.verbs import expire_due
from propertydesk.platform.scheduling import At, Job


def expire(community_id: int | None, _due: datetime, now: datetime) -> int:
    """Let expire what nobody decided in time; gives how many."""
    if community_id is None:
        return 0
    return expire_due(community_id, actor=system_actor(community_id), now=now)


JOBS = (
    Job(
        "approvals.expire",
        N_("Lets requests expire that nobody decided in time"),
        At(every_minutes=15),
        expire,
    ),
)
