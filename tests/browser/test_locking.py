"""The phone of a gate lies about half-filled: it covers itself, and the guard goes on where they were."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from tests.browser.conftest import PASSWORD, PHONE, Visitor
from tests.conftest import NOW
from tests.factories import pins
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.passes import GateFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def guard(community: Any, visitor: Callable[..., Visitor]) -> Visitor:
    """A guard at the phone of the gate, with a PIN."""
    staff = StaffFactory(login="zhao", name="赵卫国", password_hash=HASHER.hash(PASSWORD))
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.GUARD)
    GateFactory(community_id=community.id)
    pins.give(staff, pins.PIN)
    who = visitor(PHONE)
    who.page.clock.install()
    who.sign_in("zhao")
    return who


def test_a_half_filled_form_is_covered_and_found_again(guard: Visitor, set_clock: Any) -> None:
    page, lock = guard.page, guard.page.locator("#screen-lock")
    guard.go("/gate/visits/new")
    surname = page.locator("[name=visitor]")
    surname.fill("沈")
    page.clock.run_for("01:50")
    expect(lock).not_to_be_visible()
    set_clock(NOW + timedelta(minutes=2, seconds=10))
    page.clock.run_for("00:20")
    expect(lock).to_be_visible()
    assert guard.faults() == []
    page.keyboard.press("Escape")
    expect(lock).to_be_visible()
    typed = lock.locator("[name=confirmation]")
    typed.fill("739204")
    lock.get_by_role("button", name="Open the screen").click()
    expect(lock.get_by_text("This PIN is not right.")).to_be_visible()
    lock.locator("[name=confirmation]").fill(pins.PIN)
    lock.get_by_role("button", name="Open the screen").click()
    expect(lock).not_to_be_visible()
    expect(surname).to_have_value("沈")
    guard.go("/gate")
    expect(page.locator("#gate-scan")).to_be_visible()
    assert all("422" in each for each in guard.complaints), "the wrong PIN alone"


def test_a_guard_who_leaves_the_booth_locks_the_phone_at_once(guard: Visitor) -> None:
    guard.go("/gate")
    guard.page.get_by_role("button", name="Lock the screen").click()
    guard.page.wait_for_url(lambda url: "/locked" in url)
    guard.go("/gate/visits")
    expect(guard.page.get_by_role("heading", name="The screen is locked")).to_be_visible()


def test_a_locked_phone_stays_locked_when_its_page_is_asked_for_anew(guard: Visitor) -> None:
    page = guard.page
    guard.go("/gate")
    page.clock.run_for("02:10")
    expect(page.locator("#screen-lock [name=confirmation]")).to_be_visible()
    page.goto(f"{guard.base}/gate/visits")
    expect(page.get_by_role("heading", name="The screen is locked")).to_be_visible()
    page.locator("[name=confirmation]").fill(pins.PIN)
    page.get_by_role("button", name="Open the screen").click()
    page.wait_for_url("**/gate/visits")
