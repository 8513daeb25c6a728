"""sessions of staff, and failed sign-ins counted by name, network and device"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("id", types.Identity, nullable=False),
        sa.Column("token_hash", types.ExactText(64), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=20), nullable=False),
        sa.Column("system", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ended_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_sessions_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_staff_sessions_token_hash")),
    )
    op.create_index("ix_staff_sessions_staff", "staff_sessions", ["staff_id", "id"])
    _count_anew(sa.Column("key", types.ExactText(120), nullable=False), tried=True)


def downgrade() -> None:
    _count_anew(sa.Column("login", types.ExactText(40), nullable=False), tried=False)
    op.drop_table("staff_sessions")


def _count_anew(key: sa.Column, *, tried: bool) -> None:
    """The counters live for a day at most: nothing is lost by beginning anew."""
    op.drop_table("sign_in_trials")
    more = [sa.Column("tried_at", types.UtcDateTime(timezone=True), nullable=False)] if tried else []
    op.create_table(
        "sign_in_trials",
        sa.Column("id", types.Identity if tried else sa.Integer(), nullable=False),
        key,
        sa.Column("failures", sa.Integer(), nullable=False),
        *more,
        sa.Column("retry_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_trials")),
        sa.UniqueConstraint(key.name, name=op.f(f"uq_sign_in_trials_{key.name}")),
    )
