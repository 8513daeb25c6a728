"""What must be true of every installation, whatever its domains: the platform's own rules."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy import Connection, Table, inspect

from propertydesk.kernel.states import Workflow
from propertydesk.platform import attachments, schema
from propertydesk.platform.db import Model, db
from propertydesk.platform.seals import checking
from propertydesk.platform.types import MoneyType
from propertydesk.platform.verify import Breach, Invariant, quoted, rows

#: A run that nobody finished within this time has lost its scheduler.
_FORGOTTEN = timedelta(days=1)
#: A file whose transaction failed is swept up in the night after.
_ORPHAN_AGE = timedelta(days=2)


def platform_invariants(now: datetime) -> list[Invariant]:
    """The rules about schema, guards, jobs and forms; needs the application at hand."""
    return [
        Invariant("platform.schema", "the schema is the newest one", _schema),
        Invariant("platform.integrity", "the engine finds its own files in order", _integrity),
        Invariant("platform.foreign-keys", "every reference leads to a row", _foreign_keys),
        Invariant("platform.constraints", "every unique rule of the program exists", _constraints),
        Invariant("platform.append-only", "tables of facts refuse changes", _guards),
        Invariant("platform.money", "every amount is a whole number of fen", _whole_fen),
        Invariant("platform.community", "references stay inside one community", _communities),
        Invariant("platform.job-runs", "each due time of a job ran at most once", _JOB_RUNS_ONCE),
        Invariant(
            "platform.job-results", "each finished run has its end and its count", _JOB_RESULTS
        ),
        Invariant(
            "platform.jobs-forgotten",
            "no run is left unfinished for a day",
            partial(_forgotten, before=now - _FORGOTTEN),
        ),
        Invariant("platform.forms", "each form that took effect knows where it led", _FORMS),
        Invariant("platform.tasks", "each finished task has its end", _TASKS),
        Invariant("platform.files", "each picture's file is there, unchanged", _files),
        Invariant(
            "platform.orphans",
            "each file belongs to a picture",
            partial(_orphans, before=now - _ORPHAN_AGE),
        ),
        *checking.invariants(),
    ]


def workflow_invariants(flow: Workflow) -> list[Invariant]:
    """The rules about one kind of record and its history."""
    table = _table_of(flow.subject)
    values = {"subject": flow.subject}
    cells = [
        f"{source}/{flow.subject}.{move.action}/{move.target}"
        for move in flow.moves
        for source in move.sources
    ]
    return [
        Invariant(
            f"{flow.subject}.state",
            "each record stands where its last activity put it",
            lambda connection: rows(
                connection, _LAST_STATE.format(table=quoted(connection, table)), **values
            ),
        ),
        Invariant(
            f"{flow.subject}.path",
            "each history is a path of the state table without gaps",
            lambda connection: _off_path(connection, flow.subject, cells),
        ),
    ]


def _table_of(subject: str) -> str:
    """The table of the records that a workflow moves, as the models themselves say."""
    for mapper in Model.registry.mappers:
        stateful = "state_since" in mapper.columns
        if stateful and mapper.class_().activity_subject[0] == subject:
            return str(mapper.class_.__tablename__)
    raise LookupError(f"no model has the subject {subject}")


_JOB_RUNS_ONCE = """
    SELECT job || ' ' || due AS object, 1 AS expected, COUNT(*) AS found
    FROM job_runs GROUP BY job, COALESCE(community_id, 0), due HAVING COUNT(*) > 1
"""
_JOB_RESULTS = """
    SELECT id AS object, 'end and count' AS expected, job AS found
    FROM job_runs WHERE state = 'done' AND (finished IS NULL OR count IS NULL)
"""
_FORMS = "SELECT id AS object, 'location' AS expected FROM submissions WHERE location IS NULL"
_TASKS = """
    SELECT id AS object, 'end' AS expected, state AS found
    FROM tasks WHERE (state IN ('done', 'failed')) <> (finished_at IS NOT NULL)
"""
_LAST_STATE = """
    WITH last AS (
        SELECT subject_id, to_state,
               ROW_NUMBER() OVER (PARTITION BY subject_id ORDER BY id DESC) AS place
        FROM activities WHERE subject_type = :subject AND to_state IS NOT NULL
    )
    SELECT r.id AS object, last.to_state AS expected, r.state AS found
    FROM {table} r LEFT JOIN last ON last.subject_id = r.id AND last.place = 1
    WHERE last.to_state IS NULL OR last.to_state <> r.state
"""
_STEPS = """
    SELECT id, subject_id, action, from_state, to_state,
           LAG(to_state) OVER (PARTITION BY subject_id ORDER BY id) AS before
    FROM activities WHERE subject_type = :subject AND to_state IS NOT NULL ORDER BY subject_id, id
"""


def _off_path(connection: Connection, subject: str, cells: Sequence[str]) -> Iterator[Breach]:
    known = set(cells)
    for step in rows(connection, _STEPS, subject=subject):
        cell = f"{step['from_state']}/{step['action']}/{step['to_state']}"
        if step["from_state"] != step["before"]:
            yield {
                "object": step["subject_id"],
                "expected": step["before"],
                "found": step["from_state"],
            }
        elif step["before"] is not None and cell not in known:
            yield {"object": step["subject_id"], "expected": "a listed move", "found": cell}


def _schema(connection: Connection) -> Iterator[Breach]:
    found, wanted = schema.current(connection), schema.head()
    if found != wanted:
        yield {"object": "alembic_version", "expected": wanted, "found": found}


def _integrity(connection: Connection) -> Iterator[Breach]:
    if connection.dialect.name == "sqlite":
        for (words,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if words != "ok":
                yield {"object": "database", "found": words}
        return
    yield from rows(
        connection,
        "SELECT indexrelid::regclass::text AS object, 'valid' AS expected "
        "FROM pg_index WHERE NOT indisvalid",
    )


def _foreign_keys(connection: Connection) -> Iterator[Breach]:
    if connection.dialect.name == "sqlite":
        for table, row_id, parent, _number in connection.exec_driver_sql(
            "PRAGMA foreign_key_check"
        ):
            yield {"object": f"{table} {row_id}", "expected": f"a row of {parent}"}
        return
    yield from rows(
        connection,
        "SELECT conrelid::regclass || ' ' || conname AS object, 'validated' AS expected "
        "FROM pg_constraint WHERE NOT convalidated "
        "UNION ALL SELECT tgrelid::regclass || ' ' || tgname, 'switched on' "
        "FROM pg_trigger WHERE tgenabled = 'D'",
    )


def _constraints(connection: Connection) -> Iterator[Breach]:
    """Unique rules and checks that the models name and the database lacks."""
    look = inspect(connection)
    present_tables = set(look.get_table_names())
    for table in db.metadata.tables.values():
        if table.name not in present_tables:
            yield {"object": table.name, "expected": "a table"}
            continue
        present = {
            found["name"]
            for found in (
                *look.get_unique_constraints(table.name),
                *look.get_indexes(table.name),
                *look.get_check_constraints(table.name),
            )
        }
        for name in _named_rules(table) - present:
            yield {"object": f"{table.name}.{name}", "expected": "a rule of the database"}


def _named_rules(table: Table) -> set[str]:
    kinds = ("unique_constraint", "check_constraint")
    rules = [each.name for each in table.constraints if each.__visit_name__ in kinds]
    rules += [index.name for index in table.indexes if index.unique]
    return {str(name) for name in rules if name}


def _guards(connection: Connection) -> Iterator[Breach]:
    catalogue = (
        "SELECT name, tbl_name AS place FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname AS name, tgrelid::regclass::text AS place FROM pg_trigger "
        "WHERE tgenabled <> 'D'"
    )
    present = {(row["place"], row["name"]) for row in rows(connection, catalogue)}
    for table in db.metadata.tables.values():
        if table.info.get("append_only"):
            for name in _guard_names(connection, table.name):
                if (table.name, name) not in present:
                    yield {"object": table.name, "expected": name}


def _guard_names(connection: Connection, table: str) -> tuple[str, ...]:
    if connection.dialect.name == "sqlite":
        return f"{table}_no_update", f"{table}_no_delete"
    return (f"{table}_append_only",)


def _whole_fen(connection: Connection) -> Iterator[Breach]:
    if connection.dialect.name != "sqlite":
        return  # there the column's own type sees to it
    for table in db.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, MoneyType):
                place, name = quoted(connection, table.name), quoted(connection, column.name)
                yield from rows(
                    connection,
                    f"SELECT '{table.name}.{column.name} ' || rowid AS object, "  # noqa: S608  # names of our own models
                    f"'integer' AS expected, typeof({name}) AS found FROM {place} "
                    f"WHERE typeof({name}) NOT IN ('integer', 'null')",
                )


def _communities(connection: Connection) -> Iterator[Breach]:
    """For every reference between two tables that both belong to communities."""
    for table in db.metadata.tables.values():
        for rule in table.foreign_key_constraints:
            other = rule.referred_table
            if other is table or not {"community_id"} <= set(table.c.keys()) & set(other.c.keys()):
                continue
            here, there = quoted(connection, table.name), quoted(connection, other.name)
            own = quoted(connection, next(iter(table.primary_key.columns)).name)
            join = " AND ".join(
                f"b.{quoted(connection, key.column.name)} = a.{quoted(connection, key.parent.name)}"
                for key in rule.elements
            )
            yield from rows(
                connection,
                f"SELECT '{table.name} ' || a.{own} AS object, "  # noqa: S608  # names of our own models
                "b.community_id AS expected, a.community_id AS found "
                f"FROM {here} a JOIN {there} b ON {join} "
                "WHERE a.community_id <> b.community_id",
            )


def _forgotten(connection: Connection, before: datetime) -> Iterator[Breach]:
    limit = before.astimezone(UTC)
    stamp = f"{limit:%Y-%m-%d %H:%M:%S}" if connection.dialect.name == "sqlite" else limit
    return rows(
        connection,
        "SELECT id AS object, 'done' AS expected, state AS found FROM job_runs "
        "WHERE state = 'running' AND lease_until < :before",
        before=stamp,
    )


def _files(connection: Connection) -> Iterator[Breach]:
    folder = attachments.uploads_folder()
    for row in rows(connection, "SELECT DISTINCT sha256, byte_size FROM attachments"):
        path = folder / row["sha256"][:2] / row["sha256"][2:4] / f"{row['sha256']}.webp"
        if not path.is_file():
            yield {"object": row["sha256"], "expected": "a file"}
            continue
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if (digest, path.stat().st_size) != (row["sha256"], row["byte_size"]):
            yield {"object": row["sha256"], "expected": row["byte_size"], "found": digest}


def _orphans(connection: Connection, before: datetime) -> Iterator[Breach]:
    known = {row["sha256"] for row in rows(connection, "SELECT sha256 FROM attachments")}
    for path in attachments.uploads_folder().glob("*/*/*"):
        if path.stat().st_mtime < before.timestamp() and path.stem not in known:
            yield {"object": path.name, "expected": "a row of attachments"}
