"""identity numbers"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

IDENTITY = ("identity_kind", "identity_sealed", "identity_fingerprint", "identity_masked")


def upgrade() -> None:
    op.create_table(
        "identity_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("last_four", sa.String(length=4), nullable=False),
        sa.Column("checked_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_identity_checks_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_identity_checks_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_checks")),
    )
    with op.batch_alter_table("identity_checks", schema=None) as batch_op:
        batch_op.create_index("ix_identity_checks_person_id", ["person_id"], unique=False)
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("identity_kind", sa.String(length=10), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("identity_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "identity_fingerprint",
                sa.String(length=64).with_variant(
                    sa.String(length=64, collation="C"), "postgresql"
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("identity_masked", sa.String(length=24), nullable=False, server_default="")
        )
        batch_op.create_index(
            "ix_people_identity", ["community_id", "identity_fingerprint"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_identity")
        for column in reversed(IDENTITY):
            batch_op.drop_column(column)
    with op.batch_alter_table("identity_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_identity_checks_person_id")
    op.drop_table("identity_checks")
