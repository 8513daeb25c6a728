"""Two entries of one person, joined in the browser; who comes second is told plainly."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.owners.models import Person
from propertydesk.platform.db import db
from tests.browser.conftest import PASSWORD, PHONE, Visitor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.owners import PersonFactory, PhoneFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def twins(world: Any) -> tuple[Person, Person]:
    """The resident, entered once more with a slip of the pen; and a lead who may join them."""
    lead = StaffFactory(login="he", name="何雨", password_hash=HASHER.hash(PASSWORD))
    StaffRoleFactory(staff_id=lead.id, community_id=world.community_id, role=Role.SERVICE_LEAD)
    first = db.session.scalars(select(Person).filter_by(community_id=world.community_id)).one()
    second = PersonFactory(community_id=world.community_id, name="张伟铭")
    PhoneFactory(community_id=world.community_id, person_id=second.id, number="12012345678")
    db.session.rollback()
    return first, second


@pytest.mark.parametrize("size", [None, PHONE])
def test_a_pair_is_found_and_joined(
    visitor: Callable[..., Visitor], twins: tuple[Person, Person], size: Any
) -> None:
    lead = visitor(size)
    lead.sign_in("he")
    lead.go("/people")
    lead.page.get_by_role("link", name="Possible double entries").click()
    lead.page.get_by_role("button", name="Look again now").click()
    expect(lead.page.locator("main")).to_contain_text("Same phone")
    lead.page.get_by_role("link", name="张伟明").click()
    assert "12012345678" not in lead.page.content()
    lead.page.get_by_role("group", name="Full name").get_by_text("张伟铭").click()
    assert lead.faults() == []
    lead.page.get_by_role("button", name="Join the two").click()
    expect(lead.page.locator("h1")).to_contain_text("张伟铭")
    expect(lead.page.locator("main")).to_contain_text("Two entries joined")
    lead.go(f"/people/{twins[1].id}")
    assert lead.page.url.endswith(f"/people/{twins[0].id}")
    assert lead.faults() == []
    assert lead.complaints == []


def test_whoever_comes_second_is_told(
    visitor: Callable[..., Visitor], twins: tuple[Person, Person]
) -> None:
    path = f"/people/{twins[0].id}/merge/{twins[1].id}"
    first, second = visitor(), visitor()
    for each in (first, second):
        each.sign_in("he")
        each.go(path)
    first.page.get_by_role("button", name="Join the two").click()
    expect(first.page.locator("h1")).to_contain_text("张伟明")
    second.page.get_by_role("button", name="Join the two").click()
    expect(second.page.locator("body")).to_contain_text("joined already")
