"""papers of the till that were printed"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "till_prints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=True),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_till_prints_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["staff.id"], name=op.f("fk_till_prints_printed_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_prints")),
        sa.UniqueConstraint(
            "community_id",
            "kind",
            "number",
            "copy",
            name=op.f("uq_till_prints_community_id_kind_number_copy"),
        ),
    )
    for statement in guard_statements("till_prints", op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.drop_table("till_prints")
