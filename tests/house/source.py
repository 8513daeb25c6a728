"""The project as text and syntax trees, for the tests that read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "propertydesk"
TEMPLATES = ROOT / "templates"
NOT_DOMAINS = {
    "demo",
    "kernel",
    "platform",
    "migrations",
    "translations",
    "cli",
    "config",
    "wiring",
}


@dataclass(frozen=True)
class Module:
    """One Python file of the project."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.name)

    @property
    def name(self) -> str:
        """The path as people write it: propertydesk/repairs/rules.py."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def dotted(self) -> str:
        parts = self.path.relative_to(ROOT).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def domain(self) -> str:
        """`repairs` for propertydesk/repairs/rules.py; `` for what lies at the top."""
        parts = self.path.relative_to(PACKAGE).parts
        return parts[0] if len(parts) > 1 else ""

    @property
    def room(self) -> str:
        """`rules` for propertydesk/repairs/rules.py and for propertydesk/repairs/rules/words.py."""
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return parts[1] if len(parts) > 1 else parts[0]

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def comments_with(self, needle: str) -> Iterator[tuple[int, str]]:
        """Line number and comment text of each line whose comment holds the needle."""
        for number, line in enumerate(self.text.splitlines(), 1):
            _, hash_sign, comment = line.partition("#")
            if hash_sign and needle in comment:
                yield number, comment


@cache
def modules() -> tuple[Module, ...]:
    """Every Python file under propertydesk/ but the migrations, which a tool writes."""
    found = sorted(PACKAGE.rglob("*.py"))
    return tuple(Module(path) for path in found if "migrations" not in path.parts)


@cache
def python_files() -> tuple[Module, ...]:
    """Every Python file of the project, tests and benchmarks too."""
    rest = [*sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
    return (*modules(), *(Module(path) for path in rest), Module(ROOT / "run.py"))


@cache
def domains() -> tuple[str, ...]:
    """The domains that exist: packages of propertydesk/ that are neither kernel nor plumbing."""
    packages = {module.domain for module in modules() if module.domain}
    return tuple(sorted(packages - NOT_DOMAINS))


@cache
def templates() -> tuple[Path, ...]:
    return tuple(sorted(TEMPLATES.rglob("*.html")))


def template_name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def report(faults: list[str], advice: str) -> str:
    """What a failing house test says: each place, then what to do."""
    return "\n" + "\n".join(f"  {fault}" for fault in faults) + f"\n{advice}"
