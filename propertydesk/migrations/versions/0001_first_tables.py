"""first tables"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "activities",
    "setting_values",
)


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("company_zh", sa.String(length=120), nullable=False),
        sa.Column("company_en", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("office_place", sa.String(length=120), nullable=False),
        sa.Column("hotline", sa.String(length=30), nullable=False),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("open_weekends", sa.Boolean(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communities")),
        sa.UniqueConstraint("code", name=op.f("uq_communities_code")),
    )
    op.create_table(
        "search_terms",
        sa.Column("community_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "kind",
            sa.String(length=12).with_variant(sa.String(length=12, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "term",
            sa.String(length=48).with_variant(sa.String(length=48, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "subject_type",
            sa.String(length=30).with_variant(sa.String(length=30, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("subject_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("home_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint(
            "community_id",
            "kind",
            "term",
            "subject_type",
            "subject_id",
            "home_id",
            name=op.f("pk_search_terms"),
        ),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("search_terms", schema=None) as batch_op:
        batch_op.create_index("ix_search_terms_home", ["home_id", "kind", "term"], unique=False)
        batch_op.create_index(
            "ix_search_terms_subject", ["subject_type", "subject_id"], unique=False
        )

    op.create_table(
        "sign_in_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "login",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("retry_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_trials")),
        sa.UniqueConstraint("login", name=op.f("uq_sign_in_trials_login")),
    )
    op.create_table(
        "staff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "login",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("staff_no", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("login", name=op.f("uq_staff_login")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("route", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("location", sa.String(length=500), nullable=True),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint("once", name=op.f("uq_submissions_once")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_no", sa.String(length=40), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("from_state", sa.String(length=30), nullable=True),
        sa.Column("to_state", sa.String(length=30), nullable=True),
        sa.Column("actor_kind", sa.String(length=10), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column(
            "changes",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("request_id", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_activities_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.create_index("ix_activities_home", ["community_id", "home_id", "id"], unique=False)
        batch_op.create_index(
            "ix_activities_subject", ["subject_type", "subject_id", "id"], unique=False
        )

    op.create_table(
        "attachments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("original_name", sa.String(length=120), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_attachments_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.create_index("ix_attachments_sha256", ["sha256"], unique=False)
        batch_op.create_index(
            "ix_attachments_subject", ["subject_type", "subject_id", "id"], unique=False
        )

    op.create_table(
        "buildings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "no",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("floors", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_buildings_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buildings")),
        sa.UniqueConstraint("community_id", "no", name=op.f("uq_buildings_community_id_no")),
    )
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_calendar_days_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_days")),
        sa.UniqueConstraint("community_id", "day", name=op.f("uq_calendar_days_community_id_day")),
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job", sa.String(length=60), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("due", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("lease_until", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=True),
        sa.Column("started", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("count", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_job_runs_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_runs")),
    )
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_job_runs_state_lease_until", ["state", "lease_until"], unique=False
        )
        batch_op.create_index(
            "uq_job_runs_everywhere",
            ["job", "due"],
            unique=True,
            sqlite_where=sa.text("community_id IS NULL"),
            postgresql_where=sa.text("community_id IS NULL"),
        )
        batch_op.create_index(
            "uq_job_runs_in_community", ["job", "community_id", "due"], unique=True
        )

    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "name",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("salutation", sa.String(length=5), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("notice_address", sa.String(length=200), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_people_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.create_index("ix_people_name", ["community_id", "name"], unique=False)

    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("listing", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=1000), nullable=False),
        sa.Column("saved_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_saved_filters_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_saved_filters_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
        sa.UniqueConstraint(
            "staff_id", "listing", "name", name=op.f("uq_saved_filters_staff_id_listing_name")
        ),
    )
    op.create_table(
        "sequences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("series", sa.String(length=20), nullable=False),
        sa.Column("scope", sa.String(length=20), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_sequences_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequences")),
        sa.UniqueConstraint(
            "community_id", "series", "scope", name=op.f("uq_sequences_community_id_series_scope")
        ),
    )
    op.create_table(
        "setting_values",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("set_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("set_by", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_setting_values_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_values")),
    )
    with op.batch_alter_table("setting_values", schema=None) as batch_op:
        batch_op.create_index("ix_setting_values_key", ["community_id", "key", "id"], unique=False)

    op.create_table(
        "staff_roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_staff_roles_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_roles_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_roles")),
    )
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.create_index(
            "uq_staff_roles_all",
            ["staff_id", "role"],
            unique=True,
            sqlite_where=sa.text("community_id IS NULL"),
            postgresql_where=sa.text("community_id IS NULL"),
        )
        batch_op.create_index(
            "uq_staff_roles_one", ["staff_id", "community_id", "role"], unique=True
        )

    op.create_table(
        "tasks",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("message", sa.String(length=300), nullable=False),
        sa.Column(
            "message_values",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "params",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("result_path", sa.String(length=200), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=80), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("lease_until", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("finished_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_tasks_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
    )
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.create_index("ix_tasks_state_lease_until", ["state", "lease_until"], unique=False)

    op.create_table(
        "technician_skills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_technician_skills_staff_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_technician_skills")),
        sa.UniqueConstraint(
            "staff_id", "category", name=op.f("uq_technician_skills_staff_id_category")
        ),
    )
    op.create_table(
        "entrances",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column(
            "no",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_entrances_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_entrances_community_id_communities")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entrances")),
        sa.UniqueConstraint("building_id", "no", name=op.f("uq_entrances_building_id_no")),
    )
    op.create_table(
        "person_phones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=30).with_variant(sa.String(length=30, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=40), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_person_phones_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_phones_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_phones")),
    )
    with op.batch_alter_table("person_phones", schema=None) as batch_op:
        batch_op.create_index("ix_person_phones_number", ["community_id", "number"], unique=False)
        batch_op.create_index(
            "uq_person_phones_live",
            ["person_id", "number"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )

    op.create_table(
        "homes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("entrance_id", sa.Integer(), nullable=True),
        sa.Column("building_no", sa.String(length=10), nullable=False),
        sa.Column("entrance_no", sa.String(length=10), nullable=False),
        sa.Column("room_no", sa.String(length=20), nullable=False),
        sa.Column(
            "code",
            sa.String(length=42).with_variant(sa.String(length=42, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "sort_code",
            sa.String(length=42).with_variant(sa.String(length=42, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("floor", sa.Integer(), nullable=True),
        sa.Column("area_centi", sa.Integer(), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("occupancy", sa.String(length=12), nullable=False),
        sa.Column("handed_over_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("area_centi >= 0", name=op.f("ck_homes_area")),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_homes_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_homes_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["entrance_id"], ["entrances.id"], name=op.f("fk_homes_entrance_id_entrances")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_homes")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_homes_community_id_code")),
    )
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_homes_building_id"), ["building_id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=14), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("source_type", sa.String(length=20), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("source_no", sa.String(length=24), nullable=False),
        sa.Column("contact_name", sa.String(length=80), nullable=False),
        sa.Column("salutation", sa.String(length=5), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("planned_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("due_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("not_before", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("listed_on", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("attitude", sa.Integer(), nullable=True),
        sa.Column("shoe_covers", sa.Boolean(), nullable=True),
        sa.Column("cleaned_up", sa.Boolean(), nullable=True),
        sa.Column("card_left", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=12), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("promise", sa.String(length=200), nullable=False),
        sa.Column("promise_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("follow_on", sa.String(length=24), nullable=False),
        sa.CheckConstraint(
            "attitude IS NULL OR attitude BETWEEN 1 AND 5", name=op.f("ck_follow_ups_attitude")
        ),
        sa.CheckConstraint(
            "quality IS NULL OR quality BETWEEN 1 AND 5", name=op.f("ck_follow_ups_quality")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_follow_ups_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_follow_ups_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_follow_ups_community_id_number")
        ),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_follow_ups_due", ["community_id", "state", "due_at"], unique=False
        )
        batch_op.create_index("ix_follow_ups_home", ["home_id"], unique=False)
        batch_op.create_index(
            "uq_follow_ups_waiting",
            ["source_type", "source_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('planned', 'trying', 'delayed')"),
            postgresql_where=sa.text("state IN ('planned', 'trying', 'delayed')"),
        )

    op.create_table(
        "home_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=80), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_home_notes_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_home_notes_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_home_notes")),
    )
    with op.batch_alter_table("home_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_home_notes_home_id"), ["home_id"], unique=False)

    op.create_table(
        "household_ties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("tie", sa.String(length=10), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("lease_ends_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(tie = 'owner') = (share IS NOT NULL)", name=op.f("ck_household_ties_share_of_owner")
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_household_ties_dates"),
        ),
        sa.CheckConstraint(
            "share IS NULL OR (share > 0 AND share <= 10000)", name=op.f("ck_household_ties_share")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_household_ties_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_household_ties_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_household_ties_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_ties")),
    )
    with op.batch_alter_table("household_ties", schema=None) as batch_op:
        batch_op.create_index("ix_household_ties_person", ["person_id"], unique=False)
        batch_op.create_index(
            "uq_household_ties_live",
            ["home_id", "person_id", "tie"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )

    op.create_table(
        "parking_spaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "no",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("area_centi", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_parking_spaces_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_parking_spaces_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parking_spaces")),
        sa.UniqueConstraint("community_id", "no", name=op.f("uq_parking_spaces_community_id_no")),
    )
    with op.batch_alter_table("parking_spaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parking_spaces_home_id"), ["home_id"], unique=False)

    op.create_table(
        "repair_orders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reported_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("rings", sa.Integer(), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("area", sa.String(length=12), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("reporter_id", sa.Integer(), nullable=True),
        sa.Column("reporter_name", sa.String(length=80), nullable=False),
        sa.Column("salutation", sa.String(length=5), nullable=False),
        sa.Column("reporter_role", sa.String(length=10), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("charge", sa.String(length=10), nullable=False),
        sa.Column("appointment_from", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("appointment_to", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("read_back", sa.Boolean(), nullable=False),
        sa.Column("first_handler_id", sa.Integer(), nullable=True),
        sa.Column("first_handler", sa.String(length=80), nullable=False),
        sa.Column("technician_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_by", sa.String(length=80), nullable=False),
        sa.Column("dispatched_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("arrived_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("closed_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("dispatch_due", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("arrive_due", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("complete_due", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_visit_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("tools_checked", sa.Boolean(), nullable=False),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("work_done", sa.Text(), nullable=False),
        sa.Column("labour", types.MoneyType(), nullable=False),
        sa.Column("total", types.MoneyType(), nullable=False),
        sa.Column("quoted", types.MoneyType(), nullable=True),
        sa.Column("visit_card_no", sa.String(length=20), nullable=False),
        sa.Column("unfinished", sa.String(length=12), nullable=False),
        sa.Column("receipt_no", sa.String(length=20), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("attitude", sa.Integer(), nullable=True),
        sa.Column("original_id", sa.Integer(), nullable=True),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "home_id IS NOT NULL OR area <> ''", name=op.f("ck_repair_orders_place")
        ),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name=op.f("ck_repair_orders_priority")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_repair_orders_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["first_handler_id"], ["staff.id"], name=op.f("fk_repair_orders_first_handler_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_repair_orders_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["original_id"],
            ["repair_orders.id"],
            name=op.f("fk_repair_orders_original_id_repair_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["people.id"], name=op.f("fk_repair_orders_reporter_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["technician_id"], ["staff.id"], name=op.f("fk_repair_orders_technician_id_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_orders")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_repair_orders_community_id_number")
        ),
    )
    with op.batch_alter_table("repair_orders", schema=None) as batch_op:
        batch_op.create_index("ix_repair_orders_home", ["home_id", "reported_at"], unique=False)
        batch_op.create_index(
            "ix_repair_orders_newest", ["community_id", "reported_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_repair_orders_original_id"), ["original_id"], unique=False
        )
        batch_op.create_index(
            "ix_repair_orders_state", ["community_id", "state", "arrive_due"], unique=False
        )
        batch_op.create_index(
            "ix_repair_orders_technician", ["technician_id", "state"], unique=False
        )

    op.create_table(
        "follow_up_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("result", sa.String(length=14), nullable=False),
        sa.Column("caller_id", sa.Integer(), nullable=True),
        sa.Column("caller", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["caller_id"], ["staff.id"], name=op.f("fk_follow_up_attempts_caller_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_follow_up_attempts_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_ups.id"],
            name=op.f("fk_follow_up_attempts_follow_up_id_follow_ups"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_attempts")),
        sa.UniqueConstraint(
            "follow_up_id", "position", name=op.f("uq_follow_up_attempts_follow_up_id_position")
        ),
    )
    op.create_table(
        "repair_materials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("spec", sa.String(length=60), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("unit_price", types.MoneyType(), nullable=False),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_repair_materials_quantity")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_repair_materials_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["repair_orders.id"],
            name=op.f("fk_repair_materials_order_id_repair_orders"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repair_materials")),
    )
    with op.batch_alter_table("repair_materials", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_repair_materials_order_id"), ["order_id"], unique=False
        )

    op.create_table(
        "vehicles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column(
            "plate",
            sa.String(length=12).with_variant(sa.String(length=12, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("model", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_vehicles_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("fk_vehicles_home_id_homes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_vehicles_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["parking_spaces.id"], name=op.f("fk_vehicles_space_id_parking_spaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vehicles")),
    )
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.create_index("ix_vehicles_home", ["home_id"], unique=False)
        batch_op.create_index(
            "uq_vehicles_live",
            ["community_id", "plate"],
            unique=True,
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )

    for table in APPEND_ONLY:
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("vehicles", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_vehicles_live",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index("ix_vehicles_home")

    op.drop_table("vehicles")
    with op.batch_alter_table("repair_materials", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_repair_materials_order_id"))

    op.drop_table("repair_materials")
    op.drop_table("follow_up_attempts")
    with op.batch_alter_table("repair_orders", schema=None) as batch_op:
        batch_op.drop_index("ix_repair_orders_technician")
        batch_op.drop_index("ix_repair_orders_state")
        batch_op.drop_index(batch_op.f("ix_repair_orders_original_id"))
        batch_op.drop_index("ix_repair_orders_newest")
        batch_op.drop_index("ix_repair_orders_home")

    op.drop_table("repair_orders")
    with op.batch_alter_table("parking_spaces", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parking_spaces_home_id"))

    op.drop_table("parking_spaces")
    with op.batch_alter_table("household_ties", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_household_ties_live",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index("ix_household_ties_person")

    op.drop_table("household_ties")
    with op.batch_alter_table("home_notes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_home_notes_home_id"))

    op.drop_table("home_notes")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_follow_ups_waiting",
            sqlite_where=sa.text("state IN ('planned', 'trying', 'delayed')"),
            postgresql_where=sa.text("state IN ('planned', 'trying', 'delayed')"),
        )
        batch_op.drop_index("ix_follow_ups_home")
        batch_op.drop_index("ix_follow_ups_due")

    op.drop_table("follow_ups")
    with op.batch_alter_table("homes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_homes_building_id"))

    op.drop_table("homes")
    with op.batch_alter_table("person_phones", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_person_phones_live",
            sqlite_where=sa.text("ends_on IS NULL"),
            postgresql_where=sa.text("ends_on IS NULL"),
        )
        batch_op.drop_index("ix_person_phones_number")

    op.drop_table("person_phones")
    op.drop_table("entrances")
    op.drop_table("technician_skills")
    with op.batch_alter_table("tasks", schema=None) as batch_op:
        batch_op.drop_index("ix_tasks_state_lease_until")

    op.drop_table("tasks")
    with op.batch_alter_table("staff_roles", schema=None) as batch_op:
        batch_op.drop_index("uq_staff_roles_one")
        batch_op.drop_index(
            "uq_staff_roles_all",
            sqlite_where=sa.text("community_id IS NULL"),
            postgresql_where=sa.text("community_id IS NULL"),
        )

    op.drop_table("staff_roles")
    with op.batch_alter_table("setting_values", schema=None) as batch_op:
        batch_op.drop_index("ix_setting_values_key")

    op.drop_table("setting_values")
    op.drop_table("sequences")
    op.drop_table("saved_filters")
    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.drop_index("ix_people_name")

    op.drop_table("people")
    with op.batch_alter_table("job_runs", schema=None) as batch_op:
        batch_op.drop_index("uq_job_runs_in_community")
        batch_op.drop_index(
            "uq_job_runs_everywhere",
            sqlite_where=sa.text("community_id IS NULL"),
            postgresql_where=sa.text("community_id IS NULL"),
        )
        batch_op.drop_index("ix_job_runs_state_lease_until")

    op.drop_table("job_runs")
    op.drop_table("calendar_days")
    op.drop_table("buildings")
    with op.batch_alter_table("attachments", schema=None) as batch_op:
        batch_op.drop_index("ix_attachments_subject")
        batch_op.drop_index("ix_attachments_sha256")

    op.drop_table("attachments")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_subject")
        batch_op.drop_index("ix_activities_home")

    op.drop_table("activities")
    op.drop_table("submissions")
    op.drop_table("staff")
    op.drop_table("sign_in_trials")
    with op.batch_alter_table("search_terms", schema=None) as batch_op:
        batch_op.drop_index("ix_search_terms_subject")
        batch_op.drop_index("ix_search_terms_home")

    op.drop_table("search_terms")
    op.drop_table("communities")
