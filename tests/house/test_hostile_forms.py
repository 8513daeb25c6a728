"""Every form, sent wrongly in every way: never a 500, never a stored script."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from flask import url_for

from propertydesk.platform.idempotency import new_id
from tests.house.crawl import browser, troubles, visits
from tests.house.markup import CONTROLS, Page
from tests.house.source import report
from tests.house.test_routes import methods, rules

pytestmark = [pytest.mark.xdist_group("crawl"), pytest.mark.slow]

MARK = "<script>alert(1)</script>"
TEXTS = {
    "tags": f'"><img src=x onerror=alert(1)>{MARK}',
    "quotes": "'; DROP TABLE people; -- \" ` ${7*7} {{7*7}} %s %(x)s %",
    "paths": "../../../../etc/passwd\\..\\..\\boot.ini",
    "nul": "a\x00b\x01\x1b[31mc",
    "long": "长" * 20_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 𬭩 㛃 龘",
    "right to left": "abc\u202e\u2066 مرحبا \u200f\u2069",
    "full width": "１２３４５６７８９０",
    "no date": "0000-00-00",
    "no time": "2026-02-30T24:61",
    "large": "9" * 5000,
    "just too large": str(2**63),
    "negative": "-1",
    "not a number": "NaN",
    "power": "1e999",
    "superscript": "²",
    "formula": '=HYPERLINK("http://x","y")',
    "lone surrogate": b"\xed\xa0\x80",
    "spaces": " \t\r\n\u3000\u00a0",
}
ALONE = {"csrf_token", "once"}


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
        yield Sent(form.get("action").split("#")[0], fields, "multipart" in form.get("enctype"))


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
    return [form for path, form in sorted(found.items()) if not path.endswith("/sign-out")]


def bodies(form: Sent) -> Iterator[tuple[str, dict[str, Any]]]:
    """The ways to send it wrongly."""
    yield "nothing at all", {}
    yield "nothing but the form id", {"once": new_id()}
    yield "untouched", {**dict(form.fields), "once": new_id()}
    yield "each field twice", {n: [v, v] for n, v in form.fields} | {"once": [new_id(), new_id()]}
    yield "a megabyte", {**dict.fromkeys(form.names[:1], "长" * 350_000), "once": new_id()}
    for what in ("tags", "nul", "large"):
        yield f"{what} everywhere", {**dict.fromkeys(form.names, TEXTS[what]), "once": new_id()}
    for what, text in TEXTS.items():
        yield what, {**dict(form.fields), **typed(form, text), "once": new_id()}
    if form.multipart:
        files = {n: (BytesIO(b"\x89PNG\r\n\x1a\n" + b"\x00" * 64), "../x.png") for n in form.names}
        yield "broken files", {**files, "once": new_id()}


def typed(form: Sent, text: Any) -> dict[str, Any]:
    """The text in every field that a person can type into."""
    return {name: text for name, value in form.fields if name not in ALONE and not value}


def test_no_form_falls_over(inhabited, visited):
    app, world = inhabited
    faults = []
    for form in forms(app, world, visited):
        for what, body in bodies(form):
            client = browser(app, world.cookie(world.watcher, "en"))
            with troubles(app) as raised:
                kind = "multipart/form-data" if form.multipart else None
                answer = client.post(form.path, data=body, content_type=kind)
                answer.close()
            if answer.status_code >= 500:
                faults.append(f"{form.path}, {what}: {answer.status_code} {'; '.join(raised)}")
    assert not faults, report(faults, "Refuse it in the form with plain words, with status 422.")
    nothing_dangerous_was_stored(app, world)


def nothing_dangerous_was_stored(app, world) -> None:
    """After all that, every page still answers, and shows what was typed as text."""
    dangerous = re.compile(rb"<script>alert|<img src=x|\b49\b.{0,3}49\b")
    faults = []
    for each in visits(app, world, languages=("en",)):
        if each.status >= 500:
            faults.append(f"{each.name}: {each.status} {each.trouble}")
        elif each.kind == "text/html" and dangerous.search(each.body):
            faults.append(f"{each.name} shows it as markup")
    assert not faults, report(faults, "Text must reach the page through the template's escaping.")
