"""People at the entrance, and an installation that is no demo."""

import pytest

from propertydesk.accounts import services
from propertydesk.accounts.models import SecondFactor
from propertydesk.accounts.rules import Role, step_of
from propertydesk.config import Desk
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory, StaffRoleFactory

PASSWORD = "a quiet garden 7"
DIGEST = services.HASHER.hash(PASSWORD)


@pytest.fixture
def production(monkeypatch):
    """The same application, with the duties it has outside the demo."""
    monkeypatch.setattr(Desk, "is_demo", False)


@pytest.fixture
def hire(community):
    """Somebody with a login, a role, and the password of these tests."""

    def engage(login: str, role: Role, **fields):
        staff = StaffFactory(login=login, password_hash=DIGEST, **fields)
        StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=role)
        return staff

    return engage


@pytest.fixture
def phone():
    """Set up an authenticator app for somebody; gives what shows its code, and recovery codes."""

    def pair(staff):
        seed = services.new_seed()
        code = services.code_at(seed, step_of(NOW) - 1)
        from propertydesk.accounts.models import Staff
        from propertydesk.platform.access import Actor
        from propertydesk.platform.db import db

        codes = in_transaction(
            lambda: services.set_up(
                db.session.get_one(Staff, staff.id),
                seed,
                code,
                but=None,
                actor=Actor("staff", staff.id, staff.name),
                now=NOW,
            )
        )
        db.session.rollback()
        assert db.session.get(SecondFactor, staff.id) is not None
        return (lambda at=NOW: services.code_at(seed, step_of(at))), codes

    return pair


def give_password(browser, login: str, password: str = PASSWORD, **kwargs):
    """The first step at the entrance."""
    return browser.post_form("/sign-in", {"login": login, "password": password}, **kwargs)


def is_in(browser) -> bool:
    """Whether somebody is signed in here."""
    return browser.get("/account").status_code == 200
