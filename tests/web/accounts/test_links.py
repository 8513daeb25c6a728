"""One-time links: an administrator hands over a way in, and learns no secret."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from propertydesk.accounts import queries, services
from propertydesk.accounts.models import AccountLink, SecondFactor, Staff, StaffRole
from propertydesk.accounts.rules import Role
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.web.accounts.conftest import PASSWORD, give_password, is_in

pytestmark = pytest.mark.web
EN = {"Accept-Language": "en"}
NEW = "seven boats on a lake"


@pytest.fixture
def boss(app, hire):
    browser = app.test_client()
    hire("guanli", Role.ADMINISTRATOR, name="周管理")
    give_password(browser, "guanli")
    return browser


def handed_over(boss, url: str, data=None) -> str:
    """The path of the link that the page shows."""
    made = boss.post_form(url, data)
    assert made.status_code == 303
    page = boss.get(made.location).text
    found = re.search(r'id="link">https?://[^/]+(/[^<]+)<', page)
    assert found, "the page shows no link"
    return found[1]


def test_a_new_password_by_link(app, boss, client, hire):
    staff = hire("lin", Role.CLERK)
    there = app.test_client()
    give_password(there, "lin")
    path = handed_over(boss, f"/staff/{staff.id}/password-link")
    assert not is_in(there), "sessions end with the link"
    assert client.get(path).status_code == 200
    assert client.post_form(path, {"password": "password1234"}).status_code == 422
    assert client.post_form(path, {"password": NEW}).location == "/sign-in"
    assert give_password(client, "lin").status_code == 422
    assert give_password(client, "lin", NEW, headers=EN).status_code == 303
    assert "周管理 made a reset link" in client.get("/account", headers=EN).text
    assert "made a reset link" not in client.get("/account", headers=EN).text


def test_the_first_password_is_chosen_by_whoever_has_the_link(boss, client):
    new = {"name": "何雨", "staff_no": "C003", "login": "heyu", "role": "clerk"}
    path = handed_over(boss, "/staff/new", new)
    assert path.startswith("/new-password/")
    assert client.post_form(path, {"password": NEW}).location == "/sign-in"
    assert give_password(client, "heyu", NEW).status_code == 303


def test_a_link_is_good_once_for_fifteen_minutes_and_until_the_next(boss, client, hire, set_clock):
    staff = hire("lin", Role.CLERK)
    url = f"/staff/{staff.id}/password-link"
    first, second = handed_over(boss, url), handed_over(boss, url)
    assert client.get(first).status_code == 409
    assert client.post_form(second, {"password": NEW}).status_code == 303
    again = client.post_form(second, {"password": "another long night"})
    assert again.status_code == 409
    assert "used already" in client.get(second, headers=EN).text
    third = handed_over(boss, url)
    set_clock(NOW + timedelta(minutes=15))
    assert client.post_form(third, {"password": NEW}).status_code == 409
    assert client.get(third.replace("new-password", "lost-phone")).status_code == 404
    assert client.get("/new-password/nonsense").status_code == 404


def test_the_link_is_shown_once_and_kept_as_a_hash(boss, hire):
    staff = hire("lin", Role.CLERK)
    path = handed_over(boss, f"/staff/{staff.id}/password-link")
    assert boss.get(f"/staff/{staff.id}/link").location == f"/staff/{staff.id}"
    token = path.rsplit("/", 1)[1]
    stored = db.session.scalars(select(AccountLink.token_hash)).one()
    assert stored == queries.token_hash(token) != token


def test_a_lost_phone_is_taken_off_with_the_password(boss, client, hire, phone):
    staff = hire("lin", Role.CLERK)
    phone(staff)
    path = handed_over(boss, f"/staff/{staff.id}/second-factor-link")
    assert client.get(path).status_code == 200
    for login, password in (("lin", "wrong"), ("guanli", PASSWORD)):
        refused = client.post_form(path, {"login": login, "password": password})
        assert refused.status_code == 422
    assert client.post_form(path, {"login": "lin", "password": PASSWORD}).status_code == 303
    db.session.rollback()
    assert db.session.get(SecondFactor, staff.id) is None
    assert give_password(client, "lin").location == "/"


def test_nobody_resets_their_own_account_by_link(boss):
    me = queries.staff_by_login("guanli")
    assert boss.post_form(f"/staff/{me.id}/password-link").status_code == 422


@pytest.fixture
def first_link(app):
    """The link that a start without accounts prints."""
    by = Actor("system", None, "Command line")
    token = in_transaction(
        lambda: services.make_link(services.LinkKind.SET_UP, None, actor=by, now=NOW)
    )
    return f"/set-up/{token}"


FOUNDER = {"name": "周敏", "login": "zhoumin", "password": NEW}


def test_the_first_administrator_is_made_by_link(client, first_link):
    assert client.get(first_link).status_code == 200
    weak = client.post_form(first_link, {**FOUNDER, "password": "zhoumin zhoumin 1"})
    assert weak.status_code == 422
    assert 'value="周敏"' in weak.text
    answer = client.post_form(first_link, FOUNDER)
    assert (answer.status_code, answer.location) == (303, "/")
    db.session.rollback()
    staff = db.session.scalars(select(Staff)).one()
    role = db.session.scalars(select(StaffRole)).one()
    assert (staff.login, role.role, role.community_id) == ("zhoumin", "administrator", None)
    assert is_in(client)
    assert client.get("/communities").status_code == 200
    used = client.get(first_link, headers=EN)
    assert used.status_code == 409
    assert "used already" in used.text


def test_outside_the_demo_the_second_factor_follows_at_once(client, first_link, production):
    client.post_form(first_link, FOUNDER)
    assert client.get("/").location == "/account/second-factor/new"


def test_a_second_link_and_an_account_make_the_first_link_void(client, first_link, hire):
    hire("lin", Role.ADMINISTRATOR)
    assert client.post_form(first_link, FOUNDER).status_code == 409
