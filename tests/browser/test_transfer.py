"""A home is sold, as the clerk does it: look up, fill in, see what changes, transfer."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from propertydesk.owners.models import HouseholdTie
from propertydesk.platform.db import db
from tests.browser.conftest import Visitor

pytestmark = pytest.mark.browser


def owners_of(home_id: int) -> list[tuple[int, int | None]]:
    db.session.rollback()
    query = select(HouseholdTie).filter_by(home_id=home_id, tie="owner", ends_on=None)
    return [(tie.person_id, tie.share) for tie in db.session.scalars(query)]


def test_a_transfer_of_ownership(visitor: Callable[..., Visitor], world: Any) -> None:
    (seller,) = owners_of(world.id)
    clerk = visitor()
    clerk.sign_in("lin")
    page, keys = clerk.page, clerk.page.keyboard
    keys.press("/")
    keys.type("zwm", delay=40)
    expect(page.locator("#suggestions [role=option]").first).to_contain_text("张伟明")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("1501")
    page.get_by_role("link", name="Edit household").click()
    page.get_by_role("link", name="Transfer").click()
    for row, (name, share) in enumerate((("欧阳契", "60"), ("Sarah Miller", "30")), 1):
        page.fill(f"[name=name_{row}]", name)
        page.fill(f"[name=newshare_{row}]", share)
    keys.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("must sum to 100 %")
    page.fill("[name=newshare_2]", "40")
    keys.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("nothing has been changed yet")
    expect(page.locator("main")).to_contain_text("欧阳契")
    assert owners_of(world.id) == [seller]
    assert clerk.faults() == []
    page.get_by_role("button", name="Change something").click()
    expect(page.locator("[name=newshare_2]")).to_have_value("40")
    keys.press("Control+Enter")
    page.get_by_role("button", name="Transfer now").click()
    expect(page.locator("h1")).to_contain_text("Edit household")
    expect(page.locator("main")).to_contain_text("Sarah Miller")
    expect(page.locator("main")).not_to_contain_text("张伟明")
    assert sorted(share for _person, share in owners_of(world.id)) == [4000, 6000]
    assert clerk.complaints == [] or all("422" in each for each in clerk.complaints)
