"""A cashier's day: a shift, a household, a bill in cash, its receipt, the blind count, the close."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till.models import DayClose, ReceiptPrint, Shift
from tests.browser.conftest import PASSWORD, Visitor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.till import owe

pytestmark = pytest.mark.browser


@pytest.fixture
def till(world: Any) -> Any:
    """The household owes 58.00; a cashier and somebody of finance are there."""
    digest = HASHER.hash(PASSWORD)
    for login, name, role in (("wang", "王敏", Role.CASHIER), ("zhao", "赵丽华", Role.FINANCE)):
        staff = StaffFactory(login=login, name=name, password_hash=digest)
        StaffRoleFactory(staff_id=staff.id, community_id=world.community_id, role=role)
    in_transaction(lambda: owe(world, 5_800))
    db.session.rollback()
    return world


def open_the_shift(cashier: Visitor) -> None:
    cashier.go("/till")
    cashier.page.get_by_label("Float").fill("500")
    cashier.page.keyboard.press("Enter")
    expect(cashier.page.get_by_label("Home number")).to_be_focused()


def take_the_bill(cashier: Visitor) -> None:
    """By keyboard alone: the home's number, the bill ticked, 100 given, 42 back."""
    page, keys = cashier.page, cashier.page.keyboard
    keys.type("1501")
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("1501")
    box = page.locator("[name=receivable]")
    box.focus()
    if not box.is_checked():
        keys.press("Space")
    expect(page.locator("[data-till-total]")).to_contain_text("58.00")
    page.focus("[name=tendered]")
    keys.type("100")
    expect(page.locator("[data-till-change]")).to_contain_text("42.00")
    keys.press("F9")
    expect(page.locator("h1")).to_contain_text("SJ00000001")
    expect(page.get_by_text("Change to give: ¥42.00")).to_be_visible()


def print_the_receipt(cashier: Visitor) -> None:
    page = cashier.page
    page.keyboard.press("p")
    with page.expect_request("**/receipt.pdf*") as asked:
        page.locator("dialog[open]").get_by_role("button", name="Print").click()
    assert asked.value.url.endswith("language=zh&paper=form")
    db.session.rollback()
    assert db.session.scalars(select(ReceiptPrint.copy)).all() == [1]


def count_blind(cashier: Visitor, shift: Shift) -> None:
    page = cashier.page
    cashier.go(f"/till/shifts/{shift.id}")
    assert "558.00" not in page.content()
    for field, pieces in (("d10000", "5"), ("d5000", "1"), ("d500", "1"), ("d100", "3")):
        page.fill(f"[name={field}]", pieces)
    page.get_by_role("button", name="This is what I counted").click()
    expect(page.locator(".pd-badges")).to_contain_text("Counted")
    expect(page.locator("main")).to_contain_text("558.00")


def test_a_cashiers_day(visitor: Callable[..., Visitor], till: Any) -> None:
    cashier = visitor()
    cashier.sign_in("wang")
    open_the_shift(cashier)
    take_the_bill(cashier)
    print_the_receipt(cashier)
    shift = db.session.scalars(select(Shift)).one()
    count_blind(cashier, shift)

    finance = visitor()
    finance.sign_in("zhao")
    finance.go(f"/till/shifts/{shift.id}")
    finance.page.get_by_label("Handed over").fill("58")
    finance.page.get_by_role("button", name="Take over").click()
    expect(finance.page.locator(".pd-badges")).to_contain_text("Closed")
    finance.go(f"/till/shifts?day={shift.business_date}")
    finance.page.get_by_role("button", name="Close the day").click()
    finance.page.locator("dialog[open] [data-confirm-yes]").click()
    expect(finance.page.locator(".pd-badges")).to_contain_text("Closed")

    db.session.rollback()
    closed = db.session.scalars(select(DayClose)).one()
    assert closed.totals["taken"] == {"cash": 5_800}
    for who in (cashier, finance):
        assert who.complaints == []
