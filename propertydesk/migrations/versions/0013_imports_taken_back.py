"""batches of imports, so that they can be taken back"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("task_id", types.Identity, nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("started_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("undo_task_id", types.Identity, nullable=True),
        sa.Column("undone_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_import_batches_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["task_id"], ["tasks.id"], name=op.f("fk_import_batches_task_id_tasks")
        ),
        sa.ForeignKeyConstraint(
            ["undo_task_id"], ["tasks.id"], name=op.f("fk_import_batches_undo_task_id_tasks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
        sa.UniqueConstraint("task_id", name=op.f("uq_import_batches_task_id")),
    )
    op.create_index(op.f("ix_import_batches_digest"), "import_batches", ["digest"])
    op.create_table(
        "imported_parts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", types.ExactText(42), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batches.id"],
            name=op.f("fk_imported_parts_batch_id_import_batches"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_parts")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_imported_parts_batch_id_position")),
    )


def downgrade() -> None:
    op.drop_table("imported_parts")
    op.drop_table("import_batches")
