"""What is due for erasure among people and households, and what stands against it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from propertydesk.estate.queries import zone_of
from propertydesk.kernel.clock import business_date
from propertydesk.owners.models import (
    CareNote,
    ConsentWithdrawal,
    HomeNote,
    HouseholdTie,
    Person,
    PersonPhone,
    Vehicle,
)
from propertydesk.owners.rules.retention import PSEUDONYM
from propertydesk.platform import retention


def people_due(community_id: int, before: datetime) -> Select[Any]:
    """People whose last tie ended before, or who never had one, and nothing holds them."""
    return (
        select(Person.id)
        .where(
            Person.community_id == community_id,
            Person.erased_at.is_(None),
            _gone(community_id, before),
            *retention.not_held("person", community_id, Person.id.expression),
        )
        .order_by(Person.id)
    )


def identities_due(community_id: int, before: datetime) -> Select[Any]:
    """People who moved away and whose identity number is still kept."""
    return (
        select(Person.id)
        .where(
            Person.community_id == community_id,
            Person.identity_kind != "",
            _gone(community_id, before),
        )
        .order_by(Person.id)
    )


def phones_due(community_id: int, before: datetime) -> Select[Any]:
    """Numbers that were taken off."""
    return _ended(PersonPhone, community_id, before)


def notes_due(community_id: int, before: datetime) -> Select[Any]:
    """Notes that were taken down."""
    return _ended(HomeNote, community_id, before)


def vehicles_due(community_id: int, before: datetime) -> Select[Any]:
    """Vehicles that were taken off and still have their plate."""
    return _ended(Vehicle, community_id, before).where(Vehicle.plate.not_like(f"{PSEUDONYM}%"))


def consents_due(community_id: int, before: datetime) -> Select[Any]:
    """Consents that were withdrawn."""
    day = business_date(before, zone_of(community_id))
    return (
        select(ConsentWithdrawal.consent_id)
        .where(ConsentWithdrawal.community_id == community_id, ConsentWithdrawal.withdrawn_on < day)
        .order_by(ConsentWithdrawal.consent_id)
    )


def care_due(community_id: int, before: datetime) -> Select[Any]:
    """Care notes that are hidden and can still be opened."""
    return _ended(CareNote, community_id, before).where(CareNote.sealed.is_not(None))


def living_here(community_id: int) -> Select[Any]:
    """People who belong to a household."""
    return select(HouseholdTie.person_id).filter_by(community_id=community_id, ends_on=None)


def with_vehicle(community_id: int) -> Select[Any]:
    """People with a vehicle in use."""
    return select(Vehicle.person_id).where(
        Vehicle.community_id == community_id,
        Vehicle.ends_on.is_(None),
        Vehicle.person_id.is_not(None),
    )


def _gone(community_id: int, before: datetime) -> ColumnElement[bool]:
    day = business_date(before, zone_of(community_id))
    mine = HouseholdTie.person_id == Person.id
    last = select(func.max(HouseholdTie.ends_on)).where(mine).correlate(Person).scalar_subquery()
    live = exists().where(mine, HouseholdTie.ends_on.is_(None)).correlate(Person)
    never = ~exists().where(mine).correlate(Person)
    return ~live & or_(last < day, never & (Person.created_at < before))


def _ended(
    table: type[PersonPhone] | type[HomeNote] | type[Vehicle] | type[CareNote],
    community_id: int,
    before: datetime,
) -> Select[Any]:
    day = business_date(before, zone_of(community_id))
    rows = select(table.id).where(table.community_id == community_id, table.ends_on < day)
    return rows.order_by(table.id)
