"""temporary parking, and income that meets no bill"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('parking_stays',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('plate', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('entered_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('entered_by', sa.Integer(), nullable=True),
    sa.Column('left_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('left_by', sa.Integer(), nullable=True),
    sa.Column('exit_duty_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('fee', sa.BigInteger(), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('tariff', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=True),
    sa.Column('is_lost', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.CheckConstraint('(left_at IS NULL) = (fee IS NULL)', name=op.f('ck_parking_stays_left_has_fee')),
    sa.CheckConstraint('fee IS NULL OR fee = 0 OR exit_duty_id IS NOT NULL', name=op.f('ck_parking_stays_money_has_duty')),
    sa.CheckConstraint('fee IS NULL OR fee >= 0', name=op.f('ck_parking_stays_fee')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_parking_stays_community_id_communities')),
    sa.ForeignKeyConstraint(['entered_by'], ['staff.id'], name=op.f('fk_parking_stays_entered_by_staff')),
    sa.ForeignKeyConstraint(['exit_duty_id'], ['duties.id'], name=op.f('fk_parking_stays_exit_duty_id_duties')),
    sa.ForeignKeyConstraint(['left_by'], ['staff.id'], name=op.f('fk_parking_stays_left_by_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_parking_stays')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_parking_stays_community_id_number'))
    )
    with op.batch_alter_table('parking_stays', schema=None) as batch_op:
        batch_op.create_index('ix_parking_stays_duty', ['exit_duty_id'], unique=False)
        batch_op.create_index('ix_parking_stays_entered', ['community_id', 'entered_at'], unique=False)
        batch_op.create_index('ix_parking_stays_left', ['community_id', 'left_at'], unique=False)
        batch_op.create_index('uq_parking_stays_inside', ['community_id', 'plate'], unique=True, sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL"))

    op.create_table('other_incomes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('payment_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('taken_on', sa.Date(), nullable=False),
    sa.Column('subject_type', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.CheckConstraint('amount > 0', name=op.f('ck_other_incomes_amount')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_other_incomes_community_id_communities')),
    sa.ForeignKeyConstraint(['payment_id'], ['payments.id'], name=op.f('fk_other_incomes_payment_id_payments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_other_incomes')),
    sa.UniqueConstraint('payment_id', name=op.f('uq_other_incomes_payment_id')),
    sa.UniqueConstraint('subject_type', 'subject_id', name=op.f('uq_other_incomes_subject_type_subject_id'))
    )
    with op.batch_alter_table('other_incomes', schema=None) as batch_op:
        batch_op.create_index('ix_other_incomes_day', ['community_id', 'taken_on'], unique=False)

    for statement in guard_statements("other_incomes", op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    with op.batch_alter_table('other_incomes', schema=None) as batch_op:
        batch_op.drop_index('ix_other_incomes_day')

    op.drop_table('other_incomes')
    with op.batch_alter_table('parking_stays', schema=None) as batch_op:
        batch_op.drop_index('uq_parking_stays_inside', sqlite_where=sa.text("left_at IS NULL"), postgresql_where=sa.text("left_at IS NULL"))
        batch_op.drop_index('ix_parking_stays_left')
        batch_op.drop_index('ix_parking_stays_entered')
        batch_op.drop_index('ix_parking_stays_duty')

    op.drop_table('parking_stays')
