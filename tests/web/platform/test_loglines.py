"""The log stays parseable and discreet, whatever people send (reliability B6)."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from propertydesk.accounts.rules import Role
from propertydesk.platform.loglines import JsonLines

pytestmark = pytest.mark.web

Told = Callable[[str], None]
BREAKS = (
    "\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\0", "\x1b[31m", "\x9b31m",
    "\u202e", "\u2066", "\\n", "%0a", "%0d%0a", '"}\n{"', '", "level": "info', "\\",
)  # fmt: skip
FORGED = (
    '{"at": "2026-11-21", "level": "info", "message": "signed in", "actor": "staff:1"}',
    "INFO in app: signed in as administrator",
    '127.0.0.1 - - [21/Nov/2026] "GET / HTTP/1.1" 200 -',
    "password=hunter2 csrf_token=abcdef0123 once=QWERTYUIOP",
    "call 13812345678 or +8613912345678, identity 990000199003070012",
    "{0.__class__.__init__.__globals__} %(message)s ${jndi:ldap://x} %n %s",
)
SECRETS = (
    "hunter2",
    "abcdef0123",
    "QWERTYUIOP",
    "13812345678",
    "13912345678",
    "990000199003070012",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What our loggers write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("propertydesk")
    ours.addHandler(handler)
    yield stream
    ours.removeHandler(handler)


def records(log: io.StringIO) -> list[dict[str, Any]]:
    """Every line, parsed: one that is no record fails here."""
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_every_event_is_one_record(app: Flask, log: io.StringIO, told: Told) -> None:
    texts = [
        f"{a}{b}{c}{forged}"
        for a in BREAKS
        for b in ("", "x")
        for c in BREAKS[:2]
        for forged in FORGED
    ]
    for text in texts:
        logging.getLogger("propertydesk.test").warning("somebody typed %s", text)
    found = records(log)
    told(f"{len(texts)} texts")
    assert len(texts) > 500
    assert len(found) == len(texts)
    assert {each["logger"] for each in found} == {"propertydesk.test"}
    assert log.getvalue().isascii()
    assert not [secret for secret in SECRETS if secret in log.getvalue()]


def test_a_fault_is_one_record_that_names_its_request(
    app: Flask, sign_in: Callable[..., Any], log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.CLERK)

    def fall_over(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("no such phone: 13812345678\n" + FORGED[0])

    monkeypatch.setitem(app.view_functions, "repairs.detail", fall_over)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = client.get("/repairs/7?phone=13812345678")
    (record,) = records(log)
    assert answer.status_code == 500
    assert record["request"] == answer.headers["X-Request-Id"]
    assert record["route"] == "GET /repairs/<int:repair_id>"
    assert record["actor"].startswith("staff:")
    assert "RuntimeError" in record["error"]
    assert "13812345678" not in log.getvalue()


def test_the_application_writes_so(app: Flask) -> None:
    for name in ("propertydesk", "waitress"):
        (handler,) = logging.getLogger(name).handlers
        assert isinstance(handler.formatter, JsonLines)
