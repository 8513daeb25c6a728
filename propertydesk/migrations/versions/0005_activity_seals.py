"""activity seals"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_seals",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("activity_id", sa.BigInteger(), nullable=False),
        sa.Column("sealed_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("mac", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activities.id"],
            name=op.f("fk_activity_seals_activity_id_activities"),
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_activity_seals")),
        sa.UniqueConstraint("activity_id", name=op.f("uq_activity_seals_activity_id")),
    )
    op.create_index(op.f("ix_activity_seals_sealed_at"), "activity_seals", ["sealed_at"])
    for statement in guard_statements("activity_seals", op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.drop_table("activity_seals")
