"""Every form, sent wrongly in every way: never a 500, never a stored script."""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from flask import url_for

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.platform.idempotency import new_id
from tests.factories.accounts import StaffFactory
from tests.house.crawl import browser, troubles, visits
from tests.house.markup import CONTROLS, Page
from tests.house.source import report
from tests.house.test_routes import methods, rules
from tests.house.world import PASSWORD_HASH

pytestmark = pytest.mark.slow

MARK = "<script>alert(1)</script>"
TEXTS: dict[str, Any] = {
    "markup": f"\"><img src=x onerror=alert(1)>{MARK}{{{{7*7}}}} '; DROP TABLE people; -- %s %(x)s",
    "control": "a\x00b\x01\x1b[31m \u202e\u2066 مرحبا \u200f\u2069 👩‍👩‍👧‍👦🏳️‍🌈 𬭩 㛃 龘",
    "path": "../../../../etc/passwd\\..\\..\\boot.ini",
    "formula": '=HYPERLINK("http://x","y")',
    "long": "长" * 3_000,
    "full width": "１２３４５６７８９０",
    "no date": "0000-00-00",
    "no time": "2026-02-30T24:61",
    "large": "9" * 5000,
    "just too large": str(2**63),
    "negative": "-1",
    "minus nothing": "-0",
    "last day": "9999-12-31T23:59",
    "leap day of no leap year": "2026-02-29",
    "grouped": " 12_3 ",
    "line breaks": "a\r\nSet-Cookie: x=1\u2028b\x85c",
    "no number": "NaN",
    "power": "1e999",
    "superscript": "²",
    "lone surrogate": b"\xed\xa0\x80",
    "spaces": " \t\r\n\u3000\u00a0",
}
ALONE = {"csrf_token", "once"}
SLOWEST = 5.0
"""Seconds of the processor for one answer."""
INNER = re.compile(
    rb"Traceback|sqlalchemy|psycopg|sqlite3?\.|site-packages|/propertydesk/|\bSELECT \w+\.|INSERT INTO|Werkzeug/"
)
"""What no answer may tell of the machine."""


@dataclass(frozen=True)
class Sent:
    """A form as a page holds it: where it goes, what it asks, what it would send untouched."""

    path: str
    fields: tuple[tuple[str, str], ...]
    multipart: bool

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.fields if name not in ALONE]


def forms_of(page: Page) -> Iterator[Sent]:
    """All forms of a page that POST."""
    for form in page.all("form"):
        if form.get("method").lower() != "post":
            continue
        controls = [
            e for e in page.elements if e.tag in CONTROLS and form in e.inside and e.get("name")
        ]
        fields = tuple((e.get("name"), e.get("value")) for e in controls)
        buttons = [e for e in page.all("button") if form in e.inside and e.get("formaction")]
        for path in {form.get("action"), *(each.get("formaction") for each in buttons)}:
            yield Sent(path.split("#")[0], fields, "multipart" in form.get("enctype"))


def forms(app, world, visited) -> list[Sent]:
    """The forms of all pages, once each, and one for each address that no page shows now."""
    found: dict[str, Sent] = {}
    for each in visited:
        if each.status == 200 and each.kind == "text/html":
            for form in forms_of(each.page):
                path = form.path or each.path
                found.setdefault(path, Sent(path, form.fields, form.multipart))
    every = tuple(sorted({(name, "") for form in found.values() for name in form.names}))
    for rule in rules(app):
        values = {name: world.example(rule, name) or 1 for name in rule.arguments}
        with app.test_request_context():
            path = url_for(rule.endpoint, **values)
        if "POST" in methods(rule) and path not in found:
            found[path] = Sent(path, every, multipart=False)
    ending = ("/ending", "/closure", "/sign-out")  # what these end, other forms need: last
    return sorted(found.values(), key=lambda form: (form.path.endswith(ending), form.path))


def nothing(_form: Sent) -> dict[str, Any]:
    return {}


def only_the_form_id(_form: Sent) -> dict[str, Any]:
    return {"once": new_id()}


def untouched(form: Sent) -> dict[str, Any]:
    return {**dict(form.fields), "once": new_id()}


def each_field_twice(form: Sent) -> dict[str, Any]:
    return {name: [value, value] for name, value in form.fields} | {"once": [new_id(), new_id()]}


def a_megabyte(form: Sent) -> dict[str, Any]:
    return {**dict.fromkeys(form.names[:1], "x" * 1_000_000), "once": new_id()}


def markup_everywhere(form: Sent) -> dict[str, Any]:
    return {**dict.fromkeys(form.names, TEXTS["markup"]), "once": new_id()}


def files_everywhere(form: Sent) -> dict[str, Any]:
    broken = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
    return {name: (BytesIO(broken), "../x.png") for name in form.names} | {"once": new_id()}


def typed(text: Any) -> Callable[[Sent], dict[str, Any]]:
    """The text in every field that a person can type into, the rest as the page has it."""

    def body(form: Sent) -> dict[str, Any]:
        empty = {name: text for name, value in form.fields if name not in ALONE and not value}
        return {**dict(form.fields), **empty, "once": new_id()}

    return body


BODIES: dict[str, Callable[[Sent], dict[str, Any]]] = {
    "nothing": nothing,
    "only the form id": only_the_form_id,
    "untouched": untouched,
    "each field twice": each_field_twice,
    "a megabyte": a_megabyte,
    "markup everywhere": markup_everywhere,
    "files everywhere": files_everywhere,
    **{what: typed(text) for what, text in TEXTS.items()},
}


@pytest.mark.parametrize("what", BODIES)
def test_no_form_falls_over(inhabited, visited, what: str):
    app, world = inhabited
    client = browser(app, world.cookie(world.watcher, "en"))
    faults = []
    for form in forms(app, world, visited):
        in_parts = (form.multipart and what != "a megabyte") or what == "files everywhere"
        kind = "multipart/form-data" if in_parts else None
        begun = time.process_time()
        with troubles(app) as raised:
            answer = client.post(form.path, data=BODIES[what](form), content_type=kind)
            told = answer.get_data()
            answer.close()
        if answer.status_code >= 500:
            faults.append(f"{form.path}: {answer.status_code} {'; '.join(raised)}")
        if INNER.search(told):
            faults.append(f"{form.path} tells {INNER.search(told)[0]!r}")
        if time.process_time() - begun > SLOWEST:
            faults.append(f"{form.path}: {time.process_time() - begun:.1f} s")
    assert not faults, report(faults, "Refuse it in the form with plain words, with status 422.")


@pytest.mark.parametrize("role", [Role.CASHIER, Role.GUARD, Role.TECHNICIAN, Role.MANAGER], ids=str)
def test_no_form_falls_over_for_other_roles(inhabited, visited, role: Role):
    """Fewer rights lead along other branches: somebody else's order, a field that is not offered."""
    app, world = inhabited
    with app.app_context():
        staff = SimpleNamespace(id=StaffFactory(password_hash=PASSWORD_HASH).id)
        world.give_role(staff, role)
        db.session.remove()
    client = browser(app, world.cookie(staff, "zh"))
    faults = []
    for form in forms(app, world, visited):
        for what in ("untouched", "markup everywhere"):
            with troubles(app) as raised:
                answer = client.post(form.path, data=BODIES[what](form))
                answer.close()
            if answer.status_code >= 500:
                faults.append(f"{form.path} as {role}: {'; '.join(raised)}")
    assert not faults, report(faults, "Refuse it in the form with plain words, with status 422.")


def test_nothing_dangerous_is_stored(inhabited, visited):
    """After hostile forms every page still answers, and shows what was typed as text."""
    app, world = inhabited
    client = browser(app, world.cookie(world.watcher, "en"))
    for form in forms(app, world, visited):
        client.post(form.path, data=BODIES["markup"](form)).close()
    dangerous = re.compile(rb"<script>alert|<img src=x")
    faults = []
    for each in visits(app, world, languages=("en",)):
        if each.status >= 500:
            faults.append(f"{each.name}: {each.status} {each.trouble}")
        elif each.is_html and dangerous.search(each.body):
            faults.append(f"{each.name} shows it as markup")
    assert not faults, report(faults, "Text must reach the page through the template's escaping.")
