"""till: numbers of refunds and returned deposits are each community's own"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform.db import guard_statements

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_TABLES = ("deposit_returns", "refunds")


def upgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_number"), type_="unique")
            batch_op.create_unique_constraint(
                op.f(f"uq_{table}_community_id_number"), ["community_id", "number"]
            )
        _guard_again(table)


def downgrade() -> None:
    for table in _TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(op.f(f"uq_{table}_community_id_number"), type_="unique")
            batch_op.create_unique_constraint(op.f(f"uq_{table}_number"), ["number"])
        _guard_again(table)


def _guard_again(table: str) -> None:
    """SQLite builds the table anew, and its triggers go with the old one."""
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        for statement in guard_statements(table, dialect):
            op.execute(sa.text(statement))
