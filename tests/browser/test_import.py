"""Taking a file of the old system over, as people do it: send, look, take over, correct, take back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.estate.models import Home
from propertydesk.platform import tasks
from propertydesk.platform.db import db
from propertydesk.platform.workbook.opening import read_workbook
from tests.browser.conftest import PASSWORD, PHONE, Visitor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.workbooks import ROOMS_3, rooms

pytestmark = pytest.mark.browser

BAD = {"房间": 1602, "手机号": "138"}


@pytest.fixture
def manager(world: Any) -> str:
    """Somebody who may import, by the name to sign in with."""
    staff = StaffFactory(login="he", name="何静", password_hash=HASHER.hash(PASSWORD))
    StaffRoleFactory(staff_id=staff.id, community_id=world.community_id, role=Role.MANAGER)
    db.session.rollback()
    return "he"


def homes() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Home)) or 0


def send(visitor: Visitor, path: Path) -> None:
    visitor.go("/import")
    visitor.page.set_input_files("[name=workbook]", path)
    visitor.page.get_by_role("button", name="Check it").click()
    expect(visitor.page.locator("h1")).to_contain_text("Check of rooms.xlsx")


def test_from_the_old_systems_file_and_back(
    app: Flask, visitor: Callable[..., Visitor], manager: str, tmp_path: Path
) -> None:
    before = homes()
    file = tmp_path / "rooms.xlsx"
    file.write_bytes(rooms(ROOMS_3, {"房间": 1601}, BAD).getvalue())
    browser = visitor()
    browser.sign_in(manager)
    page = browser.page

    send(browser, file)
    tasks.run_next(app)
    expect(page.get_by_text("Recognised as: room list of the old system")).to_be_visible()
    expect(page.get_by_text("手机号: A mobile number has 11 digits").first).to_be_visible()
    assert "10012345678" not in page.content()
    assert homes() == before
    assert not browser.faults()

    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Import of rooms.xlsx")
    tasks.run_next(app)
    expect(page.get_by_text("1 rows were in error")).to_be_visible()
    assert homes() == before + 1

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the rows in error").click()
    result = tmp_path / "result.xlsx"
    waiting.value.save_as(result)
    (sheet,) = read_workbook(result)
    assert (sheet.name, sheet.rows[1][1][2]) == ("资产信息", 1602)

    page.get_by_role("link", name="Take it back").click()
    expect(page.get_by_text("Nothing has been taken back yet")).to_be_visible()
    assert not browser.faults()
    page.get_by_role("button", name="Take the import back").click()
    tasks.run_next(app)
    expect(page.get_by_text("The register is as it was before")).to_be_visible()
    assert homes() == before
    assert not browser.complaints


def test_on_a_phone_and_in_chinese(
    app: Flask, visitor: Callable[..., Visitor], manager: str, tmp_path: Path
) -> None:
    file = tmp_path / "rooms.xlsx"
    file.write_bytes(rooms(ROOMS_3, {"房间": 1601}, BAD).getvalue())
    browser = visitor(PHONE, "zh-CN")
    browser.sign_in(manager)
    browser.go("/import")
    browser.page.set_input_files("[name=workbook]", file)
    browser.page.get_by_role("button", name="检查").click()
    tasks.run_next(app)
    expect(browser.page.get_by_text("识别为：旧系统资产信息表，第三代")).to_be_visible()
    assert browser.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert not browser.faults()
