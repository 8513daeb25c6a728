"""One leader among processes: an advisory lock on PostgreSQL, a locked file beside SQLite."""

from pathlib import Path
from typing import Protocol

from filelock import FileLock, Timeout
from flask import Flask
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

#: Any constant will do, as long as nobody else on this database uses it.
_LOCK_KEY = 0x70_64_65_73_6B  # "pdesk"


class Leadership(Protocol):
    """Asked every few seconds whether this process leads."""

    def held(self) -> bool:
        """Whether this process leads now; tries to, when nobody does."""

    def release(self) -> None:
        """Let another process lead."""


class FileLeadership:
    """A lock on a file in the instance folder; the system frees it when the process dies."""

    def __init__(self, folder: Path) -> None:
        # not per thread: the scheduler asks from whichever thread is free
        self._lock = FileLock(folder / "scheduler.lock", thread_local=False)

    def held(self) -> bool:
        if self._lock.is_locked:
            return True
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def release(self) -> None:
        self._lock.release(force=True)


class DatabaseLeadership:
    """A session lock on a connection of its own, outside the pool and outside transactions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._connection: Connection | None = None

    def held(self) -> bool:
        try:
            return self._still_holds() or self._takes()
        except DBAPIError:
            # the connection is gone, and with it the lock: ask again on a new one next time
            self._drop()
            return False

    def release(self) -> None:
        self._drop()

    def _still_holds(self) -> bool:
        if self._connection is None:
            return False
        self._connection.execute(text("SELECT 1"))
        return True

    def _takes(self) -> bool:
        connection = self._engine.connect()
        if connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK_KEY}):
            self._connection = connection
            return True
        connection.close()
        return False

    def _drop(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.invalidate()
            connection.close()


def leadership(app: Flask, engine: Engine) -> Leadership:
    """The kind of lock that fits the database of `app`."""
    if engine.dialect.name == "sqlite":
        return FileLeadership(Path(app.instance_path))
    return DatabaseLeadership(engine)
