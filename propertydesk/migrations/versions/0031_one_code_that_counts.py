"""one code of a pass that counts"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_COUNTS = sa.text("ended = ''")


def upgrade() -> None:
    op.create_index(
        "uq_pass_codes_counting",
        "pass_codes",
        ["kind", "subject_id"],
        unique=True,
        sqlite_where=_COUNTS,
        postgresql_where=_COUNTS,
    )


def downgrade() -> None:
    op.drop_index("uq_pass_codes_counting", table_name="pass_codes")
