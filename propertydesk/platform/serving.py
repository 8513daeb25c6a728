"""The web server, kept as quiet and as careful about its own refusals as the application is.

Requests that are no HTTP are answered by the server itself, without the application ever seeing
them: its words and headers are set here.
"""

import socket
from typing import Any

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask

from propertydesk.platform.headers import ALWAYS

THREADS = 8
MOST_CONNECTIONS = 1000


class _Refusal(ErrorTask):  # type: ignore[misc]  # waitress carries no types
    """An answer of the server itself: the status alone, with the headers of all answers."""

    def execute(self) -> None:
        error = self.request.error
        self.status = f"{error.code} {error.reason}"
        kept_away = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
        plain = {"Content-Type": "text/plain; charset=utf-8"}
        self.response_headers.extend({**plain, **ALWAYS, **kept_away}.items())
        self.set_close_on_finish()
        body = f"{error.reason}\n".encode()
        self.content_length = len(body)
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]  # as above
    error_task_class = _Refusal


def server_of(app: Flask, listener: socket.socket) -> Any:
    """A server over a socket that listens already; `run()` serves until it is ended."""
    server = create_server(
        app,
        sockets=[listener],
        threads=THREADS,
        ident=None,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,
        # The application reads these headers itself, from as many proxies as DESK_PROXIES says.
        clear_untrusted_proxy_headers=not app.config["DESK"].proxies,
    )
    server.channel_class = _Channel
    return server
