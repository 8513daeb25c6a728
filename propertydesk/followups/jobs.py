"""Timed work of follow-ups."""

from datetime import datetime, timedelta

from propertydesk.followups import services
from propertydesk.kernel.words import N_
from propertydesk.platform.scheduling import At, Job


def list_due(community_id: int | None, due: datetime, now: datetime) -> int:
    """Put what is due by tonight on the counter's list."""
    if community_id is None:
        return 0
    return services.list_due(community_id, due + timedelta(hours=17), now=now)


JOBS = (Job("followups.list-due", N_("Lists the follow-ups due today"), At(hour=7), list_due),)
