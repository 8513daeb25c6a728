"""gate counts"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_exit_passes_papers", "exit_passes", ["community_id"], "papers_due = 1", "papers_due"),
    ("ix_pass_uses_forced", "pass_uses", ["community_id", "at"], "forced = 1", "forced"),
    (
        "ix_visits_overstayed",
        "visits",
        ["community_id", "overstayed_at"],
        "overstayed_at IS NOT NULL",
        "overstayed_at IS NOT NULL",
    ),
)


def upgrade() -> None:
    for name, table, columns, on_sqlite, on_postgresql in _INDEXES:
        op.create_index(
            name,
            table,
            columns,
            sqlite_where=sa.text(on_sqlite),
            postgresql_where=sa.text(on_postgresql),
        )


def downgrade() -> None:
    for name, table, _columns, _on_sqlite, _on_postgresql in reversed(_INDEXES):
        op.drop_index(name, table_name=table)
