"""requests to second persons"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_no", sa.String(length=60), nullable=False),
        sa.Column("one_of", sa.String(length=80), nullable=True),
        sa.Column(
            "params",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_by_name", sa.String(length=80), nullable=False),
        sa.Column("asked_by_no", sa.String(length=20), nullable=False),
        sa.Column("asked_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=80), nullable=False),
        sa.Column("decided_by_no", sa.String(length=20), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.Text(), nullable=False),
        sa.Column("noted_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_by IS NOT NULL",
            name=op.f("ck_approvals_decided"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_approvals_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff.id"], name=op.f("fk_approvals_asked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_approvals_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["staff.id"], name=op.f("fk_approvals_decided_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_approvals_community_id_number")
        ),
    )
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.create_index("ix_approvals_asked_by", ["asked_by", "state"], unique=False)
        batch_op.create_index(
            "ix_approvals_state", ["community_id", "state", "expires_at"], unique=False
        )
        batch_op.create_index("ix_approvals_subject", ["subject_type", "subject_id"], unique=False)
        batch_op.create_index(
            "uq_approvals_waiting",
            ["community_id", "one_of"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_approvals_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index("ix_approvals_subject")
        batch_op.drop_index("ix_approvals_state")
        batch_op.drop_index("ix_approvals_asked_by")

    op.drop_table("approvals")
