"""Who is sent, who is sent instead, and how an order ends before its time."""

from datetime import timedelta
from typing import Any

import pytest

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.platform import activity
from propertydesk.platform.access import Actor
from propertydesk.platform.reveal import Asking
from propertydesk.platform.transaction import transaction
from propertydesk.repairs import rules, services
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import technicians
from propertydesk.repairs.rules import visits
from propertydesk.repairs.services import site
from propertydesk.wiring import ROLES
from tests.conftest import NOW, make_actor
from tests.factories.accounts import StaffFactory, StaffRoleFactory
from tests.factories.estate import CommunityFactory
from tests.factories.repairs import RepairOrderFactory, household_of, technician_of

HOUR = timedelta(hours=1)
CALL = Asking("call", "Asia/Shanghai")


@pytest.fixture
def order(community: Any) -> RepairOrder:
    home, person = household_of(community)
    return RepairOrderFactory(
        community_id=community.id, home_id=home.id, reporter_id=person.id, category="water.sink"
    )


def send(order: RepairOrder, staff: Any, actor: Actor) -> None:
    with transaction():
        services.dispatch(order, staff.id, actor=actor, now=NOW)


def test_dispatch_names_the_technician(community: Any, actor: Actor, order: RepairOrder) -> None:
    staff = technician_of(community, name="李强")
    send(order, staff, actor)
    assert (order.state, order.technician_id, order.dispatched_by) == (
        "dispatched",
        staff.id,
        actor.name,
    )
    assert order.dispatched_at == NOW
    (entry,) = activity.timeline(community.id, subject=("repair", order.id))
    assert (entry.action, entry.note) == ("repair.dispatch", "李强")


def test_only_technicians_of_the_community_are_sent(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    clerk = StaffFactory()
    StaffRoleFactory(staff_id=clerk.id, community_id=community.id, role=Role.CLERK)
    gone = technician_of(community, is_active=False)
    elsewhere = technician_of(CommunityFactory())
    for staff in (clerk, gone, elsewhere):
        with pytest.raises(Invalid) as refused:
            send(order, staff, actor)
        assert refused.value.field == "technician_id"
    assert order.state == "registered"


def test_nobody_is_sent_on_an_incomplete_slip(community: Any, actor: Actor) -> None:
    home, _person = household_of(community)
    order = RepairOrderFactory(community_id=community.id, home_id=home.id, phone="")
    with pytest.raises(Invalid) as refused:
        send(order, technician_of(community), actor)
    assert refused.value.field == "phone"


def test_the_second_clerk_learns_how_it_stands(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    send(order, technician_of(community), actor)
    with pytest.raises(Conflict) as lost:
        send(order, technician_of(community), actor)
    assert lost.value.values["state"] == "Dispatched"


def test_dispatch_needs_its_permission(community: Any, order: RepairOrder) -> None:
    nobody = make_actor(community, permissions=ROLES[Role.CASHIER])
    with pytest.raises(NotAllowed):
        send(order, technician_of(community), nobody)


def test_somebody_else_is_sent_with_a_reason(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    first, second = technician_of(community), technician_of(community)
    send(order, first, actor)
    with pytest.raises(Invalid) as refused, transaction():
        services.reassign(order, first.id, reason="x", actor=actor, now=NOW)
    assert refused.value.field == "technician_id"
    with transaction():
        services.reassign(order, second.id, reason="生病", actor=actor, now=NOW + HOUR)
    assert (order.state, order.technician_id, order.dispatched_at) == (
        "dispatched",
        second.id,
        NOW + HOUR,
    )


def test_an_order_sent_back_can_go_to_another(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    first, second = technician_of(community, "water"), technician_of(community, "water")
    send(order, first, actor)
    with transaction():
        site.reject(order, reason="缺件", actor=make_actor(community, staff=first), now=NOW)
    found = technicians.candidates(community.id, order)
    assert [(each.staff_id, each.has_returned) for each in found] == [
        (second.id, False),
        (first.id, True),
    ]
    send(order, second, actor)
    assert order.technician_id == second.id


def test_cancelled_before_the_visit_void_after(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    begun = RepairOrderFactory(community_id=community.id, state="on_site")
    with transaction():
        services.cancel(order, reason="自行修好", actor=actor, now=NOW)
        services.void(begun, reason="重复", actor=actor, now=NOW)
    assert (order.state, begun.state) == ("cancelled", "void")
    assert order.closed_at == begun.closed_at == NOW
    for late in (order, begun):
        with pytest.raises(Conflict), transaction():
            services.cancel(late, reason="x", actor=actor, now=NOW)


def test_a_new_window_after_nobody_was_home(community: Any, actor: Actor) -> None:
    order = RepairOrderFactory(community_id=community.id, state="no_access")
    with transaction():
        services.rebook(order, NOW + 2 * HOUR, NOW + 4 * HOUR, actor=actor, now=NOW)
    assert (order.state, order.arrive_due) == ("accepted", NOW + 4 * HOUR)
    assert order.complete_due >= order.arrive_due


def test_a_window_is_changed_until_work_begins(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    with transaction():
        services.appoint(order, NOW + 2 * HOUR, NOW + 4 * HOUR, actor=actor, now=NOW)
    assert (order.appointment_from, order.arrive_due) == (NOW + 2 * HOUR, NOW + 4 * HOUR)
    begun = RepairOrderFactory(community_id=community.id, state="on_site")
    with pytest.raises(Invalid), transaction():
        services.appoint(begun, NOW + 2 * HOUR, NOW + 4 * HOUR, actor=actor, now=NOW)


def test_skill_decides_then_the_home_then_the_load(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    place = {"community_id": community.id}
    idle = technician_of(community, "power", name="idle")
    busy = technician_of(community, "water", name="busy")
    technician_of(community, "water", name="free")
    known = technician_of(community, "water", name="known")
    for _ in range(2):
        RepairOrderFactory(**place, technician_id=busy.id, state="accepted")
    RepairOrderFactory(
        **place, technician_id=known.id, state="closed", home_id=order.home_id, finished_at=NOW
    )
    found = technicians.candidates(community.id, order)
    assert [each.name for each in found] == ["known", "free", "busy", "idle"]
    assert [each.load for each in found] == [0, 0, 2, 0]
    best = visits.suggested(found, "water")
    assert best is not None
    assert best.staff_id == known.id
    assert visits.reasons(best, found, "water") == [
        "Has the skill",
        "Has worked in this home",
        "Fewest open orders",
        "Free at present",
    ]
    assert visits.suggested(found, "lift") is None
    assert idle.id not in {each.staff_id for each in found if "water" in each.skills}


def test_skills_are_set_as_a_whole(community: Any, actor: Actor) -> None:
    staff = technician_of(community, "water", "power")
    with transaction():
        services.set_skills(staff, ["lift"], actor=actor, now=NOW)
    assert technicians.skills_of([staff.id]) == {staff.id: frozenset({"lift"})}
    with pytest.raises(Invalid), transaction():
        services.set_skills(staff, ["magic"], actor=actor, now=NOW)


def test_a_look_at_the_phone_is_written_down(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    with transaction():
        assert services.reveal_phone(order, CALL, actor=actor, now=NOW).value == order.phone
    (entry,) = activity.timeline(community.id, subject=("repair", order.id))
    assert entry.action == "repair.reveal"
    with pytest.raises(Invalid), transaction():
        services.reveal_phone(order, Asking("curiosity", "Asia/Shanghai"), actor=actor, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        services.reveal_phone(
            order, CALL, actor=make_actor(community, permissions=frozenset()), now=NOW
        )


def test_prints_are_counted_and_refused_while_incomplete(
    community: Any, actor: Actor, order: RepairOrder
) -> None:
    with pytest.raises(Invalid), transaction():
        services.count_print(order, language="zh", paper="A5", actor=actor, now=NOW)
    assert rules.missing_on_slip(order) == ["Appointment"]
    with transaction():
        services.appoint(order, NOW + HOUR, NOW + 3 * HOUR, actor=actor, now=NOW)
    for wanted in (1, 2):
        with transaction():
            count = services.count_print(order, language="zh", paper="A5", actor=actor, now=NOW)
        assert count == wanted
