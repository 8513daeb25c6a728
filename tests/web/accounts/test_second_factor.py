"""The second factor: set up, asked for, used once, lost; and who cannot do without."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from propertydesk.accounts import services
from propertydesk.accounts.models import RecoveryCode, SecondFactor
from propertydesk.accounts.rules import GUARDED_ROLES, Role, recovery_code, step_of
from propertydesk.platform import vault
from propertydesk.platform.db import db
from tests.conftest import NOW
from tests.web.accounts.conftest import give_password, is_in

pytestmark = pytest.mark.web
EN = {"Accept-Language": "en"}


def seed_of(page: str) -> str:
    found = re.search(r'class="pd-secret">([A-Z2-7 ]+)<', page)
    assert found, "the page shows no key"
    return found[1].replace(" ", "")


def hidden(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no {name} in the form"
    return html.unescape(found[1])


def set_up(browser, at=NOW):
    """Go through the enrolment as a person would; gives the answer and the seed."""
    page = browser.get("/account/second-factor/new").text
    seed = seed_of(page)
    data = {"sealed": hidden(page, "sealed"), "code": services.code_at(seed, step_of(at))}
    return browser.post_form("/account/second-factor/new", data), seed


def codes_on(browser) -> list[str]:
    page = browser.get("/account/recovery-codes", headers=EN).text
    return re.findall(r"<li><code>([a-z0-9-]+)</code></li>", page)


def test_set_up_with_the_phone_and_ten_codes_shown_once(client, hire):
    staff = hire("lin", Role.CLERK)
    give_password(client, "lin")
    answer, _ = set_up(client)
    assert (answer.status_code, answer.location) == (303, "/account/recovery-codes")
    codes = codes_on(client)
    assert len(set(codes)) == 10
    assert client.get("/account/recovery-codes").location == "/account/second-factor"
    assert "10" in client.get("/account/second-factor", headers=EN).text
    stored = db.session.scalars(select(RecoveryCode.code_hash).filter_by(staff_id=staff.id)).all()
    assert not {recovery_code(each) for each in codes} & set(stored)


def test_the_seed_lies_sealed_and_opens_at_its_own_row_alone(client, hire):
    staff, other = hire("lin", Role.CLERK), hire("he", Role.CLERK)
    give_password(client, "lin")
    _, seed = set_up(client)
    factor = db.session.get_one(SecondFactor, staff.id)
    assert seed.encode() not in factor.sealed
    assert vault.unseal(factor.sealed, place=f"second_factors.sealed:{staff.id}") == seed
    with pytest.raises(vault.Unreadable):
        vault.unseal(factor.sealed, place=f"second_factors.sealed:{other.id}")


def test_a_wrong_first_code_changes_nothing_and_keeps_the_key(client, hire):
    staff = hire("lin", Role.CLERK)
    give_password(client, "lin")
    page = client.get("/account/second-factor/new").text
    data = {"sealed": hidden(page, "sealed"), "code": "000000"}
    refused = client.post_form("/account/second-factor/new", data)
    assert refused.status_code == 422
    assert seed_of(refused.text) == seed_of(page)
    assert db.session.get(SecondFactor, staff.id) is None


def test_somebody_elses_page_sets_up_nothing(app, client, hire):
    hire("lin", Role.CLERK)
    hire("he", Role.CLERK)
    give_password(client, "lin")
    mine = hidden(client.get("/account/second-factor/new").text, "sealed")
    other = app.test_client()
    give_password(other, "he")
    answer = other.post_form("/account/second-factor/new", {"sealed": mine, "code": "123456"})
    assert answer.status_code == 422


def test_after_the_password_the_code_is_asked(client, hire, phone):
    show, _ = phone(hire("lin", Role.CLERK))
    first = give_password(client, "lin")
    assert first.location == "/sign-in/code"
    assert not is_in(client)
    assert client.get("/sign-in/code").status_code == 200
    done = client.post_form("/sign-in/code", {"code": show()})
    assert (done.status_code, done.location) == (303, "/")
    assert is_in(client)


def test_without_the_password_there_is_no_second_step(client, hire, phone):
    show, _ = phone(hire("lin", Role.CLERK))
    assert client.get("/sign-in/code").location == "/sign-in"
    assert client.post_form("/sign-in/code", {"code": show()}).location == "/sign-in"
    give_password(client, "lin", "wrong")
    assert client.post_form("/sign-in/code", {"code": show()}).location == "/sign-in"


def test_the_password_holds_for_five_minutes(client, hire, phone, set_clock):
    show, _ = phone(hire("lin", Role.CLERK))
    give_password(client, "lin")
    later = NOW + timedelta(minutes=5, seconds=1)
    set_clock(later)
    assert client.post_form("/sign-in/code", {"code": show(later)}).location == "/sign-in"


@pytest.mark.parametrize(("seconds", "good"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_off(client, hire, phone, set_clock, *, seconds, good):
    show, _ = phone(hire("lin", Role.CLERK))
    at = NOW + timedelta(minutes=3)
    set_clock(at)
    give_password(client, "lin")
    answer = client.post_form("/sign-in/code", {"code": show(at + timedelta(seconds=seconds))})
    assert (answer.status_code == 303) == good


def test_each_code_opens_once(app, hire, phone):
    show, codes = phone(hire("lin", Role.CLERK))
    for code in (show(), codes[0]):
        answers = []
        for _ in range(2):
            browser = app.test_client()
            give_password(browser, "lin")
            answers.append(browser.post_form("/sign-in/code", {"code": code}).status_code)
        assert answers == [303, 422]


def test_a_recovery_code_opens_and_says_how_many_are_left(client, hire, phone):
    _, codes = phone(hire("lin", Role.CLERK))
    give_password(client, "lin")
    typed = codes[3].upper().replace("-", " ")
    assert client.post_form("/sign-in/code", {"code": typed}, headers=EN).status_code == 303
    assert "9 are left" in client.get("/account", headers=EN).text


def test_new_recovery_codes_void_the_old_ones(client, hire, phone):
    show, old = phone(hire("lin", Role.CLERK))
    give_password(client, "lin")
    client.post_form("/sign-in/code", {"code": show()})
    assert client.post_form("/account/recovery-codes").status_code == 303
    fresh = codes_on(client)
    assert not set(fresh) & set(old)
    db.session.rollback()
    assert db.session.scalar(select(func.count(RecoveryCode.id))) == 10
    client.post_form("/sign-out")
    give_password(client, "lin")
    assert client.post_form("/sign-in/code", {"code": old[0]}).status_code == 422


def test_five_wrong_codes_lead_back_to_the_password_and_growing_delays(client, hire, phone):
    show, _ = phone(hire("lin", Role.CLERK))
    give_password(client, "lin")
    answers = [client.post_form("/sign-in/code", {"code": "000000"}) for _ in range(5)]
    assert [each.status_code for each in answers] == [422] * 4 + [303]
    assert answers[-1].location == "/sign-in"
    give_password(client, "lin")
    assert client.post_form("/sign-in/code", {"code": show()}).status_code == 429


def test_a_stranger_without_the_password_cannot_use_up_the_codes(app, client, hire, phone):
    show, _ = phone(hire("lin", Role.CLERK))
    stranger = app.test_client()
    for _ in range(10):
        stranger.post_form("/sign-in/code", {"code": "000000"})
    give_password(client, "lin")
    assert client.post_form("/sign-in/code", {"code": show()}).status_code == 303


def test_turning_it_off_and_replacing_it(client, hire, phone):
    staff = hire("lin", Role.CLERK)
    show, _ = phone(staff)
    give_password(client, "lin")
    client.post_form("/sign-in/code", {"code": show()})
    later, seed = set_up(client)
    assert later.status_code == 303
    assert client.post_form("/account/second-factor/removal").status_code == 303
    db.session.rollback()
    assert db.session.get(SecondFactor, staff.id) is None
    assert db.session.scalar(select(func.count(RecoveryCode.id))) == 0
    assert seed


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_who_owes_it_reaches_nothing_else_outside_the_demo(client, hire, production, role):
    hire("lin", role)
    give_password(client, "lin")
    answers = {path: client.get(path) for path in ("/", "/homes", "/account", "/staff")}
    led = {path: each.location == "/account/second-factor/new" for path, each in answers.items()}
    assert set(led.values()) == {role in GUARDED_ROLES}
    written = client.post_form("/account/password", {})
    assert (written.status_code == 303) == (role in GUARDED_ROLES)
    if role in GUARDED_ROLES:
        answer, _ = set_up(client)
        assert answer.status_code == 303
        assert is_in(client)


def test_in_the_demo_nobody_owes_it(client, hire):
    hire("lin", Role.ADMINISTRATOR)
    give_password(client, "lin")
    assert is_in(client)


def test_who_owes_it_cannot_turn_it_off(client, hire, phone, production):
    staff = hire("lin", Role.ADMINISTRATOR)
    show, _ = phone(staff)
    give_password(client, "lin")
    client.post_form("/sign-in/code", {"code": show()})
    assert "cannot be turned off" in client.get("/account/second-factor", headers=EN).text
    assert client.post_form("/account/second-factor/removal").status_code == 422
    db.session.rollback()
    assert db.session.get(SecondFactor, staff.id) is not None


def test_a_sensitive_act_takes_the_code_as_well(app, client, hire, phone, set_clock):
    from tests.web.accounts.test_confirming import answer_question

    show, _ = phone(hire("lin", Role.ADMINISTRATOR))
    other = hire("he", Role.CLERK)
    give_password(client, "lin")
    client.post_form("/sign-in/code", {"code": show()})
    later = NOW + timedelta(minutes=6)
    set_clock(later)
    asked = client.post_form(f"/staff/{other.id}/sessions/end")
    assert asked.status_code == 422
    asked = answer_question(client, asked, "000000")
    assert asked.status_code == 422
    assert answer_question(client, asked, show(later)).status_code == 303
