"""late charges"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('late_rules',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('basis', sa.String(length=8), nullable=False),
    sa.Column('figure', sa.Integer(), nullable=False),
    sa.Column('units', sa.Integer(), nullable=False),
    sa.Column('cap_percent', sa.Integer(), nullable=False),
    sa.Column('grace_days', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('legal_basis', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('proposed_by', sa.String(length=80), nullable=False),
    sa.Column('proposed_by_id', sa.Integer(), nullable=True),
    sa.Column('proposed_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=False),
    sa.Column('decided_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(basis = 'none') = (units = 0)", name=op.f('ck_late_rules_basis')),
    sa.CheckConstraint('cap_percent BETWEEN 1 AND 100', name=op.f('ck_late_rules_cap')),
    sa.CheckConstraint('ends_on IS NULL OR ends_on > starts_on', name=op.f('ck_late_rules_dates')),
    sa.CheckConstraint('grace_days BETWEEN 0 AND 365', name=op.f('ck_late_rules_grace')),
    sa.CheckConstraint('units BETWEEN 0 AND 365000', name=op.f('ck_late_rules_units')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_late_rules_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_rules'))
    )
    with op.batch_alter_table('late_rules', schema=None) as batch_op:
        batch_op.create_index('uq_late_rules_version', ['community_id', 'starts_on'], unique=True, sqlite_where=sa.text("state = 'approved'"), postgresql_where=sa.text("state = 'approved'"))

    op.create_table('late_charges',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('receivable_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('charge_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('before', types.MoneyType(), nullable=False),
    sa.Column('amount', types.MoneyType(), nullable=False),
    sa.Column('cap', types.MoneyType(), nullable=False),
    sa.Column('steps', sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), 'postgresql'), nullable=False),
    sa.Column('agreed', sa.Boolean(), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('amount > 0 AND before >= 0', name=op.f('ck_late_charges_amount')),
    sa.CheckConstraint('before + amount <= cap', name=op.f('ck_late_charges_cap')),
    sa.CheckConstraint('charge_id <> receivable_id', name=op.f('ck_late_charges_apart')),
    sa.ForeignKeyConstraint(['charge_id'], ['receivables.id'], name=op.f('fk_late_charges_charge_id_receivables')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_late_charges_community_id_communities')),
    sa.ForeignKeyConstraint(['receivable_id'], ['receivables.id'], name=op.f('fk_late_charges_receivable_id_receivables')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_late_charges')),
    sa.UniqueConstraint('charge_id', name=op.f('uq_late_charges_charge_id')),
    sa.UniqueConstraint('receivable_id', 'line', name=op.f('uq_late_charges_receivable_id_line')),
    )
    for statement in guard_statements('late_charges', op.get_bind().dialect.name):
        op.execute(sa.text(statement))


def downgrade() -> None:
    op.drop_table('late_charges')
    with op.batch_alter_table('late_rules', schema=None) as batch_op:
        batch_op.drop_index('uq_late_rules_version', sqlite_where=sa.text("state = 'approved'"), postgresql_where=sa.text("state = 'approved'"))

    op.drop_table('late_rules')
