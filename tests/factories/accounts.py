"""Makers of staff."""

from datetime import UTC, datetime

import factory

from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.rules import Role
from tests.factories import RowFactory


class StaffFactory(RowFactory[Staff]):
    class Meta:
        model = Staff

    login = factory.Sequence(lambda n: f"staff{n}")
    name = factory.Sequence(lambda n: f"林晓{n}")
    staff_no = factory.Sequence(lambda n: f"K{n:03d}")
    password_hash = "no password opens this"
    epoch = 1
    is_active = True
    created_at = datetime(2026, 1, 1, tzinfo=UTC)


class StaffRoleFactory(RowFactory[StaffRole]):
    class Meta:
        model = StaffRole

    role = Role.CLERK
