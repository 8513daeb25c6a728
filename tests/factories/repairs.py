"""Makers of repair orders."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from propertydesk.accounts.models import Staff
from propertydesk.accounts.rules import Role
from propertydesk.estate.models import Home
from propertydesk.estate.rules.spelling import home_spellings
from propertydesk.owners.models import Person
from propertydesk.platform import search
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.models import RepairOrder, TechnicianSkill
from tests.factories import RowFactory
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory

REPORTED = datetime(2026, 11, 21, 0, 46, tzinfo=UTC)


class RepairOrderFactory(RowFactory[RepairOrder]):
    """Needs `community_id`; in the lobby unless a `home_id` is given."""

    class Meta:
        model = RepairOrder

    number = factory.Sequence(lambda n: f"BX20261120-{n:04d}")
    state = "registered"
    state_since = REPORTED
    reported_at = REPORTED
    channel = "phone"
    area = factory.LazyAttribute(lambda o: "" if getattr(o, "home_id", None) else "lobby")
    reporter_name = "张伟明"
    salutation = "mr"
    reporter_role = "owner"
    phone = "10012345678"
    category = "water.sink"
    description = "厨房水槽下方漏水"
    priority = 3
    charge = "free"
    read_back = True
    first_handler = "林晓燕"
    dispatch_due = REPORTED + timedelta(minutes=30)
    arrive_due = REPORTED + timedelta(hours=24)
    complete_due = REPORTED + timedelta(hours=48)


class SkillFactory(RowFactory[TechnicianSkill]):
    """Needs `staff_id`."""

    class Meta:
        model = TechnicianSkill

    category = "water"


def technician_of(community: Any, *skills: str, **given: Any) -> Staff:
    """Somebody with the role of a technician, and what they can do."""
    staff = StaffFactory(**given)
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.TECHNICIAN)
    for each in skills:
        SkillFactory(staff_id=staff.id, category=each)
    return staff


def household_of(community: Any, phone: str = "13812345678", **given: Any) -> tuple[Home, Person]:
    """A home with an owner who has a phone, found by its spellings."""
    home = HomeFactory(community_id=community.id, **given)
    person = PersonFactory(community_id=community.id, name="欧阳契", salutation="ms")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    if phone:
        PhoneFactory(community_id=community.id, person_id=person.id, number=phone)
    in_transaction(lambda: _let_be_found(home))
    return home, person


def _let_be_found(home: Home) -> None:
    spellings = home_spellings(home.building_no, home.entrance_no, home.room_no)
    terms = search.spelling_terms(spellings)
    search.reindex("home", home.id, home.community_id, home.id, terms)
