"""Hand-over and the shared phone in the browser's eyes."""

from typing import Any

import pytest
from sqlalchemy import func, select

from propertydesk.accounts.models import StaffPin, StaffSession
from propertydesk.accounts.rules import PIN_TRIES, Role
from propertydesk.accounts.services import HASHER
from propertydesk.platform.db import db
from propertydesk.shifts import rules
from propertydesk.shifts.models import Duty, DutyPost, HandOver, Relief
from tests.factories import pins
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.shifts import DutyPostFactory, sign_off, stand, take_over
from tests.factories.till import somebody

PASSWORD = "a guard walks at night"


@pytest.fixture(scope="module")
def password_hash() -> str:
    return HASHER.hash(PASSWORD)


@pytest.fixture
def gate(community: Any) -> DutyPost:
    return DutyPostFactory(community_id=community.id)


@pytest.fixture
def guard(community: Any, password_hash: str) -> Any:
    return StaffFactory(password_hash=password_hash)


def total(model: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_guard_begins_signs_with_the_password_and_the_next_signs_with_a_pin(
    community: Any, gate: DutyPost, guard: Any, sign_in: Any, client: Any
) -> None:
    sign_in(Role.GUARD, staff=guard)
    assert "Gate 9" in client.get("/hand-overs").text
    assert client.post_form(f"/posts/{gate.id}/duty", {"turn": "day"}).status_code == 303
    duty = db.session.scalars(select(Duty)).one()
    form = {"keys_in": "3", "keys_out": "0", "is_clean": "y", "once": "o" * 20}
    wrong = client.post_form(
        f"/hand-overs/duties/{duty.id}/signature", form | {"confirmation": "wrong"}
    )
    assert wrong.status_code == 422
    assert "neither your PIN nor your password" in wrong.text
    signed = {client.post(
        f"/hand-overs/duties/{duty.id}/signature", data=form | {"confirmation": PASSWORD}
    ).location for _each in range(2)}  # fmt: skip
    assert len(signed) == total(HandOver) == 1
    place = signed.pop()
    assert "Stay until somebody has taken over" in client.get(place).text

    other = StaffFactory(password_hash=guard.password_hash)
    pins.give(other, pins.PIN)
    sign_in(Role.GUARD, staff=other)
    taken = client.post_form(
        f"{place}/relief", {"turn": "night", "remark": "", "confirmation": pins.PIN}
    )
    assert taken.status_code == 303
    assert total(Relief) == 1
    paper = client.get(f"{place}/record.pdf?language=en")
    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")


def test_the_phone_changes_hands_by_pin_and_has_the_rights_of_the_gate_alone(
    community: Any, guard: Any, sign_in: Any, client: Any
) -> None:
    coming = StaffFactory()
    for role in (Role.GUARD, Role.MANAGER):
        StaffRoleFactory(staff_id=coming.id, community_id=community.id, role=role)
    pins.give(coming, pins.PIN)
    sign_in(Role.GUARD, staff=guard)
    assert coming.name in client.get("/change-guard").text
    done = client.post("/change-guard", data={"staff_id": coming.id, "pin": pins.PIN})
    assert done.status_code == 303
    assert coming.name in client.get("/account").text
    assert client.get("/settings").status_code == 403
    ended = db.session.scalars(select(StaffSession).filter_by(staff_id=guard.id)).one()
    begun = db.session.scalars(select(StaffSession).filter_by(staff_id=coming.id)).one()
    assert (ended.ended_why, begun.limited_to) == ("changed", "guard")


def test_five_wrong_pins_and_the_right_one_opens_nothing_any_more(
    community: Any, guard: Any, sign_in: Any, client: Any
) -> None:
    coming = StaffFactory()
    StaffRoleFactory(staff_id=coming.id, community_id=community.id, role=Role.GUARD)
    pins.give(coming, pins.PIN)
    sign_in(Role.GUARD, staff=guard)
    for _each in range(PIN_TRIES):
        wrong = client.post("/change-guard", data={"staff_id": coming.id, "pin": "305172"})
        assert wrong.status_code == 422
    right = client.post("/change-guard", data={"staff_id": coming.id, "pin": pins.PIN})
    assert right.status_code == 422
    assert "Too many wrong tries" in right.text
    assert db.session.get_one(StaffPin, coming.id).tries_left == 0


def test_a_right_pin_gives_the_tries_back(
    community: Any, guard: Any, sign_in: Any, client: Any
) -> None:
    coming = StaffFactory()
    StaffRoleFactory(staff_id=coming.id, community_id=community.id, role=Role.GUARD)
    pins.give(coming, pins.PIN)
    sign_in(Role.GUARD, staff=guard)
    client.post("/change-guard", data={"staff_id": coming.id, "pin": "305172"})
    client.post("/change-guard", data={"staff_id": coming.id, "pin": pins.PIN})
    assert db.session.get_one(StaffPin, coming.id).tries_left == PIN_TRIES


def test_a_pin_is_set_with_the_password(guard: Any, sign_in: Any, client: Any) -> None:
    sign_in(Role.GUARD, staff=guard)
    refused = client.post_form("/account/pin", {"current": "wrong", "pin": pins.PIN})
    weak = client.post_form("/account/pin", {"current": PASSWORD, "pin": "123456"})
    assert (refused.status_code, weak.status_code) == (422, 422)
    assert total(StaffPin) == 0
    done = client.post_form("/account/pin", {"current": PASSWORD, "pin": pins.PIN})
    assert done.status_code == 303
    held = db.session.get_one(StaffPin, guard.id)
    assert pins.PIN not in held.pin_hash


def test_nobody_of_another_community_or_without_the_role_is_offered(
    community: Any, guard: Any, sign_in: Any, client: Any
) -> None:
    clerk = StaffFactory()
    StaffRoleFactory(staff_id=clerk.id, community_id=community.id, role=Role.CLERK)
    pins.give(clerk, pins.PIN)
    sign_in(Role.GUARD, staff=guard)
    assert clerk.name not in client.get("/change-guard").text
    taken = client.post("/change-guard", data={"staff_id": clerk.id, "pin": pins.PIN})
    assert taken.status_code == 422


def test_a_clerk_sees_the_desk_and_not_the_gate(
    community: Any, gate: DutyPost, sign_in: Any, client: Any
) -> None:
    guards = [somebody(community, Role.GUARD) for _each in range(2)]
    hand_over = sign_off(stand(gate, guards[0]), guards[0])
    take_over(hand_over, guards[1])
    sign_in(Role.CLERK)
    page = client.get("/hand-overs").text
    assert hand_over.number not in page
    assert client.get(f"/hand-overs/{hand_over.id}").status_code == 404
    assert client.get(f"/hand-overs/{hand_over.id}/record.pdf").status_code == 404


def test_the_lead_sets_posts_up_and_sees_all(
    community: Any, gate: DutyPost, sign_in: Any, client: Any
) -> None:
    sign_in(Role.SERVICE_LEAD)
    form = {"kind": "desk", "code": "D1", "name_zh": "前台", "equipment": "电话", "is_open": "y"}
    assert client.post_form("/posts", form).status_code == 303
    again = client.post_form("/posts", form)
    assert again.status_code == 422
    assert "There is a post with this code." in again.text
    changed = client.post_form(f"/posts/{gate.id}", form | {"kind": "gate", "code": "G9"})
    assert changed.status_code == 303
    assert db.session.get_one(DutyPost, gate.id).name_zh == "前台"
    assert rules.KIND_WORDS["desk"] in client.get("/posts").text
