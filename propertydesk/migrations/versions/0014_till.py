"""the till"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "allocations",
    "day_closes",
    "deposit_returns",
    "deposits",
    "payments",
    "prepayment_movements",
    "receipt_prints",
    "receipt_voids",
    "receipts",
    "refunds",
)


def upgrade() -> None:
    op.create_table(
        "day_closes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column(
            "totals",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("closed_by", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["staff.id"], name=op.f("fk_day_closes_closed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_day_closes_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_closes")),
        sa.UniqueConstraint(
            "community_id", "business_date", name=op.f("uq_day_closes_community_id_business_date")
        )
    )
    op.create_table(
        "till_shifts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=24), nullable=False),
        sa.Column("cashier_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_since", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("opening", types.MoneyType(), nullable=False),
        sa.Column(
            "pieces",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=True,
        ),
        sa.Column("counted", types.MoneyType(), nullable=True),
        sa.Column("expected", types.MoneyType(), nullable=True),
        sa.Column("difference", types.MoneyType(), nullable=True),
        sa.Column("explanation", sa.String(length=300), nullable=False),
        sa.Column("handed_over", types.MoneyType(), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", types.UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "counted IS NULL OR difference = counted - expected",
            name=op.f("ck_till_shifts_difference_adds_up"),
        ),
        sa.CheckConstraint("opening >= 0", name=op.f("ck_till_shifts_opening")),
        sa.ForeignKeyConstraint(
            ["cashier_id"], ["staff.id"], name=op.f("fk_till_shifts_cashier_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["staff.id"], name=op.f("fk_till_shifts_closed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_till_shifts_community_id_communities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_till_shifts")),
        sa.UniqueConstraint(
            "community_id", "number", name=op.f("uq_till_shifts_community_id_number")
        ),
    )
    with op.batch_alter_table("till_shifts", schema=None) as batch_op:
        batch_op.create_index("ix_till_shifts_day", ["community_id", "business_date"], unique=False)
        batch_op.create_index(
            "uq_till_shifts_running",
            ["community_id", "cashier_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )

    op.create_table(
        "payments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("cashier_id", sa.Integer(), nullable=True),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("payer_id", sa.Integer(), nullable=True),
        sa.Column("payer_name", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column(
            "reference",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("tendered", types.MoneyType(), nullable=True),
        sa.Column("paid_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(amount < 0) = (reverses_id IS NOT NULL)", name=op.f("ck_payments_negative_reverses")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_payments_amount")),
        sa.CheckConstraint(
            "tendered IS NULL OR tendered >= amount", name=op.f("ck_payments_tendered")
        ),
        sa.ForeignKeyConstraint(
            ["cashier_id"], ["staff.id"], name=op.f("fk_payments_cashier_id_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_payments_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("fk_payments_home_id_homes")),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["people.id"], name=op.f("fk_payments_payer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["payments.id"], name=op.f("fk_payments_reverses_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["till_shifts.id"], name=op.f("fk_payments_shift_id_till_shifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_payments_reverses_id"))
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(
            "ix_payments_day", ["community_id", "business_date", "id"], unique=False
        )
        batch_op.create_index("ix_payments_payer", ["payer_id"], unique=False)
        batch_op.create_index("ix_payments_shift", ["shift_id"], unique=False)

    op.create_table(
        "prepayments",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=False),
        sa.Column("payer_id", sa.Integer(), nullable=False),
        sa.Column("balance", types.MoneyType(), nullable=False),
        sa.CheckConstraint("balance >= 0", name=op.f("ck_prepayments_balance")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_prepayments_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["home_id"], ["homes.id"], name=op.f("fk_prepayments_home_id_homes")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["people.id"], name=op.f("fk_prepayments_payer_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepayments")),
        sa.UniqueConstraint("home_id", "payer_id", name=op.f("uq_prepayments_home_id_payer_id")),
    )
    with op.batch_alter_table("prepayments", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_prepayments_payer_id"), ["payer_id"], unique=False)

    op.create_table(
        "deposits",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("payer_id", sa.Integer(), nullable=True),
        sa.Column("payer_name", sa.String(length=80), nullable=False),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("subject_type", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_deposits_amount")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_deposits_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("fk_deposits_home_id_homes")),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["people.id"], name=op.f("fk_deposits_payer_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_deposits_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposits")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_deposits_community_id_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_deposits_payment_id"))
    )
    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.create_index("ix_deposits_home", ["home_id"], unique=False)
        batch_op.create_index("ix_deposits_subject", ["subject_type", "subject_id"], unique=False)

    op.create_table(
        "payment_references",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column(
            "reference",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_payment_references_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_payment_references_payment_id_payments")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_references")),
        sa.UniqueConstraint(
            "community_id",
            "method",
            "reference",
            name=op.f("uq_payment_references_community_id_method_reference"),
        ),
        sa.UniqueConstraint("payment_id", name=op.f("uq_payment_references_payment_id")),
    )
    op.create_table(
        "prepayment_movements",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "prepayment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("batch", sa.String(length=16), nullable=True),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_prepayment_movements_amount")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_prepayment_movements_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"],
            ["payments.id"],
            name=op.f("fk_prepayment_movements_payment_id_payments"),
        ),
        sa.ForeignKeyConstraint(
            ["prepayment_id"],
            ["prepayments.id"],
            name=op.f("fk_prepayment_movements_prepayment_id_prepayments"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["prepayment_movements.id"],
            name=op.f("fk_prepayment_movements_reverses_id_prepayment_movements"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prepayment_movements")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_prepayment_movements_reverses_id"))
    )
    with op.batch_alter_table("prepayment_movements", schema=None) as batch_op:
        batch_op.create_index(
            "ix_prepayment_movements_account", ["prepayment_id", "id"], unique=False
        )
        batch_op.create_index(
            "ix_prepayment_movements_batch",
            ["batch"],
            unique=False,
            sqlite_where=sa.text("batch IS NOT NULL"),
            postgresql_where=sa.text("batch IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_prepayment_movements_payment_id"), ["payment_id"], unique=False
        )

    op.create_table(
        "receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "book",
            sa.String(length=8).with_variant(sa.String(length=8, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=20).with_variant(sa.String(length=20, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("home_id", sa.Integer(), nullable=True),
        sa.Column("payer_name", sa.String(length=80), nullable=False),
        sa.Column("total", types.MoneyType(), nullable=False),
        sa.Column(
            "lines",
            sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql"),
            nullable=False,
        ),
        sa.Column("issued_at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("cashier_name", sa.String(length=80), nullable=False),
        sa.Column("cashier_no", sa.String(length=20), nullable=False),
        sa.Column(
            "check_code",
            sa.String(length=12).with_variant(sa.String(length=12, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_receipts_reversal")
        ),
        sa.CheckConstraint("serial > 0", name=op.f("ck_receipts_serial")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_receipts_community_id_communities")
        ),
        sa.ForeignKeyConstraint(["home_id"], ["homes.id"], name=op.f("fk_receipts_home_id_homes")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_receipts_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["receipts.id"], name=op.f("fk_receipts_reverses_id_receipts")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["till_shifts.id"], name=op.f("fk_receipts_shift_id_till_shifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("check_code", name=op.f("uq_receipts_check_code")),
        sa.UniqueConstraint(
            "community_id", "book", "serial", name=op.f("uq_receipts_community_id_book_serial")
        ),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_receipts_community_id_number")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_receipts_payment_id")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_receipts_reverses_id"))
    )
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.create_index(
            "ix_receipts_day", ["community_id", "business_date", "id"], unique=False
        )
        batch_op.create_index("ix_receipts_home", ["home_id", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_receipts_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "deposit_returns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "deposit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("held", types.MoneyType(), nullable=False),
        sa.Column("withheld", types.MoneyType(), nullable=False),
        sa.Column("refunded", types.MoneyType(), nullable=False),
        sa.Column("withheld_reason", sa.String(length=300), nullable=False),
        sa.Column("payee_name", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column(
            "reference",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint(
            "withheld = 0 OR withheld_reason <> ''", name=op.f("ck_deposit_returns_reason")
        ),
        sa.CheckConstraint("asked_by <> approved_by", name=op.f("ck_deposit_returns_two_people")),
        sa.CheckConstraint("withheld + refunded = held", name=op.f("ck_deposit_returns_whole")),
        sa.CheckConstraint(
            "withheld >= 0 AND refunded >= 0", name=op.f("ck_deposit_returns_parts")
        ),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_deposit_returns_approved_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["staff.id"], name=op.f("fk_deposit_returns_asked_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_deposit_returns_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["deposit_id"], ["deposits.id"], name=op.f("fk_deposit_returns_deposit_id_deposits")
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["till_shifts.id"], name=op.f("fk_deposit_returns_shift_id_till_shifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_returns")),
        sa.UniqueConstraint("deposit_id", name=op.f("uq_deposit_returns_deposit_id")),
        sa.UniqueConstraint("number", name=op.f("uq_deposit_returns_number"))
    )
    with op.batch_alter_table("deposit_returns", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deposit_returns_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "receipt_prints",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("copy", sa.Integer(), nullable=False),
        sa.Column("printed_by", sa.Integer(), nullable=True),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_receipt_prints_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["printed_by"], ["staff.id"], name=op.f("fk_receipt_prints_printed_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_prints_receipt_id_receipts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_prints")),
        sa.UniqueConstraint("receipt_id", "copy", name=op.f("uq_receipt_prints_receipt_id_copy"))
    )
    op.create_table(
        "receipt_voids",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("voided_by", sa.Integer(), nullable=False),
        sa.Column("witnessed_by", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("voided_by <> witnessed_by", name=op.f("ck_receipt_voids_two_people")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_receipt_voids_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id"], ["receipts.id"], name=op.f("fk_receipt_voids_receipt_id_receipts")
        ),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["staff.id"], name=op.f("fk_receipt_voids_voided_by_staff")
        ),
        sa.ForeignKeyConstraint(
            ["witnessed_by"], ["staff.id"], name=op.f("fk_receipt_voids_witnessed_by_staff")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_voids")),
        sa.UniqueConstraint("receipt_id", name=op.f("uq_receipt_voids_receipt_id"))
    )
    op.create_table(
        "refunds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "number",
            sa.String(length=24).with_variant(sa.String(length=24, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("payee_name", sa.String(length=80), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column(
            "reference",
            sa.String(length=64).with_variant(sa.String(length=64, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=False),
        sa.Column("at", types.UtcDateTime(timezone=True), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refunds_amount")),
        sa.CheckConstraint("asked_by <> approved_by", name=op.f("ck_refunds_two_people")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_refunds_approved_by_staff")
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["staff.id"], name=op.f("fk_refunds_asked_by_staff")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_refunds_community_id_communities")
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"],
            ["prepayment_movements.id"],
            name=op.f("fk_refunds_movement_id_prepayment_movements"),
        ),
        sa.ForeignKeyConstraint(
            ["shift_id"], ["till_shifts.id"], name=op.f("fk_refunds_shift_id_till_shifts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("movement_id", name=op.f("uq_refunds_movement_id")),
        sa.UniqueConstraint("number", name=op.f("uq_refunds_number"))
    )
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_refunds_shift_id"), ["shift_id"], unique=False)

    op.create_table(
        "allocations",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column(
            "receivable_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "movement_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("amount", types.MoneyType(), nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "(amount < 0) = (reverses_id IS NOT NULL)",
            name=op.f("ck_allocations_negative_reverses"),
        ),
        sa.CheckConstraint(
            "(payment_id IS NULL) <> (movement_id IS NULL)", name=op.f("ck_allocations_one_source")
        ),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_allocations_amount")),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["communities.id"],
            name=op.f("fk_allocations_community_id_communities"),
        ),
        sa.ForeignKeyConstraint(
            ["movement_id"],
            ["prepayment_movements.id"],
            name=op.f("fk_allocations_movement_id_prepayment_movements"),
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_allocations_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["receivable_id"],
            ["receivables.id"],
            name=op.f("fk_allocations_receivable_id_receivables"),
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"], ["allocations.id"], name=op.f("fk_allocations_reverses_id_allocations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocations")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_allocations_reverses_id"))
    )
    with op.batch_alter_table("allocations", schema=None) as batch_op:
        batch_op.create_index("ix_allocations_movement", ["movement_id"], unique=False)
        batch_op.create_index("ix_allocations_payment", ["payment_id"], unique=False)
        batch_op.create_index("ix_allocations_receivable", ["receivable_id"], unique=False)

    for table in APPEND_ONLY:
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table("allocations", schema=None) as batch_op:
        batch_op.drop_index("ix_allocations_receivable")
        batch_op.drop_index("ix_allocations_payment")
        batch_op.drop_index("ix_allocations_movement")

    op.drop_table("allocations")
    with op.batch_alter_table("refunds", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_refunds_shift_id"))

    op.drop_table("refunds")
    op.drop_table("receipt_voids")
    op.drop_table("receipt_prints")
    with op.batch_alter_table("deposit_returns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deposit_returns_shift_id"))

    op.drop_table("deposit_returns")
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipts_shift_id"))
        batch_op.drop_index("ix_receipts_home")
        batch_op.drop_index("ix_receipts_day")

    op.drop_table("receipts")
    with op.batch_alter_table("prepayment_movements", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prepayment_movements_payment_id"))
        batch_op.drop_index(
            "ix_prepayment_movements_batch",
            sqlite_where=sa.text("batch IS NOT NULL"),
            postgresql_where=sa.text("batch IS NOT NULL"),
        )
        batch_op.drop_index("ix_prepayment_movements_account")

    op.drop_table("prepayment_movements")
    op.drop_table("payment_references")
    with op.batch_alter_table("deposits", schema=None) as batch_op:
        batch_op.drop_index("ix_deposits_subject")
        batch_op.drop_index("ix_deposits_home")

    op.drop_table("deposits")
    with op.batch_alter_table("prepayments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prepayments_payer_id"))

    op.drop_table("prepayments")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_shift")
        batch_op.drop_index("ix_payments_payer")
        batch_op.drop_index("ix_payments_day")

    op.drop_table("payments")
    with op.batch_alter_table("till_shifts", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_till_shifts_running",
            sqlite_where=sa.text("state <> 'closed'"),
            postgresql_where=sa.text("state <> 'closed'"),
        )
        batch_op.drop_index("ix_till_shifts_day")

    op.drop_table("till_shifts")
    op.drop_table("day_closes")
