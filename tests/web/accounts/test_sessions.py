"""Sessions live in the database: whatever ends one, ends every copy of its cookie."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from propertydesk.accounts import rules, services
from propertydesk.accounts.models import Staff, StaffSession
from propertydesk.accounts.rules import Role
from propertydesk.accounts.rules.sessions import IDLE_DESK
from propertydesk.platform import settings
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory, signed_in_cookie

pytestmark = pytest.mark.web
PASSWORD = "a quiet garden 7"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) AppleWebKit/605 MicroMessenger/8.0.50"


@pytest.fixture
def lin(community):
    staff = StaffFactory(login="lin", password_hash=services.hash_password(PASSWORD, login="lin"))
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.CLERK)
    return staff


@pytest.fixture
def enter(app, lin):
    """Sign in on a browser of its own."""

    def come_in(agent: str = CHROME, password: str = PASSWORD):
        browser = app.test_client()
        answer = browser.post_form(
            "/sign-in",
            {"login": "lin", "password": password},
            headers={"User-Agent": agent},
        )
        assert answer.status_code == 303
        return browser

    return come_in


@pytest.fixture
def boss(app, community):
    """An administrator on a browser of their own."""
    staff = StaffFactory(login="guanli")
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.ADMINISTRATOR)
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update(signed_in_cookie(staff.id) | {"community_id": community.id})
    return browser


def copy_of(app, browser):
    """Somebody else's browser with the same cookie."""
    thief = app.test_client()
    with browser.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)
    return thief


def is_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def sessions_of(staff):
    db.session.rollback()
    query = select(StaffSession).filter_by(staff_id=staff.id).order_by(StaffSession.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def test_a_copied_cookie_does_not_outlive_signing_out(app, enter):
    browser = enter()
    thief = copy_of(app, browser)
    assert is_in(thief)
    assert browser.post_form("/sign-out").location == "/sign-in"
    assert not is_in(thief)


ENDINGS = {
    "sign out everywhere": lambda boss, url: boss.post_form(f"{url}/sessions/end"),
    "close the account": lambda boss, url: boss.post_form(f"{url}/closure"),
    "give a role": lambda boss, url: boss.post_form(f"{url}/roles", {"role": "technician"}),
    "withdraw a role": lambda boss, url: boss.post_form(f"{url}/roles/clerk/withdrawal"),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_an_administrator_does_holds_at_the_next_request(enter, boss, lin, ending):
    browser = enter()
    assert is_in(browser)
    assert ENDINGS[ending](boss, f"/staff/{lin.id}").status_code == 303
    assert not is_in(browser)


def test_a_new_password_ends_all_sessions_but_a_new_one_here(app, enter, lin):
    here, elsewhere = enter(), enter(WECHAT)
    stale = copy_of(app, here)
    new = {"current": PASSWORD, "password": "another garden 8"}
    assert here.post_form("/account/password", new).status_code == 303
    assert is_in(here)
    assert not is_in(elsewhere)
    assert not is_in(stale)
    assert [each.ended_why for each in sessions_of(lin)] == ["password", "password", ""]


def test_the_token_changes_at_each_sign_in_and_only_its_hash_is_stored(enter, lin):
    tokens = []
    for browser in (enter(), enter()):
        with browser.session_transaction() as cookie:
            tokens.append(cookie["_user_id"])
    assert len(set(tokens)) == 2
    assert min(len(each) for each in tokens) >= 43  # 256 bits
    stored = {each.token_hash for each in sessions_of(lin)}
    assert not stored & set(tokens)
    assert {len(each) for each in stored} == {64}


def test_a_session_ends_without_a_click_and_every_click_keeps_it(enter, set_clock):
    browser = enter()
    for minutes in (59, 118):
        set_clock(NOW + timedelta(minutes=minutes))
        assert is_in(browser)
    set_clock(NOW + timedelta(minutes=118 + 60))
    answer = browser.get("/account")
    assert answer.location == "/sign-in?next=/account"
    assert "nobody clicked" in browser.get(answer.location, headers={"Accept-Language": "en"}).text


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(enter, set_clock):
    browser = enter()
    set_clock(NOW + timedelta(minutes=59))
    assert browser.get("/account", headers={"Desk-Quiet": "1"}).status_code == 200
    set_clock(NOW + timedelta(minutes=61))
    assert not is_in(browser)


def test_after_twelve_hours_everybody_signs_in_again(enter, set_clock):
    browser = enter()
    for minutes in range(50, 12 * 60, 50):
        set_clock(NOW + timedelta(minutes=minutes))
        assert is_in(browser)
    set_clock(NOW + timedelta(hours=12))
    assert not is_in(browser)


def test_a_cookie_without_its_last_click_is_worth_nothing(enter):
    browser = enter()
    with browser.session_transaction() as cookie:
        del cookie["seen"]
    assert not is_in(browser)


def test_idle_minutes_are_a_setting_of_the_community(enter, community, set_clock):
    in_transaction(
        lambda: settings.change(community.id, IDLE_DESK, 5, actor=make_actor(community), now=NOW)
    )
    browser = enter()
    set_clock(NOW + timedelta(minutes=5))
    assert not is_in(browser)


def test_my_devices_are_listed_and_ended_one_by_one(enter, lin):
    here, phone, tablet = enter(), enter(WECHAT), enter("nothing known")
    page = here.get("/account/sessions", headers={"Accept-Language": "en"}).text
    for words in ("Chrome on Windows", "WeChat on iPhone", "Unknown device", "this device"):
        assert words in page
    mine, other, third = sessions_of(lin)
    assert here.post_form(f"/account/sessions/{other.id}/end").status_code == 303
    assert not is_in(phone)
    assert is_in(tablet)
    assert here.post_form(f"/account/sessions/{other.id}/end").status_code == 404
    assert here.post_form(f"/account/sessions/{mine.id}/end").status_code == 404
    assert here.post_form("/account/sessions/end-others").status_code == 303
    assert not is_in(tablet)
    assert is_in(here)
    assert (
        "ended from another device"
        in here.get("/account/sessions", headers={"Accept-Language": "en"}).text
    )
    assert third.id in {each.id for each in sessions_of(lin) if each.ended_at}


def test_nobody_ends_the_sessions_of_others_under_their_own_account(enter, boss):
    enter()
    strangers = db.session.scalars(select(StaffSession.id)).all()
    for session_id in strangers[:1]:
        assert boss.post_form(f"/account/sessions/{session_id}/end").status_code == 404


def test_signing_in_and_out_leave_one_activity_each(enter, lin):
    enter().post_form("/sign-out")
    db.session.rollback()
    told = db.session.scalars(
        select(Activity.action).filter_by(subject_type="staff", subject_id=lin.id)
    ).all()
    assert told == ["staff.sign_in", "staff.sign_out"]


def test_signing_in_with_a_password_that_was_just_replaced_is_refused(app, lin):
    """Between looking at the password and storing the session it may have changed."""
    from propertydesk.kernel.errors import Conflict

    with pytest.raises(Conflict):
        in_transaction(
            lambda: services.sign_in(
                db.session.get_one(Staff, lin.id),
                rules.Device(),
                epoch=lin.epoch - 1,
                counters=(),
                actor=make_actor_of(lin),
                now=NOW,
            )
        )
    assert sessions_of(lin) == []


def make_actor_of(staff):
    from propertydesk.platform.access import Actor

    return Actor("staff", staff.id, staff.name)
