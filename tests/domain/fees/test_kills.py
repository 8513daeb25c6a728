"""Billing is killed in the middle, again and again, and run again: everybody is charged once."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, text

from propertydesk.estate.models import Building, Home
from propertydesk.owners.models import HouseholdTie
from propertydesk.platform.db import db
from propertydesk.platform.transaction import in_transaction
from tests.factories.fees import ChargeItemFactory, FeePriceFactory
from tests.factories.owners import PersonFactory

pytestmark = [pytest.mark.domain, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
BUILDINGS, HOMES_EACH, ITEMS = 24, 250, 2
HOMES = BUILDINGS * HOMES_EACH
KILLS = 6


def fill(community_id: int) -> None:
    """Six thousand homes of one owner, and two items."""
    owner = PersonFactory(community_id=community_id).id
    for number in range(ITEMS):
        item = ChargeItemFactory(community_id=community_id, code=f"WY{number}")
        FeePriceFactory(item=item)

    def build() -> None:
        here = {"community_id": community_id}
        buildings = [{**here, "no": str(each), "kind": "high_rise", "floors": 30, "note": ""}
                     for each in range(1, BUILDINGS + 1)]  # fmt: skip
        db.session.execute(insert(Building), buildings)
        ids = list(db.session.scalars(db.select(Building.id).order_by(Building.id)))
        db.session.execute(
            insert(Home),
            [
                {**here, "building_id": building_id, "building_no": str(place), "entrance_no": "1",
                 "room_no": str(room), "code": f"{place}-1-{room}", "sort_code": f"{place}-{room}",
                 "kind": "home", "area_centi": 5000 + room, "layout": "", "occupancy": "owner",
                 "note": ""}
                for place, building_id in enumerate(ids, 1)
                for room in range(HOMES_EACH)
            ],
        )  # fmt: skip
        homes = db.session.scalars(db.select(Home.id))
        tie = {**here, "person_id": owner, "tie": "owner", "share": 10_000, "relation": ""}
        db.session.execute(insert(HouseholdTie), [{**tie, "home_id": each} for each in homes])

    in_transaction(build)


def start(app: Flask, code: str, month: str) -> "subprocess.Popen[str]":
    """`flask bill` as a process of its own over the test's database."""
    environment = {
        **os.environ,
        "DESK_INSTANCE": app.instance_path,
        "DATABASE_URL": app.config["DESK"].database_url,
        "DESK_MODE": "demo",
    }
    command = [sys.executable, "-m", "flask", "--app", "run", "bill", "--community", code]
    return subprocess.Popen(
        [*command, "--period", month], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def posted(month: str) -> int:
    """Receivables of a month at this moment, as another process sees them."""
    with db.engine.connect() as connection:
        query = text("SELECT COUNT(*) FROM receivables WHERE period = :month")
        day = (
            f"{month}-01"
            if db.engine.dialect.name == "sqlite"
            else date.fromisoformat(f"{month}-01")
        )
        return int(connection.execute(query, {"month": day}).scalar_one())


def kill_inside(app: Flask, code: str, month: str, at: int) -> int:
    """Kill the run once `at` receivables stand; how many stood in the end."""
    process = start(app, code, month)
    try:
        while process.poll() is None and posted(month) < at:
            time.sleep(0.001)
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()
    return posted(month)


def test_a_killed_run_leaves_whole_chunks_and_the_next_adds_what_is_missing(
    app: Flask, community: Any
) -> None:
    code, community_id = community.code, community.id
    fill(community_id)
    db.session.remove()
    whole, inside = HOMES * ITEMS, 0
    for kill in range(KILLS):
        month = f"2026-{kill + 1:02d}"
        left = kill_inside(app, code, month, 1 + kill * whole // (KILLS + 2))
        inside += 0 < left < whole
        process = start(app, code, month)
        told, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert told.splitlines() == [f"added\t{whole - left}", f"already there\t{left}"]
        assert posted(month) == whole
    assert inside >= KILLS - 2, f"only {inside} of {KILLS} kills hit the run in the middle"
    assert doubles() == 0


def doubles() -> int:
    """Homes, items and periods with more than one receivable, or receivables without a balance."""
    with db.engine.connect() as connection:
        twice = connection.execute(
            text(
                "SELECT COUNT(*) FROM (SELECT home_id, item_id, period FROM receivables "
                "GROUP BY home_id, item_id, period HAVING COUNT(*) > 1) x"
            )
        ).scalar_one()
        bare = connection.execute(
            text(
                "SELECT COUNT(*) FROM receivables r LEFT JOIN receivable_balances b "
                "ON b.receivable_id = r.id WHERE b.receivable_id IS NULL"
            )
        ).scalar_one()
    return int(twice) + int(bare)


def test_a_finished_month_is_not_touched_again(app: Flask, community: Any) -> None:
    fill(community.id)
    code = community.code
    db.session.remove()
    for expected in ([HOMES * ITEMS, 0], [0, HOMES * ITEMS]):
        process = start(app, code, "2026-11")
        told, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
        assert told.splitlines() == [f"added\t{expected[0]}", f"already there\t{expected[1]}"]
