"""passes: visitors"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('standing_visitors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=False),
    sa.Column('visitor', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('plate', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('given_by', sa.String(length=80), nullable=False),
    sa.Column('given_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("phone <> '' OR plate <> '' OR ended_at IS NOT NULL", name=op.f('ck_standing_visitors_known_by')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_standing_visitors_community_id_communities')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_standing_visitors_home_id_homes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_standing_visitors'))
    )
    op.create_index('ix_standing_visitors_home', 'standing_visitors', ['home_id', 'ended_at'], unique=False)
    op.create_index('ix_standing_visitors_newest', 'standing_visitors', ['community_id', 'ended_at', 'id'], unique=False)
    op.create_table('barred_visitors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=True),
    sa.Column('visitor', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('plate', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('decided_by', sa.String(length=80), nullable=False),
    sa.Column('decided_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("phone <> '' OR plate <> '' OR ended_at IS NOT NULL", name=op.f('ck_barred_visitors_known_by')),
    sa.CheckConstraint("reason <> ''", name=op.f('ck_barred_visitors_reason')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_barred_visitors_community_id_communities')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_barred_visitors_home_id_homes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_barred_visitors'))
    )
    op.create_index('ix_barred_visitors_newest', 'barred_visitors', ['community_id', 'ended_at', 'id'], unique=False)
    op.create_table('courier_counts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('hour', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('couriers', sa.Integer(), nullable=False),
    sa.CheckConstraint('couriers > 0', name=op.f('ck_courier_counts_couriers')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_courier_counts_community_id_communities')),
    sa.ForeignKeyConstraint(['gate_id'], ['gates.id'], name=op.f('fk_courier_counts_gate_id_gates')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_courier_counts')),
    sa.UniqueConstraint('gate_id', 'day', 'hour', 'kind', name=op.f('uq_courier_counts_gate_id_day_hour_kind'))
    )
    op.create_index('ix_courier_counts_day', 'courier_counts', ['community_id', 'day'], unique=False)
    op.create_table('visits',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('is_invited', sa.Boolean(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=True),
    sa.Column('office', sa.String(length=40), nullable=False),
    sa.Column('visitor', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('plate', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('note', sa.String(length=200), nullable=False),
    sa.Column('valid_from', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('valid_to', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('confirmed_by', sa.String(length=10), nullable=False),
    sa.Column('standing_id', sa.Integer(), nullable=True),
    sa.Column('id_seen', sa.Boolean(), nullable=False),
    sa.Column('refusal', sa.String(length=12), nullable=False),
    sa.Column('entered_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('entry_gate_id', sa.Integer(), nullable=True),
    sa.Column('let_in_by', sa.String(length=80), nullable=False),
    sa.Column('left_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('exit_gate_id', sa.Integer(), nullable=True),
    sa.Column('let_out_by', sa.String(length=80), nullable=False),
    sa.Column('overstayed_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('kept_for', sa.String(length=120), nullable=False),
    sa.Column('erased_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('prints', sa.Integer(), nullable=False),
    sa.CheckConstraint("home_id IS NOT NULL OR office <> '' OR state = 'denied' OR erased_at IS NOT NULL", name=op.f('ck_visits_whom')),
    sa.CheckConstraint('left_at IS NULL OR entered_at IS NOT NULL', name=op.f('ck_visits_order')),
    sa.CheckConstraint('persons > 0', name=op.f('ck_visits_persons')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_visits_community_id_communities')),
    sa.ForeignKeyConstraint(['entry_gate_id'], ['gates.id'], name=op.f('fk_visits_entry_gate_id_gates')),
    sa.ForeignKeyConstraint(['exit_gate_id'], ['gates.id'], name=op.f('fk_visits_exit_gate_id_gates')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_visits_home_id_homes')),
    sa.ForeignKeyConstraint(['standing_id'], ['standing_visitors.id'], name=op.f('fk_visits_standing_id_standing_visitors')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_visits_community_id_number'))
    )
    op.create_index('ix_visits_home', 'visits', ['home_id', 'state'], unique=False)
    op.create_index('ix_visits_newest', 'visits', ['community_id', 'made_at', 'id'], unique=False)
    op.create_index('ix_visits_plate', 'visits', ['community_id', 'plate'], unique=False)
    op.create_index('ix_visits_state', 'visits', ['community_id', 'state', 'valid_to'], unique=False)


def downgrade() -> None:
    op.execute("DELETE FROM sequences WHERE series = 'FK'")
    op.drop_index('ix_visits_home', table_name='visits')
    op.drop_index('ix_visits_newest', table_name='visits')
    op.drop_index('ix_visits_plate', table_name='visits')
    op.drop_index('ix_visits_state', table_name='visits')
    op.drop_table('visits')
    op.drop_index('ix_courier_counts_day', table_name='courier_counts')
    op.drop_table('courier_counts')
    op.drop_index('ix_barred_visitors_newest', table_name='barred_visitors')
    op.drop_table('barred_visitors')
    op.drop_index('ix_standing_visitors_home', table_name='standing_visitors')
    op.drop_index('ix_standing_visitors_newest', table_name='standing_visitors')
    op.drop_table('standing_visitors')
