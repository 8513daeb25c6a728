"""estate: homes split and joined"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform.db import guard_statements

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "home_successions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_home_successions_two_homes")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_home_successions_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["from_id"], ["homes.id"], name=op.f("fk_home_successions_from_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["homes.id"], name=op.f("fk_home_successions_to_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_successions")),
        sa.UniqueConstraint("from_id", "to_id", name=op.f("uq_home_successions_from_id_to_id")),
    )
    op.create_index("ix_home_successions_to", "home_successions", ["to_id"])
    for statement in guard_statements("home_successions", op.get_bind().dialect.name):
        op.execute(sa.text(statement))
    op.add_column("homes", sa.Column("starts_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.drop_column("starts_on")
    op.drop_table("home_successions")
