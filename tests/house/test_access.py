"""The access matrix, tried out: every route with every role, and with nobody."""

import pytest
from flask import url_for

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.wiring import ROLES
from tests.factories.accounts import StaffFactory
from tests.house.crawl import browser, troubles
from tests.house.source import report
from tests.house.test_routes import methods, rules

pytestmark = pytest.mark.xdist_group("crawl")

REFUSED = 403


def addresses(app, world):
    """Method, path and door of every route; signing out comes last, for it ends the session."""
    for rule in sorted(rules(app), key=lambda each: each.endpoint == "accounts.sign_out"):
        values = {name: world.example(rule, name) or 1 for name in rule.arguments}
        door = app.view_functions[rule.endpoint].door
        with app.test_request_context():
            yield methods(rule)[0], url_for(rule.endpoint, **values), door


def answer(app, cookie: dict, method: str, path: str) -> tuple[int, str]:
    """Status and location (or what was raised); a POST comes without a form and changes nothing."""
    client = browser(app, cookie)
    with troubles(app) as raised:
        sent = client.open(path, method=method)
        sent.close()
    return sent.status_code, sent.headers.get("Location", "; ".join(raised))


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_a_role_gets_in_where_the_matrix_says_and_nowhere_else(inhabited, role: Role):
    app, world = inhabited
    with app.app_context():
        staff = StaffFactory()
        world.give_role(staff, role)
        cookie = world.cookie(staff, "en")
        db.session.remove()
    faults = []
    for method, path, door in addresses(app, world):
        status, _ = answer(app, cookie, method, path)
        wanted = door.kind != "permission" or bool(set(door.permissions) & ROLES[role])
        if wanted == (status == REFUSED):
            faults.append(f"{method} {path}: {status}")
    assert not faults, report(faults, f"{role} should see this exactly if wiring.ROLES grants it.")


def test_nobody_gets_in_without_signing_in(inhabited):
    app, world = inhabited
    faults = []
    for method, path, door in addresses(app, world):
        status, location = answer(app, {}, method, path)
        turned_away = status == 303 and location.startswith("/sign-in?next=")
        if (door.kind != "public") != turned_away:
            faults.append(f"{method} {path}: {status} {location}")
    assert not faults, report(faults, "Only routes marked @public answer strangers.")


def test_nothing_answers_with_a_fault(inhabited):
    """A POST without a form, from somebody with every role: refused, never a 500."""
    app, world = inhabited
    faults = []
    for method, path, _ in addresses(app, world):
        status, why = answer(app, world.cookie(world.watcher, "en"), method, path)
        if status >= 500:
            faults.append(f"{method} {path}: {status} {why}")
    assert not faults, report(faults, "An empty form is a 400 or 422.")
