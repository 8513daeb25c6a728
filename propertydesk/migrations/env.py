"""Alembic's way into the application."""

from alembic import context

from propertydesk.platform.db import db


def run_migrations_online() -> None:
    """Migrate over the application's own engine."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=True,
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: run them online.")
run_migrations_online()
