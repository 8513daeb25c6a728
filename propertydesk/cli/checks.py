"""What can be checked from outside: the invariants of the data, and who may do what."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from propertydesk import wiring
from propertydesk.cli.voice import command
from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_
from propertydesk.platform import verify as checking
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.invariants import platform_invariants, workflow_invariants
from propertydesk.platform.seals import chain, heads
from propertydesk.platform.seals import checking as seal_checks
from propertydesk.platform.verify import Finding, Invariant
from propertydesk.wiring import upkeep

_TOLD = 5


@command("verify")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@click.option("--rule", help="Check this rule, or the rules that begin with it, alone.")
@click.option(
    "--head", "given", multiple=True, help="A head of the seals kept elsewhere, SEQ:HASH."
)
@click.option(
    "--heads",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of such heads, one a line.",
)
def verify(
    as_json: bool,  # noqa: FBT001  # click hands its options over
    rule: str | None,
    given: tuple[str, ...],
    file: Path | None,
) -> None:
    """Check every rule that must always hold, and print each with its count of breaches.

    Heads of the chain of seals that were kept elsewhere are compared with it. Exit code 0: all
    hold; 1: a breach; 2: a rule could not be checked.
    """
    kept = [heads.parse(each) for each in given] + (heads.from_file(file) if file else [])
    rules = [each for each in all_invariants() if not rule or each.key.startswith(rule)]
    rules += [seal_checks.given_heads(kept)] if kept else []
    if not rules:
        raise click.ClickException(f"There is no rule called {rule}.")
    found: list[Finding] = []
    try:
        for finding in checking.findings(db.engine, rules):
            found.append(finding)
            if not as_json:
                _tell(finding)
    except SQLAlchemyError as error:
        click.echo(f"Error: could not check: {str(error).splitlines()[0]}", err=True)
        raise click.exceptions.Exit(2) from error
    if as_json:
        click.echo(json.dumps(_document(found), ensure_ascii=False, indent=1, default=str))
    raise click.exceptions.Exit(_exit_code(found))


@click.group("seals", help="The seals of the activity log.")
def seals() -> None:
    """A group; its commands follow."""


@command("head")
def head() -> None:
    """Print the newest head of the chain, SEQ:HASH, to be kept in another place."""
    found = chain.head()
    if found is None:
        raise Missing(N_("Nothing is sealed yet. Run jobs run seal-activities."))
    click.echo(str(found))


@command("access")
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
def access(as_json: bool) -> None:  # noqa: FBT001  # click hands its options over
    """The declared access matrix: route, method, permission, roles."""
    rows = matrix()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        permission = " | ".join(row["permissions"]) or row["access"]
        asked = " (confirmed)" if row["confirmed"] else ""
        roles = ", ".join(row["roles"])
        click.echo(f"{row['route']}\t{row['method']}\t{permission}{asked}\t{roles}")


def all_invariants() -> list[Invariant]:
    """The platform's rules, those of every workflow, and those the domains declare."""
    rules = platform_invariants(now())
    for flow in wiring.WORKFLOWS:
        rules += workflow_invariants(flow)
    return [*rules, *upkeep.INVARIANTS]


def matrix() -> list[dict[str, Any]]:
    """One row for each route and method."""
    rows = []
    for rule in current_app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        door = getattr(current_app.view_functions[rule.endpoint], "door", None)
        permissions = list(door.permissions) if door else []
        kind = door.kind if door else "undeclared"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            rows.append(
                {
                    "route": rule.rule,
                    "method": method,
                    "endpoint": rule.endpoint,
                    "access": kind,
                    "permissions": permissions,
                    "confirmed": bool(door and door.confirmed),
                    "roles": _roles(kind, permissions),
                    "reason": door.reason if door else "",
                }
            )
    return sorted(rows, key=lambda row: (row["route"], row["method"]))


def _roles(kind: str, permissions: Sequence[str]) -> list[str]:
    if kind == "public":
        return ["everybody"]
    if kind != "permission":
        return sorted(str(role) for role in wiring.ROLES)
    wanted = set(permissions)
    return sorted(str(role) for role, held in wiring.ROLES.items() if wanted & held)


def _tell(finding: Finding) -> None:
    mark = "?" if finding.error else finding.count
    click.echo(f"{mark}\t{finding.key}\t{finding.words}")
    if finding.error:
        click.echo(f"\tcould not check: {finding.error}", err=True)
    for breach in finding.breaches[:_TOLD]:
        click.echo("\t" + ", ".join(f"{name} {value}" for name, value in breach.items()), err=True)


def _document(found: Sequence[Finding]) -> dict[str, Any]:
    return {
        "checked_at": now().isoformat(),
        "breaches": sum(finding.count for finding in found),
        "unchecked": sum(bool(finding.error) for finding in found),
        "rules": [
            {
                "rule": finding.key,
                "words": finding.words,
                "count": finding.count,
                "breaches": list(finding.breaches),
                "error": finding.error,
            }
            for finding in found
        ],
    }


def _exit_code(found: Sequence[Finding]) -> int:
    if any(finding.count for finding in found):
        return 1
    return 2 if any(finding.error for finding in found) else 0


seals.add_command(head)
