"""an index to count what one person added within a day."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_attachments_created_by", "attachments", ["created_by", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_attachments_created_by", "attachments")
