"""What is long over is forgotten; what still counts stays."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from propertydesk.accounts import rules, services
from propertydesk.accounts.models import SignInTrial, StaffSession
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory

pytestmark = pytest.mark.domain


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(model.id)))


def test_counters_go_after_a_day_and_sessions_after_half_a_year(app):
    staff = StaffFactory()
    counters = rules.sign_in_counters("nobody", "203.0.113.7")
    in_transaction(lambda: services.take_turn(counters, NOW))
    in_transaction(lambda: services.open_session(staff.id, rules.Device(), now=NOW))
    assert in_transaction(lambda: services.sweep(NOW + timedelta(hours=23))) == 0
    assert in_transaction(lambda: services.sweep(NOW + timedelta(hours=25))) == 3
    assert (count(SignInTrial), count(StaffSession)) == (0, 1)
    assert in_transaction(lambda: services.sweep(NOW + timedelta(days=200))) == 1
