"""The plan of the house, where import contracts alone do not reach."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest

from tests.house.source import PACKAGE, ROOT, domains, modules, report

ROOMS = {
    "views", "jobs", "services", "queries", "printing", "forms", "models", "events", "rules",
}  # fmt: skip
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


def contract(name: str) -> dict:
    return next(entry for entry in CONTRACTS if entry["id"] == name)


def top_level() -> set[str]:
    """Packages and modules right below propertydesk/ that hold Python."""
    packages = {path.parent.name for path in PACKAGE.glob("*/*.py")}
    return packages | {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}


def steps() -> set[str]:
    """Every name on the staircase."""
    return set(re.findall(r"\w+", " ".join(contract("staircase")["layers"])))


def test_every_package_stands_on_the_staircase():
    strangers = top_level() - steps() - set(contract("staircase")["exhaustive_ignores"])
    assert not strangers, report(
        sorted(strangers), "Give it its step in the staircase of pyproject.toml."
    )


@pytest.mark.parametrize(
    ("name", "key"), [("rooms", "containers"), ("platform", "forbidden_modules")]
)
def test_every_domain_is_in_the_contract(name: str, key: str):
    named = {entry.removeprefix("propertydesk.") for entry in contract(name)[key]}
    missing = sorted(set(domains()) - named)
    assert not missing, report(missing, f"Add it to `{key}` of the contract `{name}`.")


def test_rooms_are_never_renamed():
    faults = [
        module.name
        for module in modules()
        if module.domain in domains() and module.room not in ROOMS | {"__init__"}
    ]
    assert not faults, report(
        faults,
        "A domain has these rooms and no others: " + ", ".join(sorted(ROOMS)) + "."
        " A room that outgrows its file becomes a package of the same name.",
    )


def imported_roots(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


@pytest.mark.parametrize("place", ["kernel", "rules", "events"])
def test_pure_places_import_the_standard_library_and_the_kernel_only(place: str):
    faults = [
        f"{module.name} imports {name}"
        for module in modules()
        if place in {module.domain, module.room}
        for name in sorted(imported_roots(module.tree))
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("propertydesk.kernel")
        and not name.startswith(f"propertydesk.{module.domain}.rules")
        and not (place == "rules" and name.startswith(lower_rules(module.domain)))
    ]
    assert not faults, report(
        faults, "Pure code decides on values it is given; fetching them is the caller's work."
    )


def lower_rules(domain: str) -> tuple[str, ...]:
    """Rules of lower domains are pure as well and may be asked."""
    return tuple(f"propertydesk.{other}.rules" for other in domains() if other != domain)


def test_pure_places_ask_no_clock_and_no_environment():
    asked = re.compile(r"\b(datetime\.now|date\.today|time\.time|os\.environ|random\.)")
    faults = [
        f"{module.name}:{number} {line.strip()}"
        for module in modules()
        if module.domain == "kernel" or module.room in {"rules", "events"}
        for number, line in enumerate(module.text.splitlines(), 1)
        if asked.search(line)
    ]
    assert not faults, report(faults, "Take the instant or the value as an argument.")


def test_relationships_point_one_way():
    faults = [
        f"{module.name}:{node.lineno}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg in {"backref", "back_populates"}
    ]
    assert not faults, report(faults, "Drop the way back; ask a query instead.")


@pytest.mark.slow
def test_import_contracts_are_kept():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"]
    checked = subprocess.run(
        [*command, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
