"""Follow-up calls: attempts, answers, and what they do to the repair."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from propertydesk.followups import jobs, queries, rules, services
from propertydesk.followups.models import FollowUp
from propertydesk.followups.rules import hours
from propertydesk.kernel.clock import at, local
from propertydesk.kernel.errors import Invalid
from propertydesk.platform.access import Actor
from propertydesk.platform.db import db
from propertydesk.platform.transaction import transaction
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules import State as RepairState
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory

ZONE = "Asia/Shanghai"
GOOD = {"quality": 5, "attitude": 4, "solved": True}
BAD = {
    "quality": 2,
    "attitude": 4,
    "reason": "not_fixed",
    "comment": "锁点对不齐",
    "promise": "再次上门校正",
    "promise_at": NOW + timedelta(days=1),
}


@pytest.fixture
def order(community: Any) -> RepairOrder:
    home = HomeFactory(community_id=community.id)
    return RepairOrderFactory(
        community_id=community.id,
        home_id=home.id,
        state=RepairState.DONE,
        cause="wear",
        work_done="换锁扣",
        finished_at=NOW - timedelta(hours=20),
    )


@pytest.fixture
def follow_up(order: RepairOrder, actor: Actor) -> FollowUp:
    source = services.Source(
        "repair",
        order.id,
        order.number,
        order.community_id,
        order.home_id,
        "尉迟敏",
        "ms",
        "12012345678",
    )
    with transaction():
        return services.plan(source, NOW + timedelta(hours=4), zone=ZONE, actor=actor, now=NOW)


def say(
    follow_up: FollowUp, overall: str, data: dict[str, Any], actor: Actor, now: datetime = NOW
) -> None:
    with transaction():
        services.answer(
            follow_up, rules.Overall(overall), data=dict(data), zone=ZONE, actor=actor, now=now
        )


def miss(follow_up: FollowUp, result: str, actor: Actor, now: datetime = NOW) -> None:
    with transaction():
        services.note_attempt(follow_up, rules.Result(result), zone=ZONE, actor=actor, now=now)


def test_satisfied_closes_the_order_with_both_marks(
    follow_up: FollowUp, order: RepairOrder, actor: Actor
) -> None:
    say(follow_up, "satisfied", GOOD, actor)
    assert (order.state, order.quality, order.attitude) == (RepairState.CLOSED, 5, 4)
    assert follow_up.state == rules.State.SATISFIED


def test_not_satisfied_makes_one_linked_free_rework_order(
    follow_up: FollowUp, order: RepairOrder, actor: Actor
) -> None:
    say(follow_up, "dissatisfied", BAD, actor)
    child = db.session.scalars(select(RepairOrder).filter_by(original_id=order.id)).one()
    assert order.state == RepairState.REWORK
    assert (child.state, child.charge, child.home_id) == ("registered", "free", order.home_id)
    assert follow_up.follow_on == child.number


def test_delayed_plans_the_next_call_for_the_promised_day(
    follow_up: FollowUp, order: RepairOrder, actor: Actor
) -> None:
    promised = NOW + timedelta(days=2)
    say(follow_up, "delayed", {"comment": "等配件", "promise_at": promised}, actor)
    assert (follow_up.state, follow_up.due_at) == (rules.State.DELAYED, promised)
    assert order.state == RepairState.DONE


@pytest.mark.parametrize(
    ("overall", "missing"),
    [("satisfied", "quality"), ("dissatisfied", "promise"), ("dissatisfied", "reason")],
)
def test_an_answer_needs_its_marks_reason_and_promise(
    follow_up: FollowUp, actor: Actor, overall: str, missing: str
) -> None:
    data = {**BAD, missing: None}
    with pytest.raises(Invalid) as refused:
        say(follow_up, overall, data, actor)
    assert refused.value.field == missing
    assert db.session.get_one(FollowUp, follow_up.id).attempts == 0


def test_nobody_is_called_at_night(follow_up: FollowUp, actor: Actor) -> None:
    night = at(local(NOW, ZONE).date(), time(21), ZONE)
    with pytest.raises(Invalid, match="No calls"):
        miss(follow_up, "no_answer", actor, night)


def test_three_failed_tries_in_different_parts_of_the_day_end_as_unreachable(
    follow_up: FollowUp, order: RepairOrder, actor: Actor
) -> None:
    moment, parts = NOW, []
    for _attempt in range(3):
        parts.append(hours.day_part(moment, ZONE))
        miss(follow_up, "no_answer", actor, moment)
        assert not hours.is_quiet(follow_up.not_before, ZONE, 21, 8)
        assert follow_up.not_before >= moment + timedelta(hours=4)
        moment = follow_up.not_before
    assert parts[0] != parts[1] != parts[2]
    with transaction():
        services.give_up(follow_up, actor=actor, now=moment)
    assert follow_up.state == rules.State.UNREACHABLE
    assert follow_up.quality is None
    assert order.state == RepairState.CLOSED


def test_the_next_call_waits_for_the_gap_and_there_is_no_fourth(
    follow_up: FollowUp, actor: Actor
) -> None:
    miss(follow_up, "busy", actor)
    with pytest.raises(Invalid, match="Too soon"):
        miss(follow_up, "busy", actor, NOW + timedelta(hours=1))
    for _attempt in range(2):
        miss(follow_up, "busy", actor, follow_up.not_before)
    with pytest.raises(Invalid, match="All attempts"):
        miss(follow_up, "busy", actor, follow_up.not_before)


def test_giving_up_early_is_refused(follow_up: FollowUp, actor: Actor) -> None:
    miss(follow_up, "busy", actor)
    with pytest.raises(Invalid, match="attempts left"), transaction():
        services.give_up(follow_up, actor=actor, now=NOW)


def test_a_wrong_number_stops_the_calls_until_it_is_corrected(
    follow_up: FollowUp, actor: Actor
) -> None:
    miss(follow_up, "wrong_number", actor)
    assert follow_up.state == rules.State.WRONG_NUMBER
    with transaction():
        services.replan(follow_up, NOW + timedelta(days=1), "12087654321", actor=actor, now=NOW)
    assert (follow_up.state, follow_up.phone) == (rules.State.PLANNED, "12087654321")


def test_one_source_waits_for_one_call_only(
    follow_up: FollowUp, order: RepairOrder, actor: Actor
) -> None:
    source = services.Source(
        "repair", order.id, order.number, order.community_id, None, "x", "", "1"
    )
    with pytest.raises(Invalid, match="planned already"), transaction():
        services.plan(source, NOW, zone=ZONE, actor=actor, now=NOW)


def test_the_morning_job_lists_what_is_due_once(follow_up: FollowUp, community: Any) -> None:
    for expected in (1, 0):
        with transaction():
            assert jobs.list_due(community.id, NOW, NOW) == expected


def test_the_queue_shows_place_and_matter(
    follow_up: FollowUp, order: RepairOrder, community: Any
) -> None:
    rows = queries.queue(community.id, until=NOW + timedelta(days=1))
    assert [(row.follow_up.id, bool(row.place)) for row in rows] == [(follow_up.id, True)]
