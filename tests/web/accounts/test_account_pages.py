"""Sign-in and the register of staff, as pages."""

import pytest
from sqlalchemy import select

from propertydesk.accounts import services
from propertydesk.accounts.models import Staff, StaffRole
from propertydesk.accounts.rules import Role
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from tests.factories.accounts import StaffFactory, StaffRoleFactory

pytestmark = pytest.mark.web
PASSWORD = "a quiet garden 7"
NEW = {"name": "何雨", "staff_no": "C003", "login": "heyu", "role": "cashier"}


def test_signing_in_and_out(client, community):
    digest = services.hash_password(PASSWORD, login="lin")
    staff = StaffFactory(login="lin", password_hash=digest)
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.CLERK)
    assert client.get("/sign-in").status_code == 200
    assert client.get("/homes").location.startswith("/sign-in?next=")
    wrong = client.post_form("/sign-in", {"login": "lin", "password": "wrong"})
    assert wrong.status_code == 422
    assert 'value="lin"' in wrong.text
    right = client.post_form("/sign-in", {"login": "Lin", "password": PASSWORD, "next": "/homes"})
    assert (right.status_code, right.location) == (303, "/homes")
    assert client.get("/account").status_code == 200
    assert client.post_form("/sign-out").status_code == 303


def test_a_password_is_changed_with_the_old_one(client, community):
    digest = services.hash_password(PASSWORD, login="lin")
    staff = StaffFactory(login="lin", password_hash=digest)
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.CLERK)
    client.post_form("/sign-in", {"login": "lin", "password": PASSWORD})
    for wrong in ({"current": "no", "password": "another garden 8"}, {"current": PASSWORD}):
        assert client.post_form("/account/password", wrong).status_code == 422
    data = {"current": PASSWORD, "password": "another garden 8"}
    assert client.post_form("/account/password", data).status_code == 303
    assert client.get("/account").status_code == 200


def test_the_register_of_staff(sign_in, community):
    administrator = sign_in(Role.ADMINISTRATOR)
    assert administrator.get("/staff").status_code == 200
    assert administrator.get("/staff/new").status_code == 200
    lacking = administrator.post_form("/staff/new", {**NEW, "login": ""})
    assert lacking.status_code == 422
    assert 'value="何雨"' in lacking.text
    assert administrator.post_form("/staff/new", NEW).status_code == 303
    assert administrator.post_form("/staff/new", NEW).status_code == 422
    staff = db.session.scalars(select(Staff).filter_by(login="heyu")).one()
    url = f"/staff/{staff.id}"
    assert administrator.get(url).status_code == 200
    edited = administrator.post_form(url, {"name": "何宇", "staff_no": "C004"})
    assert edited.status_code == 303
    assert administrator.post_form(f"{url}/roles", {"role": ""}).status_code == 422
    assert administrator.post_form(f"{url}/roles", {"role": "clerk"}).status_code == 303
    assert administrator.post_form(f"{url}/roles/clerk/withdrawal").status_code == 303
    assert administrator.post_form(f"{url}/closure").status_code == 303
    closed = db.session.get(Staff, staff.id, populate_existing=True)
    assert not closed.is_active


def test_a_refused_role_leaves_the_account_in_its_form(sign_in, community):
    administrator = sign_in(Role.ADMINISTRATOR)
    staff = StaffFactory(name="马强")
    StaffRoleFactory(staff_id=staff.id, community_id=community.id)
    answer = administrator.post_form(f"/staff/{staff.id}/roles", {"role": "emperor"})
    assert answer.status_code == 422
    assert 'value="马强"' in answer.text


def test_a_service_lead_reads_staff_and_changes_nothing(sign_in, community):
    lead = sign_in(Role.SERVICE_LEAD)
    staff = StaffFactory()
    StaffRoleFactory(staff_id=staff.id, community_id=community.id)
    page = lead.get(f"/staff/{staff.id}")
    assert page.status_code == 200
    assert "/closure" not in page.text
    assert lead.get("/staff/new").status_code == 403


def test_whoever_creates_a_community_everywhere_gets_no_second_role(community, actor):
    from propertydesk.estate.services import found_community
    from tests.conftest import NOW

    StaffRoleFactory(staff_id=actor.id, community_id=None, role=Role.ADMINISTRATOR)
    with transaction():
        place = found_community(code="YL", name_zh="云澜", actor=actor, now=NOW)
    assert db.session.scalar(select(StaffRole).filter_by(community_id=place.id)) is None
