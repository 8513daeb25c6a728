"""The pages of identity numbers: entered, checked, deleted; the number itself is never shown."""

import pytest

from propertydesk.accounts.rules import Role
from tests.factories.identity import resident_number
from tests.factories.owners import PersonFactory

pytestmark = pytest.mark.web
NUMBER = resident_number(7)


@pytest.fixture
def person(community):
    return PersonFactory(community_id=community.id)


@pytest.fixture
def clerk(sign_in):
    return sign_in(Role.CLERK)


def enter(browser, person, number=NUMBER):
    url = f"/people/{person.id}/identity"
    return browser.post_form(url, {"kind": "resident", "number": number})


def test_a_number_is_entered_and_shown_masked(clerk, person):
    assert clerk.get(f"/people/{person.id}/identity").status_code == 200
    assert enter(clerk, person).status_code == 303
    shown = clerk.get(f"/people/{person.id}").text
    assert f"990{'*' * 13}{NUMBER[-2:]}" in shown
    assert NUMBER not in shown
    assert NUMBER not in clerk.get(f"/people/{person.id}/identity").text


def test_a_mistyped_number_is_told_and_can_be_corrected(clerk, person):
    wrong = enter(clerk, person, NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1"))
    assert wrong.status_code == 422
    assert "does not add up" in wrong.text


def test_a_check_asks_for_agreement_and_shows_its_result(clerk, person):
    enter(clerk, person)
    url = f"/people/{person.id}/identity/check"
    assert clerk.get(url).status_code == 200
    seen = {"kind": "resident", "last_four": NUMBER[-4:]}
    assert clerk.post_form(url, seen).status_code == 422
    assert clerk.post_form(url, {**seen, "agreed": "y", "forget": "y"}).status_code == 303
    shown = clerk.get(f"/people/{person.id}").text
    assert f"ending in {NUMBER[-4:]}" in shown
    assert "No identity number is kept" in shown


def test_a_number_is_deleted_by_one_press(clerk, person):
    enter(clerk, person)
    assert clerk.post_form(f"/people/{person.id}/identity/removal").status_code == 303
    assert "No identity number is kept" in clerk.get(f"/people/{person.id}").text


def test_whoever_may_not_change_the_register_enters_no_number(sign_in, person):
    assert enter(sign_in(Role.CASHIER), person).status_code == 403
