"""Small rules that reading alone forgets."""

import ast
import re

import pytest

from tests.house.source import ROOT, modules, python_files, report

TOO_GENERAL = {"utils", "util", "helpers", "helper", "common", "base", "misc", "tools"}
# The two places where anything at all may go wrong and must be written down, not passed on:
# a job of somebody else's making, and a check of what a foreign server answers.
MAY_CATCH_EVERYTHING = {
    "propertydesk/platform/tasks",
    "propertydesk/platform/scheduling",
}
MAY_END = {
    "propertydesk/platform/transaction.py": {"commit", "rollback"},
    # the page that tells of an error needs a session that is not broken
    "propertydesk/platform/web.py": {"rollback"},
}
UNEXPLAINED = re.compile(r"(type: ignore|noqa)(\[[^\]]*\]|: *[A-Z]+\d+(, *[A-Z]+\d+)*)?\s*$")


def test_nothing_is_called_utils():
    faults = [m.name for m in python_files() if m.path.stem.strip("_") in TOO_GENERAL]
    assert not faults, report(faults, "Name the file after what it is about.")


def test_only_the_door_commits_and_rolls_back():
    faults = [
        f"{module.name}:{node.lineno} .{node.func.attr}()"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"commit", "rollback"} - MAY_END.get(module.name, set())
    ]
    assert not faults, report(
        faults, "Only the door ends a transaction: let the route, job or command open it."
    )


def catches_everything(node: ast.ExceptHandler) -> bool:
    if node.type is None:
        return True
    names = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(isinstance(n, ast.Name) and n.id in {"Exception", "BaseException"} for n in names)


def ends_with_raise(node: ast.ExceptHandler) -> bool:
    return isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None


def test_no_error_is_caught_blindly():
    faults = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        if not module.name.startswith(tuple(MAY_CATCH_EVERYTHING))
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler)
        and catches_everything(node)
        and not ends_with_raise(node)
    ]
    assert not faults, report(
        faults,
        "Catch the error you expect, or end with a bare raise; only the job runner may not.",
    )


def test_every_exception_to_a_tool_has_a_reason():
    faults = [
        f"{module.name}:{number} {comment.strip()}"
        for module in python_files()
        for needle in ("type: ignore", "noqa")
        for number, comment in module.comments_with(needle)
        if UNEXPLAINED.search(comment) and module.name != "tests/house/test_manners.py"
    ]
    assert not faults, report(
        faults, "Say why in words after it: `# type: ignore[arg-type]  # the stub knows no Path`."
    )


@pytest.mark.parametrize("word", ["breakpoint(", "print(", "pdb.set_trace"])
def test_nothing_is_left_from_debugging(word: str):
    faults = [
        f"{module.name}:{number}"
        for module in modules()
        if not module.name.startswith("propertydesk/cli")
        for number, line in enumerate(module.text.splitlines(), 1)
        if re.search(rf"(?<![\w.]){re.escape(word)}", line)
    ]
    assert not faults, report(faults, f"Take `{word}` out; only the command line speaks by itself.")


def is_float_money(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Money"
        and any(isinstance(a, ast.Constant) and isinstance(a.value, float) for a in node.args)
    )


def test_money_is_never_a_float():
    faults = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if is_float_money(node)
        or (isinstance(node, ast.Attribute) and node.attr in {"Numeric", "Float"})
        or (isinstance(node, ast.Name) and node.id in {"Numeric", "Float"})
    ]
    assert not faults, report(
        faults, "Money is fen in Money and MoneyType; areas and prices are scaled integers, too."
    )


def test_times_come_from_one_clock():
    """Ruff refuses naive times; this refuses a second source of the present."""
    asked = re.compile(r"\b(datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    faults = [
        f"{module.name}:{number} {line.strip()}"
        for module in modules()
        if module.name != "propertydesk/platform/clock.py"
        for number, line in enumerate(module.text.splitlines(), 1)
        if asked.search(line)
    ]
    assert not faults, report(
        faults, "Ask propertydesk.platform.clock.now() at the door and hand the instant in."
    )


def test_every_package_says_what_it_is():
    inits = [module for module in modules() if module.path.name == "__init__.py"]
    missing = [m.name for m in inits if not ast.get_docstring(m.tree)]
    assert not missing, report(missing, "Begin with one paragraph: what this office does.")


def test_a_domain_runs_nothing_when_imported():
    """`__init__` of a domain holds its paragraph only; registration stands in `wiring`."""
    from tests.house.source import domains

    faults = [
        module.name
        for module in modules()
        if module.path.name == "__init__.py"
        and module.path.parent.parent == ROOT / "propertydesk"
        and module.domain in domains()
        and len(module.tree.body) > 1
    ]
    assert not faults, report(faults, "Keep the docstring; move the rest into a room.")
