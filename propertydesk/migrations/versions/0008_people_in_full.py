"""people in full: consents, care notes, tenancies, deaths, files"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WAITING = sa.text("outcome = 'waiting'")
LIVE = sa.text("ends_on IS NULL")

def _people() -> list[sa.Column[object]]:
    return [
        sa.Column("channel", sa.String(length=8), nullable=False, server_default=""),
        sa.Column("quiet_from", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column("contact_person", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("contact_role", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("credit_code", types.ExactText(18), nullable=False, server_default=""),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("death_source", sa.String(length=200), nullable=False, server_default=""),
    ]


def _ties() -> list[sa.Column[object]]:
    return [
        sa.Column("fee_payer", sa.String(length=8), nullable=False, server_default=""),
        sa.Column("rent_includes_fee", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    for column in _people():
        op.add_column("people", column)
    for column in _ties():
        op.add_column("household_ties", column)
    op.add_column("follow_ups", sa.Column("person_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_follow_ups_person_id"), "follow_ups", ["person_id"])
    _planned_endings()
    _consents()
    _care_notes()
    _household_files()


def downgrade() -> None:
    for table in (
        "household_files",
        "care_notes",
        "consent_withdrawals",
        "consents",
        "planned_endings",
    ):
        op.drop_table(table)
    op.drop_index(op.f("ix_follow_ups_person_id"), "follow_ups")
    op.drop_column("follow_ups", "person_id")
    for column in _ties():
        op.drop_column("household_ties", column.name)
    for column in _people():
        op.drop_column("people", column.name)


def _planned_endings() -> None:
    op.create_table(
        "planned_endings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("occupancy", sa.String(length=12), nullable=False),
        sa.Column(
            "leaving", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False
        ),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_planned_endings_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_planned_endings_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_endings")),
    )
    op.create_index(
        "uq_planned_endings_waiting",
        "planned_endings",
        ["home_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("version", types.ExactText(20), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("guardian", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_consents_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_consents_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_person", "consents", ["person_id", "scope", "id"])
    op.create_index("ix_consents_community", "consents", ["community_id", "given_on", "id"])
    op.create_table(
        "consent_withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("taken_by", sa.String(length=80), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_consent_withdrawals_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["consent_id"],
            ["consents.id"],
            name=op.f("fk_consent_withdrawals_consent_id_consents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_withdrawals")),
        sa.UniqueConstraint("consent_id", name=op.f("uq_consent_withdrawals_consent_id")),
    )


def _care_notes() -> None:
    op.create_table(
        "care_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_visit", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("erase_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_care_notes_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_care_notes_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_care_notes_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_notes")),
    )
    op.create_index("ix_care_notes_person", "care_notes", ["person_id"])
    op.create_index(
        "uq_care_notes_live",
        "care_notes",
        ["home_id", "person_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )


def _household_files() -> None:
    op.create_table(
        "household_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("file_no", types.ExactText(40), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("archived_on", sa.Date(), nullable=False),
        sa.Column("archived_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_household_files_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_household_files_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_files")),
        sa.UniqueConstraint("home_id", name=op.f("uq_household_files_home_id")),
    )
