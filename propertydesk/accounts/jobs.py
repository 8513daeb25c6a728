"""Timed work of accounts."""

from datetime import datetime

from propertydesk.accounts import services
from propertydesk.kernel.words import N_
from propertydesk.platform.scheduling import At, Job


def sweep(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Forget counters, links and sessions that are long over; gives how many."""
    return services.sweep(now)


JOBS = (
    Job(
        "sweep-sign-ins",
        N_("Sweep up old sign-ins"),
        At(hour=3, minute=50),
        sweep,
        per_community=False,
    ),
)
