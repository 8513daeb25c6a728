"""The activity log as somebody with the database in hand might change it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import text

from propertydesk.platform import activity, scheduling, verify
from propertydesk.platform.access import Actor
from propertydesk.platform.activity import Told
from propertydesk.platform.db import db
from propertydesk.platform.scheduling.runs import Outcome
from propertydesk.platform.seals import chain, checking, heads
from propertydesk.platform.seals.heads import Kept
from propertydesk.platform.transaction import in_transaction, transaction
from tests.conftest import NOW

LATER = NOW + timedelta(minutes=30)


class Undone(Exception):
    """Ends a transaction without leaving anything."""


def write(community: Any, count: int = 1, **more: Any) -> None:
    """Put down `count` activities as mass work does."""
    by = Actor("system", None, "系统", community.id, request_id="r-1", address="10.0.0.9")
    told = [
        Told(
            ("repair", number, f"BX-{number:04d}"), number, {"phone": [None, "138****0000"]}, "note"
        )
        for number in range(1, count + 1)
    ]
    in_transaction(
        lambda: activity.record_many(
            told, actor=by, now=NOW, action="repair.register", community_id=community.id
        )
    )


def write_one(community: Any, **more: Any) -> None:
    """Put down one activity with a move and all columns filled."""
    subject = db.session.merge(community)
    by = Actor("staff", 7, "王敏", community.id, request_id="r-2", address="10.0.0.8")
    in_transaction(
        lambda: activity.record(
            actor=by, now=NOW, action="repair.dispatch", subject=subject, home_id=3,
            from_state="new", to_state="dispatched", reason="急", note="张师傅",
            changes={"technician": [None, "张师傅"], "count": [1, 2]},
        )
    )  # fmt: skip


def seal(app: Flask, due: Any = LATER) -> Outcome:
    """Run the job as the scheduler does."""
    db.session.rollback()
    job = scheduling.timetable(app).job("seal-activities")
    return scheduling.run_at(job, None, due, app)


def breaches(kept: list[Kept] | None = None) -> list[str]:
    """What the rules about seals say, on the connection of the session."""
    connection = db.session.connection()
    rules = [*checking.invariants(), checking.given_heads(kept or [])]
    return [
        f"{rule.key}: {breach['object']} {breach['found']}"
        for rule in rules
        for breach in rule.check(connection)
    ]


def told() -> list[str]:
    """The same, as `verify` finds it."""
    found = list(verify.findings(db.engine, checking.invariants()))
    assert not any(each.error for each in found), found
    return [
        f"{each.key}: {one['object']} {one['found']}" for each in found for one in each.breaches
    ]


def outside() -> Kept:
    """The head as somebody keeps it elsewhere."""
    found = chain.head()
    assert found is not None
    return heads.parse(str(found))


def run(statement: str, **values: Any) -> None:
    db.session.execute(text(statement), values)


def past_the_guards(edit: Callable[[], object], kept: list[Kept] | None = None) -> list[str]:
    """Do `edit` as somebody with the database in hand, see what is found, and undo it."""
    found: list[str] = []
    with suppress(Undone), transaction():
        if db.engine.dialect.name == "sqlite":
            run("PRAGMA defer_foreign_keys=ON")
        else:
            run("SET LOCAL session_replication_role = replica")
        edit()
        found += breaches(kept)
        raise Undone
    return found


def first_id() -> int:
    return int(db.session.scalar(text("SELECT MIN(id) FROM activities")))
