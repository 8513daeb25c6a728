"""Sensitive acts ask for the password once more, and then do what was sent."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from propertydesk.accounts import services
from propertydesk.accounts.models import Staff, StaffRole, StaffSession
from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.platform.settings import SettingValue
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory, StaffRoleFactory

pytestmark = pytest.mark.web
PASSWORD = "a quiet garden 7"


class Inputs(HTMLParser):
    """The form of the question as a browser would send it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "form":
            self.inside = "data-confirmation" in held
            self.action = held.get("action") if self.inside else getattr(self, "action", None)
        if self.inside and tag == "input" and held.get("name"):
            self.sent.setdefault(held["name"] or "", []).append(held.get("value") or "")


@pytest.fixture
def boss(sign_in, community):
    """An administrator who gave the password half an hour ago."""
    digest = services.hash_password(PASSWORD, login="guanli")
    staff = StaffFactory(login="guanli", password_hash=digest)
    return sign_in(Role.ADMINISTRATOR, confirmed=False, staff=staff)


@pytest.fixture
def lin(community):
    staff = StaffFactory(login="lin", name="林晓燕")
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.CLERK)
    return staff


def roles_of(staff) -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(StaffRole.role).filter_by(staff_id=staff.id)))


def answer_question(browser, asked, typed: str):
    form = Inputs(asked.text)
    form.sent["confirmation"] = [typed]
    return browser.post(form.action, data=form.sent)


def test_the_form_is_carried_out_after_the_password(boss, lin):
    asked = boss.post_form(f"/staff/{lin.id}/roles", {"role": "technician"})
    assert asked.status_code == 422
    assert "Is it you?" in asked.text
    assert roles_of(lin) == {"clerk"}
    done = answer_question(boss, asked, PASSWORD)
    assert (done.status_code, done.location) == (303, f"/staff/{lin.id}")
    assert roles_of(lin) == {"clerk", "technician"}


def test_nothing_typed_is_lost_on_the_way(boss, community):
    new = {
        "name": "何 <b>雨</b>",
        "staff_no": "C003",
        "phone": "13800001111",
        "login": "heyu",
        "role": "cashier",
    }
    asked = boss.post_form("/staff/new", new)
    wrong = answer_question(boss, asked, "not the password")
    assert wrong.status_code == 422
    assert "neither your password" in wrong.text
    assert answer_question(boss, wrong, PASSWORD).status_code == 303
    db.session.rollback()
    staff = db.session.scalars(select(Staff).filter_by(login="heyu")).one()
    assert (staff.name, staff.staff_no, staff.phone) == ("何 <b>雨</b>", "C003", "13800001111")


def test_a_setting_is_changed_after_the_password(boss, community):
    path = "/settings/privacy.looks_per_hour"
    asked = boss.post_form(path, {"value": "3000"})
    assert asked.status_code == 422
    assert "Is it you?" in asked.text
    assert db.session.scalars(select(SettingValue)).all() == []
    assert answer_question(boss, boss.post_form(path, {"value": "40"}), PASSWORD).status_code == 303
    assert db.session.scalars(select(SettingValue.value)).all() == ["40"]


def test_the_same_answer_twice_has_one_effect(boss, lin):
    asked = boss.post_form(f"/staff/{lin.id}/closure")
    first, second = (answer_question(boss, asked, PASSWORD) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert not db.session.get(Staff, lin.id, populate_existing=True).is_active


def test_for_five_minutes_it_is_not_asked_again(boss, lin, set_clock):
    answer_question(boss, boss.post_form(f"/staff/{lin.id}/roles", {"role": "guard"}), PASSWORD)
    set_clock(NOW + timedelta(minutes=4, seconds=59))
    assert boss.post_form(f"/staff/{lin.id}/roles", {"role": "inspector"}).status_code == 303
    set_clock(NOW + timedelta(minutes=5))
    assert boss.post_form(f"/staff/{lin.id}/roles", {"role": "technician"}).status_code == 422
    assert roles_of(lin) == {"clerk", "guard", "inspector"}


def test_guessing_at_an_open_screen_ends_the_session(boss, lin):
    asked = boss.post_form(f"/staff/{lin.id}/closure")
    for _ in range(4):
        asked = answer_question(boss, asked, "a guess")
        assert asked.status_code == 422
    assert answer_question(boss, asked, "a guess").location.startswith("/sign-in")
    assert boss.get("/account").status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(StaffSession.ended_why)).all() == ["guessing"]
    assert db.session.get(Staff, lin.id, populate_existing=True).is_active


def test_the_password_does_not_help_without_the_permission(sign_in, lin):
    digest = services.hash_password(PASSWORD, login="heyu")
    lead = StaffFactory(login="heyu", password_hash=digest)
    browser = sign_in(Role.SERVICE_LEAD, confirmed=False, staff=lead)
    sent = browser.post_form(f"/staff/{lin.id}/closure", {"confirmation": PASSWORD})
    assert sent.status_code == 403


def test_a_live_form_is_answered_by_a_dialog(boss, lin):
    asked = boss.post_form(
        f"/staff/{lin.id}/roles", {"role": "guard"}, headers={"HX-Request": "true"}
    )
    assert asked.status_code == 422
    assert "<dialog" in asked.text
    assert "<html" not in asked.text
    assert answer_question(boss, asked, PASSWORD).status_code == 303
    assert roles_of(lin) == {"clerk", "guard"}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_question_reads_in_both_languages(sign_in, lin, language):
    browser = sign_in(Role.ADMINISTRATOR, confirmed=False, language=language)
    asked = browser.post_form(f"/staff/{lin.id}/closure")
    assert {"zh": "请确认是本人", "en": "Is it you?"}[language] in asked.text
