"""Pages ask the database a bounded number of times, whatever lies in it."""

import pytest

from propertydesk.platform.db import db
from tests.house.crawl import Visit, visits
from tests.house.source import report

pytestmark = pytest.mark.xdist_group("crawl")

FEW, MANY = 2, 20
MOST = 40


def counts(found: list[Visit]) -> dict[str, Visit]:
    return {each.path: each for each in found if not each.fragment and each.status < 400}


def more(before: Visit, after: Visit) -> str:
    """The statement that was asked more often than before."""
    extra = list(after.statements)
    for statement in before.statements:
        if statement in extra:
            extra.remove(statement)
    return " ".join(extra[0].split())[:160] if extra else ""


def test_ten_times_the_rows_ask_no_more(inhabited):
    app, world = inhabited
    visits(app, world, languages=("en",))  # what is read once for all, is read now
    few = counts(visits(app, world, languages=("en",)))
    with app.app_context():
        world.grow(MANY)
        db.session.remove()
    many = counts(visits(app, world, languages=("en",)))
    faults = [
        f"{path}: {len(few[path].statements)} -> {len(many[path].statements)}"
        f"\n      {more(few[path], many[path])}"
        for path in few
        if path in many and len(many[path].statements) > len(few[path].statements)
    ]
    assert not faults, report(faults, "Read the rows in one query: join, or select ... in.")


def test_no_page_asks_more_than_it_should(visited):
    faults = sorted(
        {f"{each.rule}: {len(each.statements)}" for each in visited if len(each.statements) > MOST}
    )
    assert not faults, report(faults, f"{MOST} statements is the most; ask for sets.")
