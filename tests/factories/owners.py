"""Makers of people and households."""

from datetime import UTC, datetime

import factory

from propertydesk.owners.models import HouseholdTie, Person, PersonPhone, Vehicle
from tests.factories import RowFactory


class PersonFactory(RowFactory[Person]):
    class Meta:
        model = Person

    name = "张伟明"
    salutation = "mr"
    created_at = datetime(2026, 1, 1, tzinfo=UTC)


class PhoneFactory(RowFactory[PersonPhone]):
    class Meta:
        model = PersonPhone

    number = factory.Sequence(lambda n: f"100{n:08d}")
    position = 1


class TieFactory(RowFactory[HouseholdTie]):
    class Meta:
        model = HouseholdTie

    tie = "owner"
    share = 10000


class VehicleFactory(RowFactory[Vehicle]):
    class Meta:
        model = Vehicle

    plate = factory.Sequence(lambda n: f"浙A{n:05d}")
