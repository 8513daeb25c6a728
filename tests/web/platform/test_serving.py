"""The server's own refusals: requests that never reach the application."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from propertydesk.platform.headers import ALWAYS
from propertydesk.platform.serving import server_of

pytestmark = pytest.mark.web

Ask = Callable[[bytes], tuple[str, dict[str, str], str]]


@pytest.fixture
def ask(app: Flask) -> Iterator[Ask]:
    """Sends bytes to a running server; gives status line, headers and body of what comes back."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = server_of(app, listener)
    thread = threading.Thread(target=server.run)
    thread.start()

    def send(request: bytes) -> tuple[str, dict[str, str], str]:
        with socket.create_connection(listener.getsockname()[:2], timeout=10) as line:
            line.sendall(request)
            line.shutdown(socket.SHUT_WR)
            answer = b"".join(iter(lambda: line.recv(65536), b""))
        head, _, body = answer.partition(b"\r\n\r\n")
        status, *lines = head.decode().split("\r\n")
        return status, dict(each.split(": ", 1) for each in lines), body.decode()

    yield send
    server.close()
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\nBroken\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused_without_a_word_too_many(
    ask: Ask, request_: bytes, status: int
) -> None:
    line, headers, body = ask(request_)
    assert line.split()[1] == str(status)
    assert headers.items() >= ALWAYS.items()
    assert "Server" not in headers
    assert body.strip() == line.split(" ", 2)[2]


def test_answers_do_not_tell_what_serves_them(ask: Ask) -> None:
    _, headers, body = ask(b"GET /nowhere HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert not {"Server", "Via", "X-Powered-By"} & set(headers)
    for name in ("waitress", "werkzeug", "flask", "python"):
        assert name not in (body + str(headers)).lower()
