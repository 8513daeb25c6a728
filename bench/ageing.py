"""Ageing of what is open (G3): the report from its documents against sums of present balances.

    python -m bench.ageing [--engine postgresql] [--homes 80000]

Every home is charged for twelve months, and a payment ahead has met a part. The product adds up
charges, changes and what met them, so that the report holds for any past day too; the floor groups
the balances of today, which is all it can tell. Both give the same fen. Growth is from a tenth of
the receivables to all of them.
"""

import argparse
import sys
from datetime import date
from functools import partial
from statistics import median
from typing import Any

from sqlalchemy import text

from bench.fees import Town, _growth, fill, floor_post, floor_set_off
from bench.listing import installation
from bench.measure import in_turns
from propertydesk.fees.rules import Period
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from propertydesk.till.queries.ageing import ageing
from propertydesk.till.queries.reports import By
from propertydesk.till.rules.ageing import BUCKETS

MONTHS = [Period(date(2026, month, 1), 1) for month in range(1, 13)]
UNTIL = date(2026, 12, 31)
GROUPED, SCAN = 1.3, 1.0


def charge(town: Town) -> None:
    """Twelve months for every home, and what was paid ahead set off."""
    for month in MONTHS:
        in_transaction(partial(floor_post, town, month))
    in_transaction(partial(floor_set_off, town))


def report(town: Town) -> list[tuple[int, ...]]:
    """The product's sums, building by building."""
    return sorted(line.sums for line in ageing(town.id, UNTIL, By.BUILDING))


def floor_report(town: Town) -> list[tuple[int, ...]]:
    """The same from the balances of today, in one grouped statement."""
    sums, values = [], {"here": town.id}
    for at, bucket in enumerate(BUCKETS):
        earliest, latest = bucket.due_between(UNTIL)
        bounds = [f"b.due_on >= '{earliest}'"] if earliest else []
        bounds += [f"b.due_on <= '{latest}'"] if latest else []
        sums.append(f"SUM(CASE WHEN {' AND '.join(bounds)} THEN b.open ELSE 0 END) AS s{at}")
    statement = (
        f"SELECT {', '.join(sums)} FROM receivable_balances b JOIN homes h ON h.id = b.home_id "
        "WHERE b.community_id = :here GROUP BY h.building_id"
    )
    return sorted(tuple(int(each) for each in row) for row in _rows(statement, values))


def scan(town: Town) -> int:
    """One sum over all balances."""
    statement = "SELECT SUM(open) FROM receivable_balances WHERE community_id = :here"
    return int(_rows(statement, {"here": town.id})[0][0])


def _rows(statement: str, values: dict[str, Any]) -> Any:
    return db.session.execute(text(statement), values).all()


def measure(town: Town) -> float:
    """G3; gives the seconds of the product."""
    assert report(town) == floor_report(town)
    assert sum(map(sum, report(town))) == scan(town)
    count = f"{town.homes * len(MONTHS):,} receivables"
    pairs = in_turns(partial(report, town), partial(floor_report, town))
    print(pairs.line(f"G3 ageing of {count}", "the grouped balances", GROUPED))
    print(in_turns(partial(report, town), partial(scan, town)).line("   the same", "one sum", SCAN))
    return median(pairs.product)


def main() -> int:
    """Charge two towns, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--homes", type=int, default=80_000)
    asked = parser.parse_args()
    with installation(asked.engine) as app, app.test_request_context("/"):
        towns = [fill(size) for size in (asked.homes // 10, asked.homes)]
        for town in towns:
            charge(town)
        print(_growth("G3", [measure(town) for town in towns], towns, 1.10))
    return 0


if __name__ == "__main__":
    sys.exit(main())
