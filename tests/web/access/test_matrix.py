"""The declared access matrix against what is found: every route and method for everybody."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, url_for

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.platform.idempotency import new_id
from tests.factories.accounts import StaffFactory
from tests.house.crawl import browser
from tests.house.source import report
from tests.house.world import World
from tests.web.access.two_places import TwoPlaces

pytestmark = [pytest.mark.web, pytest.mark.slow, pytest.mark.xdist_group("matrix")]

METHODS = ("GET", "HEAD", "POST")
RARE_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND")
"""Asked by two viewers: they are answered before anything asks who it is."""
Row = dict[str, Any]
Told = Callable[[str], None]


@dataclass(frozen=True)
class Viewer:
    """Somebody who tries every door: with a role here, a role elsewhere, or none."""

    name: str
    cookie: Callable[[], dict[str, Any]]
    """A new session each time, as some of the addresses end it."""
    role: str = ""
    is_foreign: bool = False
    staff_id: int = 0


def declared(app: Flask) -> list[Row]:
    """What `flask access --json` says."""
    told = app.test_cli_runner().invoke(args=["access", "--json"])
    assert told.exit_code == 0, told.output
    rows: list[Row] = json.loads(told.stdout)
    return rows


def viewers(places: TwoPlaces) -> list[Viewer]:
    """Every role, nobody, somebody with a signed link, and every right in the other community."""
    with places.app.app_context():
        found = [with_role(places.mine, role) for role in Role]
        db.session.remove()
    theirs = places.theirs
    elsewhere = lambda: theirs.cookie(theirs.watcher, "en")  # noqa: E731  # one of several ways to get one
    strangers = [Viewer("nobody", dict), Viewer("owner with a link", lambda: {"language": "en"})]
    return [*found, *strangers, Viewer("elsewhere", elsewhere, str(Role.ADMINISTRATOR), True)]


def with_role(world: World, role: Role) -> Viewer:
    staff = StaffFactory()
    world.give_role(staff, role)
    account = SimpleNamespace(id=staff.id)  # the row itself is not read outside of its session
    return Viewer(str(role), lambda: world.cookie(account, "en"), str(role), staff_id=staff.id)


def address(places: TwoPlaces, row: Row) -> tuple[str, bool, bool]:
    """The row's address with examples of the own community; whether it names a record by its id, and
    whether it asks for anything in particular.
    """
    rule = next(r for r in places.app.url_map.iter_rules() if r.endpoint == row["endpoint"])
    values = {name: places.mine.example(rule, name) or 1 for name in rule.arguments}
    question = places.mine.questions.get(row["endpoint"], {})
    with places.app.test_request_context():
        path = url_for(row["endpoint"], **values, **question)
    by_id = any(
        isinstance(value, int) and value != places.theirs.example(rule, name)
        for name, value in values.items()
    )  # what is the same here and there belongs to the installation
    return path, by_id, bool(values or question)


def wanted(row: Row, viewer: Viewer, method: str, names_record: bool) -> str:
    """What the matrix says about one cell."""
    taken = {row["method"], "OPTIONS"} | ({"HEAD"} if row["method"] == "GET" else set())
    if method not in taken:
        return "no such method"
    if method == "OPTIONS":
        return "methods"
    if row["access"] == "public":
        return "open"
    if not viewer.role:
        return "entrance"
    roles = row["roles"] if not viewer.is_foreign else list(Role)
    if viewer.role not in roles:
        return "refused"
    return "missing" if viewer.is_foreign and names_record else "open"


def filled(viewer: Viewer, method: str) -> dict[str, str]:
    """A form id where the record must not be found; at home nothing that could have an effect."""
    return {"once": new_id()} if viewer.is_foreign and method == "POST" else {}


def found(answer: Any) -> str:
    """What an answer amounts to; signing out, and a code that nobody waits for, lead to the entrance."""
    status, path = answer.status_code, answer.request.path
    by_itself = path in {"/sign-out", "/sign-in/code"}
    if status == 303 and answer.headers["Location"].startswith("/sign-in" + "?" * by_itself):
        return "entrance"
    known = {405: "no such method", 403: "refused", 404: "missing", 500: "fault", 503: "fault"}
    if answer.request.method == "OPTIONS" and status == 200:
        return "methods"
    return known.get(status, "open")


def test_every_cell_is_as_declared(places: TwoPlaces, told: Told) -> None:
    matrix = declared(places.app)
    shared = Counter(row["route"] for row in matrix)
    everybody, faults, cells = viewers(places), [], 0
    for row in matrix:
        path, by_id, asks = address(places, row)
        also = {each["method"] for each in matrix if each["route"] == row["route"]} - {
            row["method"]
        }
        for viewer in everybody:
            client = browser(places.app, viewer.cookie())
            rare = RARE_METHODS if viewer.name in {"nobody", "administrator"} else ()
            for method in (*METHODS, *rare):
                if method in also or (method == "HEAD" and "GET" in also):
                    continue  # another row of the same address
                answer = client.open(path, method=method, data=filled(viewer, method))
                answer.close()
                cells += 1
                seen, due = found(answer), wanted(row, viewer, method, by_id)
                # somebody else's file, a record out of reach, an empty form: missing for some
                is_missing = due == "open" and seen == "missing" and (asks or method == "POST")
                if seen != due and not (is_missing and viewer.role):
                    faults.append(f"{method} {path} as {viewer.name}: {seen}, not {due}")
                if seen in {"refused", "missing", "entrance"} and leaks(places, answer):
                    faults.append(f"{method} {path} as {viewer.name}: tells something")
    told(f"{cells} cells, {len(shared)} addresses, {len(everybody)} viewers")
    assert not faults, report(faults, "A route does what its guard declares, and nothing else.")
    assert cells > 8_000


def leaks(places: TwoPlaces, answer: Any) -> bool:
    """Whether a refusal names somebody of the household."""
    return places.mine.person.name in answer.text


def test_every_address_of_the_application_is_declared(places: TwoPlaces) -> None:
    known = {(row["route"], row["method"]) for row in declared(places.app)}
    there = {
        (rule.rule, method)
        for rule in places.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.endpoint != "static"
    }
    assert there == known
    assert {row["access"] for row in declared(places.app)} <= {"public", "signed_in", "permission"}
