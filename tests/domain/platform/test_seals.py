"""The job that seals: late commits, races, kills, the file of heads, backups."""

import dataclasses
import json
import shutil
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from propertydesk.platform import backup, scheduling
from propertydesk.platform.db import db
from propertydesk.platform.scheduling import RunState
from propertydesk.platform.scheduling.runs import Outcome
from propertydesk.platform.seals import chain, heads
from propertydesk.platform.transaction import in_transaction, transaction
from tests.domain.platform.tampering import LATER, first_id, outside, run, seal, told, write

pytestmark = pytest.mark.domain


def test_a_clean_chain_raises_no_alarm(app: Flask, sealed: Any) -> None:
    assert told() == []
    write(sealed, 5)
    assert seal(app, LATER + timedelta(minutes=5)).count == 5
    assert seal(app, LATER + timedelta(minutes=10)).count == 0
    assert told() == []
    numbers = db.session.scalars(text("SELECT seq FROM activity_seals ORDER BY seq"))
    assert list(numbers) == list(range(1, 66))


def test_what_is_stored_late_is_sealed_late(app: Flask, community: Any, set_clock: Any) -> None:
    """A lower number may be stored after a higher one was sealed."""
    set_clock(LATER)
    write(community, 3)
    middle = first_id() + 1
    held = past_the_guards_for_good(f"DELETE FROM activities WHERE id = {middle}", returning=middle)
    assert seal(app).count == 2
    put_back(held)
    assert told() == [f"platform.seals-waiting: activity {middle} {held['at']}"]
    assert seal(app, LATER + timedelta(minutes=5)).count == 1
    order = db.session.execute(text("SELECT seq, activity_id FROM activity_seals ORDER BY seq"))
    assert [tuple(row) for row in order] == [(1, middle - 1), (2, middle + 1), (3, middle)]
    assert told() == []


def past_the_guards_for_good(statement: str, returning: int) -> dict[str, Any]:
    """Take an activity out, as if its transaction were still open; gives the row."""
    query = text("SELECT * FROM activities WHERE id = :id")
    row = dict(db.session.execute(query, {"id": returning}).mappings().one())
    db.session.rollback()
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER activities_no_delete")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(statement)
    return row


def put_back(row: dict[str, Any]) -> None:
    """Its transaction commits."""
    typed = {**row}
    if db.engine.dialect.name != "sqlite":
        typed["changes"] = json.dumps(row["changes"])
    names = ", ".join(typed)
    places = ", ".join(f":{name}" for name in typed)
    with db.engine.begin() as connection:
        connection.execute(text(f"INSERT INTO activities ({names}) VALUES ({places})"), typed)


def test_the_nightly_run_finds_what_lies_far_back(
    app: Flask, community: Any, set_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(LATER)
    write(community, 30)
    held = past_the_guards_for_good(
        f"DELETE FROM activities WHERE id = {first_id() + 1}", returning=first_id() + 1
    )
    seal(app)
    put_back(held)
    assert in_transaction(lambda: chain.seal_next(LATER, 1_000, look_back=10)) == 0
    nightly = scheduling.timetable(app).job("seal-stragglers")
    assert scheduling.run_at(nightly, None, LATER, app).count == 1
    assert told() == []


def _race(app: Flask, runners: int) -> list[Outcome | BaseException]:
    """Several runners at once, each with a due time of its own."""
    gate, came = threading.Barrier(runners), []

    def go(number: int) -> None:
        with app.app_context():
            job = scheduling.timetable(app).job("seal-activities")
            gate.wait()
            came.append(scheduling.run_at(job, None, LATER + timedelta(seconds=number), app))
            db.session.remove()

    threads = [threading.Thread(target=go, args=(number,)) for number in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came


def test_runners_at_once_seal_each_activity_once(
    app: Flask, community: Any, set_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(LATER)
    monkeypatch.setattr(chain, "CHUNK", 40)
    write(community, 400)
    outcomes = _race(app, 4)
    assert [each.state for each in outcomes] == [RunState.DONE] * 4
    assert sum(each.count for each in outcomes) == 400
    assert told() == []


def test_without_the_lock_runners_get_in_each_others_way(
    app: Flask, community: Any, set_clock: Any, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    """The control: the race is real, and even then the unique rules keep the chain whole."""
    if engine == "sqlite":
        pytest.skip("SQLite has one writer at a time whatever the sealer does")
    set_clock(LATER)
    monkeypatch.setattr(chain, "CHUNK", 40)
    monkeypatch.setattr(chain, "_alone", lambda: None)
    write(community, 400)
    outcomes = _race(app, 4)
    assert sum(each.state is RunState.FAILED for each in outcomes) >= 1
    assert [each for each in told() if not each.startswith("platform.seals-waiting")] == []


def test_a_killed_run_is_taken_up_behind_its_last_chunk(
    app: Flask, community: Any, set_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(LATER)
    monkeypatch.setattr(chain, "CHUNK", 40)
    write(community, 100)
    job, chunks = scheduling.timetable(app).job("seal-activities"), []

    def dies_in_the_second(*given: Any) -> int:
        if chunks:
            raise KeyboardInterrupt
        chunks.append(job.function(*given))
        return chunks[0]

    dying = dataclasses.replace(job, function=dies_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        scheduling.run_at(dying, None, LATER, app)
    set_clock(LATER + timedelta(minutes=2))
    outcome = scheduling.run_at(job, None, LATER, app)
    assert (outcome.state, outcome.count) == (RunState.DONE, 100)
    assert told() == []


def test_a_lost_file_of_heads_is_reported_until_somebody_has_seen_to_it(
    app: Flask, sealed: Any
) -> None:
    heads.path().unlink()
    assert told() == ["platform.seal-heads: seal-heads.log missing"]
    seal(app, LATER + timedelta(minutes=5))
    assert "begun anew" in told()[0]
    kept = heads.path().read_text("utf-8").replace(f"{heads.LOST}\n", "")
    heads.path().write_text(kept, "utf-8")
    assert told() == []


def test_a_restored_backup_begins_its_list_of_heads_anew(
    app: Flask, community: Any, set_clock: Any, tmp_path: Path, engine: str
) -> None:
    if engine == "postgresql" and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is missing")
    set_clock(LATER)
    write(community, 5)
    seal(app)
    kept = outside()
    manifest = backup.write_backup(tmp_path / "desk.tar.gz", LATER)
    assert manifest.seal_head == str(chain.head())
    write(community, 5)
    seal(app, LATER + timedelta(minutes=5))
    db.session.rollback()
    backup.restore(tmp_path / "desk.tar.gz", LATER, replace=True)
    assert told() == []
    assert heads.from_file(heads.path())[0].hash == kept.hash
    assert len(list(heads.path().parent.glob("seal-heads-until-*.log"))) == 1


def test_the_guards_refuse_the_program_itself(app: Flask, community: Any, set_clock: Any) -> None:
    write(community, 1)
    seal(app)
    for change in ("UPDATE activity_seals SET seq = 9", "DELETE FROM activity_seals"):
        with pytest.raises(Exception, match="append-only"), transaction():
            run(change)
