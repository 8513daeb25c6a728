"""fees"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "receivables",
    "receivable_changes",
    "closed_periods",
)


def upgrade() -> None:
    op.create_table(
        "billing_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("catch_up", sa.Boolean(), nullable=False),
        sa.Column(
            "item_ids",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column(
            "preview",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("prepared_by", sa.String(length=80), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("approved_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Integer(), nullable=True),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("total", types.MoneyType(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_billing_runs_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_billing_runs")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_billing_runs_community_id_number")
        ),
    )
    with op.batch_alter_table("billing_runs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_billing_runs_month", ["community_id", "month", "id"], unique=False
        )

    op.create_table(
        "charge_items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "code",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("everyone", sa.Boolean(), nullable=False),
        sa.Column("vacancy_counts", sa.Boolean(), nullable=False),
        sa.Column("cycle", sa.String(length=10), nullable=False),
        sa.Column("timing", sa.String(length=10), nullable=False),
        sa.Column("due_day", sa.Integer(), nullable=False),
        sa.Column("proration", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("due_day BETWEEN 1 AND 31", name=op.f("ck_charge_items_due_day")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_charge_items_dates")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_charge_items_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge_items")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_charge_items_community_id_code")),
        sa.UniqueConstraint("id", "on_behalf", name=op.f("uq_charge_items_id_on_behalf")),
    )
    op.create_table(
        "closed_periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed_by", sa.String(length=80), nullable=False),
        sa.Column("closed_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_closed_periods_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_periods")),
        sa.UniqueConstraint(
            "community_id", "month", name=op.f("uq_closed_periods_community_id_month")
        ),
        info={"append_only": True},
    )
    op.create_table(
        "payer_agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("entered_by", sa.String(length=80), nullable=False),
        sa.Column("entered_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_payer_agreements_dates")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_payer_agreements_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_payer_agreements_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["charge_items.id"], name=op.f("fk_payer_agreements_item_id_charge_items")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_payer_agreements_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_agreements")),
    )
    with op.batch_alter_table("payer_agreements", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_payer_agreements_home_id"), ["home_id"], unique=False)

    op.create_table(
        "vacancy_rates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on > starts_on", name=op.f("ck_vacancy_rates_dates")),
        sa.CheckConstraint("percent BETWEEN 0 AND 99", name=op.f("ck_vacancy_rates_percent")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_vacancy_rates_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_vacancy_rates_home_id_homes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vacancy_rates")),
    )
    with op.batch_alter_table("vacancy_rates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vacancy_rates_home_id"), ["home_id"], unique=False)

    op.create_table(
        "fee_prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column(
            "scope",
            sa.String(length=40).with_variant(sa.String(length=40, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("use", sa.String(length=12), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("surcharge", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("legal_basis", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=80), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=80), nullable=False),
        sa.Column("decided_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on > starts_on", name=op.f("ck_fee_prices_dates")
        ),
        sa.CheckConstraint("price BETWEEN 1 AND 2000000000", name=op.f("ck_fee_prices_price")),
        sa.CheckConstraint(
            "surcharge = 0 OR NOT on_behalf", name=op.f("ck_fee_prices_no_surcharge_on_behalf")
        ),
        sa.CheckConstraint(
            "surcharge BETWEEN 0 AND 2000000000", name=op.f("ck_fee_prices_surcharge")
        ),
        sa.ForeignKeyConstraint(
            ["building_id"], ["buildings.id"], name=op.f("fk_fee_prices_building_id_buildings")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_fee_prices_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_fee_prices_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "on_behalf"],
            ["charge_items.id", "charge_items.on_behalf"],
            name=op.f("fk_fee_prices_item_id_on_behalf_charge_items"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["charge_items.id"], name=op.f("fk_fee_prices_item_id_charge_items")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["parking_spaces.id"], name=op.f("fk_fee_prices_space_id_parking_spaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_prices")),
    )
    with op.batch_alter_table("fee_prices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_fee_prices_item_id"), ["item_id"], unique=False)
        batch_op.create_index(
            "uq_fee_prices_version",
            ["item_id", "scope", "starts_on"],
            unique=True,
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )

    op.create_table(
        "receivables",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=True),
        sa.Column("price_id", sa.Integer(), nullable=True),
        sa.Column("payer_id", sa.Integer(), nullable=True),
        sa.Column("payer_role", sa.String(length=10), nullable=False),
        sa.Column("payer_name", sa.String(length=80), nullable=False),
        sa.Column("period", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("price", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "surcharge", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "months_part", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "months_whole", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("percent", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rounding", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("words", sa.String(length=120), nullable=False),
        sa.Column(
            "replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("source_type", sa.String(length=30), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("source_line", sa.Integer(), nullable=True),
        sa.Column("created_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(period IS NULL) = (run_id IS NULL)", name=op.f("ck_receivables_run")),
        sa.CheckConstraint(
            "(source_type IS NULL) = (run_id IS NOT NULL)", name=op.f("ck_receivables_source")
        ),
        sa.CheckConstraint(
            "amount = rounding + (2 * (quantity * price + 100 * surcharge) * months_part * percent + months_whole * 1000000) / (months_whole * 2000000)",
            name=op.f("ck_receivables_calculation"),
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_receivables_amount")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_receivables_days")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_receivables_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_receivables_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["charge_items.id"], name=op.f("fk_receivables_item_id_charge_items")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["people.id"], name=op.f("fk_receivables_payer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["price_id"], ["fee_prices.id"], name=op.f("fk_receivables_price_id_fee_prices")
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["billing_runs.id"], name=op.f("fk_receivables_run_id_billing_runs")
        ),
        sa.ForeignKeyConstraint(
            ["space_id"], ["parking_spaces.id"], name=op.f("fk_receivables_space_id_parking_spaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receivables")),
        info={"append_only": True},
    )
    with op.batch_alter_table("receivables", schema=None) as batch_op:
        batch_op.create_index("ix_receivables_home", ["home_id", "id"], unique=False)
        batch_op.create_index("ix_receivables_run", ["run_id"], unique=False)
        batch_op.create_index(
            "uq_receivables_home",
            ["period", "item_id", "home_id", "starts_on", "replaces_id"],
            unique=True,
            sqlite_where=sa.text("space_id IS NULL AND source_type IS NULL"),
            postgresql_where=sa.text("space_id IS NULL AND source_type IS NULL"),
        )
        batch_op.create_index(
            "uq_receivables_source",
            ["source_type", "source_id", "source_line"],
            unique=True,
            sqlite_where=sa.text("source_type IS NOT NULL"),
            postgresql_where=sa.text("source_type IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_receivables_space",
            ["period", "item_id", "space_id", "starts_on", "replaces_id"],
            unique=True,
            sqlite_where=sa.text("space_id IS NOT NULL AND source_type IS NULL"),
            postgresql_where=sa.text("space_id IS NOT NULL AND source_type IS NULL"),
        )

    op.create_table(
        "receivable_balances",
        sa.Column(
            "receivable_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("adjusted", types.MoneyType(), nullable=False),
        sa.Column("waived", types.MoneyType(), nullable=False),
        sa.Column("paid", types.MoneyType(), nullable=False),
        sa.Column("open", types.MoneyType(), nullable=False),
        sa.Column("is_void", sa.Boolean(), nullable=False),
        sa.Column("is_disputed", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "NOT is_void OR amount + adjusted = 0", name=op.f("ck_receivable_balances_void")
        ),
        sa.CheckConstraint(
            "open = amount + adjusted - waived - paid", name=op.f("ck_receivable_balances_open")
        ),
        sa.CheckConstraint(
            "open >= 0 AND waived >= 0 AND paid >= 0", name=op.f("ck_receivable_balances_bounds")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_receivable_balances_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_receivable_balances_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"],
            ["receivables.id"],
            name=op.f("fk_receivable_balances_receivable_id_receivables"),
        ),
        sa.PrimaryKeyConstraint("receivable_id", name=op.f("pk_receivable_balances")),
    )
    with op.batch_alter_table("receivable_balances", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receivable_balances_due",
            ["community_id", "due_on", "open"],
            unique=False,
            sqlite_where=sa.text("open > 0"),
            postgresql_where=sa.text("open > 0"),
        )
        batch_op.create_index(
            "ix_receivable_balances_home",
            ["home_id", "due_on", "receivable_id", "open"],
            unique=False,
            sqlite_where=sa.text("open > 0"),
            postgresql_where=sa.text("open > 0"),
        )

    op.create_table(
        "receivable_changes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "receivable_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=True,
        ),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("paper", sa.String(length=120), nullable=False),
        sa.Column("made_by", sa.String(length=80), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind = 'adjustment' OR amount < 0", name=op.f("ck_receivable_changes_sign")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_receivable_changes_amount")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_receivable_changes_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"],
            ["receivables.id"],
            name=op.f("fk_receivable_changes_receivable_id_receivables"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receivable_changes")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_receivable_changes_community_id_number")
        ),
        info={"append_only": True},
    )
    with op.batch_alter_table("receivable_changes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receivable_changes_receivable", ["receivable_id", "id"], unique=False
        )
        batch_op.create_index(
            "uq_receivable_changes_void",
            ["receivable_id"],
            unique=True,
            sqlite_where=sa.text("kind = 'void'"),
            postgresql_where=sa.text("kind = 'void'"),
        )

    with op.batch_alter_table("household_ties", schema=None) as batch_op:
        batch_op.create_index("ix_household_ties_home", ["home_id"], unique=False)

    for table in APPEND_ONLY:
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("household_ties", schema=None) as batch_op:
        batch_op.drop_index("ix_household_ties_home")

    with op.batch_alter_table("receivable_changes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_receivable_changes_void",
            sqlite_where=sa.text("kind = 'void'"),
            postgresql_where=sa.text("kind = 'void'"),
        )
        batch_op.drop_index("ix_receivable_changes_receivable")

    op.drop_table("receivable_changes")
    with op.batch_alter_table("receivable_balances", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_receivable_balances_home",
            sqlite_where=sa.text("open > 0"),
            postgresql_where=sa.text("open > 0"),
        )
        batch_op.drop_index(
            "ix_receivable_balances_due",
            sqlite_where=sa.text("open > 0"),
            postgresql_where=sa.text("open > 0"),
        )

    op.drop_table("receivable_balances")
    with op.batch_alter_table("receivables", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_receivables_space",
            sqlite_where=sa.text("space_id IS NOT NULL AND source_type IS NULL"),
            postgresql_where=sa.text("space_id IS NOT NULL AND source_type IS NULL"),
        )
        batch_op.drop_index(
            "uq_receivables_source",
            sqlite_where=sa.text("source_type IS NOT NULL"),
            postgresql_where=sa.text("source_type IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_receivables_home",
            sqlite_where=sa.text("space_id IS NULL AND source_type IS NULL"),
            postgresql_where=sa.text("space_id IS NULL AND source_type IS NULL"),
        )
        batch_op.drop_index("ix_receivables_run")
        batch_op.drop_index("ix_receivables_home")

    op.drop_table("receivables")
    with op.batch_alter_table("fee_prices", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_fee_prices_version",
            sqlite_where=sa.text("state = 'approved'"),
            postgresql_where=sa.text("state = 'approved'"),
        )
        batch_op.drop_index(batch_op.f("ix_fee_prices_item_id"))

    op.drop_table("fee_prices")
    with op.batch_alter_table("vacancy_rates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vacancy_rates_home_id"))

    op.drop_table("vacancy_rates")
    with op.batch_alter_table("payer_agreements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payer_agreements_home_id"))

    op.drop_table("payer_agreements")
    op.drop_table("closed_periods")
    op.drop_table("charge_items")
    with op.batch_alter_table("billing_runs", schema=None) as batch_op:
        batch_op.drop_index("ix_billing_runs_month")

    op.drop_table("billing_runs")
