"""From beginning at a post to both signatures."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from propertydesk.accounts.rules import Role
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.money import Money
from propertydesk.platform.db import db
from propertydesk.platform.invariants import workflow_invariants
from propertydesk.platform.transaction import in_transaction, transaction
from propertydesk.platform.verify import findings
from propertydesk.shifts import queries, rules, services
from propertydesk.shifts.models import Duty, DutyPost
from propertydesk.shifts.queries import Cash, Takings, collecting
from propertydesk.shifts.queries.invariants import INVARIANTS
from propertydesk.wiring import OPEN_MATTERS, POST_TAKINGS, SHIFT_FIGURES
from tests.conftest import NOW
from tests.factories.estate import HomeFactory
from tests.factories.repairs import RepairOrderFactory
from tests.factories.shifts import COUNTED, DutyPostFactory, sign_off, stand, take_over, with_cash
from tests.factories.till import open_shift, somebody

LATER = NOW + timedelta(hours=8)


@pytest.fixture
def gate(community: Any) -> DutyPost:
    return DutyPostFactory(community_id=community.id)


@pytest.fixture
def guards(community: Any) -> list[Any]:
    return [somebody(community, Role.GUARD) for _each in range(3)]


@pytest.fixture
def gate_takes(request: pytest.FixtureRequest) -> Any:
    """A gate whose takings come to so many fen."""

    def takes(fen: int) -> None:
        told = Takings(frozenset({rules.PostKind.GATE}), lambda _asked: Cash(Money(fen)))
        collecting.register(OPEN_MATTERS, SHIFT_FIGURES, [told])

    yield takes
    collecting.register(OPEN_MATTERS, SHIFT_FIGURES, POST_TAKINGS)


RULES = [*INVARIANTS, *workflow_invariants(rules.WORKFLOW)]


def test_both_sign_and_the_next_is_on_duty(gate: DutyPost, guards: list[Any]) -> None:
    duty = stand(gate, guards[0])
    hand_over = sign_off(duty, guards[0], now=LATER)
    following = take_over(hand_over, guards[1], remark="少一把钥匙", now=LATER)
    relief = queries.relief_of(hand_over.id)
    assert (duty.state, following.state) == (rules.DutyState.RELIEVED, rules.DutyState.ON_DUTY)
    assert relief is not None
    assert (relief.incoming_id, relief.remark) == (guards[1].id, "少一把钥匙")
    assert following.number != duty.number == hand_over.number
    assert all(each.is_kept for each in findings(db.engine, RULES))


def test_nobody_begins_before_both_have_signed(gate: DutyPost, guards: list[Any]) -> None:
    duty = stand(gate, guards[0])
    with pytest.raises(Invalid):
        stand(gate, guards[1])
    sign_off(duty, guards[0])
    with pytest.raises(Invalid):
        stand(gate, guards[1])


def test_nobody_signs_for_another_or_takes_over_from_themselves(
    gate: DutyPost, guards: list[Any]
) -> None:
    duty = stand(gate, guards[0])
    with pytest.raises(NotAllowed):
        sign_off(duty, guards[1])
    hand_over = sign_off(duty, guards[0])
    with pytest.raises(NotAllowed):
        take_over(hand_over, guards[0])


def test_a_hand_over_is_signed_once_and_taken_over_once(gate: DutyPost, guards: list[Any]) -> None:
    duty = stand(gate, guards[0])
    hand_over = sign_off(duty, guards[0])
    with pytest.raises(Conflict):
        sign_off(duty, guards[0])
    take_over(hand_over, guards[1])
    with pytest.raises(Conflict):
        take_over(hand_over, guards[2])


@pytest.mark.parametrize("table", ["hand_overs", "reliefs"])
def test_what_is_signed_cannot_be_changed(gate: DutyPost, guards: list[Any], table: str) -> None:
    take_over(sign_off(stand(gate, guards[0]), guards[0]), guards[1])
    for change in (f"UPDATE {table} SET community_id = community_id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="append-only"), transaction():
            db.session.execute(text(change))


def test_a_clerk_does_not_stand_at_the_gate_nor_a_guard_at_the_till(
    community: Any, gate: DutyPost, guards: list[Any]
) -> None:
    with pytest.raises(NotAllowed):
        stand(gate, somebody(community, Role.CLERK))
    till = DutyPostFactory(community_id=community.id, kind="till", code="T9")
    with pytest.raises(NotAllowed):
        stand(till, guards[0])


def test_one_guard_is_at_one_gate(community: Any, gate: DutyPost, guards: list[Any]) -> None:
    stand(gate, guards[0])
    other = DutyPostFactory(community_id=community.id, code="G8")
    with pytest.raises(Invalid):
        stand(other, guards[0])


def test_the_lead_ends_what_nobody_handed_over_and_says_why(
    community: Any, gate: DutyPost, guards: list[Any]
) -> None:
    lead = somebody(community, Role.SERVICE_LEAD)
    duty = stand(gate, guards[0])
    with pytest.raises(NotAllowed):
        in_transaction(lambda: services.end(duty, "走了", actor=guards[1], now=NOW))
    with pytest.raises(Invalid):
        in_transaction(lambda: services.end(duty, "", actor=lead, now=NOW))
    in_transaction(lambda: services.end(duty, "擅自离岗", actor=lead, now=NOW))
    assert duty.state == rules.DutyState.ENDED
    assert stand(gate, guards[1]).state == rules.DutyState.ON_DUTY
    assert all(each.is_kept for each in findings(db.engine, RULES))


def test_open_matters_are_collected_by_themselves_and_stay_as_they_stood(
    community: Any,
) -> None:
    clerk = somebody(community, Role.CLERK)
    desk = DutyPostFactory(community_id=community.id, kind="desk", code="D9")
    home = HomeFactory(community_id=community.id)
    order = RepairOrderFactory(
        community_id=community.id, home_id=home.id, first_handler_id=clerk.id, reported_at=NOW
    )
    hand_over = sign_off(stand(desk, clerk), clerk, now=NOW + timedelta(minutes=5))
    repairs = next(each for each in hand_over.items if each["key"] == "repairs")
    assert [each["number"] for each in repairs["items"]] == [order.number]
    assert (repairs["total"], hand_over.open_count) == (1, 1)
    taken_in = next(each for each in hand_over.figures if each["key"] == "repairs")
    assert taken_in["count"] == 1


def test_a_cashier_hands_on_the_drawer_but_not_what_should_be_in_it(community: Any) -> None:
    cashier = somebody(community, Role.CASHIER)
    post = DutyPostFactory(community_id=community.id, kind="till", code="T9")
    duty = stand(post, cashier)
    drawer = open_shift(cashier)
    hand_over = sign_off(duty, cashier, replace(COUNTED, cash=Money(50_000)))
    drawers = next(each for each in hand_over.items if each["key"] == "drawers")
    assert [each["number"] for each in drawers["items"]] == [drawer.number]
    assert [each["label"] for each in hand_over.cash_words] == ["Float"]
    assert hand_over.cash_expected is None


def test_takings_of_a_gate_are_counted_against_what_was_taken(
    gate: DutyPost, guards: list[Any], gate_takes: Any
) -> None:
    gate_takes(4_000)
    duty = stand(gate, guards[0])
    with pytest.raises(Invalid) as refused:
        sign_off(duty, guards[0], with_cash(3_000))
    assert refused.value.field == "cash"
    hand_over = sign_off(duty, guards[0], with_cash(3_000, "一车未付"))
    assert (hand_over.cash, hand_over.cash_expected) == (Money(3_000), Money(4_000))


def test_a_post_with_somebody_there_is_not_taken_out_of_use(
    community: Any, gate: DutyPost, guards: list[Any]
) -> None:
    manager = somebody(community, Role.MANAGER)
    values = {"kind": "gate", "code": "G9", "name_zh": "北门", "is_open": False}
    stand(gate, guards[0])
    with pytest.raises(Conflict):
        in_transaction(lambda: services.edit_post(gate, values, actor=manager, now=NOW))
    values["is_open"] = True
    in_transaction(lambda: services.edit_post(gate, values, actor=manager, now=NOW))
    assert gate.name_zh == "北门"


def test_two_posts_do_not_share_a_code(community: Any, gate: DutyPost) -> None:
    manager = somebody(community, Role.MANAGER)
    with pytest.raises(Invalid) as refused:
        in_transaction(
            lambda: services.add_post(
                {"kind": "gate", "code": gate.code, "name_zh": "南门"}, actor=manager, now=NOW
            )
        )
    assert refused.value.field == "code"


def test_breaches_are_found(gate: DutyPost, guards: list[Any]) -> None:
    duty = stand(gate, guards[0])
    with transaction():
        db.session.get_one(Duty, duty.id).state = rules.DutyState.RELIEVED
    found = {each.key: each.count for each in findings(db.engine, INVARIANTS)}
    assert found["shifts.signatures"] == 1
