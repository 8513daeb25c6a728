"""Start page, search and household page."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from tests.conftest import NOW
from tests.factories.estate import CommunityFactory, HomeFactory
from tests.factories.owners import PersonFactory, PhoneFactory, TieFactory
from tests.factories.repairs import RepairOrderFactory


@pytest.fixture
def household(community: Any) -> Any:
    home = HomeFactory(community_id=community.id)
    person = PersonFactory(community_id=community.id, name="欧阳契", salutation="ms")
    PhoneFactory(community_id=community.id, person_id=person.id, number="12012345678")
    TieFactory(community_id=community.id, home_id=home.id, person_id=person.id)
    RepairOrderFactory(community_id=community.id, home_id=home.id)
    return home


def statements(browser: Any, url: str) -> int:
    seen: list[str] = []

    def note(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        assert browser.get(url).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)


def test_the_counter_shows_what_waits_by_deadline(sign_in: Any, community: Any) -> None:
    late = RepairOrderFactory(community_id=community.id, dispatch_due=NOW - timedelta(minutes=3))
    soon = RepairOrderFactory(community_id=community.id, dispatch_due=NOW + timedelta(minutes=12))
    page = sign_in(Role.CLERK).get("/").text
    assert page.index(late.number) < page.index(soon.number)
    assert "late by 3 min" in page


def test_a_technician_starts_on_the_phone_list(sign_in: Any) -> None:
    assert sign_in(Role.TECHNICIAN).get("/").headers["Location"].endswith("/my-orders")


def test_nobody_gets_in_without_signing_in(client: Any) -> None:
    for url in ("/", "/repairs", "/search?q=1", "/homes/1"):
        assert "/sign-in" in client.get(url).headers["Location"]


def test_the_household_page_shows_people_masked_and_their_orders(
    sign_in: Any, household: Any
) -> None:
    page = sign_in(Role.CLERK).get(f"/homes/{household.id}").text
    assert "Ms 欧阳契" in page
    assert "120****5678" in page
    assert "12012345678" not in page


def test_another_communitys_household_does_not_exist(sign_in: Any, household: Any) -> None:
    browser = sign_in(Role.CLERK, place=CommunityFactory())
    assert browser.get(f"/homes/{household.id}").status_code == 404


def test_pages_ask_the_database_the_same_number_of_times_whatever_the_data(
    sign_in: Any, community: Any, household: Any
) -> None:
    browser = sign_in(Role.CLERK)
    urls = ("/", f"/homes/{household.id}", "/repairs", "/follow-ups")
    few = {url: statements(browser, url) for url in urls}
    for _more in range(15):
        RepairOrderFactory(community_id=community.id, home_id=household.id)
    many = {url: statements(browser, url) for url in urls}
    assert many == few
    assert max(few.values()) <= 30


@pytest.mark.parametrize(
    "query", ["", "%", "'", "<script>", "\x00", "💧" * 50, "９９", "x" * 10_000]
)
def test_any_query_is_answered(sign_in: Any, household: Any, query: str) -> None:
    browser = sign_in(Role.CLERK)
    for url in ("/search", "/search/suggest"):
        answer = browser.get(url, query_string={"q": query})
        assert answer.status_code == 200
        assert "<script>" not in answer.text.replace("<script src", "")
