"""The guard's phone and the address in the QR code."""

import io
from typing import Any

import pytest
from PIL import Image

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import PassUse
from propertydesk.passes.queries import door
from propertydesk.platform.db import db
from tests.factories.passes import GateFactory, code_of


@pytest.fixture(autouse=True)
def _no_kind_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mechanism alone: no kind of pass has told the gate anything about itself."""
    monkeypatch.setattr(door, "_types", {})


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id, number=2)


def sealed(app: Any, code: Any) -> str:
    with app.test_request_context():
        return door.sealed_code(code)


def test_opening_the_address_uses_nothing_up(app, client, community, gate):
    code = code_of(community)
    for _time in range(3):
        answer = client.get(f"/g/{sealed(app, code)}")
        assert answer.status_code == 200
        assert "Opening this page does not use it." in answer.text or "不会使用" in answer.text
    assert db.session.query(PassUse).count() == 0


def test_an_altered_address_leads_nowhere(app, client, community):
    token = sealed(app, code_of(community))
    for wrong in (token[:-1], token.lower(), token + "A", code_of(community, 2).typed):
        assert client.get(f"/g/{wrong}").status_code == 404


def test_a_guard_who_opens_the_address_reads_the_answer_at_the_gate(app, sign_in, community, gate):
    code = code_of(community)
    browser = sign_in(Role.GUARD)
    answer = browser.get(f"/g/{sealed(app, code)}", follow_redirects=True)
    assert "Valid" in answer.text
    assert code.shown in answer.text


def test_a_typed_code_is_looked_up(sign_in, community, gate):
    browser = sign_in(Role.GUARD)
    good = browser.post_form(
        "/gate/scans", {"code": code_of(community).shown}, follow_redirects=True
    )
    assert "Valid" in good.text
    unknown = browser.post_form("/gate/scans", {"code": "2222-2222"}, follow_redirects=True)
    assert "Unknown code" in unknown.text
    assert db.session.query(PassUse).count() == 1


def test_a_guard_chooses_the_gate(sign_in, community, gate):
    GateFactory(community_id=community.id, number=3)
    browser = sign_in(Role.GUARD)
    assert "At which gate do you stand?" in browser.get("/gate").text
    unchosen = browser.post_form("/gate/scans", {"code": "2222-2222"})
    assert unchosen.status_code == 422
    browser.post_form("/gate/place", {"gate": gate.id})
    assert "At which gate do you stand?" not in browser.get("/gate").text


def test_gates_are_kept_by_managers(sign_in, community, gate):
    browser = sign_in(Role.MANAGER)
    browser.post_form("/gates", {"name_zh": "东门", "name_en": "East gate"})
    browser.post_form(f"/gates/{gate.id}/name", {"name_zh": "南门", "name_en": "South gate"})
    shown = browser.get("/gates").text
    assert "东门" in shown
    assert "南门" in shown
    assert browser.post_form(f"/gates/{gate.id}/ending").status_code == 303
    assert "南门" not in browser.get("/gates").text


def test_the_phone_finds_the_icons_that_it_needs_to_put_the_gate_on_its_screen(sign_in, community):
    browser = sign_in(Role.GUARD)
    told = browser.get("/gate/manifest.webmanifest").json
    assert {each["sizes"] for each in told["icons"]} == {"any", "192x192", "512x512"}
    for each in told["icons"]:
        with browser.get(each["src"]) as picture:
            assert picture.mimetype == each["type"]
            content = picture.data
        if each["type"] == "image/png":
            size = Image.open(io.BytesIO(content)).size
            assert f"{size[0]}x{size[1]}" == each["sizes"]
