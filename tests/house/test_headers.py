"""What every answer tells the browser, on each of them: pages, files, refusals, redirects, faults."""

from collections import Counter

import pytest

from propertydesk.platform.headers import ALWAYS, KEYS_IN_ADDRESSES
from propertydesk.platform.idempotency import new_id
from tests.house.crawl import browser, troubles
from tests.house.source import report
from tests.house.test_access import addresses
from tests.house.test_routes import rules

pytestmark = pytest.mark.xdist_group("crawl")

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " font-src 'self'; connect-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none';"
    " form-action 'self'; frame-ancestors 'none'"
)
EXACT = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Pictures are no pages: they may be kept for a day, and nothing in them may run.
PICTURES = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "private, max-age=86400",
}
# Pages whose address is a key in itself.
KEYED = ("/s/", "/r/", "/g/", "/exports/files/", "/set-up/", "/new-password/", "/lost-phone/")
# The one page that looks through a camera: it scans codes while the guard holds the phone.
SEES = "/gate"
STATIC = "/static/favicon.svg"
ODD = (
    ("GET", "/nowhere"),
    ("GET", "/nowhere/%00%0d%0aX-Evil:1"),
    ("GET", "/repairs/999999"),
    ("GET", "/repairs/99999999999999999999999"),
    ("GET", "/s/nonsense"),
    ("GET", "/s/nonsense/further"),
    ("GET", "/static/../run.py"),
    ("GET", "/static/missing.js"),
    ("GET", STATIC),
    ("HEAD", "/"),
    ("OPTIONS", "/"),
    ("TRACE", "/"),
    ("PUT", "/repairs"),
    ("DELETE", "/repairs/1"),
    ("POST", "/repairs"),
    ("PROPFIND", "/"),
)


def faults_of(headers, path: str) -> list[str]:
    """What an answer lacks, or says otherwise."""
    is_picture = headers.get("Content-Type") == "image/webp"
    wanted = EXACT | (PICTURES if is_picture else {})
    if not path.startswith("/static/") or "max-age" not in headers["Cache-Control"]:
        wanted = {"Cache-Control": "no-store", "Vary": "Cookie"} | wanted
    wanted["Permissions-Policy"] = ALWAYS["Permissions-Policy"]
    if path == SEES and "camera=(self)" in headers["Permissions-Policy"]:
        wanted["Permissions-Policy"] = ALWAYS["Permissions-Policy"].replace(
            "camera=()", "camera=(self)"
        )
    private = path.startswith(KEYED)
    wanted["Referrer-Policy"] = "no-referrer" if private else "same-origin"
    found = {name: headers.getlist(name) for name in wanted}
    faults = [f"{name}: {found[name]}" for name in wanted if found[name] != [wanted[name]]]
    return faults + [f"tells {name}" for name in ("Server", "X-Powered-By") if name in headers]


def test_every_page_and_file_says_exactly_what_it_must(visited):
    faults = [
        f"{each.name}: {fault}" for each in visited for fault in faults_of(each.headers, each.path)
    ]
    assert not faults, report(faults, "See propertydesk/platform/headers.py.")


@pytest.mark.parametrize("who", ["somebody", "nobody"])
def test_refusals_say_it_too(inhabited, who: str):
    """Every route without a form and without a right, addresses that lead nowhere, other methods."""
    app, world = inhabited
    asked = [(method, path) for method, path, _ in addresses(app, world)] + list(ODD)
    faults, met = [], Counter()
    for method, path in asked:
        client = browser(app, world.cookie(world.colleague, "en") if who == "somebody" else {})
        with troubles(app):
            answer = client.open(path, method=method)
            answer.close()
        met[answer.status_code] += 1
        place = answer.request.path
        faults += [f"{method} {path}: {fault}" for fault in faults_of(answer.headers, place)]
    assert not faults, report(faults, "See propertydesk/platform/headers.py.")
    assert {303, 404, 405} <= set(met)


def test_faults_of_our_own_say_it_too(inhabited, monkeypatch):
    app, world = inhabited
    client = browser(app, world.cookie(world.watcher, "en"))

    def fall_over(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("SELECT secret FROM /home/desk/instance")

    monkeypatch.setitem(app.view_functions, "counter.index", fall_over)
    with troubles(app):
        answer = client.get("/")
    assert answer.status_code == 500
    assert faults_of(answer.headers, "/") == []
    for told in ("secret", "RuntimeError", "Traceback", "instance"):
        assert told not in answer.text


def test_what_is_too_large_says_it_too(inhabited):
    app, world = inhabited
    client = browser(app, world.cookie(world.watcher, "en"))
    answer = client.post("/language", data={"lang": "x" * 3_000_000})
    assert answer.status_code == 413
    assert faults_of(answer.headers, "/language") == []


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (STATIC, "public, max-age=3600"),
        (f"{STATIC}?v=1", "public, max-age=31536000, immutable"),
        ("/static/missing.js?v=1", "no-store"),
    ],
)
def test_files_of_the_site_may_be_kept_by_everybody(inhabited, path: str, kept: str):
    app, world = inhabited
    answer = browser(app, world.cookie(world.watcher, "en")).get(path)
    assert answer.headers["Cache-Control"] == kept
    answer.close()


def test_signing_out_empties_the_browser(inhabited):
    app, world = inhabited
    client = browser(app, world.cookie(world.watcher, "en"))
    answer = client.post("/sign-out", data={"once": new_id()})
    assert answer.status_code == 303
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert faults_of(answer.headers, "/sign-out") == []


def test_a_public_address_with_a_key_in_it_is_known_as_such(inhabited):
    """Whoever opens such a page must not tell its address to the next."""
    app, _ = inhabited
    faults = [
        f"{rule.rule}: {name}"
        for rule in rules(app)
        if app.view_functions[rule.endpoint].door.kind == "public"
        for name in rule.arguments - KEYS_IN_ADDRESSES
    ]
    assert not faults, report(faults, "Call it token, or name it in KEYS_IN_ADDRESSES.")
