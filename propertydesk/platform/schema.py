"""Whether the database has the shape that this program expects, and how to give it that shape."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flask_migrate
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from flask import current_app
from sqlalchemy import Connection, inspect, text

from propertydesk.kernel.errors import Conflict
from propertydesk.kernel.words import N_
from propertydesk.platform.clock import now
from propertydesk.platform.db import db, on_sqlite
from propertydesk.platform.seals import heads

#: Any constant will do, as long as nobody else on this database uses it.
_LOCK_KEY = 0x70_64_69_6E_69_74  # "pdinit"


def head() -> str:
    """The newest migration of the program."""
    found = _scripts().get_current_head()
    if found is None:
        raise RuntimeError("the program carries no migrations")
    return found


def current(connection: Connection) -> str | None:
    """The migration the database stands at; None for an empty one."""
    found: str | None = MigrationContext.configure(connection).get_current_revision()
    return found


def is_known(revision: str) -> bool:
    """Whether the program carries this migration; not so when a newer program made the database."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def is_empty(connection: Connection) -> bool:
    """Whether no table of the program holds a row."""
    present = set(inspect(connection).get_table_names())
    quote = connection.dialect.identifier_preparer.quote
    return not any(
        connection.scalar(text(f"SELECT 1 FROM {quote(name)} LIMIT 1"))  # noqa: S608  # a table's own name
        for name in present - {"alembic_version"}
    )


def bring_up_to_date() -> str:
    """Create or migrate the database; several processes may try at once. Gives the new head.

    Raises Conflict when a newer program made the database.
    """
    with _alone():
        with db.engine.connect() as connection:
            found = current(connection)
        if found is not None and not is_known(found):
            raise Conflict(
                N_("A newer program made this database (%(revision)s). Use that one, or restore."),
                revision=found,
            )
        if found is None:
            heads.set_aside(now())  # those of a database that has been put away
        flask_migrate.upgrade()
    return head()


@contextmanager
def _alone() -> Iterator[None]:
    """One process migrates at a time; the others wait."""
    if on_sqlite():
        with FileLock(Path(current_app.instance_path) / "migration.lock"):
            yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK_KEY})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK_KEY})


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
