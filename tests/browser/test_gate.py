"""The guard's phone at the gate: a QR code before the camera, ticks, a walk-in and back out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.passes.models import PassCode, PassUse
from propertydesk.passes.models.visits import Visit
from propertydesk.passes.queries import door, exits
from propertydesk.passes.rules import PassKind
from propertydesk.platform import attachments
from propertydesk.platform.db import db
from tests.browser.camera import FRAME, drawn, film
from tests.browser.conftest import FLAGS, PASSWORD, PHONE, Visitor, program
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.exit_scene import Scene
from tests.factories.passes import GateFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def scene(community: Any) -> Scene:
    """A household and its pass; a guard who can sign in."""
    guard = StaffFactory(login="zhao", name="赵卫国", password_hash=HASHER.hash(PASSWORD))
    StaffRoleFactory(staff_id=guard.id, community_id=community.id, role=Role.GUARD)
    return Scene(community)


class Phone(Visitor):
    """A guard's phone: what its camera sees is a file."""

    film: Path
    has_opened = False

    def lower(self) -> None:
        """Hold nothing before the camera."""
        film(self.film, Image.new("L", FRAME, 200))

    def aim_at(self, text: str) -> None:
        """Hold a slip with this code before the camera."""
        film(self.film, drawn(text))


@pytest.fixture
def phone(chromium: Browser, site: str, tmp_path: Path) -> Iterator[Phone]:
    """A phone whose camera is a film, with the permission to use it given."""
    seen = tmp_path / "camera.y4m"
    film(seen, Image.new("L", FRAME, 200))
    browser = chromium.browser_type.launch(
        executable_path=program(),
        args=[
            *FLAGS,
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        ],
    )
    context = browser.new_context(viewport=PHONE, locale="en-GB", permissions=["camera"])  # type: ignore[arg-type]  # playwright's own dict type
    who = Phone(context.new_page(), site)
    who.film = seen
    who.watch()
    yield who
    browser.close()


def address_of(app: Flask, code: PassCode) -> str:
    with app.test_request_context():
        address = door.address(code)
    db.session.rollback()
    return address


def scan(phone: Phone, text: str) -> None:
    """Open the gate's page and let the camera read."""
    phone.aim_at(text)
    phone.go("/gate")
    if not phone.has_opened:  # whoever has opened the camera once need not do so again
        phone.page.get_by_role("button", name="Scan a code").click()
        phone.has_opened = True
    phone.page.wait_for_url(lambda url: not url.endswith("/gate"))


def test_a_scanned_pass_is_compared_let_out_and_is_used_up(
    app: Flask, phone: Phone, scene: Scene
) -> None:
    exit_pass = scene.ask()
    code = exits.code_of(exit_pass)
    assert code is not None
    address = address_of(app, code)
    phone.sign_in("zhao")
    page = phone.page
    scan(phone, address)
    expect(page.locator(".pd-verdict-good")).to_be_visible()
    assert db.session.query(PassUse).count() == 0
    db.session.rollback()

    out = page.locator(".pd-phone-bar button[form=release]")
    page.get_by_label("双人床").check()
    expect(out).to_have_text("Let 1 ticked out")
    page.get_by_label("纸箱").check()
    expect(out).to_have_text("Let everything out")
    page.get_by_label("Mover").first.fill("李强")
    page.locator("[name=id_seen]").check()
    sign(phone)
    assert phone.faults() == []
    out.click()
    expect(page.locator(".pd-verdict-good")).to_contain_text("Let through")
    use = db.session.scalars(select(PassUse)).one()
    assert (use.use_no, use.guard, use.kind) == (1, "赵卫国", PassKind.EXIT)
    (checked,) = exits.checks_of(exit_pass)
    assert (len(checked.item_ids), checked.check.mover) == (2, "李强")
    assert [each.kind for each in attachments.of(exit_pass)] == ["signature"]
    db.session.rollback()

    scan(phone, address)
    expect(page.locator(".pd-verdict-bad")).to_contain_text("Used at today 09:00 at Gate 2")
    assert phone.complaints == []


def sign(phone: Phone) -> None:
    """With a finger, on the field for it."""
    pad = phone.page.locator("[data-sign] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    mouse = phone.page.mouse
    mouse.move(box["x"] + 30, box["y"] + 60)
    mouse.down()
    mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
    mouse.up()


def test_a_code_that_is_none_of_ours_is_refused_and_the_short_code_can_be_typed(
    app: Flask, phone: Phone, scene: Scene
) -> None:
    code = exits.code_of(scene.ask())
    assert code is not None
    shown, address = code.shown, address_of(app, code)
    phone.sign_in("zhao")
    scan(phone, address[:-1] + ("A" if address[-1] != "A" else "B"))
    expect(phone.page.locator(".pd-verdict-bad")).to_contain_text("Unknown code")
    phone.lower()
    phone.page.locator(".pd-phone-bar").get_by_role("link", name="Next code").click()
    expect(phone.page.locator("#gate-camera.is-open")).to_be_visible()
    phone.page.get_by_label("Short code").fill(shown.lower())
    phone.page.get_by_role("button", name="Look up").click()
    expect(phone.page.locator(".pd-verdict-good")).to_be_visible()
    assert phone.complaints == []


def test_without_a_camera_the_guard_is_told_to_type(
    visitor: Callable[..., Visitor], scene: Scene
) -> None:
    guard = visitor(PHONE)
    guard.sign_in("zhao")
    guard.go("/gate")
    guard.page.get_by_role("button", name="Scan a code").click()
    expect(guard.page.locator("#gate-told")).to_contain_text("Type the short code instead")


def test_a_walk_in_comes_in_and_goes_out_by_the_code_of_the_slip(
    app: Flask, phone: Phone, scene: Scene
) -> None:
    GateFactory(community_id=scene.place.id, number=3, name_zh="东门", name_en="East gate")
    phone.sign_in("zhao")
    page = phone.page
    phone.go("/gate")
    page.get_by_text("East gate", exact=True).click()
    page.get_by_role("button", name="Stand here").click()
    page.get_by_role("link", name="Visitors").click()
    page.get_by_role("link", name="New visitor").click()
    page.locator("[name=home]").fill(scene.home.label)
    page.locator("[name=visitor]").fill("钱")
    page.locator("[name=phone]").fill("13900001234")
    page.get_by_role("button", name="Go on: ask the host").click()
    page.get_by_text("Intercom", exact=True).click()
    page.get_by_role("button", name="The host agrees: let in").click()
    expect(page.locator("main")).to_contain_text("Came in")
    assert phone.faults() == []

    visit = db.session.scalars(select(Visit)).one()
    code = door.live_code(PassKind.VISITOR, visit.id)
    assert code is not None
    assert visit.state == "inside"
    scan(phone, address_of(app, code))
    page.get_by_role("button", name="Has left").click()
    expect(page.get_by_text("has left, the slip is back")).to_be_visible()
    visit = db.session.scalars(select(Visit)).one()
    assert (visit.state, visit.entry_gate_id == visit.exit_gate_id) == ("left", True)
    scan(phone, address_of(app, code))
    expect(page.locator(".pd-verdict-bad")).to_be_visible()
    assert phone.complaints == []
