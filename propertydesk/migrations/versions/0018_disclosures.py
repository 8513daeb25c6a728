"""disclosures"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("document_no", sa.String(length=80), nullable=False),
        sa.Column("consent_ref", sa.String(length=120), nullable=False),
        sa.Column("nda_ref", sa.String(length=120), nullable=False),
        sa.Column(
            "fields",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("question", sa.String(length=600), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("requested_by", sa.String(length=101), nullable=False),
        sa.Column("requested_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked_by", sa.String(length=101), nullable=False),
        sa.Column("checked_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(length=101), nullable=False),
        sa.Column("approved_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("exported_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("exports", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'exported') OR approved_by_id IS NOT NULL",
            name=op.f("ck_disclosures_approved"),
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> requested_by_id",
            name=op.f("ck_disclosures_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["staff.id"], name=op.f("fk_disclosures_approved_by_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_disclosures_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["staff.id"], name=op.f("fk_disclosures_requested_by_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_disclosures_community_id_number")
        ),
    )
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.create_index(
            "ix_disclosures_state", ["community_id", "state", "valid_until"], unique=False
        )

    op.create_table(
        "disclosed_people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("disclosure_id", sa.Integer(), nullable=False),
        sa.Column("tie_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("given_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_disclosed_people_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["disclosure_id"],
            ["disclosures.id"],
            name=op.f("fk_disclosed_people_disclosure_id_disclosures"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_disclosed_people_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_disclosed_people_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["tie_id"],
            ["household_ties.id"],
            name=op.f("fk_disclosed_people_tie_id_household_ties"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosed_people")),
        sa.UniqueConstraint(
            "disclosure_id", "tie_id", name=op.f("uq_disclosed_people_disclosure_id_tie_id")
        ),
    )
    with op.batch_alter_table("disclosed_people", schema=None) as batch_op:
        batch_op.create_index("ix_disclosed_people_person", ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("disclosed_people", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosed_people_person")

    op.drop_table("disclosed_people")
    with op.batch_alter_table("disclosures", schema=None) as batch_op:
        batch_op.drop_index("ix_disclosures_state")

    op.drop_table("disclosures")
