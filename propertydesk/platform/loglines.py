"""The log as lines: one JSON record each, so that nothing typed can pretend to be a record of its own.

What records say of people is masked as they are made (`logs`); here they get their shape. A record
names the route and never the address, which may hold a key.
"""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any, TextIO, cast

from click import get_current_context
from flask import Flask, g, has_request_context, request
from flask.logging import wsgi_errors_stream

from propertydesk.platform.logs import clean

NAMES = ("propertydesk", "waitress")
"""Loggers that speak for this application."""
LONGEST = 8_000
"""Characters of a text in a record; of a long error the end says most."""

_KEYS = re.compile(
    r"((?:csrf_token|once|password|session|desk)['\"]?\s*[=:]\s*['\"]?)[^\s'\";&,)]+"
)


class JsonLines(logging.Formatter):
    """A record as one line of JSON in ASCII: line ends, colours and marks of direction are escaped."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _discreet(record.getMessage()),
            **_asked(),
        }
        if record.exc_info:
            error = record.exc_text or self.formatException(record.exc_info)
            told["error"] = _discreet(error)
        return json.dumps(told, ensure_ascii=True)


def init_log_lines(app: Flask) -> None:
    """Let all our loggers write so, to the standard error."""
    handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
    handler.addFilter(_nobody_waits)
    handler.setFormatter(JsonLines())
    for name in NAMES:
        logging.getLogger(name).handlers[:] = [handler]
    app.logger.setLevel(logging.INFO)


def _discreet(text: str) -> str:
    return _KEYS.sub(r"\1***", clean(text))[-LONGEST:]


def _nobody_waits(_record: logging.LogRecord) -> bool:
    """Whether nobody sits before it: a command tells its errors itself, in one line."""
    return get_current_context(silent=True) is None


def _asked() -> dict[str, Any]:
    """Which request it was about, and whose."""
    if not has_request_context():
        return {}
    actor = g.get("actor")
    rule = request.url_rule.rule if request.url_rule else ""
    return {
        "request": g.get("request_id", ""),
        "route": f"{request.method} {rule}".strip(),
        "actor": f"{actor.kind}:{actor.id}" if actor else "",
    }
