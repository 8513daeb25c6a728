"""Joining two entries by form: found, compared, joined, refused in time, and kept apart."""

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.owners.models import Person
from propertydesk.platform.db import db
from tests.factories.owners import PersonFactory, PhoneFactory

pytestmark = pytest.mark.web


@pytest.fixture
def twins(community):
    found = [PersonFactory(community_id=community.id, name=name) for name in ("张伟明", "张伟铭")]
    for each in found:
        PhoneFactory(community_id=community.id, person_id=each.id, number="10000000007")
    return [each.id for each in found]


@pytest.fixture
def lead(sign_in):
    return sign_in(Role.SERVICE_LEAD)


def test_a_pair_is_found_compared_and_joined(lead, twins):
    one, other = twins
    assert lead.post_form("/people/duplicates/search").status_code == 303
    assert f"/people/{one}/merge/{other}" in lead.get("/people/duplicates").text
    assert f"/people/{one}/merge/{other}" in lead.get(f"/people/{one}/merge").text
    url = f"/people/{one}/merge/{other}"
    shown = lead.get(url).text
    assert "张伟明" in shown
    assert "张伟铭" in shown
    assert "10000000007" not in shown
    answer = lead.post_form(url, {"survivor": str(one), "name": str(other)})
    assert answer.headers["Location"] == f"/people/{one}"
    assert db.session.get(Person, one).name == "张伟铭"
    assert lead.get(f"/people/{other}").headers["Location"] == f"/people/{one}"
    assert f"/people/{one}/merge/{other}" not in lead.get("/people/duplicates").text


def test_a_choice_that_is_none_is_told(lead, twins):
    one, other = twins
    for data in ({}, {"survivor": "0"}, {"survivor": str(one), "name": "999"}):
        assert lead.post_form(f"/people/{one}/merge/{other}", data).status_code == 422


def test_the_slower_one_is_told_plainly(lead, twins):
    one, other = twins
    url = f"/people/{one}/merge/{other}"
    assert lead.post_form(url, {"survivor": str(one), "name": str(one)}).status_code == 303
    late = lead.post_form(url, {"survivor": str(other), "name": str(one)})
    assert late.status_code == 409
    assert "joined already" in late.text
    phone = lead.post_form(f"/people/{other}/phones", {"number": "10000000008"})
    assert phone.status_code == 409


def test_two_people_are_kept_apart(lead, twins):
    one, other = twins
    lead.post_form("/people/duplicates/search")
    assert lead.post_form(f"/people/{one}/merge/{other}/dismissal").status_code == 303
    lead.post_form("/people/duplicates/search")
    assert f"/people/{one}/merge/{other}" not in lead.get("/people/duplicates").text


def test_a_clerk_joins_nobody(sign_in, twins):
    one, other = twins
    clerk = sign_in(Role.CLERK)
    for url in ("/people/duplicates", f"/people/{one}/merge", f"/people/{one}/merge/{other}"):
        assert clerk.get(url).status_code == 403
    assert clerk.post_form(f"/people/{one}/merge/{other}").status_code == 403
