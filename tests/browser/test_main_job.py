"""The main job, as people do it: a call becomes an order, a technician goes, the owner watches, the desk calls back."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from propertydesk.platform import signing
from propertydesk.platform.db import db
from propertydesk.repairs.models import RepairOrder
from tests.browser.conftest import PHONE, Visitor

pytestmark = pytest.mark.browser


def the_order() -> RepairOrder:
    db.session.rollback()
    return db.session.scalars(select(RepairOrder).order_by(RepairOrder.id)).first()  # type: ignore[return-value]  # there is one by then


def take_the_call(clerk: Visitor) -> None:
    """By keyboard alone: search by initials, open the household, start the order, read back, save."""
    page, keys = clerk.page, clerk.page.keyboard
    keys.press("/")
    keys.type("zwm", delay=40)
    expect(page.locator("#suggestions [role=option]").first).to_contain_text("张伟明")
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator("h1")).to_contain_text("1501")
    keys.press("b")
    expect(page.locator("[name=description]")).to_be_visible()
    page.focus("#category-words")
    keys.type("sc")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.focus("[name=description]")
    keys.type("厨房水槽下方漏水")
    expect(page.locator("main").get_by_text("let me check")).to_contain_text("厨房水槽下方漏水")
    keys.press("F8")
    keys.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("BX20261121-0001")


def test_from_the_call_to_the_closed_order(visitor: Callable[..., Visitor], world: Any) -> None:
    clerk = visitor()
    clerk.sign_in("lin")
    take_the_call(clerk)
    clerk.page.keyboard.press("d")
    expect(clerk.page.locator(".pd-badges")).to_contain_text("Dispatched")

    technician = visitor(PHONE)
    technician.sign_in("li")
    technician.page.get_by_text("厨房水槽下方漏水").click()
    technician.page.get_by_role("button", name="Accept").click()
    technician.page.get_by_label("Dress is tidy, tools are complete").check()
    technician.page.locator("dialog[open]").get_by_role("button", name="Accept").click()
    technician.page.get_by_role("button", name="I am on site").click()
    technician.page.get_by_text("Loose joint").click()
    technician.page.get_by_label("What was done").fill("换密封圈，试水正常")
    technician.page.get_by_label("Cleaned up, service card left").check()
    technician.page.get_by_role("button", name="Work done").click()
    expect(technician.page.get_by_text("Finished today")).to_be_visible()

    order = the_order()
    resident = visitor(PHONE, "zh-CN")
    resident.go(f"/s/{signing.sign('repair-status', order.id)}")
    expect(resident.page.locator("main")).to_contain_text("维修员已接单")
    assert "张伟明" not in resident.page.content()

    clerk.go("/follow-ups")
    clerk.page.get_by_role("link", name="HF20261121-0001").click()
    for question, mark in (("Quality of the work", "5"), ("The technician's manner", "4")):
        clerk.page.get_by_role("group", name=question).get_by_text(mark, exact=True).click()
    clerk.page.get_by_role("group", name="Overall").get_by_text(
        "Satisfied", exact=False
    ).first.click()
    clerk.page.keyboard.press("Control+Enter")
    expect(clerk.page.locator(".pd-badges")).to_contain_text("Satisfied")
    assert (the_order().state, the_order().quality, the_order().attitude) == ("closed", 5, 4)

    for who in (clerk, technician, resident):
        assert who.complaints == []


PAGES = (
    "/",
    "/repairs",
    "/repairs/new",
    "/homes",
    "/people",
    "/follow-ups",
    "/search?q=zwm",
    "/account",
)


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
def test_no_page_of_the_desk_has_a_serious_fault_or_a_complaint(
    visitor: Callable[..., Visitor], world: Any, locale: str
) -> None:
    clerk = visitor(locale=locale)
    clerk.sign_in("lin")
    for path in (*PAGES, f"/homes/{world.id}"):
        clerk.go(path)
        assert clerk.faults() == [], path
    assert clerk.complaints == []


def test_search_rests_while_an_input_method_composes(
    visitor: Callable[..., Visitor], world: Any
) -> None:
    clerk = visitor()
    clerk.sign_in("lin")
    asked: list[str] = []
    clerk.page.on("request", lambda sent: asked.append(sent.url) if "suggest" in sent.url else None)
    box = clerk.page.locator("[data-search]")
    box.focus()
    box.dispatch_event("compositionstart")
    box.fill("zhang")
    clerk.page.wait_for_timeout(500)
    assert asked == []
    box.dispatch_event("compositionend")
    expect(clerk.page.locator("#suggestions [role=option]").first).to_be_visible()
