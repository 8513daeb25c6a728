"""A report becomes an order."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from propertydesk.kernel.errors import Invalid
from propertydesk.platform import activity, search, settings
from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from propertydesk.repairs import rules, services
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.queries import counter
from propertydesk.repairs.queries import intake as asking
from propertydesk.repairs.rules import deadlines
from tests.conftest import NOW
from tests.factories.repairs import RepairOrderFactory, household_of, technician_of

HOUR = timedelta(hours=1)


def report(**given: Any) -> rules.Report:
    """A complete report from the phone about a garage."""
    return rules.Report(
        **{
            "channel": "phone",
            "category": "power.corridor",
            "description": "灯不亮",
            "area": "garage",
            "reporter_name": "张伟明",
            "read_back": True,
            **given,
        }
    )


def register(community: Any, actor: Any, now: datetime = NOW, **given: Any) -> RepairOrder:
    with transaction():
        return services.register(community, report(**given), actor=actor, now=now)


def inside(community: Any, actor: Any, **given: Any) -> RepairOrder:
    home, person = household_of(community)
    return register(community, actor, area="", home_id=home.id, reporter_id=person.id, **given)


def test_the_number_counts_in_the_communitys_day(community: Any, actor: Any) -> None:
    late = datetime(2026, 11, 21, 15, 59, tzinfo=UTC)  # a minute to midnight in Shanghai
    numbers = [register(community, actor).number for _ in range(2)]
    numbers += [register(community, actor, now=at).number for at in (late, late + 2 * HOUR)]
    assert numbers == ["BX20261121-0001", "BX20261121-0002", "BX20261121-0003", "BX20261122-0001"]


def test_a_refused_report_takes_no_number(community: Any, actor: Any) -> None:
    with pytest.raises(Invalid):
        register(community, actor, description="")
    assert register(community, actor).number == "BX20261121-0001"


def test_one_activity_tells_of_it(community: Any, actor: Any) -> None:
    order = inside(community, actor)
    (entry,) = activity.timeline(community.id, home_id=order.home_id)
    assert (entry.action, entry.to_state, entry.note) == ("repair.register", "registered", "灯不亮")


def test_it_is_found_by_number_words_and_home(community: Any, actor: Any) -> None:
    order = inside(community, actor, description="厨房水槽漏水")
    for asked in ("BX20261121-0001", "0001", "水槽"):
        found = search.find(community.id, asked, ["repair"])
        assert [(each.subject_id, each.home_id) for each in found] == [(order.id, order.home_id)]


def test_the_first_handler_stays(community: Any, actor: Any) -> None:
    order = register(community, actor)
    assert (order.first_handler_id, order.first_handler) == (actor.id, actor.name)


def test_the_register_gives_name_and_phone(community: Any, actor: Any) -> None:
    order = inside(community, actor, reporter_name="somebody typed")
    assert (order.reporter_name, order.salutation, order.phone) == ("欧阳契", "ms", "13812345678")


def test_a_typed_phone_counts_for_this_order_alone(community: Any, actor: Any) -> None:
    order = inside(community, actor, phone="13900000000")
    assert order.phone == "13900000000"
    assert asking.caller(order.home_id, order.reporter_id).phone == "13812345678"


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"description": ""}, "description"),
        ({"area": ""}, "home"),
        ({"area": "moon"}, "area"),
        ({"category": "water"}, "category"),
        ({"category": "no.such"}, "category"),
        ({"channel": "pigeon"}, "channel"),
        ({"priority": 9}, "priority"),
        ({"charge": "gold"}, "charge"),
        ({"reporter_name": ""}, "reporter_name"),
        ({"read_back": False}, "read_back"),
        ({"appointment_from": NOW + HOUR}, "appointment_to"),
        ({"appointment_to": NOW + HOUR}, "appointment_from"),
        ({"appointment_from": NOW + 3 * HOUR, "appointment_to": NOW + HOUR}, "appointment_to"),
        ({"appointment_from": NOW - 3 * HOUR, "appointment_to": NOW - HOUR}, "appointment_from"),
        (
            {"appointment_from": NOW + 1500 * HOUR, "appointment_to": NOW + 1501 * HOUR},
            "appointment_from",
        ),
    ],
)
def test_what_is_missing_is_named(
    community: Any, actor: Any, missing: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        register(community, actor, **missing)
    assert refused.value.field == field
    assert not db.session.scalar(select(func.count()).select_from(RepairOrder))


def test_a_home_needs_a_phone(community: Any, actor: Any) -> None:
    home, person = household_of(community, phone="")
    with pytest.raises(Invalid) as refused:
        register(community, actor, area="", home_id=home.id, reporter_id=person.id)
    assert refused.value.field == "phone"


@pytest.mark.parametrize("channel", ["chat", "patrol", "guard"])
def test_what_nobody_said_aloud_is_not_read_back(community: Any, actor: Any, channel: str) -> None:
    assert register(community, actor, channel=channel, read_back=False).channel == channel


def test_somebody_of_another_home_is_refused(community: Any, actor: Any) -> None:
    home, _person = household_of(community)
    _other, stranger = household_of(community, phone="13800000002")
    with pytest.raises(Invalid) as refused:
        register(community, actor, area="", home_id=home.id, reporter_id=stranger.id)
    assert refused.value.field == "reporter"


def test_category_gives_priority_and_charge(community: Any, actor: Any) -> None:
    order = register(community, actor, category="power.smell")
    assert (order.priority, order.charge) == (1, "free")
    chosen = register(community, actor, category="power.smell", priority=3, charge="warranty")
    assert (chosen.priority, chosen.charge) == (3, "warranty")


@pytest.mark.parametrize(
    ("priority", "minutes"),
    [(1, (5, 20, 24 * 60)), (2, (15, 120, 24 * 60)), (3, (30, 24 * 60, 48 * 60))],
)
def test_limits_follow_the_priority(
    community: Any, actor: Any, priority: int, minutes: tuple[int, int, int]
) -> None:
    order = register(community, actor, priority=priority)
    limits = (order.dispatch_due, order.arrive_due, order.complete_due)
    assert limits == tuple(NOW + timedelta(minutes=each) for each in minutes)


def test_ordinary_work_waits_for_the_opening(community: Any, actor: Any) -> None:
    at_night = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)  # midnight in Shanghai, open from 08:30
    assert register(community, actor, now=at_night).dispatch_due == at_night + 9 * HOUR


def test_limits_follow_the_settings(community: Any, actor: Any) -> None:
    with transaction():
        settings.change(community.id, rules.setting_of(3, "dispatch"), 7, actor=actor, now=NOW)
    assert register(community, actor).dispatch_due == NOW + timedelta(minutes=7)


def test_an_appointment_takes_the_place_of_the_arrival_limit(community: Any, actor: Any) -> None:
    start = NOW + 50 * HOUR
    order = register(
        community, actor, appointment_from=start, appointment_to=start + 2 * HOUR, priority=3
    )
    assert order.arrive_due == start + 2 * HOUR
    assert order.complete_due >= order.arrive_due


def test_rings_belong_to_the_phone(community: Any, actor: Any) -> None:
    assert register(community, actor, rings=2).rings == 2
    assert register(community, actor, rings=2, channel="desk").rings is None


def test_the_same_fault_is_noticed(community: Any, actor: Any) -> None:
    home, person = household_of(community)
    told = {"area": "", "home_id": home.id, "reporter_id": person.id}
    days = timedelta(days=settings.value(community.id, deadlines.REPEAT_DAYS) - 1)
    old = register(community, actor, now=NOW - days, category="water.tap", **told)
    register(community, actor, now=NOW - 2 * days, category="water.tap", **told)
    found = asking.repeats(community, home.id, "water.sink", NOW)
    assert [each.order.id for each in found] == [old.id]
    assert not asking.repeats(community, home.id, "power.trip", NOW)


def test_a_repeat_is_linked(community: Any, actor: Any) -> None:
    first = inside(community, actor)
    told = {"area": "", "home_id": first.home_id, "reporter_id": first.reporter_id}
    assert register(community, actor, original_id=first.id, **told).original_id == first.id
    with pytest.raises(Invalid) as refused:
        register(community, actor, original_id=first.id)
    assert refused.value.field == "original"


def test_rework_is_free_linked_and_soon(community: Any, actor: Any) -> None:
    original = inside(community, actor, category="water.tap", priority=4)
    with transaction():
        child = services.order_rework(
            original, reason="仍在滴水", promise_at=None, actor=actor, now=NOW
        )
    assert (child.original_id, child.charge, child.home_id) == (
        original.id,
        "free",
        original.home_id,
    )
    assert child.arrive_due == NOW + 24 * HOUR
    assert child.dispatch_due <= child.arrive_due <= child.complete_due
    assert original.description in child.description
    assert "仍在滴水" in child.description
    written = db.session.scalars(select(Activity.action).filter_by(subject_id=child.id))
    assert list(written) == ["repair.order_rework"]


def test_rework_keeps_an_earlier_promise(community: Any, actor: Any) -> None:
    original = inside(community, actor)
    with transaction():
        child = services.order_rework(
            original, reason="x", promise_at=NOW + 3 * HOUR, actor=actor, now=NOW
        )
    assert child.arrive_due == NOW + 3 * HOUR


def test_windows_count_technicians_and_appointments(community: Any, actor: Any) -> None:
    for _ in range(2):
        technician_of(community)
    start = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
    register(community, actor, appointment_from=start, appointment_to=start + 2 * HOUR)
    (_day, today), _tomorrow, _then = asking.windows(community, NOW)
    assert [each.left for each in today] == [2, 1, 2, 2, 2]
    register(community, actor, appointment_from=start, appointment_to=start + 2 * HOUR)
    (_day, today), _tomorrow, _then = asking.windows(community, NOW)
    assert not today[1].is_open


def test_a_home_is_meant_by_any_spelling(community: Any) -> None:
    home, _person = household_of(community, room_no="1501")
    building = home.building_no
    for said in (f"{building}-2-1501", f"{building}栋2单元1501", f"{building}#1501", "1501"):
        assert asking.home_named(community.id, said).id == home.id
    assert asking.home_named(community.id, "nowhere") is None


def test_counts_and_lists_for_the_counter(community: Any, actor: Any) -> None:
    place = {"community_id": community.id}
    RepairOrderFactory(**place, number="late", dispatch_due=NOW - HOUR)
    RepairOrderFactory(**place, number="today", state="accepted", arrive_due=NOW + HOUR)
    RepairOrderFactory(**place, number="later", state="on_site", complete_due=NOW + 48 * HOUR)
    RepairOrderFactory(**place, number="done", state="done", finished_at=NOW)
    figures = counter.counts(community.id, NOW)
    assert (figures.to_dispatch, figures.late, figures.due_today, figures.open) == (1, 1, 2, 3)
    listed = counter.due_list(community.id, 10)
    assert [each.order.number for each in listed] == ["late", "today", "later"]
    assert [each.is_late for each in listed] == [True, False, False]
    last = counter.fortnight(community.id, NOW.date())[-1]
    assert (last.registered, last.done) == (4, 1)
