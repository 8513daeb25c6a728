"""On site: accept, arrive, wait, name a price, finish."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.followups import services as followups
from propertydesk.followups.rules import Result
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform import settings
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import timeline
from propertydesk.platform.transaction import transaction
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import deadlines
from propertydesk.repairs.rules.materials import Material
from propertydesk.repairs.services import aftercare, site
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory


@pytest.fixture
def technician(community: Any) -> Actor:
    staff = StaffFactory(name="李强")
    StaffRoleFactory(staff_id=staff.id, community_id=community.id, role=Role.TECHNICIAN)
    return make_actor(community, permissions=ROLES[Role.TECHNICIAN], staff=staff)


def order_of(community: Any, technician: Actor, **given: Any) -> RepairOrder:
    home = HomeFactory(community_id=community.id)
    return RepairOrderFactory(
        community_id=community.id, home_id=home.id, technician_id=technician.id, **given
    )


def finish(order: RepairOrder, actor: Actor, **given: Any) -> None:
    data: dict[str, Any] = {
        "cause": rules.Cause.LOOSE,
        "work_done": "换密封圈",
        "labour": Money.zero,
        "materials": [],
        **given,
    }
    site.complete(order, actor=actor, now=NOW, **data)


def test_the_whole_way_from_the_phone_to_finished_work(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="dispatched")
    with transaction():
        site.accept(order, tools_checked=True, actor=technician, now=NOW)
        site.arrive(order, actor=technician, now=NOW)
        finish(order, technician)
    assert order.state == rules.State.DONE
    assert (order.accepted_at, order.arrived_at, order.finished_at) == (NOW, NOW, NOW)
    entries = timeline(community.id, subject=("repair", order.id))
    assert [entry.action for entry in entries][-3:] == [
        "repair.complete",
        "repair.arrive",
        "repair.accept",
    ]


def test_another_technicians_order_is_not_touched(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="dispatched")
    stranger = make_actor(community, permissions=ROLES[Role.TECHNICIAN])
    with pytest.raises(NotAllowed), transaction():
        site.accept(order, tools_checked=True, actor=stranger, now=NOW)


def test_returning_an_order_needs_a_reason_and_frees_it(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="dispatched")
    with pytest.raises(Invalid), transaction():
        site.reject(order, reason="", actor=technician, now=NOW)
    with transaction():
        site.reject(order, reason="需要水暖工", actor=technician, now=NOW)
    assert order.state == rules.State.REGISTERED
    assert order.technician_id is None


def test_nobody_home_needs_the_three_knocks(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="accepted")
    with pytest.raises(Invalid), transaction():
        site.find_nobody(order, knocked=False, visit_card_no="", actor=technician, now=NOW)
    with transaction():
        site.find_nobody(order, knocked=True, visit_card_no="K12", actor=technician, now=NOW)
    assert order.state == rules.State.NO_ACCESS


def test_work_waits_until_a_date_in_the_future(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="on_site")
    for_parts = {"unfinished": rules.Suspension.PARTS, "actor": technician, "now": NOW}
    with pytest.raises(Invalid), transaction():
        site.suspend(order, next_visit_at=NOW - timedelta(hours=1), **for_parts)
    with transaction():
        site.suspend(order, next_visit_at=NOW + timedelta(days=1), **for_parts)
    assert order.state == rules.State.SUSPENDED


def test_a_price_is_agreed_to_before_it_is_charged(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="on_site", charge="chargeable")
    hose = Material("下水软管", "φ40", 2000, Money(1800))
    with pytest.raises(Invalid, match="agreed"), transaction():
        finish(order, technician, labour=Money(8000), materials=[hose])
    with transaction():
        site.quote(order, amount=Money(12000), actor=technician, now=NOW)
        site.agree(order, actor=technician, now=NOW)
    with pytest.raises(Invalid, match="agreed to"), transaction():
        finish(order, technician, labour=Money(9000), materials=[hose])
    with transaction():
        finish(order, technician, labour=Money(8000), materials=[hose])
    assert order.total == Money(11600)


def test_free_work_has_no_price(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="on_site")
    with pytest.raises(Invalid), transaction():
        finish(order, technician, labour=Money(100))


def test_finishing_twice_is_a_conflict(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="on_site")
    with transaction():
        finish(order, technician)
    with pytest.raises(Conflict), transaction():
        finish(order, technician)


def test_the_resident_may_confirm_on_the_spot(community: Any, technician: Actor) -> None:
    order = order_of(community, technician, state="on_site")
    with transaction():
        finish(order, technician, resident_confirmed=True)
    assert order.state == rules.State.VERIFIED


@pytest.mark.parametrize(
    ("given", "is_called"),
    [
        ({"priority": 1}, True),
        ({"priority": 3}, False),
        ({"priority": 1, "phone": ""}, False),
    ],
)
def test_emergencies_are_always_called_back_others_by_sample(
    community: Any, technician: Actor, given: dict[str, Any], is_called: bool
) -> None:
    order = order_of(community, technician, state="on_site", **given)
    with transaction():
        settings.change(
            community.id, deadlines.FOLLOW_UP_PERCENT, 0, actor=make_actor(community), now=NOW
        )
        finish(order, technician)
    assert (followups.waiting_for("repair", order.id) is not None) == is_called


def test_the_sample_takes_its_share_of_every_hundred_orders() -> None:
    for percent in (0, 1, 30, 50, 100):
        assert sum(deadlines.in_sample(serial, percent) for serial in range(1, 101)) == percent


def test_work_sent_back_keeps_the_call_that_was_planned(
    community: Any, technician: Actor, actor: Actor
) -> None:
    order = order_of(community, technician, state="on_site", priority=1)
    with transaction():
        finish(order, technician)
        aftercare.send_back(order, reason="还在滴水", actor=actor, now=NOW)
        site.arrive(order, actor=technician, now=NOW)
        finish(order, technician)
    assert followups.waiting_for("repair", order.id) is not None


def test_an_order_stays_open_while_its_number_is_being_corrected(
    community: Any, technician: Actor, actor: Actor
) -> None:
    order = order_of(community, technician, state="on_site", priority=1)
    with transaction():
        finish(order, technician, resident_confirmed=True)
        call = followups.waiting_for("repair", order.id)
        assert call is not None
        followups.note_attempt(
            call, Result.WRONG_NUMBER, zone="Asia/Shanghai", actor=actor, now=NOW
        )
        aftercare.confirm_silent(community.id, actor=actor, now=NOW + timedelta(days=9))
    assert order.state == rules.State.VERIFIED
    with pytest.raises(Invalid), transaction():
        aftercare.close(order, actor=actor, now=NOW)


def test_silence_counts_as_consent_and_files_what_needs_no_call(
    community: Any, technician: Actor, actor: Actor
) -> None:
    order = order_of(community, technician, state="on_site", phone="")
    with transaction():
        finish(order, technician)
        assert aftercare.confirm_silent(community.id, actor=actor, now=NOW) == 0
        aftercare.confirm_silent(community.id, actor=actor, now=NOW + timedelta(hours=49))
    assert order.state == rules.State.CLOSED
