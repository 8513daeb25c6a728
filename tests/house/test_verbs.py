"""Every verb is given its actor and instant, and leaves an activity."""

import ast
from collections.abc import Iterator
from functools import cache

from tests.house.source import Module, domains, modules, report

# platform.activity.record and record_many, platform.workflow.apply, platform.approvals.ask,
# platform.reveal.record_look
RECORDERS = {"record", "record_many", "apply", "ask", "record_look", "order_export"}


@cache
def services() -> tuple[Module, ...]:
    return tuple(m for m in modules() if m.domain in domains() and m.room == "services")


def verbs() -> Iterator[tuple[Module, ast.FunctionDef]]:
    """Public functions of services that act for somebody."""
    for module in services():
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if "actor" in arguments(node):
                yield module, node


def arguments(node: ast.FunctionDef) -> set[str]:
    return {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}


def calls(node: ast.AST) -> set[str]:
    """Names of what a function calls, without the module before the dot."""
    return {
        each.func.attr if isinstance(each.func, ast.Attribute) else each.func.id
        for each in ast.walk(node)
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name)
    }


@cache
def recording() -> frozenset[str]:
    """Names of functions that write an activity, themselves or through another."""
    everywhere = {
        function.name: calls(function) for module in services() for function in module.functions()
    }
    known: set[str] = set(RECORDERS)
    while True:
        found = {name for name, called in everywhere.items() if called & known} - known
        if not found:
            return frozenset(known)
        known |= found


def test_every_verb_leaves_an_activity():
    faults = [
        f"{module.name}:{node.lineno} {node.name}"
        for module, node in verbs()
        if node.name not in recording()
    ]
    assert not faults, report(
        faults, "Let it end with activity.record(...), or make the move with workflow.apply(...)."
    )


def test_whoever_acts_says_when():
    faults = [
        f"{module.name}:{node.lineno} {node.name}"
        for module, node in verbs()
        if "now" not in arguments(node)
    ]
    assert not faults, report(faults, "Take `now` as an argument beside `actor`.")


def test_services_ask_neither_request_nor_session():
    asked = {"request", "session", "g", "current_user", "current_app"}
    faults = [
        f"{module.name}:{node.lineno} imports {alias.name}"
        for module in services()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"flask", "flask_login"}
        for alias in node.names
        if alias.name in asked
    ]
    assert not faults, report(faults, "Let the view hand it in.")
