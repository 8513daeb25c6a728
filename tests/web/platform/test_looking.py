"""Full looks by form: nothing before, the value for a purpose, plain words over the limit, and
pages that tell who looked.
"""

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.owners import services
from propertydesk.platform import settings
from propertydesk.platform.reveal.limits import LOOKS_PER_HOUR
from propertydesk.platform.transaction import transaction
from tests.conftest import NOW
from tests.factories.identity import resident_number
from tests.factories.owners import PersonFactory, PhoneFactory

pytestmark = pytest.mark.web
HX = {"HX-Request": "true"}
NUMBER = resident_number(21)


@pytest.fixture
def person(community, actor):
    found = PersonFactory(community_id=community.id)
    with transaction():
        services.set_identity(found, kind="resident", number=NUMBER, actor=actor, now=NOW)
    return found


@pytest.fixture
def address(community, person):
    phone = PhoneFactory(community_id=community.id, person_id=person.id, number="10012345678")
    return f"/people/{person.id}/phones/{phone.id}/reveal"


def one_look_an_hour(community, actor):
    with transaction():
        settings.change(community.id, LOOKS_PER_HOUR, 1, actor=actor, now=NOW)


def test_the_value_is_given_bare_and_kept_by_nobody(sign_in, address):
    shown = sign_in(Role.CLERK).post(address, data={"purpose": "call"}, headers=HX)
    assert (shown.status_code, shown.text.strip()) == (200, "10012345678")
    assert "no-store" in shown.headers["Cache-Control"]


def test_without_scripts_a_page_shows_it_and_goes_back_by_itself(sign_in, person, address):
    shown = sign_in(Role.CLERK).post(address, data={"purpose": "call", "reason": ["", "leak"]})
    assert "10012345678" in shown.text
    assert f'content="60;url=/people/{person.id}"' in shown.text


def test_over_the_limit_the_answer_is_plain_and_the_manager_sees_it(
    sign_in, community, actor, address
):
    one_look_an_hour(community, actor)
    clerk = sign_in(Role.CLERK)
    assert clerk.post(address, data={"purpose": "call"}, headers=HX).status_code == 200
    for headers in (HX, {}):
        refused = clerk.post(address, data={"purpose": "call"}, headers=headers)
        assert refused.status_code == 429
        assert "within the hour" in refused.text
        assert "10012345678" not in refused.text
    seen = sign_in(Role.MANAGER).get("/looks")
    assert "2 refused" in seen.text
    assert "100****5678" in seen.text
    assert "10012345678" not in seen.text


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.CLERK, False),
        (Role.CASHIER, False),
        (Role.ADMINISTRATOR, False),
        (Role.SERVICE_LEAD, True),
        (Role.MANAGER, True),
    ],
)
def test_identity_numbers_are_for_lead_and_manager(sign_in, person, role, may):
    browser, url = sign_in(role), f"/people/{person.id}/identity/reveal"
    assert (url in browser.get(f"/people/{person.id}").text) is may
    answer = browser.post(url, data={"purpose": "verify"}, headers=HX)
    assert answer.status_code == (200 if may else 403)
    assert (NUMBER in answer.text) is may


def test_the_persons_page_tells_who_looked(sign_in, person, address):
    sign_in(Role.CLERK).post(address, data={"purpose": "call", "reason": "leak upstairs"})
    seen = sign_in(Role.MANAGER).get(f"/people/{person.id}").text
    assert "Who looked" in seen
    assert "leak upstairs" in seen
    assert "Who looked" not in sign_in(Role.CLERK).get(f"/people/{person.id}").text


def test_looks_are_narrowed_and_only_managers_read_them(sign_in, address):
    sign_in(Role.CLERK).post(address, data={"purpose": "call"})
    manager = sign_in(Role.MANAGER)
    assert "100****5678" in manager.get("/looks?kind=person.phone&no-case=1").text
    assert "100****5678" not in manager.get("/looks?kind=person.identity").text
    for role in (Role.CLERK, Role.SERVICE_LEAD, Role.GUARD):
        assert sign_in(role).get("/looks").status_code == 403
