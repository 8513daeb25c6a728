"""A job that runs twice has run once."""

import ast
import re

import pytest
from sqlalchemy import select

from propertydesk import wiring
from propertydesk.platform import scheduling
from propertydesk.platform.clock import now
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.house.source import modules, report

pytestmark = pytest.mark.xdist_group("crawl")

BOOKKEEPING = {"job_runs"}


def contents() -> dict[str, list[tuple]]:
    """All rows of all tables but those about the runs themselves."""
    db.session.rollback()
    found = {}
    for table in db.metadata.sorted_tables:
        if table.name not in BOOKKEEPING:
            found[table.name] = sorted(map(str, db.session.execute(select(table))))
    db.session.rollback()
    return found


def jobs() -> list[scheduling.Job]:
    return list(wiring.JOBS)


@pytest.mark.parametrize("job", jobs(), ids=lambda job: job.name)
def test_a_second_run_changes_nothing(inhabited, job: scheduling.Job):
    """Called a second time for the same due time, as after a lost run row."""
    app, world = inhabited
    place = world.community.id if job.per_community else None
    with app.app_context():
        instant = now()
        in_transaction(lambda: job.function(place, instant, instant))
        once = contents()
        in_transaction(lambda: job.function(place, instant, instant))
        twice = contents()
    changed = [name for name in once if once[name] != twice[name]]
    assert not changed, report(changed, "Ask the tables what is due, and mark what was done.")


def test_jobs_are_called_by_names_of_one_form():
    form = re.compile(r"([a-z]+\.)?[a-z]+(-[a-z]+)*")
    faults = [job.name for job in jobs() if not form.fullmatch(job.name)]
    assert not faults, report(faults, "The domain, a dot, small letters: followups.list-due.")


def test_jobs_are_at_most_ten_lines():
    faults = [
        f"{module.name}:{node.lineno} {node.name}: {lines} lines"
        for module in modules()
        if module.room == "jobs"
        for node in module.functions()
        if (lines := length_of_body(node)) > 10
    ]
    assert not faults, report(faults, "Move the work into a verb of services.")


def length_of_body(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its head and docstring."""
    first = node.body[1:2] if ast.get_docstring(node) else node.body[:1]
    return node.end_lineno - first[0].lineno + 1 if first else 0
