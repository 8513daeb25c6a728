"""people joined into one, and pairs that may be one"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        batch_op.create_index("ix_people_merged_into_id", ["merged_into_id"], unique=False)
    op.create_table(
        "person_pairs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("found_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dismissed_by", sa.String(length=80), nullable=False),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_person_pairs_order")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_person_pairs_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_pairs")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_person_pairs_first_id_second_id")
        ),
    )
    with op.batch_alter_table("person_pairs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_pairs_open", ["community_id", "dismissed_at", "rank", "id"], unique=False
        )
        batch_op.create_index("ix_person_pairs_second_id", ["second_id"], unique=False)


def downgrade() -> None:
    op.drop_table("person_pairs")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_merged_into_id")
        batch_op.drop_column("merged_into_id")
