"""Pages ask the database a bounded number of times, whatever lies in it."""

import pytest

from propertydesk.platform.db import db
from tests.house.crawl import Visit, visits
from tests.house.source import report

pytestmark = pytest.mark.xdist_group("crawl")

MANY = 20  # ten times what the community begins with
MOST = 40
A_COUNT = 1  # where the rows no longer fit on the page, a bounded count joins the queries


def counts(app, world) -> dict[str, Visit]:
    """Every whole page by its address."""
    found = visits(app, world, languages=("en",), parts=(False,))
    return {each.path: each for each in found if each.status < 400}


def more(before: Visit, after: Visit) -> str:
    """The statement that was asked more often than before."""
    extra = list(after.statements)
    for statement in before.statements:
        if statement in extra:
            extra.remove(statement)
    return " ".join(extra[-1].split())[:160] if extra else ""


def test_ten_times_the_rows_ask_no_more(inhabited, visited):
    """`visited` goes first: what is read once for all, is read by then."""
    app, world = inhabited
    few = counts(app, world)
    with app.app_context():
        world.grow(MANY)
        db.session.remove()
    many = counts(app, world)
    faults = [
        f"{path}: {len(few[path].statements)} -> {len(many[path].statements)}"
        f"\n      {more(few[path], many[path])}"
        for path in few
        if path in many and len(many[path].statements) > len(few[path].statements) + A_COUNT
    ]
    assert not faults, report(faults, "Read the rows in one query: join, or select ... in.")


def test_no_page_asks_more_than_it_should(visited):
    faults = sorted(
        {f"{each.rule}: {len(each.statements)}" for each in visited if len(each.statements) > MOST}
    )
    assert not faults, report(faults, f"{MOST} statements is the most; ask for sets.")
