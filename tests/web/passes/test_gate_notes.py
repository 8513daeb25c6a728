"""Notes of the gate on screen: three buttons of the guard, the desk's list and its answers."""

from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.passes.models.gate_notes import GateNote
from propertydesk.platform.db import db
from tests.factories.passes import GateFactory

MATTER = {"what": "漏水想约人看", "name": "王", "phone": "13900001234"}


@pytest.fixture(autouse=True)
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id, number=2)


def newest() -> GateNote:
    db.session.rollback()
    return db.session.query(GateNote).order_by(GateNote.id.desc()).first()


def test_a_matter_of_the_night_is_called_back_from_the_desk(sign_in):
    guard = sign_in(Role.GUARD)
    assert "/gate/notes/new/matter" in guard.get("/gate").text
    shown = guard.post_form("/gate/notes/new/matter", MATTER, follow_redirects=True).text
    assert "139****1234" in shown
    assert "13900001234" not in shown
    note = newest()
    clerk = sign_in(Role.CLERK)
    listed = clerk.get("/gate-notes?kind=matter&state=open&sort=due").text
    assert note.number in listed
    refused = clerk.post_form(f"/gate-notes/{note.id}/closing", {"outcome": "registered"})
    assert refused.status_code == 422
    assert "under which number" in refused.text
    done = {"outcome": "registered", "words": "BX20261121-0001"}
    assert (
        "Dealt with"
        in clerk.post_form(f"/gate-notes/{note.id}/closing", done, follow_redirects=True).text
    )
    assert clerk.post_form(f"/gate-notes/{note.id}/closing", done).status_code == 409


def test_what_is_missing_is_said_and_nothing_typed_is_lost(sign_in):
    guard = sign_in(Role.GUARD)
    answer = guard.post_form("/gate/notes/new/matter", {**MATTER, "phone": ""})
    assert answer.status_code == 422
    assert "漏水想约人看" in answer.text
    wrong = guard.post_form("/gate/notes/new/matter", {**MATTER, "home": "99-9-9999"})
    assert wrong.status_code == 422
    assert guard.get("/gate/notes/new/weather").status_code == 404


def test_a_car_in_the_lobby_is_noted_twice_and_driven_away(sign_in):
    guard = sign_in(Role.GUARD)
    car = {"plate": "浙A00001", "spot": "car_lobby"}
    first = guard.post_form("/gate/notes/new/parking", car, follow_redirects=True).text
    assert "lobby" in first
    assert "Noted once before" not in first
    second = guard.post_form("/gate/notes/new/parking", car, follow_redirects=True).text
    assert "Noted once before within 90 days." in second
    moved = guard.post_form(f"/gate/notes/{newest().id}/moved", follow_redirects=True).text
    assert "Moved away" in moved
    assert newest().state == "closed"


def test_found_property_is_no_parked_car(sign_in):
    guard = sign_in(Role.GUARD)
    guard.post_form("/gate/notes/new/found", {"what": "雨伞", "place": "3 幢大堂"})
    assert guard.post_form(f"/gate/notes/{newest().id}/moved").status_code == 404


def test_the_number_is_looked_at_for_a_purpose(sign_in):
    sign_in(Role.GUARD).post_form("/gate/notes/new/matter", MATTER)
    clerk = sign_in(Role.CLERK)
    look = clerk.post_form(f"/gate-notes/{newest().id}/phone/reveal", {"purpose": "call"})
    assert "13900001234" in look.text


@pytest.mark.parametrize("role", [Role.TECHNICIAN, Role.CASHIER])
def test_others_stay_out(sign_in, role):
    browser = sign_in(role)
    assert browser.get("/gate-notes").status_code == 403
    assert browser.get("/gate/notes/new/matter").status_code == 403
