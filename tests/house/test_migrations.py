"""Migrations lead from nothing to what the models say, on both engines, and back."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from propertydesk.platform.db import db, on_sqlite
from tests.house.source import report


def test_the_migrated_database_is_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        differences = [str(each) for each in compare_metadata(context, db.metadata)]
    assert not differences, report(differences, 'Write it: make migration m="what changes".')


def append_only_tables() -> list[str]:
    return sorted(t.name for t in db.metadata.tables.values() if t.info.get("append_only"))


def test_there_are_append_only_tables(app):
    assert "activities" in append_only_tables()


def test_migrations_keep_the_guards_of_append_only_tables(app):
    """A trigger is invisible to autogenerate, so a rebuilt table would lose it without a word."""
    asked = "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE :name"
    if not on_sqlite():
        asked = "SELECT relname FROM pg_class JOIN pg_trigger ON tgrelid = pg_class.oid"
        asked += " WHERE tgname LIKE :name"
    with db.engine.connect() as connection:
        faults = [
            table
            for table in append_only_tables()
            if table not in connection.scalars(text(asked), {"name": f"{table}%"}).all()
        ]
    assert not faults, report(faults, "Run guard_statements(table, dialect) in the migration.")


def test_every_constraint_has_a_name(app):
    """SQLite can only change what has a name."""
    faults = []
    for table in inspect(db.engine).get_table_names():
        found = inspect(db.engine)
        named = [*found.get_unique_constraints(table), *found.get_check_constraints(table)]
        named += found.get_foreign_keys(table)
        faults += [f"{table}: {each}" for each in named if not each.get("name")]
    assert not faults, report(faults, "The naming convention of platform/db.py gives names.")


@pytest.mark.slow
def test_each_migration_can_be_undone_and_done_again(app):
    import flask_migrate

    flask_migrate.downgrade(revision="base")
    db.engine.dispose()
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    flask_migrate.upgrade()
    db.engine.dispose()
    assert set(inspect(db.engine).get_table_names()) >= set(db.metadata.tables)
