"""Walks from the start page along links and buttons, as far as somebody gets."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from tests.house.crawl import browser
from tests.house.markup import Element, Page, read

MOST_OF_A_KIND = 2
"""Pages visited of one address: with other filters they offer the same."""
MOST_OF_A_RECORD = 4

_GETS = {"href", "hx-get", "src", "data-get", "data-url"}
Way = tuple[str, str]


@dataclass
class Walk:
    """What was offered and what lay behind it."""

    app: Flask
    client: FlaskClient
    offered: dict[Way, set[str]] = field(default_factory=dict)
    """Method and rule, with the pages that offered it."""
    dead: list[str] = field(default_factory=list)
    visited: Counter[str] = field(default_factory=Counter)

    def rule_of(self, method: str, path: str) -> Rule | None:
        """The route behind an address of this site."""
        try:
            rule, _ = self.app.url_map.bind("").match(urlsplit(path).path, method, return_rule=True)
        except HTTPException:
            return None
        return rule

    def visit(self, path: str, offered_by: str) -> list[str]:
        """Open a page; gives the addresses that can be opened from there."""
        answer = self.client.get(path)
        body = answer.get_data()
        answer.close()
        if answer.status_code >= 400:
            self.dead.append(f"GET {path} ({answer.status_code}), offered by {offered_by}")
        if answer.status_code in {303, 308}:
            return [answer.headers["Location"]]
        if answer.mimetype != "text/html" or answer.status_code >= 400:
            return []
        return self.ways_on(read(body.decode()), path)

    def ways_on(self, page: Page, here: str) -> list[str]:
        """Note everything the page offers; gives what a GET can follow."""
        further = []
        for element in page.elements:
            for method, target in ways(element):
                path = target.split("#")[0] or here
                if not path.startswith("/") or path.startswith("/static/"):
                    continue
                rule = self.rule_of(method, path)
                if rule is None:
                    self.dead.append(f"{method} {path} leads nowhere, offered by {here}")
                    continue
                self.offered.setdefault((method, rule.rule), set()).add(here)
                further += [path] if method == "GET" else []
        return further


def ways(element: Element) -> list[Way]:
    """What can be followed from an element: links, live parts, forms and their buttons."""
    found = [("GET", element.get(name)) for name in sorted(_GETS) if element.get(name)]
    if element.get("hx-post"):
        found.append(("POST", element.get("hx-post")))
    if element.get("formaction"):
        found.append(("POST", element.get("formaction")))
    if (
        element.tag == "form" and "hidden" not in element.attributes
    ):  # that one is filled by buttons
        found.append((element.get("method").upper() or "GET", element.get("action") or "#"))
    return found


def walk(app: Flask, cookie: dict[str, Any], *, start: str = "/", also: Sequence[str] = ()) -> Walk:
    """Everything that somebody with this session comes to from `start`; pages `also` in the end, as
    far as others of their kind were offered.
    """
    found = Walk(app, browser(app, cookie))
    queue, seen = deque([(start, "the start")]), {start}
    while queue:
        path, offered_by = queue.popleft()
        rule = found.rule_of("GET", path)
        kind = rule.rule if rule else path
        if found.visited[kind] >= (MOST_OF_A_RECORD if "<int:" in kind else MOST_OF_A_KIND):
            continue
        found.visited[kind] += 1
        for further in found.visit(path, offered_by):
            if further not in seen:
                seen.add(further)
                queue.append((further, path))
    for path in also:
        rule = found.rule_of("GET", path)
        if rule and ("GET", rule.rule) in found.offered:
            found.visit(path, "its kind")
    return found
