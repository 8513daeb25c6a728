"""passes: exit passes"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('exit_passes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('asked_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=False),
    sa.Column('applicant_id', sa.Integer(), nullable=True),
    sa.Column('applicant_name', sa.String(length=80), nullable=False),
    sa.Column('applicant_role', sa.String(length=10), nullable=False),
    sa.Column('identity_seen', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=12), nullable=False),
    sa.Column('valid_from', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('valid_to', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('plate', sa.String(length=20), nullable=False),
    sa.Column('carrier', sa.String(length=80), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('basis', sa.String(length=10), nullable=False),
    sa.Column('consent_ref', sa.String(length=80), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=True),
    sa.Column('owner_name', sa.String(length=80), nullable=False),
    sa.Column('owner_phone', sa.String(length=30), nullable=False),
    sa.Column('consented_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('consent_by_id', sa.Integer(), nullable=True),
    sa.Column('consent_by', sa.String(length=80), nullable=False),
    sa.Column('witness_id', sa.Integer(), nullable=True),
    sa.Column('witness', sa.String(length=80), nullable=False),
    sa.Column('open_fees', types.MoneyType(), nullable=False),
    sa.Column('override_reason', sa.String(length=200), nullable=False),
    sa.Column('issued_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('issued_by_id', sa.Integer(), nullable=True),
    sa.Column('issued_by', sa.String(length=80), nullable=False),
    sa.Column('prints', sa.Integer(), nullable=False),
    sa.Column('duty_manager_id', sa.Integer(), nullable=True),
    sa.Column('papers_due', sa.Boolean(), nullable=False),
    sa.Column('copy_due', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('copy_back_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('valid_to > valid_from', name=op.f('ck_exit_passes_window')),
    sa.CheckConstraint('witness_id IS NULL OR witness_id <> consent_by_id', name=op.f('ck_exit_passes_witness')),
    sa.ForeignKeyConstraint(['applicant_id'], ['people.id'], name=op.f('fk_exit_passes_applicant_id_people')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_exit_passes_community_id_communities')),
    sa.ForeignKeyConstraint(['consent_by_id'], ['staff.id'], name=op.f('fk_exit_passes_consent_by_id_staff')),
    sa.ForeignKeyConstraint(['duty_manager_id'], ['staff.id'], name=op.f('fk_exit_passes_duty_manager_id_staff')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_exit_passes_home_id_homes')),
    sa.ForeignKeyConstraint(['issued_by_id'], ['staff.id'], name=op.f('fk_exit_passes_issued_by_id_staff')),
    sa.ForeignKeyConstraint(['owner_id'], ['people.id'], name=op.f('fk_exit_passes_owner_id_people')),
    sa.ForeignKeyConstraint(['witness_id'], ['staff.id'], name=op.f('fk_exit_passes_witness_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_passes')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_exit_passes_community_id_number'))
    )
    with op.batch_alter_table('exit_passes', schema=None) as batch_op:
        batch_op.create_index('ix_exit_passes_home', ['home_id', 'asked_at'], unique=False)
        batch_op.create_index('ix_exit_passes_newest', ['community_id', 'asked_at', 'id'], unique=False)
        batch_op.create_index('ix_exit_passes_state', ['community_id', 'state', 'valid_to'], unique=False)

    op.create_table('forced_reviews',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('use_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('reviewer_id', sa.Integer(), nullable=True),
    sa.Column('reviewer', sa.String(length=80), nullable=False),
    sa.Column('in_order', sa.Boolean(), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_forced_reviews_community_id_communities')),
    sa.ForeignKeyConstraint(['reviewer_id'], ['staff.id'], name=op.f('fk_forced_reviews_reviewer_id_staff')),
    sa.ForeignKeyConstraint(['use_id'], ['pass_uses.id'], name=op.f('fk_forced_reviews_use_id_pass_uses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_forced_reviews')),
    sa.UniqueConstraint('use_id', name=op.f('uq_forced_reviews_use_id')),
    info={'append_only': True}
    )
    op.create_table('exit_checks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('exit_pass_id', sa.Integer(), nullable=False),
    sa.Column('use_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=16), nullable=False),
    sa.Column('result', sa.String(length=8), nullable=False),
    sa.Column('difference', sa.Text(), nullable=False),
    sa.Column('mover', sa.String(length=80), nullable=False),
    sa.Column('plate', sa.String(length=20), nullable=False),
    sa.Column('id_seen', sa.Boolean(), nullable=False),
    sa.CheckConstraint("result = 'all' OR difference <> ''", name=op.f('ck_exit_checks_difference')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_exit_checks_community_id_communities')),
    sa.ForeignKeyConstraint(['exit_pass_id'], ['exit_passes.id'], name=op.f('fk_exit_checks_exit_pass_id_exit_passes')),
    sa.ForeignKeyConstraint(['use_id'], ['pass_uses.id'], name=op.f('fk_exit_checks_use_id_pass_uses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_checks')),
    sa.UniqueConstraint('use_id', name=op.f('uq_exit_checks_use_id'))
    )
    with op.batch_alter_table('exit_checks', schema=None) as batch_op:
        batch_op.create_index('ix_exit_checks_pass', ['exit_pass_id'], unique=False)

    op.create_table('exit_items',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('exit_pass_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('spec', sa.String(length=40), nullable=False),
    sa.Column('quantity', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=8), nullable=False),
    sa.CheckConstraint('quantity BETWEEN 1 AND 999', name=op.f('ck_exit_items_quantity')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_exit_items_community_id_communities')),
    sa.ForeignKeyConstraint(['exit_pass_id'], ['exit_passes.id'], name=op.f('fk_exit_items_exit_pass_id_exit_passes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_items')),
    sa.UniqueConstraint('exit_pass_id', 'version', 'position', name=op.f('uq_exit_items_exit_pass_id_version_position')),
    info={'append_only': True}
    )
    op.create_table('exit_ticks',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('check_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('item_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.ForeignKeyConstraint(['check_id'], ['exit_checks.id'], name=op.f('fk_exit_ticks_check_id_exit_checks')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_exit_ticks_community_id_communities')),
    sa.ForeignKeyConstraint(['item_id'], ['exit_items.id'], name=op.f('fk_exit_ticks_item_id_exit_items')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_exit_ticks')),
    sa.UniqueConstraint('check_id', 'item_id', name=op.f('uq_exit_ticks_check_id_item_id')),
    info={'append_only': True}
    )

    for table in ("exit_items", "exit_ticks", "forced_reviews"):
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    op.drop_table('exit_ticks')
    op.drop_table('exit_items')
    with op.batch_alter_table('exit_checks', schema=None) as batch_op:
        batch_op.drop_index('ix_exit_checks_pass')

    op.drop_table('exit_checks')
    op.drop_table('forced_reviews')
    with op.batch_alter_table('exit_passes', schema=None) as batch_op:
        batch_op.drop_index('ix_exit_passes_state')
        batch_op.drop_index('ix_exit_passes_newest')
        batch_op.drop_index('ix_exit_passes_home')

    op.drop_table('exit_passes')
