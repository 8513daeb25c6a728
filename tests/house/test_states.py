"""State tables: every cell is known, every state can be reached and is named and coloured."""

import importlib
from functools import cache
from types import SimpleNamespace

import pytest

from propertydesk.kernel.clock import business_date
from propertydesk.kernel.errors import Conflict, Invalid, NotAllowed
from propertydesk.kernel.states import Move, Tone, Workflow
from tests.house.source import domains, modules, report

ADVICE = "Correct the table in rules.py; nothing else decides on states."


@cache
def flows() -> tuple[Workflow, ...]:
    """Every workflow that a domain's rules declare, and that of requests to second persons."""
    found = []
    for module in modules():
        if module.domain in domains() and module.room == "rules":
            loaded = importlib.import_module(module.dotted)
            found += [each for each in vars(loaded).values() if isinstance(each, Workflow)]
    from propertydesk import wiring

    found += [kind.table for kind in wiring.APPROVALS]
    return tuple({flow.subject: flow for flow in found}.values())


def cells() -> list[tuple[Workflow, str, str]]:
    """Every pair of a state and an action, whether it leads anywhere or not."""
    return [
        (flow, str(state), action)
        for flow in flows()
        for state in flow.states
        for action in sorted({move.action for move in flow.moves})
    ]


def cell_id(value: object) -> str:
    return value.subject if isinstance(value, Workflow) else str(value)


def name(flow: Workflow) -> str:
    return flow.subject


def reachable(flow: Workflow) -> set[str]:
    """States that can be come to: targets of moves, and the first, where records are made."""
    first = str(next(iter(flow.states)))
    return {first} | {str(move.target) for move in flow.moves}


def test_there_are_workflows():
    assert flows()


@pytest.mark.parametrize("flow", flows(), ids=name)
def test_moves_speak_of_known_states_only(flow: Workflow):
    known = {str(state) for state in flow.states}
    faults = [
        f"{move.action}: {state}"
        for move in flow.moves
        for state in (*move.sources, move.target)
        if str(state) not in known
    ]
    assert not faults, report(faults, ADVICE)


@pytest.mark.parametrize("flow", flows(), ids=name)
def test_every_state_can_be_reached(flow: Workflow):
    lost = {str(state) for state in flow.states} - reachable(flow)
    assert not lost, report(sorted(lost), ADVICE)


@pytest.mark.parametrize("flow", flows(), ids=name)
def test_every_state_has_its_word_and_colour(flow: Workflow):
    faults = [
        str(state)
        for state in flow.states
        if not flow.word(state) or not isinstance(flow.tone(state), Tone)
    ]
    assert not faults, report(faults, "Give each state a word and one of the six tones.")


@pytest.mark.parametrize("flow", flows(), ids=name)
def test_every_move_has_permission_label_and_words(flow: Workflow):
    from propertydesk import wiring

    known = {str(each) for granted in wiring.ROLES.values() for each in granted}
    faults = [
        f"{move.action}: {move.permission or 'no permission'}"
        for move in flow.moves
        if str(move.permission) not in known or not move.label or not move.done
    ]
    assert not faults, report(
        faults, "A move needs a granted permission, a label, words when done."
    )


class Sheet(SimpleNamespace):
    """A record as a workflow sees it, without a database."""

    def __getattr__(self, _name: str) -> None:
        return None  # a guard may ask for anything; here nothing is filled in


@pytest.fixture
def bench(built, monkeypatch):
    """platform.workflow with lock and activity written down instead of done."""
    from propertydesk.platform import workflow
    from propertydesk.platform.access import Actor

    written: list[dict] = []
    monkeypatch.setattr(workflow, "lock", lambda record: None)
    monkeypatch.setattr(workflow.activity, "record", lambda **facts: written.append(facts))
    with built[0].test_request_context():
        yield SimpleNamespace(apply=workflow.apply, actor=Actor, written=written)


@pytest.mark.parametrize(("flow", "state", "action"), cells(), ids=cell_id)
def test_every_cell(bench, flow: Workflow, state: str, action: str):
    """An allowed cell moves and is written down once; any other refuses and changes nothing."""
    move = flow.move(state, action)
    record = Sheet(state=state, state_since=None)
    actor = bench.actor("staff", 1, "A", permissions=frozenset({move.permission} if move else ()))
    inputs = dict.fromkeys(move.needs, "x") if move else {}
    arguments = {"actor": actor, "now": moment(), "inputs": inputs}
    if move is None:
        with pytest.raises(Conflict):
            bench.apply(flow, record, action, **arguments)
        assert record.state == state
        assert not bench.written
        return
    if move.guard is None:
        bench.apply(flow, record, action, **arguments)
        assert (record.state, record.state_since) == (move.target, moment())
        assert len(bench.written) == 1
    refuses_without_right(bench, flow, move, state)
    refuses_without_inputs(bench, flow, move, state)


def refuses_without_right(bench, flow: Workflow, move: Move, state: str) -> None:
    record, nobody = Sheet(state=state), bench.actor("staff", 1, "A")
    with pytest.raises(NotAllowed):
        bench.apply(flow, record, move.action, actor=nobody, now=moment())
    assert record.state == state


def refuses_without_inputs(bench, flow: Workflow, move: Move, state: str) -> None:
    record = Sheet(state=state)
    actor = bench.actor("staff", 1, "A", permissions=frozenset({move.permission}))
    for missing in move.needs:
        given = {each: "x" for each in move.needs if each != missing}
        with pytest.raises(Invalid):
            bench.apply(flow, record, move.action, actor=actor, now=moment(), inputs=given)
        assert record.state == state


def moment():
    from datetime import UTC, datetime

    return datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def test_nobody_else_sets_a_state():
    """Only platform/workflow.py assigns `.state`; a new record gets its first state when made."""
    import ast

    from tests.house.test_ownership import written_attributes

    faults = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if module.domain in domains()
        for node in ast.walk(module.tree)
        for target in written_attributes(node)
        if target.attr == "state"
    ]
    assert not faults, report(faults, "Let platform.workflow.apply make the move.")


def test_the_business_day_is_the_communitys():
    assert str(business_date(moment(), "Asia/Shanghai")) == "2026-11-21"


def test_the_pages_of_the_domains_show_the_state_tables_of_the_program() -> None:
    """Advice: run `python tools/draw_states.py`."""
    from tools.draw_states import behind

    assert behind() == []
