"""notes of the gate"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('gate_notes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=True),
    sa.Column('guard_id', sa.Integer(), nullable=True),
    sa.Column('guard', sa.String(length=80), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('home_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('plate', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('spot', sa.String(length=12), nullable=False),
    sa.Column('place', sa.String(length=80), nullable=False),
    sa.Column('due_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('closed_by', sa.String(length=80), nullable=False),
    sa.Column('erased_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("state = 'closed' OR outcome = ''", name=op.f('ck_gate_notes_outcome')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_gate_notes_community_id_communities')),
    sa.ForeignKeyConstraint(['gate_id'], ['gates.id'], name=op.f('fk_gate_notes_gate_id_gates')),
    sa.ForeignKeyConstraint(['guard_id'], ['staff.id'], name=op.f('fk_gate_notes_guard_id_staff')),
    sa.ForeignKeyConstraint(['home_id'], ['homes.id'], name=op.f('fk_gate_notes_home_id_homes')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_notes')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_gate_notes_community_id_number'))
    )
    with op.batch_alter_table('gate_notes', schema=None) as batch_op:
        batch_op.create_index('ix_gate_notes_newest', ['community_id', 'at', 'id'], unique=False)
        batch_op.create_index('ix_gate_notes_plate', ['community_id', 'plate'], unique=False)
        batch_op.create_index('ix_gate_notes_state', ['community_id', 'state', 'kind', 'due_at'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('gate_notes', schema=None) as batch_op:
        batch_op.drop_index('ix_gate_notes_state')
        batch_op.drop_index('ix_gate_notes_plate')
        batch_op.drop_index('ix_gate_notes_newest')

    op.drop_table('gate_notes')
