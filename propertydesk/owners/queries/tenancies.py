"""Tenancies: the present one of a home, its planned end, and leases about to end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from propertydesk.owners import rules
from propertydesk.owners.models import HouseholdTie, PlannedEnding
from propertydesk.owners.queries.households import Resident, people_of_homes
from propertydesk.owners.rules import tenancy
from propertydesk.platform.db import db


@dataclass(frozen=True)
class Tenancy:
    """Who rents a home on which terms; the terms are those of all tenants."""

    tenants: Sequence[Resident]
    planned: PlannedEnding | None

    @property
    def tie(self) -> HouseholdTie:
        """The tie whose terms count: the first."""
        return self.tenants[0].tie


def planned_ending(home_id: int) -> PlannedEnding | None:
    """The end that is planned for a home's tenancy."""
    waiting = tenancy.EndingState.WAITING
    return db.session.scalar(select(PlannedEnding).filter_by(home_id=home_id, outcome=waiting))


def tenancy_of(home_id: int) -> Tenancy | None:
    """The present tenancy of a home: three queries."""
    residents = people_of_homes([home_id]).get(home_id, [])
    tenants = [each for each in residents if each.tie.tie == rules.Tie.TENANT]
    return Tenancy(tenants, planned_ending(home_id)) if tenants else None


def leases_ending(community_id: int, today: date, days: int) -> int:
    """How many homes have a lease that ends within so many days, or has run out already."""
    query = select(func.count(HouseholdTie.home_id.distinct())).where(
        HouseholdTie.community_id == community_id,
        HouseholdTie.tie == rules.Tie.TENANT,
        HouseholdTie.ends_on.is_(None),
        HouseholdTie.lease_ends_on <= today + timedelta(days=days),
    )
    return db.session.scalar(query) or 0
