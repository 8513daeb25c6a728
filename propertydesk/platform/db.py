"""The database handle, its two dialects, and the row lock."""

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DDL, Engine, MetaData, Table, event, inspect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import DeclarativeBase

from propertydesk.kernel.errors import Missing
from propertydesk.kernel.words import N_

#: Set while the transaction door is open: on SQLite such a transaction begins as the writer.
writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """Declarative base with names for every constraint, so that migrations can speak of them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(
    model_class=Base, disable_autonaming=True, session_options={"expire_on_commit": False}
)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def on_sqlite() -> bool:
    """Whether this installation runs on SQLite."""
    return db.engine.dialect.name == "sqlite"


def lock(record: Any) -> None:
    """Read the row anew and hold it until the transaction ends.

    SQLite has one writer at a time, so reading anew is all it takes there. What was set but
    not yet written is written first, or reading anew would lose it. Raises Missing when the row
    has gone in the meantime: an import that was taken back.
    """
    db.session.flush()
    try:
        db.session.refresh(record, with_for_update=None if on_sqlite() else True)
    except InvalidRequestError as error:
        if inspect(record).persistent:
            raise Missing(N_("There is no such record.")) from error
        raise


def append_only(table: Table) -> None:
    """Let both engines refuse UPDATE and DELETE on `table`, whoever asks."""
    for statement, dialect in _guards(table.name):
        event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))
    table.info["append_only"] = True


def guard_statements(table: str, dialect: str) -> list[str]:
    """The statements that make `table` append-only, for migrations."""
    return [statement for statement, name in _guards(table) if name == dialect]


def prepare_sqlite(engine: Engine) -> None:
    """Set up each SQLite connection: durable, with foreign keys, transactions begun by us.

    The driver's own implicit BEGIN is switched off, or a reading transaction would have to be
    upgraded to a writing one, and fail as "locked" under load.
    """

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=10000",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")


def _guards(table: str) -> list[tuple[str, str]]:
    guards = [
        (
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            "sqlite",
        )
        for verb in ("UPDATE", "DELETE")
    ]
    function = (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    trigger = (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    return [*guards, (function, "postgresql"), (trigger, "postgresql")]
