"""A real Chromium over a real server."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from propertydesk.accounts.rules import Role
from propertydesk.accounts.services import HASHER
from propertydesk.owners import services as owners
from propertydesk.platform import settings
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.repairs.rules.deadlines import FOLLOW_UP_PERCENT
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory
from tests.factories.repairs import SkillFactory

PASSWORD = "desk in the lobby 7"
AXE = (Path(__file__).parent / "vendor" / "axe-4.14.1.min.js").read_text("utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERIOUS = {"serious", "critical"}
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}


@dataclass
class Visitor:
    """Somebody at a browser; everything the console says against a page is kept."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Begin to keep what the console says."""
        self.page.on(
            "console",
            lambda message: (
                self.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def go(self, path: str) -> None:
        """Open a page of this site."""
        self.page.goto(self.base + path)

    def sign_in(self, login: str) -> None:
        """Come in through the entrance."""
        self.go("/sign-in")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def faults(self) -> list[str]:
        """What axe finds serious on the present page."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("axe.run()")
        return [
            f"{each['id']}: {each['nodes'][0]['html'][:200]}"
            for each in found["violations"]
            if each["impact"] in SERIOUS
        ]


def program() -> str | None:
    """Where the browser is installed."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, or a skip where there is none."""
    path = program()
    if path is None:
        if os.environ.get("DESK_REQUIRE_BROWSER"):
            pytest.fail("no Chromium is installed, and DESK_REQUIRE_BROWSER asks for one")
        pytest.skip("no browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address of a server over the test's database."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def visitor(chromium: Browser, site: str) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of its own: `visitor(PHONE, "zh-CN")`."""
    contexts: list[BrowserContext] = []

    def arrive(size: dict[str, int] | None = None, locale: str = "en-GB") -> Visitor:
        context = chromium.new_context(viewport=size or DESK, locale=locale)  # type: ignore[arg-type]  # playwright's own dict type
        contexts.append(context)
        who = Visitor(context.new_page(), site)
        who.watch()
        return who

    yield arrive
    for context in contexts:
        context.close()


@pytest.fixture
def world(app: Flask) -> Any:
    """A community with one household, a clerk and a technician, where every repair is called back."""
    place = CommunityFactory()
    digest = HASHER.hash(PASSWORD)
    for login, name, role in (("lin", "林晓燕", Role.CLERK), ("li", "李强", Role.TECHNICIAN)):
        staff = StaffFactory(login=login, name=name, password_hash=digest)
        StaffRoleFactory(staff_id=staff.id, community_id=place.id, role=role)
    SkillFactory(staff_id=staff.id, category="water")
    home = HomeFactory(community_id=place.id, entrance_no="2", room_no="1501")
    person = PersonFactory(community_id=place.id, name="张伟明")
    PhoneFactory(community_id=place.id, person_id=person.id, number="12012345678")
    TieFactory(community_id=place.id, home_id=home.id, person_id=person.id)
    in_transaction(lambda: owners.reindex_all(place.id))
    in_transaction(
        lambda: settings.change(
            place.id, FOLLOW_UP_PERCENT, 100, actor=make_actor(place, staff=staff), now=NOW
        )
    )
    db.session.rollback()
    return home
