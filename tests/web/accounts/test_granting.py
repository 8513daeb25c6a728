"""Roles over money and rights take two administrators."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.queries.invariants import INVARIANTS
from propertydesk.accounts.rules import GUARDED_ROLES, Origin, Role
from propertydesk.platform import verify
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW
from tests.factories.accounts import StaffRoleFactory
from tests.web.accounts.conftest import give_password

pytestmark = pytest.mark.web
EN = {"Accept-Language": "en"}


@pytest.fixture
def boss(app, hire):
    hire("guanli", Role.ADMINISTRATOR)
    browser = app.test_client()
    give_password(browser, "guanli")
    return browser


@pytest.fixture
def second(app, hire):
    hire("lisi", Role.ADMINISTRATOR)
    browser = app.test_client()
    give_password(browser, "lisi")
    return browser


def held(staff) -> dict[str, StaffRole]:
    db.session.rollback()
    rows = db.session.scalars(select(StaffRole).filter_by(staff_id=staff.id))
    return {each.role: each for each in rows}


def waiting() -> Approval | None:
    db.session.rollback()
    return db.session.scalars(select(Approval).filter_by(state="waiting")).first()


def broken(key: str) -> int:
    db.session.rollback()
    rules = [each for each in INVARIANTS if each.key == key]
    return sum(each.count for each in verify.findings(db.engine, rules))


@pytest.mark.parametrize("role", sorted(GUARDED_ROLES))
def test_a_guarded_role_waits_for_a_second_administrator(boss, second, hire, role):
    staff = hire("lin", Role.CLERK)
    url = f"/staff/{staff.id}/roles"
    assert boss.post_form(url, {"role": role}).status_code == 422, "without a reason"
    assert boss.post_form(url, {"role": role, "reason": "接替钱芳"}).status_code == 303
    assert set(held(staff)) == {"clerk"}
    request = waiting()
    assert request is not None
    own = boss.post_form(f"/approvals/{request.id}/approval")
    assert own.status_code == 403, "nobody decides on their own request"
    page = second.get(f"/approvals/{request.id}", headers=EN).text
    assert "lin" in page
    assert second.post_form(f"/approvals/{request.id}/approval").status_code == 303
    given = held(staff)[role]
    names = {each.login: each.id for each in db.session.scalars(select(Staff))}
    assert (given.granted_by, given.approved_by) == (names["guanli"], names["lisi"])
    assert given.origin == Origin.GRANTED
    assert broken("accounts.second_person") == broken("accounts.grantor") == 0


def test_turned_down_gives_nothing(boss, second, hire):
    staff = hire("lin", Role.CLERK)
    boss.post_form(f"/staff/{staff.id}/roles", {"role": "cashier", "reason": "替班"})
    request = waiting()
    assert request is not None
    second.post_form(f"/approvals/{request.id}/refusal", {"note": "不需要"})
    assert set(held(staff)) == {"clerk"}


def test_nobody_agrees_to_their_own_role(boss, second):
    other = db.session.scalars(select(Staff).filter_by(login="lisi")).one()
    boss.post_form(f"/staff/{other.id}/roles", {"role": "finance", "reason": "兼任"})
    assert set(held(other)) == {"administrator", "finance"}, "nobody else could agree: given alone"
    assert held(other)["finance"].origin == Origin.ALONE


def test_a_third_administrator_is_asked_and_the_person_themselves_refused(app, boss, second, hire):
    hire("wangwu", Role.ADMINISTRATOR)
    other = db.session.scalars(select(Staff).filter_by(login="lisi")).one()
    boss.post_form(f"/staff/{other.id}/roles", {"role": "finance", "reason": "兼任"})
    request = waiting()
    assert request is not None
    assert second.post_form(f"/approvals/{request.id}/approval").status_code == 403
    assert "finance" not in held(other)


def test_other_roles_and_a_lone_administrator_need_nobody(boss, hire):
    staff = hire("lin", Role.CLERK)
    url = f"/staff/{staff.id}/roles"
    assert boss.post_form(url, {"role": "guard"}).status_code == 303
    assert boss.post_form(url, {"role": "cashier"}).status_code == 303
    assert set(held(staff)) == {"clerk", "guard", "cashier"}
    assert held(staff)["cashier"].origin == Origin.ALONE


def test_nobody_gives_a_role_to_themselves(boss):
    me = db.session.scalars(select(Staff).filter_by(login="guanli")).one()
    assert boss.post_form(f"/staff/{me.id}/roles", {"role": "guard"}).status_code == 422


def test_a_new_account_whose_role_waits_can_be_found(boss, second):
    new = {
        "name": "何雨",
        "staff_no": "C003",
        "login": "heyu",
        "role": "cashier",
    }
    answer = boss.post_form("/staff/new", new)
    assert answer.status_code == 303
    assert boss.get(answer.location).status_code == 200
    assert "heyu" in boss.get("/staff").text
    assert waiting() is not None


def test_verify_finds_a_role_that_one_person_gave(boss, second, hire):
    staff = hire("lin", Role.CLERK)
    assert broken("accounts.second_person") == 0
    StaffRoleFactory(staff_id=staff.id, community_id=None, role=Role.FINANCE, origin=Origin.GRANTED)
    assert broken("accounts.second_person") == 1
    StaffRoleFactory(staff_id=staff.id, community_id=None, role=Role.GUARD, granted_by=staff.id)
    assert broken("accounts.grantor") == 1


def test_an_administrators_way_back_takes_two_others(app, boss, second, hire):
    lost = hire("wangwu", Role.ADMINISTRATOR)
    url = f"/staff/{lost.id}/password-link"
    assert boss.post_form(url, {}).status_code == 422
    assert boss.post_form(url, {"reason": "忘记密码"}).location == f"/staff/{lost.id}"
    request = waiting()
    assert request is not None
    assert second.post_form(f"/approvals/{request.id}/approval").status_code == 303
    made = boss.post_form(url, {})
    assert made.location == f"/staff/{lost.id}/link"
    assert re.search(r"/new-password/[\w-]{43}", boss.get(made.location).text)
    assert boss.post_form(url, {"reason": "再来"}).location == f"/staff/{lost.id}", "asked anew"


def test_with_two_administrators_the_way_back_is_on_the_server(boss, second):
    other = db.session.scalars(select(Staff).filter_by(login="lisi")).one()
    refused = boss.post_form(f"/staff/{other.id}/password-link", {"reason": "x"}, headers=EN)
    assert refused.status_code == 409
    assert "account-link lisi" in refused.text


def test_the_server_makes_a_link_for_anybody(app, client, hire):
    hire("guanli", Role.ADMINISTRATOR)
    told = app.test_cli_runner().invoke(args=["account-link", "guanli"]).output
    path = told.strip().removeprefix("http://127.0.0.1:5000")
    assert client.post_form(path, {"password": "seven boats on a lake"}).status_code == 303
    assert give_password(client, "guanli", "seven boats on a lake").status_code == 303
    wrong = app.test_cli_runner().invoke(args=["account-link", "nobody"])
    assert wrong.exit_code == 1


def test_changes_of_rights_are_listed_and_exported(boss, hire):
    staff = hire("lin", Role.CLERK, name="林晓燕")
    boss.post_form(f"/staff/{staff.id}/roles", {"role": "guard"})
    boss.post_form(f"/staff/{staff.id}/roles/guard/withdrawal")
    page = boss.get("/staff/changes", headers=EN).text
    for words in ("Role given", "Role withdrawn", "Guard", "lin"):
        assert words in page
    assert boss.get("/staff/changes?change=staff.withdraw", headers=EN).text.count("Guard<") == 1


def test_verify_finds_an_open_session_of_a_closed_account(boss, hire):
    staff = hire("lin", Role.CLERK)
    there = boss.application.test_client()
    give_password(there, "lin")
    assert broken("accounts.sessions") == 0
    in_transaction(
        lambda: db.session.execute(
            update(Staff).where(Staff.id == staff.id).values(is_active=False)
        )
    )
    assert broken("accounts.sessions") == 1


def test_verify_finds_an_installation_without_a_protected_administrator(
    production, hire, phone, set_clock
):
    staff = hire("guanli", Role.ADMINISTRATOR)
    assert broken("accounts.administrator") == 1
    phone(staff)
    assert broken("accounts.administrator") == 0


def test_verify_gives_a_new_administrator_a_day(production, hire, set_clock):
    staff = hire("guanli", Role.ADMINISTRATOR)
    in_transaction(
        lambda: db.session.execute(
            update(StaffRole).where(StaffRole.staff_id == staff.id).values(granted_at=NOW)
        )
    )
    set_clock(NOW + timedelta(hours=23))
    assert broken("accounts.administrator") == 0
    set_clock(NOW + timedelta(hours=25))
    assert broken("accounts.administrator") == 1
