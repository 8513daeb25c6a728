"""second factors, one-time links, who gave a role, marks of the installation"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "installation_marks",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("set_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation_marks")),
    )
    op.create_table(
        "second_factors",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_step", types.Identity, nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_second_factors_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("staff_id", name=op.f("pk_second_factors")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", types.Identity, nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", types.ExactText(64), nullable=False),
        sa.Column("made_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_recovery_codes_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint(
            "staff_id", "code_hash", name=op.f("uq_recovery_codes_staff_id_code_hash")
        ),
    )
    _links()
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("origin", sa.String(length=10), nullable=False, server_default="before")
        )
        batch_op.add_column(sa.Column("granted_by", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("granted_at", types.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("approved_by", sa.Integer(), nullable=True))
        for column in ("granted_by", "approved_by"):
            batch_op.create_foreign_key(
                op.f(f"fk_staff_roles_{column}_staff"), "staff", [column], ["id"]
            )
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.alter_column("origin", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        for column in ("granted_by", "approved_by"):
            batch_op.drop_constraint(op.f(f"fk_staff_roles_{column}_staff"), type_="foreignkey")
        for column in ("approved_by", "granted_at", "granted_by", "origin"):
            batch_op.drop_column(column)
    for table in ("account_links", "recovery_codes", "second_factors", "installation_marks"):
        op.drop_table(table)


def _links() -> None:
    op.create_table(
        "account_links",
        sa.Column("id", types.Identity, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", types.ExactText(64), nullable=False),
        sa.Column("made_by_name", sa.String(length=80), nullable=False),
        sa.Column("made_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_account_links_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_links")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_links_token_hash")),
    )
    op.create_index(op.f("ix_account_links_staff_id"), "account_links", ["staff_id"])
