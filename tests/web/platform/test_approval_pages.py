"""The pages of second persons: whoever asks is refused in every way, and told the answer."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from propertydesk.accounts import queries as accounts
from propertydesk.accounts.rules import Role
from propertydesk.platform import approvals
from propertydesk.platform.approvals import Approval
from propertydesk.platform.db import db
from tests.factories.accounts import StaffFactory, StaffRoleFactory, signed_in_cookie
from tests.factories.approvals import SAMPLE, ApprovalFactory
from tests.factories.estate import CommunityFactory

WAYS = ("approval", "refusal")


@pytest.fixture(autouse=True)
def sample(app: Flask) -> Iterator[None]:
    approvals.register([SAMPLE], colleagues=accounts.colleagues)
    yield
    approvals.forget(SAMPLE.name)


@pytest.fixture
def clerk(community: Any) -> Any:
    staff = StaffFactory(name="林晓燕")
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.CLERK)
    return staff


@pytest.fixture
def asked(community: Any, clerk: Any) -> Approval:
    return ApprovalFactory(community_id=community.id, asked_by=clerk.id, asked_by_no=clerk.staff_no)


def browser_of(client: Any, staff: Any, community: Any) -> Any:
    with client.session_transaction() as session:
        session.update(signed_in_cookie(staff.id) | {"community_id": community.id})
        session["language"] = "en"
    return client


def state_of(asked: Approval) -> str:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Approval, asked.id).state


def test_a_second_person_finds_it_reads_it_and_approves(sign_in: Any, asked: Approval) -> None:
    lead = sign_in(Role.SERVICE_LEAD)
    index = lead.get("/approvals").text
    assert "12000 fen" in index
    assert "林晓燕" in index
    assert '<span class="pd-side-count' in index
    detail = lead.get(f"/approvals/{asked.id}").text
    assert "错收" in detail
    assert "2.80" in detail
    assert "Approve and carry out" in detail
    answer = lead.post_form(f"/approvals/{asked.id}/approval", {"note": ""})
    assert answer.status_code == 303
    assert state_of(asked) == "approved"


def test_the_asker_is_refused_by_direct_posts_whatever_the_role(
    client: Any, community: Any, clerk: Any, asked: Approval
) -> None:
    for role in (None, Role.SERVICE_LEAD, Role.MANAGER, Role.ADMINISTRATOR):
        if role:
            StaffRoleFactory(staff_id=clerk.id, community_id=community.id, role=role)
        browser = browser_of(client, clerk, community)
        assert "Approve and carry out" not in browser.get(f"/approvals/{asked.id}").text
        for way in WAYS:
            answer = browser.post_form(f"/approvals/{asked.id}/{way}", {"note": "x"})
            assert answer.status_code == 403
    assert state_of(asked) == "waiting"


def test_colleagues_without_the_role_do_not_even_see_it(sign_in: Any, asked: Approval) -> None:
    browser = sign_in(Role.CASHIER)
    assert asked.number not in browser.get("/approvals").text
    assert browser.get(f"/approvals/{asked.id}").status_code == 404
    for way in (*WAYS, "withdrawal", "acknowledgement"):
        answer = browser.post_form(f"/approvals/{asked.id}/{way}", {"note": "x"})
        assert answer.status_code == 404
    assert state_of(asked) == "waiting"


def test_another_communitys_request_does_not_exist(sign_in: Any, asked: Approval) -> None:
    browser = sign_in(Role.MANAGER, place=CommunityFactory())
    assert browser.get(f"/approvals/{asked.id}").status_code == 404
    assert browser.post_form(f"/approvals/{asked.id}/approval", {}).status_code == 404


def test_turning_down_without_words_keeps_the_page(sign_in: Any, asked: Approval) -> None:
    lead = sign_in(Role.SERVICE_LEAD)
    answer = lead.post_form(f"/approvals/{asked.id}/refusal", {"note": " "})
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert state_of(asked) == "waiting"


def test_the_asker_is_told_and_puts_the_answer_away(
    client: Any, sign_in: Any, community: Any, clerk: Any, asked: Approval
) -> None:
    refused = sign_in(Role.SERVICE_LEAD).post_form(
        f"/approvals/{asked.id}/refusal", {"note": "请附收据"}
    )
    assert refused.status_code == 303
    browser = browser_of(client, clerk, community)
    index = browser.get("/approvals").text
    assert "请附收据" in index
    assert '<span class="pd-side-count' in index
    browser.post_form(f"/approvals/{asked.id}/acknowledgement", {})
    assert '<span class="pd-side-count' not in browser.get("/approvals").text


def test_a_late_decision_is_told_plainly(sign_in: Any, set_clock: Any, asked: Approval) -> None:
    lead = sign_in(Role.SERVICE_LEAD)
    set_clock(asked.expires_at)
    answer = lead.post_form(f"/approvals/{asked.id}/approval", {})
    assert answer.status_code == 409
    assert "expired" in answer.text
    assert state_of(asked) == "waiting"
