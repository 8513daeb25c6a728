"""Makers of staff."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import factory

from propertydesk.accounts.models import Staff, StaffRole, StaffSession
from propertydesk.accounts.queries import cookie_of, token_hash
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


class StaffSessionFactory(RowFactory[StaffSession]):
    class Meta:
        model = StaffSession

    created_at = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)
    ends_at = created_at + timedelta(days=3650)
    confirmed_at = ends_at


def signed_in_cookie(staff_id: int, *, confirmed: bool = True) -> dict[str, Any]:
    """The cookie of somebody who signed in lately, however far the test moves the clock.

    Unless `confirmed`, the password was given too long ago for a sensitive act.
    """
    token = secrets.token_urlsafe(32)
    given = {} if confirmed else {"confirmed_at": datetime(2026, 11, 21, 0, 30, tzinfo=UTC)}
    StaffSessionFactory(token_hash=token_hash(token), staff_id=staff_id, **given)
    return cookie_of(token, idle=10**7, at=datetime(2026, 11, 21, 1, 0, tzinfo=UTC))
