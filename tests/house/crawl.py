"""Visits every page that GET reaches; keeps what came back and what it asked of the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from flask import Flask, got_request_exception, url_for
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.datastructures import Headers
from werkzeug.routing import Rule

from propertydesk.platform.db import db
from tests.house.markup import Page, read
from tests.house.world import World

WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER)\b", re.I)
BOOKKEEPING = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|PRAGMA|SET)\b", re.I)


@dataclass
class Visit:
    """One page as it came back."""

    rule: str
    path: str
    language: str
    fragment: bool
    status: int
    kind: str
    body: bytes
    location: str
    trouble: str
    headers: Headers
    statements: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        asked = " (fragment)" if self.fragment else ""
        return f"{self.path} in {self.language}{asked}"

    @property
    def is_page(self) -> bool:
        """A whole page, as people see it."""
        return self.status == 200 and self.is_html and not self.fragment and b"<html" in self.body

    @property
    def is_html(self) -> bool:
        return self.kind == "text/html"

    @cached_property
    def page(self) -> Page:
        return read(self.body.decode("utf-8"))


def reading_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and "GET" in (rule.methods or ())
    ]


def without_example(app: Flask, world: World) -> list[str]:
    """Variables of addresses that the world has no example for."""
    return sorted(
        {
            f"{name} (of {rule.rule})"
            for rule in reading_rules(app)
            for name in rule.arguments
            if world.example(rule, name) is None
        }
    )


def visits(
    app: Flask,
    world: World,
    *,
    languages: tuple[str, ...] = ("zh", "en"),
    parts: tuple[bool, ...] = (False, True),
) -> list[Visit]:
    """Every page, whole (False) and as a fragment (True), as somebody with every role sees it."""
    found = []
    for rule in reading_rules(app):
        values = {name: world.example(rule, name) for name in rule.arguments}
        if None in values.values():
            continue  # told by the test that looks for missing examples
        with app.test_request_context():
            path = url_for(rule.endpoint, **values, **world.questions.get(rule.endpoint, {}))
        for language, part in product(languages, parts):
            found.append(visit(app, world, rule.rule, path, language=language, fragment=part))
    return found


def visit(
    app: Flask, world: World, rule: str, path: str, *, language: str, fragment: bool
) -> Visit:
    client = browser(app, world.cookie(world.watcher, language))
    headers = {"Accept-Language": language} | ({"HX-Request": "true"} if fragment else {})
    with statements(app) as asked, troubles(app) as raised:
        answer = client.get(path, headers=headers)
        body = answer.get_data()
        answer.close()
    return Visit(
        rule=rule,
        path=path,
        language=language,
        fragment=fragment,
        status=answer.status_code,
        kind=answer.mimetype,
        body=body,
        location=answer.headers.get("Location", ""),
        trouble="; ".join(raised),
        headers=answer.headers,
        statements=asked,
    )


def browser(app: Flask, cookie: dict[str, Any]) -> FlaskClient:
    """A browser that holds this session."""
    client = FlaskClient(app, app.response_class)
    with client.session_transaction() as session:
        session.update(cookie)
    return client


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, without transaction control."""
    asked: list[str] = []
    with app.app_context():
        engine = db.engine

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not BOOKKEEPING.match(statement):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def troubles(app: Flask) -> Iterator[list[str]]:
    """What views raised meanwhile, in words; the client sees the error page, as a person would."""
    raised: list[str] = []

    def note(_app: Flask, exception: Exception) -> None:
        raised.append(f"{type(exception).__name__}: {exception}"[:200])

    before = app.config["PROPAGATE_EXCEPTIONS"]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    got_request_exception.connect(note, app)
    try:
        yield raised
    finally:
        got_request_exception.disconnect(note, app)
        app.config["PROPAGATE_EXCEPTIONS"] = before


def writing(asked: list[str]) -> list[str]:
    return [statement for statement in asked if WRITE.match(statement)]
