"""From where requests are taken: names of the site, lines, pages of other sites, forged forms."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, url_for

from propertydesk import config, create_app
from propertydesk.accounts.rules import Role
from propertydesk.platform import idempotency
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from tests.conftest import DeskClient
from tests.factories.accounts import (
    StaffFactory,
    StaffRoleFactory,
    signed_in_cookie,
)

pytestmark = pytest.mark.web

Told = Callable[[str], None]
HERE = "https://desk.example.cn"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

EVIL = ("evil.example", "evil.example.", "xn--e1awd7f.example", "ｅｖｉｌ.example", "evil。example")
BLANKS = (
    "",
    "%09",
    "\t",
    "%0a",
    "\n",
    "\r",
    "%20",
    " ",
    "\x00",
    "\x1f",
    "\x7f",
    "\u00a0",
    "\u2028",
)
SLASHES = (
    "//",
    "///",
    "/\\",
    "\\/",
    "\\\\",
    "/%2f",
    "/%5c",
    "%2f%2f",
    "／／",
    "/／",
    "⁄⁄",
    "/./",
    "/..//",
)
SCHEMES = (
    "http:", "https:", "HtTpS:", "ftp:", "javascript:", "JaVaScRiPt:", "java\tscript:", "data:text/html,",
    "vbscript:", "file:", "blob:", "view-source:", "ws:", "mailto:", "x:",
)  # fmt: skip
ENDINGS = ("", "/", "/repairs", "/%2e%2e", ":443/", "#/repairs", "?/repairs", "@desk.example.cn/")
STRANGE = (
    "/repairs\r\nSet-Cookie: x=1", "/repairs\nLocation: //evil.example", "/repairs\\@evil.example",
    "/repairs\x00", "/\u2028/evil.example", "/ /evil.example", "repairs", "", "#", "?", ".", "..", "/../..",
    "/nowhere", "/repairs/1/dispatch", "/sign-out", "/language", "/repairs/x", "/repairs/-1", "/repairs/",
    "/repairs//1", "//repairs", "/repairs/1/", "/static", "/@evil.example", "/.evil.example", "/%", "/%ff",
    "/" + "a" * 3000, "/repairs?" + "q" * 3000, "/\u202erepairs", "/javascript:alert(1)", "/www.evil.example",
)  # fmt: skip


def targets() -> list[str]:
    """Some thousand addresses that lead elsewhere, nowhere, or to something that is no page."""
    made = [b + s + e + end for b in BLANKS for s in SLASHES for e in EVIL for end in ENDINGS[:4]]
    made += [
        b + s + "//" + e + end for b in BLANKS[:6] for s in SCHEMES for e in EVIL for end in ENDINGS
    ]
    made += [f"{s}alert(1)" for s in SCHEMES]
    made += [
        f"//{user}@{e}/"
        for user in ("desk.example.cn", "a:b", "%40", "localhost:5000")
        for e in EVIL
    ]
    return [*made, *STRANGE]


def followed(location: str) -> str:
    """Where a browser goes: it reads tabs and line ends over, and takes backslashes for slashes."""
    return re.sub(r"[\t\r\n]", "", location).replace("\\", "/")


@pytest.mark.slow
def test_a_way_on_never_leads_elsewhere(sign_in: Any, told: Told) -> None:
    client = sign_in(Role.CLERK)
    tried = 0
    for target in targets():
        asked: dict[str, Any] = {"next": target, "lang": "en"}
        come_in = client.get("/sign-in", query_string=asked)
        for answer in (come_in, client.post_form("/language", asked)):
            tried += 1
            assert answer.status_code == 303, target
            assert followed(answer.location) == "/", target
    told(f"{tried} redirects")
    assert tried > 4_000


@pytest.mark.parametrize(
    "target",
    ["/", "/repairs", "/repairs?state=new&q=%E5%BC%A0", "/repairs/7", "/search?q=3-2-1501#hits"],
)
def test_a_way_on_leads_to_pages_of_this_site(sign_in: Any, target: str) -> None:
    answer = sign_in(Role.CLERK).post_form("/language", {"next": target, "lang": "en"})
    assert answer.location == target


# --- the site's name, in production ------------------------------------------


@pytest.fixture
def in_production(app: Flask) -> Iterator[Flask]:
    """The application as it stands in production, behind no proxy that it trusts."""
    desk, cookie = app.config["DESK"], app.config["SESSION_COOKIE_SECURE"]
    app.config.update(DESK=replace(desk, mode="production", base_url=HERE), SERVER_NAME=None)
    yield app
    app.config.update(DESK=desk, SERVER_NAME="localhost", SESSION_COOKIE_SECURE=cookie)


HOSTS = (
    "evil.example", "evil.example:443", "desk.example.cn.evil.example", "evil-desk.example.cn", "desk.example.c",
    "sub.desk.example.cn", "localhost", "127.0.0.1", "127.0.0.1:5000", "[::1]", "0", "2130706433", "0x7f.1",
    "desk.example.cn@evil.example", "evil.example#desk.example.cn", "desk.example.cn evil.example", "",
    "desk.example.cn\\evil.example", "evil.example/desk.example.cn", "desk.example.cn,evil.example", "*", ".",
    "desk.example.cn%00.evil.example", "<script>", "\"><img src=x>", "desk_example_cn", "ｄｅｓｋ.evil.example",
)  # fmt: skip
FORWARDING = (
    "X-Forwarded-Host", "X-Forwarded-Server", "X-Host", "X-HTTP-Host-Override", "Forwarded", "X-Original-Host",
    "X-Original-URL", "X-Rewrite-URL", "X-Forwarded-Proto", "X-Forwarded-Scheme", "X-Forwarded-For",
    "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "X-URL-Scheme", "Front-End-Https",
)  # fmt: skip


def asked_by(app: Flask, host: str, path: str = "/sign-in", **headers: str) -> Any:
    """What is answered over https to a request that names the site so."""
    return app.test_client().get(
        path, base_url=HERE, headers={**headers, "Host": host.encode("utf-8").decode("latin-1")}
    )


@pytest.mark.parametrize("host", HOSTS)
def test_a_strange_name_is_refused_plainly(in_production: Flask, host: str) -> None:
    for path in ("/", "/sign-in", "/nowhere", "/repairs/1", "/static/favicon.svg"):
        answer = asked_by(in_production, host, path)
        assert answer.status_code == 400, path
        assert answer.mimetype == "text/plain"
        assert "evil" not in answer.text
        assert "evil" not in str(answer.headers)
        answer.close()


@pytest.mark.parametrize("host", ["desk.example.cn", "desk.example.cn:443", "DESK.example.cn"])
def test_the_own_name_is_known(in_production: Flask, host: str) -> None:
    assert asked_by(in_production, host).status_code == 200


def test_watchers_on_the_machine_need_no_name(in_production: Flask) -> None:
    answer = in_production.test_client().get("/healthz", base_url="http://127.0.0.1:5000")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


def test_forwarding_headers_count_for_nothing_without_a_proxy(
    in_production: Flask, told: Told
) -> None:
    tried = 0
    for name in FORWARDING:
        for value in filter(str.isascii, HOSTS):
            shape = "host={};proto=http" if name == "Forwarded" else "{}"
            forged = {name: shape.format(value)}
            answer = asked_by(in_production, "desk.example.cn", "/repairs", **forged)
            assert (answer.status_code, answer.location) == (303, "/sign-in?next=/repairs")
            assert "evil" not in answer.text
            tried += 1
    told(f"{tried} forwarding headers")
    assert tried > 350


def test_an_open_line_leads_to_the_configured_address(in_production: Flask) -> None:
    client = in_production.test_client()
    answer = client.get("/sign-in?next=/repairs", base_url="http://desk.example.cn")
    assert (answer.status_code, answer.location) == (308, f"{HERE}/sign-in?next=/repairs")
    sent = client.post("/language", base_url="http://desk.example.cn", data={"lang": "en"})
    assert sent.status_code == 403
    claimed = client.get(
        "/sign-in", base_url="http://desk.example.cn", headers={"X-Forwarded-Proto": "https"}
    )
    assert claimed.status_code == 308, "nobody's word is taken for the line"


# --- forged forms ----------------------------------------------------------


class Desk:
    """A signed-in manager's browser, with the tokens that pages give."""

    def __init__(self, app: Flask, community: Any) -> None:
        staff = StaffFactory()
        StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.MANAGER)
        self.client = DeskClient(app, app.response_class)
        with self.client.session_transaction() as session:
            session.update(signed_in_cookie(staff.id) | {"community_id": community.id})

    @property
    def token(self) -> str:
        found = TOKEN.search(self.client.get("/account").text)
        assert found
        return found[1]


@pytest.fixture
def desk(app: Flask, community: Any) -> Iterator[Desk]:
    """The browser, with tokens demanded."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield Desk(app, community)
    app.config["WTF_CSRF_ENABLED"] = False


ELSEWHERE: list[dict[str, str]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    {"Sec-Fetch-Site": "nonsense"},
    {"Sec-Fetch-Site": ""},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://evil.example/localhost"},
    {"Origin": "http://localhost:8080"},
    {"Origin": "http://localhost@evil.example"},
    {"Origin": "javascript://localhost"},
    {"Origin": "localhost"},
    {"Origin": "file://"},
    {"Origin": "http://[::1"},
]


def writing_addresses(app: Flask) -> list[str]:
    """One address for every route that writes; what it names need not exist."""
    with app.test_request_context():
        return sorted(
            url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 1))
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ())
        )


def state() -> tuple[int, int]:
    """How much has been done."""
    db.session.rollback()
    return tuple(db.session.query(model).count() for model in (Activity, idempotency.Submission))  # type: ignore[return-value]  # two counts


@pytest.mark.slow
def test_no_form_is_taken_without_its_own_token(
    app: Flask, desk: Desk, community: Any, told: Told
) -> None:
    other = Desk(app, community)
    tokens = {"none": "", "another session's": other.token, "invented": "x" * 91}
    desk.client.get("/account")
    before, tried = state(), 0
    for path in writing_addresses(app):
        for name, token in tokens.items():
            form = {"csrf_token": token, idempotency.FIELD: idempotency.new_id()}
            answer = desk.client.post(path, data=form)
            assert answer.status_code == 400, (path, name)
            tried += 1
        for way in ("text/plain", "application/json", "text/html"):
            answer = desk.client.post(path, data=f"csrf_token={desk.token}\r\n", content_type=way)
            assert answer.status_code in {400, 422}, (path, way)
            tried += 1
    told(f"{tried} forms")
    assert state() == before
    assert tried > 300


@pytest.mark.parametrize("headers", ELSEWHERE, ids=str)
def test_no_form_is_taken_from_another_site(
    app: Flask, desk: Desk, headers: dict[str, str]
) -> None:
    token, before = desk.token, state()
    for path in writing_addresses(app):
        form = {"csrf_token": token, idempotency.FIELD: idempotency.new_id()}
        assert desk.client.post(path, data=form, headers=headers).status_code == 403, path
    assert state() == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},  # a page with a key in its address
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "http://localhost:80"},
    ],
    ids=str,
)
def test_forms_of_our_own_pages_are_taken(desk: Desk, headers: dict[str, str]) -> None:
    form = {"csrf_token": desk.token, "lang": "en", "next": "/repairs"}
    answer = desk.client.post("/language", data=form, headers=headers)
    assert (answer.status_code, answer.location) == (303, "/repairs")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS"])
@pytest.mark.parametrize("header", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_no_other_method_does_a_forms_work(
    app: Flask, desk: Desk, method: str, header: str
) -> None:
    form = {"csrf_token": desk.token, idempotency.FIELD: idempotency.new_id(), "_method": "POST"}
    before = state()
    for path in writing_addresses(app):
        asked = {"query_string": form} if method in {"GET", "HEAD"} else {"data": form}
        answer = desk.client.open(path, method=method, headers={header: "POST"}, **asked)
        answer.close()
        assert answer.status_code in {200, 303, 400, 403, 404, 405, 422}, (path, answer.status_code)
    assert state() == before


# --- an installation of its own, as production builds it -----------------------


@pytest.fixture
def built_for_production(app: Flask) -> Flask:
    """The application that DESK_MODE=production and an https:// address give."""
    return create_app(replace(app.config["DESK"], mode="production", base_url=HERE))


def test_cookies_are_for_this_site_over_https_alone(built_for_production: Flask) -> None:
    client = built_for_production.test_client()
    page = client.get("/sign-in", base_url=HERE)
    (cookie,) = page.headers.getlist("Set-Cookie")
    name, _, rest = cookie.partition("=")
    flags = {each.strip() for each in rest.split(";")[1:]}
    assert name == "__Host-desk"
    assert flags >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
    assert not any(each.startswith("Domain") for each in flags)


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/static/favicon.svg", "/healthz"])
def test_browsers_are_told_to_stay_with_https_for_a_year(
    built_for_production: Flask, path: str
) -> None:
    answer = built_for_production.test_client().get(path, base_url=HERE)
    wanted = "max-age=31536000; includeSubDomains"
    assert answer.headers.getlist("Strict-Transport-Security") == [wanted]
    answer.close()


@pytest.mark.parametrize(
    "address", ["", "http://desk.example.cn", "https://", "https:///desk", "https://d.cn/x"]
)
def test_production_needs_an_address_to_be_reached_by(
    address: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DESK_MODE", "production")
    monkeypatch.setenv("DESK_INSTANCE", str(tmp_path))
    monkeypatch.setenv("DESK_BASE_URL", address)
    with pytest.raises(ValueError, match="DESK_BASE_URL"):
        config.from_environment(tmp_path)
