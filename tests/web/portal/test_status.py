"""The signed status page: no sign-in, no personal data."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from propertydesk.platform import signing, workflow
from propertydesk.platform.transaction import transaction
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory


@pytest.fixture
def order(community: Any) -> RepairOrder:
    home = HomeFactory(community_id=community.id, room_no="1802")
    return RepairOrderFactory(
        community_id=community.id,
        home_id=home.id,
        state="dispatched",
        technician_id=StaffFactory(name="赵国强").id,
        appointment_from=NOW + timedelta(hours=1),
        appointment_to=NOW + timedelta(hours=3),
    )


def url(order: RepairOrder) -> str:
    return f"/s/{signing.sign('repair-status', order.id)}"


def test_the_page_shows_steps_and_promises_and_no_personal_data(
    client: Any, order: RepairOrder
) -> None:
    page = client.get(url(order), headers={"Accept-Language": "en"}).text
    assert order.number in page
    assert "today 10:00–12:00" in page
    for secret in (order.reporter_name, order.phone, "1802", order.description, "国强"):
        assert secret not in page


def test_it_is_live(client: Any, order: RepairOrder, community: Any) -> None:
    with transaction():
        workflow.apply(rules.WORKFLOW, order, "accept", actor=make_actor(community), now=NOW)
    fragment = client.get(url(order), headers={"HX-Request": "true", "Accept-Language": "en"}).text
    assert "The technician accepted" in fragment
    assert "<html" not in fragment


@pytest.mark.parametrize(
    "damage", [lambda t: t[:-1], lambda t: t + "A", lambda t: "B" + t[1:], lambda t: "é" * 32]
)
def test_an_altered_link_opens_nothing(client: Any, order: RepairOrder, damage: Any) -> None:
    token = signing.sign("repair-status", order.id)
    assert client.get(f"/s/{damage(token)}").status_code == 404


def test_whoever_holds_a_wrong_link_is_not_led_to_the_staffs_entrance(client: Any) -> None:
    page = client.get("/s/nonsense", headers={"Accept-Language": "en"}).text
    assert "This link is not valid." in page
    assert "To the start page" not in page


def test_a_link_for_another_purpose_opens_nothing(
    client: Any, app: Flask, order: RepairOrder
) -> None:
    assert client.get(f"/s/{signing.sign('something-else', order.id)}").status_code == 404


def test_both_languages(client: Any, order: RepairOrder) -> None:
    assert "进度" in client.get(url(order), headers={"Accept-Language": "zh"}).text
    assert "Progress" in client.get(url(order), headers={"Accept-Language": "en"}).text
