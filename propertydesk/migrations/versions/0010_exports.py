"""exports"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=4), nullable=False),
        sa.Column("is_personal", sa.Boolean(), nullable=False),
        sa.Column("is_guarded", sa.Boolean(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=12), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("filters", sa.String(length=600), nullable=False),
        sa.Column(
            "places",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("question", sa.LargeBinary(), nullable=True),
        sa.Column("row_ids", sa.LargeBinary(), nullable=True),
        sa.Column("ordered_by", sa.Integer(), nullable=True),
        sa.Column("ordered_by_name", sa.String(length=80), nullable=False),
        sa.Column("ordered_by_no", sa.String(length=20), nullable=False),
        sa.Column("ordered_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.String(length=101), nullable=False),
        sa.Column("approved_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ready_until", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("fetches", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_exports_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["staff.id"], name=op.f("fk_exports_ordered_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_exports_community_id_number")),
    )
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.create_index("ix_exports_ordered_at", ["community_id", "ordered_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("exports", schema=None) as batch_op:
        batch_op.drop_index("ix_exports_ordered_at")

    op.drop_table("exports")
