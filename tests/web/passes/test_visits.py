"""Visitors on screen: the guard's phone, the desk, the slip."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from propertydesk.accounts.rules import Role
from propertydesk.passes.models import StandingVisitor, Visit
from propertydesk.passes.models.visits import BarredVisitor
from propertydesk.passes.queries import door
from propertydesk.passes.rules import PassKind
from propertydesk.passes.rules.visits import Refusal
from propertydesk.passes.services import visits as visit_services
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory
from tests.factories.passes import GateFactory, invitation_of, visit_of
from tests.factories.repairs import household_of


@pytest.fixture
def gate(community: Any) -> Any:
    return GateFactory(community_id=community.id, number=2)


def newest() -> Visit:
    return db.session.query(Visit).order_by(Visit.id.desc()).first()


def test_a_guard_takes_a_walk_in_through(sign_in, community, gate):
    home, _person = household_of(community)
    guard = sign_in(Role.GUARD)
    entry = {"home": home.code, "visitor": "王", "phone": "13900001234", "purpose": "friends"}
    asked = guard.post_form("/gate/visits/new", entry, follow_redirects=True)
    assert "Ask the host" in asked.text
    assert "139****1234" in asked.text
    assert "13900001234" not in asked.text
    visit = newest()
    admitted = guard.post_form(
        f"/gate/visits/{visit.id}/admission", {"confirmed_by": "intercom"}, follow_redirects=True
    )
    assert "Has left" in admitted.text
    printed = guard.post_form(f"/gate/visits/{visit.id}/slips", {"language": "both"})
    slip = guard.get(printed.location)
    text = PdfReader(io.BytesIO(slip.data)).pages[0].extract_text()
    assert visit.number in text
    assert "王" not in text.replace("访客", "")
    assert home.room_no not in text
    guard.post_form(f"/gate/visits/{visit.id}/leaving")
    assert newest().state == "left"
    second = guard.post_form(f"/gate/visits/{visit.id}/leaving")
    assert second.status_code == 409


def test_a_scanned_invitation_is_let_in_and_out_on_the_gates_page(sign_in, community, gate):
    visit = invitation_of(community)
    guard = sign_in(Role.GUARD)
    assert "Expected today" in guard.get("/gate").text
    found = guard.post_form("/gate/scans", {"code": typed(visit)}, follow_redirects=True)
    assert "Invited: compare name and plate" in found.text
    guard.post_form(f"/gate/visits/{visit.id}/entry")
    again = guard.post_form("/gate/scans", {"code": typed(visit)}, follow_redirects=True)
    assert "Has left" in again.text
    twice = guard.post_form(f"/gate/visits/{visit.id}/entry", follow_redirects=True)
    assert "Came in on this invitation already." in twice.text


def typed(visit: Visit) -> str:
    return door.live_code(PassKind.VISITOR, visit.id).shown


def test_salespeople_and_couriers_take_one_press(sign_in, community, gate):
    guard = sign_in(Role.GUARD)
    guard.post_form("/gate/visits/sales")
    assert (newest().state, newest().visitor) == ("denied", "")
    counted = guard.post_form("/gate/visits/couriers", {"kind": "food"}, follow_redirects=True)
    assert "Meals · 1" in counted.text


def test_nothing_typed_is_lost_and_the_field_is_named(sign_in, community, gate):
    guard = sign_in(Role.GUARD)
    refused = guard.post_form(
        "/gate/visits/new", {"home": "9-9-9999", "visitor": "王", "purpose": "friends"}
    )
    assert refused.status_code == 422
    assert 'value="9-9-9999"' in refused.text
    assert "No home is called so." in refused.text


def test_a_clerk_invites_from_a_household(sign_in, community):
    home, _person = household_of(community)
    clerk = sign_in(Role.CLERK)
    assert f"/visits/new?home={home.id}" in clerk.get(f"/homes/{home.id}").text
    asked = {"home": home.code, "visitor": "王", "day": "2026-11-22", "purpose": "friends"}
    made = clerk.post_form("/visits/new", asked, follow_redirects=True)
    assert "/g/" in made.text
    assert newest().number in clerk.get(f"/homes/{home.id}").text
    clerk.post_form(f"/visits/{newest().id}/cancellation")
    assert newest().state == "cancelled"


def test_the_list_masks_what_it_shows(sign_in, community):
    visit_of(community, plate="浙A12345")
    shown = sign_in(Role.CLERK).get("/visits").text
    assert "139****1234" in shown
    assert "浙A***45" in shown
    assert "浙A12345" not in shown


def test_a_phone_is_shown_for_a_purpose(sign_in, community):
    visit = visit_of(community)
    clerk = sign_in(Role.CLERK)
    look = clerk.post_form(f"/visits/{visit.id}/phone/reveal", {"purpose": "call"})
    assert "13900001234" in look.text


def test_lists_are_kept_by_whom_they_concern(sign_in, community):
    home, _person = household_of(community)
    known = {
        "visitor": "李",
        "phone": "13900001234",
        "starts_on": "2026-11-21",
        "ends_on": "2026-12-21",
    }
    manager = sign_in(Role.MANAGER)
    manager.post_form("/visits/standing", known | {"home": home.code, "purpose": "other"})
    standing = db.session.query(StandingVisitor).one()
    assert home.room_no in manager.get("/visits/standing").text
    manager.post_form(f"/visits/standing/{standing.id}/ending")
    manager.post_form("/visits/barred", known | {"reason": "滋事"})
    barred = db.session.query(BarredVisitor).one()
    assert "滋事" in manager.get("/visits/barred").text
    manager.post_form(f"/visits/barred/{barred.id}/ending")
    assert db.session.query(BarredVisitor).one().ended_at


def test_the_do_not_admit_list_is_for_few_eyes(sign_in, community):
    clerk = sign_in(Role.CLERK)
    assert clerk.get("/visits/barred").status_code == 403


def test_a_visit_is_found_by_number_and_plate_until_it_is_forgotten(sign_in, community, gate):
    visit = invitation_of(community, plate="浙B54321")
    number, visit_id = visit.number, visit.id
    for role, page in (
        (Role.CLERK, f"/visits/{visit_id}"),
        (Role.GUARD, f"/gate/visits/{visit_id}"),
    ):
        browser = sign_in(role, staff=StaffFactory())
        for query in (number, "B54321"):
            assert page in browser.get(f"/search/suggest?q={query}").text
    in_transaction(
        lambda: visit_services.deny(
            visit, Refusal.HOST_REFUSED, actor=make_actor(community), now=NOW
        )
    )
    browser = sign_in(Role.CLERK, staff=StaffFactory())
    assert f"/visits/{visit_id}" not in browser.get("/search/suggest?q=B54321").text
    assert f"/visits/{visit_id}" in browser.get(f"/search/suggest?q={number}").text
