"""indoor areas of homes and lifts of entrances"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("homes") as table:
        table.add_column(
            sa.Column("indoor_centi", sa.Integer(), nullable=False, server_default="0")
        )
        table.create_check_constraint(op.f("ck_homes_indoor"), "indoor_centi >= 0")
    with op.batch_alter_table("homes") as table:
        table.alter_column("indoor_centi", server_default=None)
    with op.batch_alter_table("entrances") as table:
        table.add_column(sa.Column("has_elevator", sa.Boolean(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("entrances") as table:
        table.drop_column("has_elevator")
    with op.batch_alter_table("homes") as table:
        table.drop_constraint(op.f("ck_homes_indoor"), type_="check")
        table.drop_column("indoor_centi")
