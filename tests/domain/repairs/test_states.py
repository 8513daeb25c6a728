"""Every cell of the state table on a real order: what is allowed moves it, all else is refused."""

from typing import Any

import pytest

from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.platform import activity, workflow
from propertydesk.platform.access import Actor
from propertydesk.platform.transaction import transaction
from propertydesk.repairs import rules
from propertydesk.repairs.models import RepairOrder
from propertydesk.repairs.rules.states import MOVES
from tests.conftest import NOW, make_actor
from tests.factories.repairs import RepairOrderFactory

FLOW = rules.WORKFLOW
ACTIONS = sorted({move.action for move in MOVES})
#: domain.md D2, written out a second time: from each state, where each action leads.
TABLE = {
    "registered": {"dispatch": "dispatched", "cancel": "cancelled"},
    "dispatched": {
        "accept": "accepted",
        "reject": "registered",
        "reassign": "dispatched",
        "cancel": "cancelled",
    },
    "accepted": {
        "arrive": "on_site",
        "no_access": "no_access",
        "suspend": "suspended",
        "reassign": "dispatched",
        "cancel": "cancelled",
    },
    "on_site": {
        "no_access": "no_access",
        "suspend": "suspended",
        "quote": "quoted",
        "complete": "done",
        "void": "void",
    },
    "no_access": {"rebook": "accepted", "reassign": "dispatched", "void": "void"},
    "suspended": {"resume": "accepted", "reassign": "dispatched", "void": "void"},
    "quoted": {"agree": "on_site", "void": "void"},
    "done": {
        "verify": "verified",
        "verify_silently": "verified",
        "return": "accepted",
        "await_call": "follow_up",
        "redo": "rework",
        "close": "closed",
    },
    "verified": {
        "settle": "settled",
        "return": "accepted",
        "await_call": "follow_up",
        "redo": "rework",
        "close": "closed",
    },
    "settled": {
        "unsettle": "verified",
        "await_call": "follow_up",
        "redo": "rework",
        "close": "closed",
    },
    "follow_up": {"redo": "rework", "close": "closed"},
    "rework": {"close": "closed"},
    "closed": {},
    "cancelled": {},
    "void": {},
}
CELLS = [(state, action) for state in TABLE for action in ACTIONS]


def make(community: Any, state: str) -> RepairOrder:
    return RepairOrderFactory(community_id=community.id, state=state, charge="chargeable")


def move(order: RepairOrder, action: str, actor: Actor, **given: Any) -> None:
    found = FLOW.move(order.state, action)
    inputs = dict.fromkeys(found.needs, "x") if found else {}
    with transaction():
        workflow.apply(FLOW, order, action, actor=actor, now=NOW, inputs=inputs | given)


def test_the_table_names_every_state() -> None:
    assert set(TABLE) == {str(state) for state in rules.State}


@pytest.mark.parametrize(("state", "action"), CELLS)
def test_cell(community: Any, actor: Actor, state: str, action: str) -> None:
    order = make(community, state)
    target = TABLE[state].get(action)
    if target is None:
        with pytest.raises(Conflict) as refused:
            move(order, action, actor)
        assert refused.value.values["state"] == FLOW.word(state)
        assert (order.state, entries(order)) == (state, [])
        return
    move(order, action, actor)
    assert (order.state, order.state_since) == (target, NOW)
    assert entries(order) == [f"repair.{action}"]


@pytest.mark.parametrize(("state", "action"), [c for c in CELLS if c[1] in TABLE[c[0]]])
def test_cell_needs_permission_and_inputs(
    community: Any, actor: Actor, state: str, action: str
) -> None:
    order, found = make(community, state), FLOW.move(state, action)
    assert found is not None
    others = actor.permissions - {found.permission}
    with pytest.raises(NotAllowed):
        move(order, action, make_actor(community, permissions=others))
    for need in found.needs:
        with pytest.raises(Invalid) as refused:
            move(order, action, actor, **{need: ""})
        assert refused.value.field == need
    assert (order.state, entries(order)) == (state, [])


@pytest.mark.parametrize(
    ("state", "action", "given"),
    [
        ("on_site", "quote", {"charge": "free"}),
        ("verified", "settle", {"charge": "warranty"}),
    ],
)
def test_guards_object(
    community: Any, actor: Actor, state: str, action: str, given: dict[str, str]
) -> None:
    order = RepairOrderFactory(community_id=community.id, state=state, **given)
    with pytest.raises(Invalid):
        move(order, action, actor)
    assert order.state == state


def entries(order: RepairOrder) -> list[str]:
    found = activity.timeline(order.community_id, subject=("repair", order.id))
    return [each.action for each in found]
