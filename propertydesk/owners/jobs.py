"""Timed work of the register."""

from datetime import datetime

from propertydesk.estate import queries as estate
from propertydesk.kernel.clock import business_date
from propertydesk.kernel.words import N_
from propertydesk.owners import services
from propertydesk.owners.services import disclosures, importing
from propertydesk.platform.access import system_actor
from propertydesk.platform.scheduling import At, Job


def end_planned_tenancies(community_id: int | None, due: datetime, now: datetime) -> int:
    """End the tenancies whose planned day has come."""
    if community_id is None:
        return 0
    today = business_date(due, estate.zone_of(community_id))
    return services.end_planned(community_id, today, now=now)


def sweep_care(community_id: int | None, due: datetime, now: datetime) -> int:
    """Hide care notes of who moved away, and erase those whose time has come."""
    if community_id is None:
        return 0
    return services.sweep_care(community_id, business_date(due, estate.zone_of(community_id)))


def forget_imports(_community_id: int | None, _due: datetime, now: datetime) -> int:
    """Imports of more than 90 days ago can no longer be taken back."""
    return importing.forget_imports(now)


def find_duplicates(community_id: int | None, _due: datetime, now: datetime) -> int:
    """Look for rows that may be the same person; gives how many pairs wait."""
    return services.refresh_duplicates(community_id, now) if community_id else 0


def expire_disclosures(community_id: int | None, _due: datetime, now: datetime) -> int:
    """End disclosures that are valid no longer; gives how many."""
    if community_id is None:
        return 0
    return disclosures.expire_disclosures(community_id, actor=system_actor(community_id), now=now)


JOBS = (
    Job(
        "owners.expire-disclosures",
        N_("Ends disclosures to third parties that are valid no longer"),
        At(hour=0, minute=20),
        expire_disclosures,
    ),
    Job(
        "owners.end-planned-tenancies",
        N_("Ends tenancies on the day planned for it"),
        At(hour=0, minute=10),
        end_planned_tenancies,
    ),
    Job(
        "owners.erase-care-notes",
        N_("Hides and erases special-care notes that are no longer needed"),
        At(hour=1, minute=20),
        sweep_care,
    ),
    Job(
        "owners.forget-imports",
        N_("Forgets how imports older than 90 days are taken back"),
        At(hour=3, minute=50),
        forget_imports,
        per_community=False,
    ),
    Job(
        "owners.find-duplicates",
        N_("Looks for people entered twice"),
        At(hour=3, minute=40),
        find_duplicates,
    ),
)
