"""retention"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retention_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("due", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("started_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("finished_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column(
            "counts",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "periods",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_retention_reports_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_reports")),
        sa.UniqueConstraint(
            "community_id", "due", name=op.f("uq_retention_reports_community_id_due")
        ),
    )
    op.create_index("ix_retention_reports_newest", "retention_reports", ["community_id", "id"])
    op.add_column("people", sa.Column("erased_at", types.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "tasks", sa.Column("erased", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("tasks", "erased", server_default=None)


def downgrade() -> None:
    op.drop_column("tasks", "erased")
    op.drop_column("people", "erased_at")
    op.drop_table("retention_reports")
