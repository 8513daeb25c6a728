"""A walk through all pages in a real browser: nothing is stopped by the policy, nothing is an error."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from tests.browser.conftest import Visitor
from tests.factories.accounts import StaffFactory, StaffRoleFactory, signed_in_cookie
from tests.house.world import World

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MOST_OF_A_KIND = 2
WATCH = """
window.policyComplaints = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyComplaints.push(`${event.violatedDirective}: ${event.blockedURI} (${event.sourceFile || ""})`);
});
"""
NO_PAGES = (".pdf", ".xlsx", ".csv", "/result", "/file", "/photos/", "/scans/", "/sign-out")


def session_of(app: Flask, place: Any) -> str:
    """The cookie of an administrator, as a browser holds it."""
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=place.id, role=Role.ADMINISTRATOR)
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as session:
        session.update(signed_in_cookie(staff.id), community_id=place.id, language="zh")
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie
    return str(cookie.value)


def kind(app: Flask, path: str) -> str:
    """The route behind an address."""
    rule, _ = app.url_map.bind("").match(path.partition("?")[0], "GET", return_rule=True)
    return str(rule.rule)


def test_no_page_breaks_the_policy(
    app: Flask, visitor: Callable[..., Visitor], told: Callable[[str], None]
) -> None:
    lives_in = World()
    lives_in.grow(2)
    cookie = session_of(app, lives_in.community)
    db.session.remove()
    who = visitor()
    who.page.add_init_script(WATCH)
    who.page.context.add_cookies([{"name": "desk", "value": cookie, "url": who.base}])
    waiting, seen, met, faults = ["/"], {"/"}, Counter[str](), []
    while waiting:
        path = waiting.pop(0)
        if met[kind(app, path)] >= MOST_OF_A_KIND:
            continue
        met[kind(app, path)] += 1
        who.go(path)
        for opener in who.page.locator("[data-open]:visible").all()[:3]:
            opener.click()
            who.page.keyboard.press("Escape")
        faults += [f"{path}: {each}" for each in who.page.evaluate("window.policyComplaints")]
        faults += [f"{path}: {each}" for each in who.complaints]
        who.complaints.clear()
        links = who.page.eval_on_selector_all(
            "a[href]", "all => all.map(a => a.getAttribute('href'))"
        )
        for link in links:
            further = link.partition("#")[0]
            if (
                further.startswith("/")
                and further not in seen
                and not any(n in further for n in NO_PAGES)
            ):
                seen.add(further)
                waiting.append(further)
    told(f"{met.total()} pages of {len(met)} kinds")
    assert faults == []
    assert len(met) > 30
