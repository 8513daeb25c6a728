"""Product and floor as two servers side by side over one SQLite file, asked in turns."""

import contextlib
import http.client
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from waitress import serve

from bench.floor import create_floor
from propertydesk import config, create_app

PASSWORD = "bench in the lobby"  # of a database that lives for one run
ROUNDS, REQUESTS = 5, 30


class Browser:
    """One keep-alive connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Status and body of an answer; raises for a failed one."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Referer"] = "http://127.0.0.1/"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.split(";")[0]
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status}")
        return answer.status, text


def pair(name: str, servers: tuple[Browser, Browser], paths: tuple[str, str], goal: float) -> float:
    """Ask both in turns; prints the ratio and gives the product's p50 in seconds."""
    ours: list[float] = []
    ratios: list[float] = []
    (product, floor), (path, floor_path) = servers, paths
    for _round in range(ROUNDS):
        mine = times(lambda: product.ask("GET", path))
        base = times(lambda: floor.ask("GET", floor_path))
        ours += mine
        ratios.append(median(mine) / median(base))
    ratio = median(ratios)
    verdict = "ok" if ratio <= goal else f"MISSED by {ratio / goal:.1f}x"
    print(
        f"{name:<34}p50 {median(ours) * 1e3:7.2f} ms  {ratio:6.2f}x the floor  goal {goal:g}x {verdict}"
    )
    return median(ours)


def times(work: Callable[[], Any], count: int = REQUESTS) -> list[float]:
    """Seconds of each of `count` runs."""
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return found


def token(browser: Browser, path: str) -> str:
    """The CSRF token of a page's form."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.ask("GET", path)[1])
    if found is None:
        raise RuntimeError(f"no form on {path}")
    return found[1]


def switch(product: Browser, community: int) -> None:
    """Work in another community from now on."""
    form = {"community_id": str(community), "csrf_token": token(product, "/account")}
    product.ask("POST", "/community", form)


@contextlib.contextmanager
def servers(folder: str) -> Iterator[tuple[Browser, Browser]]:
    """Product and floor over the database in `folder`, the bench's own member of staff signed in."""
    ports = {"product": "5871", "floor": "5872"}
    running = [
        subprocess.Popen([sys.executable, "-m", "bench.serving", kind, folder, port])
        for kind, port in ports.items()
    ]
    try:
        product, floor = Browser(5871), Browser(5872)
        _wait(product, "/healthz")
        _wait(floor, "/enter")
        floor.ask("GET", "/enter")
        form = {"csrf_token": token(product, "/sign-in"), "login": "bench", "password": PASSWORD}
        product.ask("POST", "/sign-in", form)
        yield product, floor
    finally:
        for each in running:
            each.terminate()


def _wait(browser: Browser, path: str) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError):
            browser.ask("GET", path)
            return
        browser.connection.close()
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def _serve(kind: str, folder: str, port: str) -> int:
    app: Flask = product_of(folder) if kind == "product" else create_floor(_url(folder))
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # eight clients are meant to queue
    serve(app, host="127.0.0.1", port=int(port), threads=8, _quiet=True)
    return 0


def product_of(folder: str) -> Flask:
    """The application over the database in `folder`."""
    os.environ.update(DESK_INSTANCE=folder)
    return create_app(config.from_environment(Path(folder)))


def _url(folder: str) -> str:
    return f"sqlite:///{folder}/propertydesk.db"


if __name__ == "__main__":
    sys.exit(_serve(*sys.argv[1:]))
