"""No change of the activity log behind the program's back goes unseen."""

import random
import sys
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from propertydesk.platform.activity import Activity
from propertydesk.platform.db import db
from propertydesk.platform.seals import chain
from tests.conftest import NOW
from tests.domain.platform.tampering import first_id, outside, past_the_guards, run, told

pytestmark = pytest.mark.domain

Edit = Callable[[random.Random], None]

COLUMNS: dict[str, str] = {
    "at": "'2026-11-20 01:00:00.000000'",
    "community_id": "NULL",
    "home_id": "999",
    "subject_type": "'person'",
    "subject_id": "777",
    "subject_no": "'BX-9999'",
    "action": "'repair.void'",
    "from_state": "'done'",
    "to_state": "'void'",
    "actor_kind": "'owner'",
    "actor_id": "99",
    "actor_name": "'李四'",
    "reason": "'another reason'",
    "note": "'another note'",
    "changes": '\'{"technician": [null, "李师傅"]}\'',
    "request_id": "'r-9'",
    "address": "'10.9.9.9'",
}


def test_the_columns_that_are_edited_here_are_all_there_are() -> None:
    assert {*COLUMNS, "id"} == set(Activity.__table__.columns.keys())


@pytest.mark.parametrize("column", [*COLUMNS, "id"])
def test_an_edit_of_any_column_is_named(sealed: Any, column: str) -> None:
    last = db.session.scalar(text("SELECT MAX(id) FROM activities"))
    value = COLUMNS.get(column, "id + 1000")
    found = past_the_guards(
        lambda: run(f"UPDATE activities SET {column} = {value} WHERE id = {last}")
    )
    expected = "deleted" if column == "id" else "altered since"
    assert f"platform.seals: activity {last} (seal 60) {expected}" in found


def test_a_deleted_activity_is_named(sealed: Any) -> None:
    gone = first_id() + 9
    found = past_the_guards(lambda: run(f"DELETE FROM activities WHERE id = {gone}"))
    assert found == [f"platform.seals: activity {gone} (seal 10) deleted"]


def test_an_inserted_activity_is_named(sealed: Any) -> None:
    found = past_the_guards(lambda: insert_copy(first_id()))
    assert [each.split(":")[0] for each in found] == ["platform.seals-waiting"]


def insert_copy(source: int) -> int:
    """Slip a copy of an activity in under a number of its own."""
    names = ", ".join(
        name for name in (each.name for each in Activity.__table__.columns) if name != "id"
    )
    new = int(db.session.scalar(text("SELECT MAX(id) FROM activities"))) + 1_000
    run(
        f"INSERT INTO activities (id, {names}) SELECT {new}, {names} FROM activities WHERE id = {source}"
    )
    return new


def swap(table: str, column: str, one: int, other: int) -> None:
    """Give each of two rows the other's value in `column`."""
    run(f"UPDATE {table} SET {column} = -1 WHERE {column} = {one}")
    run(f"UPDATE {table} SET {column} = {one} WHERE {column} = {other}")
    run(f"UPDATE {table} SET {column} = {other} WHERE {column} = -1")


def test_two_swapped_activities_are_named(sealed: Any) -> None:
    one, other = first_id() + 3, first_id() + 20
    found = past_the_guards(lambda: swap("activities", "id", one, other))
    assert found == [
        f"platform.seals: activity {one} (seal 4) altered since",
        f"platform.seals: activity {other} (seal 21) altered since",
    ]


@pytest.mark.parametrize("column", ["seq", "activity_id"])
def test_reordered_seals_are_found(sealed: Any, column: str) -> None:
    base = 0 if column == "seq" else first_id() - 1
    found = past_the_guards(lambda: swap("activity_seals", column, base + 5, base + 6))
    assert any("seal 5" in each for each in found)
    assert any("seal 6" in each for each in found)


def test_a_gap_among_the_seals_is_named(sealed: Any) -> None:
    found = past_the_guards(lambda: run("DELETE FROM activity_seals WHERE seq IN (7, 8)"))
    assert "platform.seals: seals 7 to 8 missing" in found
    assert sum("platform.seals-waiting" in each for each in found) == 2


def cut(length: int) -> None:
    """Take the newest activities away with their seals."""
    end = int(db.session.scalar(text("SELECT MAX(seq) FROM activity_seals"))) - length
    run(
        f"DELETE FROM activities WHERE id IN (SELECT activity_id FROM activity_seals WHERE seq > {end})"
    )
    run(f"DELETE FROM activity_seals WHERE seq > {end}")


def test_a_cut_tail_is_found_against_the_file_and_against_a_kept_head(sealed: Any) -> None:
    kept = outside()
    found = past_the_guards(lambda: cut(4), [kept])
    assert found == [
        "platform.seal-heads: seal 60 (seal-heads.log 1) the chain ends at 56: cut off",
        f"platform.seal-heads-given: seal 60 ({kept.place}) the chain ends at 56: cut off",
    ]


def test_a_chain_of_nothing_left_is_found(sealed: Any) -> None:
    found = past_the_guards(lambda: cut(60))
    assert found == ["platform.seal-heads: seal 60 (seal-heads.log 1) the chain ends at 0: cut off"]


def rebuild(key: bytes | None = None, since: int = 10) -> None:
    """Change an activity and seal everything from there on anew, with our key or another."""
    run(f"UPDATE activities SET note = 'nothing happened' WHERE id = {first_id() + since}")
    run(f"DELETE FROM activity_seals WHERE seq >= {since}")
    with pytest.MonkeyPatch.context() as patch:
        if key:
            patch.setattr(chain, "derive", lambda _label: key)
        chain.seal_next(NOW, 1_000)


def test_a_chain_rebuilt_without_the_key_is_found(sealed: Any) -> None:
    found = past_the_guards(lambda: rebuild(key=b"guess" * 7))
    assert sum("rebuilt without the key" in each for each in found) == 51


def test_a_chain_rebuilt_with_the_key_is_found_against_a_kept_head(sealed: Any) -> None:
    kept = outside()
    found = past_the_guards(rebuild, [kept])
    assert not any(each.startswith("platform.seals:") for each in found)
    assert [each.split(": ")[0] for each in found] == [
        "platform.seal-heads",
        "platform.seal-heads-given",
    ]


def test_a_forged_seal_is_found(sealed: Any) -> None:
    def forge() -> None:
        new = insert_copy(first_id())
        run(
            "INSERT INTO activity_seals (seq, activity_id, sealed_at, previous, hash, mac) "
            f"SELECT 61, {new}, sealed_at, hash, hash, mac FROM activity_seals WHERE seq = 60"
        )

    assert past_the_guards(forge) == ["platform.seals: seal 61 forged"]


def _edit_a_column(rng: random.Random) -> None:
    column = rng.choice(list(COLUMNS))
    target = first_id() + rng.randrange(60)
    values: dict[str, str] = {
        "at": f"'2026-10-{rng.randint(10, 30)} 0{rng.randint(0, 9)}:00:00.000000'",
        "changes": f'\'{{"phone": [null, "{rng.randrange(10**9)}"]}}\'',
    }
    numbers = {"home_id", "subject_id", "actor_id"}
    value = values.get(column) or (
        str(rng.randrange(10_000, 10**6)) if column in numbers else f"'x{rng.randrange(10**6)}'"
    )
    if column == "community_id":
        value = "NULL"
    run(f"UPDATE activities SET {column} = {value} WHERE id = {target}")


def _delete(rng: random.Random) -> None:
    table, column, base = rng.choice(
        [("activities", "id", first_id()), ("activity_seals", "seq", 1)]
    )
    run(f"DELETE FROM {table} WHERE {column} = {base + rng.randrange(60)}")


def _swap(rng: random.Random) -> None:
    table, column, base = rng.choice(
        [
            ("activities", "id", first_id()),
            ("activity_seals", "seq", 1),
            ("activity_seals", "activity_id", first_id()),
        ]
    )
    one, other = rng.sample(range(60), 2)
    swap(table, column, base + one, base + other)


def _edit_a_seal(rng: random.Random) -> None:
    column = rng.choice(["hash", "mac", "previous"])
    run(
        f"UPDATE activity_seals SET {column} = :value WHERE seq = :seq",
        value=rng.randbytes(32),
        seq=rng.randint(1, 60),
    )


def _backdate_a_seal(rng: random.Random) -> None:
    seq = rng.randint(1, 60)
    run(
        f"UPDATE activity_seals SET sealed_at = '2026-11-20 01:00:00.00000{rng.randint(1, 9)}' WHERE seq = {seq}"
    )


EDITS: dict[str, Edit] = {
    "edit": _edit_a_column,
    "delete": _delete,
    "insert": lambda rng: insert_copy(first_id() + rng.randrange(60)) and None,
    "swap": _swap,
    "seal": _edit_a_seal,
    "backdate": _backdate_a_seal,
    "cut": lambda rng: cut(rng.randint(1, 59)),
    "rebuild": lambda rng: rebuild(key=rng.randbytes(32), since=rng.randint(2, 59)),
    "rebuild with the key": lambda rng: rebuild(since=rng.randint(2, 59)),
}


@pytest.mark.slow
def test_a_thousand_random_edits_are_all_found(sealed: Any, capsys: Any) -> None:
    rng = random.Random(20261125)
    kept = outside()
    missed, counts = [], dict.fromkeys(EDITS, 0)
    for number in range(1_000):
        kind = rng.choice(list(EDITS))
        counts[kind] += 1
        if not past_the_guards(lambda kind=kind: EDITS[kind](rng), [kept]):
            missed.append((number, kind))
    with capsys.disabled():
        sys.stdout.write(f"\n  {1_000 - len(missed)} of 1000 edits found: {counts}\n")
    assert missed == []
    assert told() == []
