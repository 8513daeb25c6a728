"""Each table has one owner: only its own domain's services write it.

What is read here is the syntax tree, not a running program: constructors of another domain's
models, insert/update/delete on them, and writes to attributes of variables known to hold one.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from tests.house.source import Module, modules, report

WRITERS = {"insert", "update", "delete", "bulk_insert_mappings", "bulk_update_mappings"}
LOADERS = {"load", "get", "get_or_404", "one", "scalar_one"}
ADVICE = "Call a verb of the owner's services, or announce an event; only the owner writes."


@cache
def owners() -> dict[str, str]:
    """Model class name to the domain (or `platform`) that declares it."""
    return {
        node.name: module.domain
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and is_model(node)
    }


def is_model(node: ast.ClassDef) -> bool:
    return any(
        isinstance(target, ast.Name) and target.id == "__tablename__"
        for entry in node.body
        if isinstance(entry, ast.Assign)
        for target in entry.targets
    )


@cache
def relationships() -> dict[str, str]:
    """Attribute name to model name, for attributes that are relationships."""
    found = {}
    for node in (each for module in modules() for each in ast.walk(module.tree)):
        if isinstance(node, ast.AnnAssign) and is_relationship(node):
            model = next((name for name in names_in(node.annotation) if name in owners()), None)
            if model:
                found[node.target.id] = model
    return found


def is_relationship(node: ast.AnnAssign) -> bool:
    return (
        isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Call)
        and called(node.value) == "relationship"
    )


def names_in(node: ast.AST | None) -> Iterator[str]:
    """Every name mentioned, also inside quoted annotations."""
    for child in ast.walk(node) if node else ():
        if isinstance(child, ast.Name):
            yield child.id
        elif isinstance(child, ast.Attribute):
            yield child.attr
        elif isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield from (part.strip("\"'[] |") for part in child.value.replace("[", " ").split())


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Name):
        return call.func.id
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


@dataclass
class Reader:
    """Reads one module for writes to tables that are not its own."""

    module: Module
    faults: list[str] = field(default_factory=list)

    def foreign(self, name: str) -> bool:
        return name in owners() and owners()[name] != self.module.domain

    def note(self, node: ast.AST, what: str) -> None:
        self.faults.append(f"{self.module.name}:{node.lineno} {what}")

    def read(self) -> list[str]:
        for call in (n for n in ast.walk(self.module.tree) if isinstance(n, ast.Call)):
            self.read_call(call)
        for function in self.module.functions():
            self.read_function(function)
        return self.faults

    def read_call(self, call: ast.Call) -> None:
        if self.foreign(called(call)) and (call.args or call.keywords):
            self.note(call, f"makes a {called(call)}")
        target = call.args[0] if call.args else None
        if called(call) in WRITERS and isinstance(target, ast.Name) and self.foreign(target.id):
            self.note(call, f"{called(call)}s {target.id}")

    def read_function(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        held = self.held_by(function)
        for node in ast.walk(function):
            for target in written_attributes(node):
                model = self.model_of(target, held)
                if model and self.foreign(model):
                    self.note(node, f"sets .{target.attr} of a {model}")

    def held_by(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
        """Variable to model, from annotations and from `x = load(Model, ...)`."""
        held = {}
        for argument in (*function.args.args, *function.args.kwonlyargs):
            model = next((n for n in names_in(argument.annotation) if n in owners()), None)
            if model:
                held[argument.arg] = model
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                model = self.loaded(node.value)
                held |= {t.id: model for t in node.targets if isinstance(t, ast.Name) and model}
        return held

    @staticmethod
    def loaded(call: ast.Call) -> str | None:
        if called(call) in owners():
            return called(call)
        if called(call) not in LOADERS or not call.args:
            return None
        return next((n for n in names_in(call.args[0]) if n in owners()), None)

    @staticmethod
    def model_of(target: ast.Attribute, held: dict[str, str]) -> str | None:
        if isinstance(target.value, ast.Name):
            return held.get(target.value.id)
        if isinstance(target.value, ast.Attribute):
            return relationships().get(target.value.attr)
        return None


def written_attributes(node: ast.AST) -> Iterator[ast.Attribute]:
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = list(node.targets)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        targets = [node.target]
    elif isinstance(node, ast.Delete):
        targets = list(node.targets)
    for target in targets:
        for part in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(part, ast.Attribute):
                yield part


def test_only_the_owner_writes_a_table():
    faults = [fault for module in modules() for fault in Reader(module).read()]
    assert not faults, report(sorted(set(faults)), ADVICE)


def test_inside_a_domain_only_services_write():
    """Views, jobs, queries and forms ask; services write."""
    faults = [
        f"{module.name}:{call.lineno} session.{called(call)}()"
        for module in modules()
        if module.domain not in {"platform", ""} and module.room not in {"services", "models"}
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and is_session_write(call)
    ]
    assert not faults, report(faults, "Move it into a verb of services.py.")


def is_session_write(call: ast.Call) -> bool:
    return (
        isinstance(call.func, ast.Attribute)
        and call.func.attr in {"add", "add_all", "delete", "merge", "flush"}
        and isinstance(call.func.value, ast.Attribute)
        and call.func.value.attr == "session"
    )


SAMPLE = """
from propertydesk.owners.models import Person
def rename(person: Person, order: RepairOrder):
    person.name = "x"
    order.title = "fine"
    found = load(Person, 3)
    found.name, other = "y", 2
    db.session.execute(update(Person).values(name="z"))
    return Person(name="new")
"""


def test_the_reader_sees_what_it_should(monkeypatch):
    monkeypatch.setattr(
        "tests.house.test_ownership.owners",
        lambda: {"Person": "owners", "RepairOrder": "repairs"},
    )
    module = next(m for m in modules() if m.name == "propertydesk/kernel/money.py")
    sample = Module(module.path)
    sample.__dict__["tree"] = ast.parse(SAMPLE)
    reader = Reader(sample)
    monkeypatch.setattr(Reader, "foreign", lambda self, name: name == "Person")
    assert len(reader.read()) == 4
