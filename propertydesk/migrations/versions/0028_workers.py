"""workers' passes and the work they belong to"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('engagements',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=False),
    sa.Column('work', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('company', sa.String(length=80), nullable=False),
    sa.Column('contact', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('ends_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('subject_type', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('erased_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_engagements_span')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_engagements_community_id_communities')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_engagements_home_id_homes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_engagements')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_engagements_community_id_number'))
    )
    with op.batch_alter_table('engagements', schema=None) as batch_op:
        batch_op.create_index('ix_engagements_home', ['home_id', 'state'], unique=False)
        batch_op.create_index('ix_engagements_newest', ['community_id', 'made_at', 'id'], unique=False)
        batch_op.create_index('ix_engagements_state', ['community_id', 'state', 'ends_on'], unique=False)
        batch_op.create_index('uq_engagements_subject', ['subject_type', 'subject_id'], unique=True, sqlite_where=sa.text('subject_id IS NOT NULL'), postgresql_where=sa.text('subject_id IS NOT NULL'))

    op.create_table('worker_passes',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('engagement_id', sa.Integer(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('trade', sa.String(length=12), nullable=False),
    sa.Column('identity_kind', sa.String(length=12), nullable=False),
    sa.Column('identity_fingerprint', sa.String(length=64), nullable=True),
    sa.Column('identity_masked', sa.String(length=24), nullable=False),
    sa.Column('photo_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('deposit', types.MoneyType(), nullable=False),
    sa.Column('issued_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('issued_by', sa.String(length=80), nullable=False),
    sa.Column('lost_cards', sa.Integer(), nullable=False),
    sa.Column('card_back_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('prints', sa.Integer(), nullable=False),
    sa.Column('erased_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('deposit >= 0', name=op.f('ck_worker_passes_deposit')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_worker_passes_span')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_worker_passes_community_id_communities')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagements.id'], name=op.f('fk_worker_passes_engagement_id_engagements')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_worker_passes_home_id_homes')),
    sa.ForeignKeyConstraint(['photo_id'], ['attachments.id'], name=op.f('fk_worker_passes_photo_id_attachments')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worker_passes')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_worker_passes_community_id_number'))
    )
    with op.batch_alter_table('worker_passes', schema=None) as batch_op:
        batch_op.create_index('ix_worker_passes_engagement', ['engagement_id', 'state'], unique=False)
        batch_op.create_index('ix_worker_passes_home', ['home_id', 'state'], unique=False)
        batch_op.create_index('ix_worker_passes_identity', ['community_id', 'identity_fingerprint'], unique=False)
        batch_op.create_index('ix_worker_passes_newest', ['community_id', 'made_at', 'id'], unique=False)
        batch_op.create_index('ix_worker_passes_state', ['community_id', 'state', 'ends_on'], unique=False)

    op.create_table('worker_stays',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('pass_id', sa.Integer(), nullable=False),
    sa.Column('use_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('entered_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('entry_gate_id', sa.Integer(), nullable=False),
    sa.Column('let_in_by', sa.String(length=80), nullable=False),
    sa.Column('left_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('exit_gate_id', sa.Integer(), nullable=True),
    sa.Column('let_out_by', sa.String(length=80), nullable=False),
    sa.CheckConstraint('left_at IS NULL OR left_at >= entered_at', name=op.f('ck_worker_stays_order')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_worker_stays_community_id_communities')),
    sa.ForeignKeyConstraint(['entry_gate_id'], ['gates.id'], name=op.f('fk_worker_stays_entry_gate_id_gates')),
    sa.ForeignKeyConstraint(['exit_gate_id'], ['gates.id'], name=op.f('fk_worker_stays_exit_gate_id_gates')),
    sa.ForeignKeyConstraint(['pass_id'], ['worker_passes.id'], name=op.f('fk_worker_stays_pass_id_worker_passes')),
    sa.ForeignKeyConstraint(['use_id'], ['pass_uses.id'], name=op.f('fk_worker_stays_use_id_pass_uses')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_worker_stays')),
    sa.UniqueConstraint('use_id', name=op.f('uq_worker_stays_use_id'))
    )
    with op.batch_alter_table('worker_stays', schema=None) as batch_op:
        batch_op.create_index('ix_worker_stays_open', ['community_id', 'left_at', 'entered_at'], unique=False)
        batch_op.create_index('ix_worker_stays_pass', ['pass_id', 'entered_at'], unique=False)
        batch_op.create_index('uq_worker_stays_inside', ['pass_id'], unique=True, sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))



def downgrade() -> None:
    with op.batch_alter_table('worker_stays', schema=None) as batch_op:
        batch_op.drop_index('uq_worker_stays_inside', sqlite_where=sa.text('left_at IS NULL'), postgresql_where=sa.text('left_at IS NULL'))
        batch_op.drop_index('ix_worker_stays_pass')
        batch_op.drop_index('ix_worker_stays_open')

    op.drop_table('worker_stays')
    with op.batch_alter_table('worker_passes', schema=None) as batch_op:
        batch_op.drop_index('ix_worker_passes_state')
        batch_op.drop_index('ix_worker_passes_newest')
        batch_op.drop_index('ix_worker_passes_identity')
        batch_op.drop_index('ix_worker_passes_home')
        batch_op.drop_index('ix_worker_passes_engagement')

    op.drop_table('worker_passes')
    with op.batch_alter_table('engagements', schema=None) as batch_op:
        batch_op.drop_index('uq_engagements_subject', sqlite_where=sa.text('subject_id IS NOT NULL'), postgresql_where=sa.text('subject_id IS NOT NULL'))
        batch_op.drop_index('ix_engagements_state')
        batch_op.drop_index('ix_engagements_newest')
        batch_op.drop_index('ix_engagements_home')

    op.drop_table('engagements')
