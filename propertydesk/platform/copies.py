"""Consistent copies of the whole database, by each engine's own means."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Collection
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine, create_engine, inspect, text

from propertydesk.kernel.errors import Conflict, Invalid
from propertydesk.kernel.words import N_
from propertydesk.platform import schema, verify


class Shape(NamedTuple):
    """What a copy holds: the schema's migration, the number of rows of each table, and the newest
    head of the seals (SEQ:HASH, empty when nothing is sealed).
    """

    schema: str
    counts: dict[str, int]
    seal_head: str


def file_name(engine: Engine) -> str:
    """The copy's name inside a backup."""
    return "database.sqlite" if engine.dialect.name == "sqlite" else "database.dump"


def counts(connection: Connection) -> dict[str, int]:
    """The number of rows of every table."""
    quote = connection.dialect.identifier_preparer.quote
    return {
        name: connection.scalar(text(f"SELECT COUNT(*) FROM {quote(name)}")) or 0  # noqa: S608  # a table's own name
        for name in sorted(inspect(connection).get_table_names())
    }


def seal_head(connection: Connection) -> str:
    """The newest head of the seals as SEQ:HASH; empty when there is none."""
    if not inspect(connection).has_table("activity_seals"):
        return ""
    newest = "SELECT seq, hash FROM activity_seals ORDER BY seq DESC LIMIT 1"
    row = connection.execute(text(newest)).one_or_none()
    return f"{row[0]}:{bytes(row[1]).hex()}" if row else ""


def dump(engine: Engine, target: Path) -> Shape:
    """Copy the database into the file `target` while others go on writing."""
    if engine.dialect.name == "sqlite":
        return _dump_sqlite(engine, target)
    return _dump_postgresql(engine, target)


def load(engine: Engine, source: Path, tables: Collection[str]) -> None:
    """Put the copy, which holds `tables`, in the place of the whole database."""
    if engine.dialect.name == "sqlite":
        _load_sqlite(engine, source)
    else:
        _load_postgresql(engine, source, tables)


def _dump_sqlite(engine: Engine, target: Path) -> Shape:
    with closing(sqlite3.connect(_path(engine))) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)  # all pages at once: one reading transaction, writers are not kept out
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        _check_sqlite(copy)
    with verify.snapshot(_engine_of(target)) as connection:
        return _shape(connection)


def _load_sqlite(engine: Engine, source: Path) -> None:
    with closing(sqlite3.connect(source)) as copy:
        _check_sqlite(copy)
        engine.dispose()
        with closing(sqlite3.connect(_path(engine), timeout=30)) as live:
            copy.backup(live)  # in one transaction: a kill leaves what was there before


def _check_sqlite(copy: sqlite3.Connection) -> None:
    if copy.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise Invalid(N_("The copy of the database is damaged."))


def _dump_postgresql(engine: Engine, target: Path) -> Shape:
    tool = _tool("pg_dump")
    with verify.snapshot(engine) as connection:
        picture = connection.scalar(text("SELECT pg_export_snapshot()"))
        _call([tool, "--format=custom", f"--snapshot={picture}", f"--file={target}"], engine)
        return _shape(connection)


def _load_postgresql(engine: Engine, source: Path, tables: Collection[str]) -> None:
    tool = _tool("pg_restore")
    with engine.begin() as connection:
        quote = connection.dialect.identifier_preparer.quote
        # tables that came after the backup would stand in the way of the next migration
        for name in set(inspect(connection).get_table_names()) - set(tables):
            connection.execute(text(f"DROP TABLE {quote(name)} CASCADE"))
    engine.dispose()
    options = ["--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction"]
    _call([tool, *options, f"--dbname={engine.url.database}", str(source)], engine)


def _shape(connection: Connection) -> Shape:
    found = schema.current(connection)
    if found is None:
        raise Conflict(N_("There is no database yet. Run init first."))
    return Shape(found, counts(connection), seal_head(connection))


def _path(engine: Engine) -> Path:
    if not engine.url.database:
        raise Conflict(N_("A database in memory cannot be copied."))
    return Path(engine.url.database)


def _engine_of(path: Path) -> Engine:
    return create_engine(f"sqlite:///{path}")


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Conflict(
            N_("%(name)s is missing: install PostgreSQL's client tools (postgresql-client)."),
            name=name,
        )
    return found


def _call(command: list[str], engine: Engine) -> None:
    """Run one of PostgreSQL's tools; the password goes by the environment, not the command line."""
    url = engine.url
    given = {
        "PGHOST": url.host or url.query.get("host"),
        "PGPORT": str(url.port) if url.port else None,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    environment = os.environ | {name: str(value) for name, value in given.items() if value}
    done = subprocess.run(  # noqa: S603  # PostgreSQL's own tool with arguments of our making
        command,
        check=False,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise Conflict(
            N_("PostgreSQL's tool failed: %(words)s"), words=lines[-1] if lines else done.returncode
        )
