"""The guard's parking page, the slip, the list, and the takings at the till."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from propertydesk.accounts.rules import Role
from propertydesk.passes.models.parking import ParkingStay
from propertydesk.platform.db import db
from propertydesk.till.models import OtherIncome
from tests.conftest import NOW
from tests.factories.accounts import StaffFactory
from tests.factories.parking import drive_in, drive_out
from tests.factories.shifts import DutyPostFactory, sign_off, stand, with_cash
from tests.factories.till import somebody


@pytest.fixture
def at_the_gate(community: Any, sign_in: Any, client: Any) -> Any:
    """A guard on duty, at the phone."""
    staff = StaffFactory()
    sign_in(Role.GUARD, staff=staff)
    post = DutyPostFactory(community_id=community.id)
    assert client.post_form(f"/posts/{post.id}/duty", {"turn": "day"}).status_code == 303
    return client


def test_a_car_comes_in_and_pays_ten_yuan_after_eight_hours(
    at_the_gate: Any, set_clock: Any
) -> None:
    came = at_the_gate.post_form("/gate/parking", {"plate": "浙a·D12345"})
    assert came.status_code == 303
    again = at_the_gate.post_form("/gate/parking", {"plate": "浙AD12345"})
    assert (again.status_code, "This car is inside already." in again.text) == (422, True)
    set_clock(NOW + timedelta(hours=8))
    page = at_the_gate.get("/gate/parking?plate=浙AD12345").text
    assert "Cash ¥10.00 taken, let out" in page
    stay = db.session.scalars(select(ParkingStay)).one()
    cheaper = at_the_gate.post_form(f"/gate/parking/{stay.id}/exit", {"seen": "2.00"})
    assert cheaper.status_code == 409
    left = at_the_gate.post_form(f"/gate/parking/{stay.id}/exit", {"seen": "10.00"})
    assert left.status_code == 303
    assert "10.00" in at_the_gate.get(left.location).text
    slip = at_the_gate.get(f"/parking/{stay.id}/slip.pdf?language=zh")
    assert (slip.status_code, slip.mimetype) == (200, "application/pdf")


@pytest.mark.parametrize("plate", ["x", "浙A", "' OR 1=1", "浙" * 30])
def test_what_is_no_plate_is_told_plainly(at_the_gate: Any, plate: str) -> None:
    assert at_the_gate.get("/gate/parking", query_string={"plate": plate}).status_code == 200
    refused = at_the_gate.post_form("/gate/parking", {"plate": plate})
    assert refused.status_code == 422


def test_takings_are_taken_into_the_drawer_once(community: Any, sign_in: Any, client: Any) -> None:
    guard = somebody(community, Role.GUARD)
    duty = stand(DutyPostFactory(community_id=community.id), guard, now=NOW - timedelta(hours=9))
    came = drive_in("浙A12345", guard, NOW - timedelta(hours=8))
    drive_out(came, guard, NOW)
    hand_over = sign_off(duty, guard, with_cash(1_000), now=NOW)
    sign_in(Role.CASHIER)
    url = f"/parking/takings/{hand_over.id}"
    assert client.post_form(url).status_code == 409  # no drawer is open
    assert client.post_form("/till/shift", {"opening": "500"}).status_code == 303
    assert hand_over.number in client.get("/parking/takings").text
    assert client.post_form(url).status_code == 303
    assert client.post_form(url).status_code == 409
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(OtherIncome)) == 1
    assert "SJ00000001" in client.get("/parking/takings").text


def test_a_clerk_reads_the_list_and_takes_nothing(
    community: Any, sign_in: Any, client: Any
) -> None:
    guard = somebody(community, Role.GUARD)
    stay = drive_in("浙A12345", guard)
    sign_in(Role.CLERK)
    assert stay.number in client.get("/parking").text
    assert client.get("/gate/parking").status_code == 403
    assert client.get("/parking/takings").status_code == 403
    assert client.post_form(f"/gate/parking/{stay.id}/exit", {"seen": "0"}).status_code == 403
