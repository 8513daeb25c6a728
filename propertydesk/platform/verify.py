"""Checks what must always be true, in SQL of its own, on one still picture of the data.

It never repairs. A rule's SQL gives one row for each breach; of the columns `object`, `expected`
and `found`, the first is wanted and the others help.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

#: Breaches told in full; of the others only the number is.
MOST_TOLD = 100

Breach = Mapping[str, Any]
Check = Callable[[Connection], Iterable[Breach]]


@dataclass(frozen=True)
class Invariant:
    """One rule: a key such as "repairs.state", an English sentence, and what finds its breaches."""

    key: str
    words: str
    check: str | Check


@dataclass(frozen=True)
class Finding:
    """What came of checking one rule."""

    key: str
    words: str
    count: int
    breaches: tuple[Breach, ...] = ()
    error: str = ""

    @property
    def is_kept(self) -> bool:
        """Whether the rule was checked and nothing breaches it."""
        return not self.count and not self.error


def findings(engine: Engine, invariants: Sequence[Invariant]) -> Iterator[Finding]:
    """Check every rule in turn on the same picture. Raises SQLAlchemyError if there is none."""
    with snapshot(engine) as connection:
        for invariant in invariants:
            yield _check(invariant, connection)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """One still picture of the database, on a reading connection of its own."""
    still = _reading_sqlite(engine) if engine.dialect.name == "sqlite" else _reading(engine)
    try:
        with still.connect() as connection:
            if engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection
    finally:
        still.dispose()


def quoted(connection: Connection, name: str) -> str:
    """A table's or column's own name, fit to stand in a statement."""
    return connection.dialect.identifier_preparer.quote(name)


def rows(connection: Connection, statement: str, **values: Any) -> Iterator[Breach]:
    """The rows of a statement, streamed."""
    result = connection.execute(text(statement), values, execution_options={"yield_per": 500})
    for row in result:
        yield dict(row._mapping)


def _check(invariant: Invariant, connection: Connection) -> Finding:
    count, told = 0, []
    try:
        with connection.begin_nested():
            for breach in _breaches(invariant, connection):
                count += 1
                if count <= MOST_TOLD:
                    told.append(breach)
    except (SQLAlchemyError, OSError) as error:
        why = f"{type(error).__name__}: {str(error).splitlines()[0]}"
        return Finding(invariant.key, invariant.words, count, tuple(told), why)
    return Finding(invariant.key, invariant.words, count, tuple(told))


def _breaches(invariant: Invariant, connection: Connection) -> Iterable[Breach]:
    if isinstance(invariant.check, str):
        return rows(connection, invariant.check)
    return invariant.check(connection)


def _reading(engine: Engine) -> Engine:
    return create_engine(
        engine.url,
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )


def _reading_sqlite(engine: Engine) -> Engine:
    """A connection that cannot write, with the driver's own transactions switched off."""
    address = f"file:{quote(engine.url.database or '')}?mode=ro"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, isolation_level=None)

    return create_engine("sqlite://", creator=connect, poolclass=NullPool)
