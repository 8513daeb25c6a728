"""Exit passes at the desk and at the gate, through the client."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.passes.queries import exits
from tests.factories.exit_scene import Scene


@pytest.fixture
def scene(community: Any) -> Scene:
    return Scene(community)


def test_a_guard_lets_out_once_and_is_told_of_the_first_time(scene, sign_in):
    exit_pass = scene.ask()
    code_id, exit_id = exits.code_of(exit_pass).id, exit_pass.id
    ids = [each.id for each in exits.items_of(exit_pass)]
    browser = sign_in(Role.GUARD)
    for page in ("/gate", f"/gate/codes/{code_id}", "/gate/exit-passes/night"):
        assert browser.get(page).status_code == 200
    release, all_of_it = f"/gate/exit-passes/{exit_id}/release", {"items": ids, "mover": "李强"}
    assert browser.post_form(release, all_of_it).status_code == 422
    seen = all_of_it | {"id_seen": "y"}
    assert "Let through" in browser.post_form(release, seen, follow_redirects=True).text
    assert "Used at" in browser.post_form(release, seen, follow_redirects=True).text


def test_the_desk_asks_shows_and_prints(scene, sign_in):
    exit_id, home, owner = scene.ask().id, scene.home.id, scene.owner.id
    browser = sign_in(Role.SERVICE_LEAD)
    pages = ("", "/new", f"/new?home={home}", f"/{exit_id}", f"/{exit_id}/edit", "/copies")
    for page in pages:
        assert browser.get(f"/exit-passes{page}").status_code == 200
    assert browser.get("/forced-releases").status_code == 200
    wanted = {
        "applicant": owner,
        "identity_seen": "y",
        "basis": "owner",
        "reason": "move",
        "items-0-name": "双人床",
        "items-0-quantity": "1",
        "starts": "2026-11-21T06:00",
        "until": "2026-11-21T22:00",
    }
    assert browser.post_form(f"/exit-passes/homes/{home}", wanted).status_code == 303
    order = {"language": "both"}
    slip = browser.post_form(f"/exit-passes/{exit_id}/slips", order, follow_redirects=True)
    assert slip.data.startswith(b"%PDF")
