"""The phone of a gate lies about: nobody touches it, and it is locked."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.accounts import services
from propertydesk.accounts.rules import Role
from tests.conftest import NOW
from tests.factories import pins
from tests.factories.accounts import StaffFactory, StaffRoleFactory

pytestmark = pytest.mark.web

PASSWORD = "nacht am tor sieben"


@pytest.fixture
def guard(sign_in: Any, app: Any) -> Any:
    """A guard with a PIN, whose phone is locked after two minutes without a touch."""
    staff = StaffFactory(name="周建国")
    pins.give(staff, pins.PIN)
    browser = sign_in(Role.GUARD, staff=staff)
    with browser.session_transaction() as session:
        session.update({"lock": 2, "seen": int(NOW.timestamp())})
    return browser


@pytest.fixture
def later(set_clock: Any) -> Any:
    """Let so many minutes go by."""
    return lambda minutes: set_clock(NOW + timedelta(minutes=minutes))


def test_a_phone_that_nobody_touches_is_locked_after_two_minutes(guard: Any, later: Any) -> None:
    later(1.9)
    assert guard.get("/gate").status_code == 200
    later(3.8)
    assert guard.get("/gate").status_code == 200, "each click begins the two minutes anew"
    later(6)
    answer = guard.get("/gate?code=x")
    assert (answer.status_code, answer.location) == (303, "/locked?next=/gate?code%3Dx")
    assert guard.get("/gate").status_code == 303, "the click that came too late wakes nothing"


def test_a_locked_phone_shows_who_has_it_and_nothing_else(guard: Any, later: Any) -> None:
    later(3)
    page = guard.get("/locked").text
    assert "周建国" in page
    for path in ("/gate", "/gate/visits", "/account", "/hand-overs", "/search?q=a"):
        assert guard.get(path).location.startswith("/locked"), path
    posted = guard.post_form("/gate/scans", {"code": "7KQ4-M2X9"})
    assert posted.location.startswith("/locked")


def test_the_pin_opens_it_and_leads_on(guard: Any, later: Any) -> None:
    later(3)
    answer = guard.post_form("/locked", {"confirmation": pins.PIN, "next": "/gate/visits"})
    assert (answer.status_code, answer.location) == (303, "/gate/visits")
    assert guard.get("/gate/visits").status_code == 200


def test_a_wrong_pin_is_counted_and_said(guard: Any, later: Any) -> None:
    later(3)
    for _ in range(5):
        answer = guard.post_form("/locked", {"confirmation": "739204"})
        assert answer.status_code == 422
        assert "not right" in answer.text
    assert guard.post_form("/locked", {"confirmation": pins.PIN}).status_code == 422, (
        "the PIN rests"
    )
    assert guard.get("/gate").location.startswith("/locked")
    assert guard.post_form("/locked", {"confirmation": ""}).status_code == 422


def test_another_guard_takes_over_a_locked_phone(guard: Any, later: Any, community: Any) -> None:
    other = StaffFactory(name="吴志强")
    StaffRoleFactory(staff_id=other.id, community_id=community.id, role=Role.GUARD)
    pins.give(other, pins.PIN)
    later(3)
    assert guard.get("/change-guard").status_code == 200
    answer = guard.post_form("/change-guard", {"staff_id": str(other.id), "pin": pins.PIN})
    assert answer.status_code == 303
    assert "吴志强" in guard.get("/gate").text


def test_the_page_covers_itself_and_stays_as_it_was(guard: Any, later: Any) -> None:
    page = guard.get("/gate").text
    assert 'id="screen-lock"' in page
    assert 'data-after="2"' in page
    form = guard.post_form("/lock", {}, headers={"HX-Request": "true"})
    assert (form.status_code, 'action="/locked"' in form.text) == (200, True)
    assert guard.get("/gate").location.startswith("/locked"), "locked on the server too"
    opened = guard.post_form("/locked", {"confirmation": pins.PIN}, headers={"HX-Request": "true"})
    assert (opened.status_code, opened.headers.get("HX-Redirect")) == (204, None)
    assert guard.get("/gate").status_code == 200


def test_a_page_that_covers_itself_after_the_server_has_locked_gets_its_form_too(
    guard: Any, later: Any
) -> None:
    later(2.1)
    quiet = {"HX-Request": "true", "Desk-Quiet": "1"}
    form = guard.post_form("/lock", {}, headers=quiet)
    assert (form.status_code, 'action="/locked"' in form.text) == (200, True)
    assert form.headers.get("HX-Redirect") is None, "the page beneath would be lost"


def test_touching_the_screen_keeps_it_open_and_asking_by_itself_does_not(
    guard: Any, later: Any
) -> None:
    later(1.5)
    assert guard.get("/awake").status_code == 204
    later(3)
    assert guard.get("/gate", headers={"Desk-Quiet": "1"}).status_code == 200
    later(3.6)
    assert guard.get("/gate", headers={"Desk-Quiet": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("roles", "minutes"), [((Role.GUARD,), 2), ((Role.CLERK,), 0), ((Role.GUARD, Role.CLERK), 0)]
)
def test_only_the_phone_of_the_gate_is_locked(
    client: Any, community: Any, roles: tuple[Role, ...], minutes: int
) -> None:
    staff = StaffFactory(
        login="zhoujg", password_hash=services.hash_password(PASSWORD, login="zhoujg")
    )
    for role in roles:
        StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=role)
    client.post_form("/sign-in", {"login": "zhoujg", "password": PASSWORD})
    with client.session_transaction() as session:
        assert session["lock"] == minutes


def test_a_screen_that_is_not_locked_leads_on(sign_in: Any) -> None:
    browser = sign_in(Role.CLERK)
    assert browser.get("/locked?next=/homes").location == "/homes"
    assert browser.post_form("/lock", {"next": "/homes"}).location == "/locked?next=/homes"
    assert browser.get("/homes").status_code == 200
