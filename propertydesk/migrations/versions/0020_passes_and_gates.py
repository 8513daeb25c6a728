"""passes: gates, keys, codes, uses"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('gates',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('name_zh', sa.String(length=40), nullable=False),
    sa.Column('name_en', sa.String(length=40), nullable=False),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_gates_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gates')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_gates_community_id_number'))
    )
    op.create_table('pass_keys',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('salt', sa.String(length=32), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('retired_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('revoked_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_pass_keys_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass_keys')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_pass_keys_community_id_number'))
    )
    op.create_table('pass_codes',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=32).with_variant(sa.String(length=32, collation='C'), 'postgresql'), nullable=False),
    sa.Column('typed', sa.String(length=8).with_variant(sa.String(length=8, collation='C'), 'postgresql'), nullable=False),
    sa.Column('key_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('valid_from', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('valid_to', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=16), nullable=False),
    sa.Column('made_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.String(length=80), nullable=False),
    sa.Column('ended', sa.String(length=10), nullable=False),
    sa.Column('ended_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('uses >= 0', name=op.f('ck_pass_codes_uses')),
    sa.CheckConstraint('valid_to > valid_from', name=op.f('ck_pass_codes_window')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_pass_codes_community_id_communities')),
    sa.ForeignKeyConstraint(['key_id'], ['pass_keys.id'], name=op.f('fk_pass_codes_key_id_pass_keys')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass_codes')),
    sa.UniqueConstraint('kind', 'subject_id', 'version', name=op.f('uq_pass_codes_kind_subject_id_version')),
    sa.UniqueConstraint('public_id', name=op.f('uq_pass_codes_public_id')),
    sa.UniqueConstraint('typed', name=op.f('uq_pass_codes_typed'))
    )
    with op.batch_alter_table('pass_codes', schema=None) as batch_op:
        batch_op.create_index('ix_pass_codes_live', ['community_id', 'kind', 'ended', 'valid_to'], unique=False)

    op.create_table('pass_uses',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=40).with_variant(sa.String(length=40, collation='C'), 'postgresql'), nullable=False),
    sa.Column('code_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=True),
    sa.Column('use_no', sa.Integer(), nullable=True),
    sa.Column('way', sa.String(length=3), nullable=False),
    sa.Column('answer', sa.String(length=10), nullable=False),
    sa.Column('gate_id', sa.Integer(), nullable=False),
    sa.Column('at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('device_at', types.UtcDateTime(timezone=True), nullable=True),
    sa.Column('guard_id', sa.Integer(), nullable=True),
    sa.Column('guard', sa.String(length=80), nullable=False),
    sa.Column('forced', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.CheckConstraint("(answer = 'good' OR forced) = (use_no IS NOT NULL)", name=op.f('ck_pass_uses_numbered')),
    sa.CheckConstraint("NOT forced OR reason <> ''", name=op.f('ck_pass_uses_forced')),
    sa.ForeignKeyConstraint(['code_id'], ['pass_codes.id'], name=op.f('fk_pass_uses_code_id_pass_codes')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_pass_uses_community_id_communities')),
    sa.ForeignKeyConstraint(['gate_id'], ['gates.id'], name=op.f('fk_pass_uses_gate_id_gates')),
    sa.ForeignKeyConstraint(['guard_id'], ['staff.id'], name=op.f('fk_pass_uses_guard_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_pass_uses')),
    sa.UniqueConstraint('community_id', 'nonce', name=op.f('uq_pass_uses_community_id_nonce')),
    sa.UniqueConstraint('kind', 'subject_id', 'use_no', name=op.f('uq_pass_uses_kind_subject_id_use_no')),
    info={'append_only': True}
    )
    with op.batch_alter_table('pass_uses', schema=None) as batch_op:
        batch_op.create_index('ix_pass_uses_code', ['code_id'], unique=False)
        batch_op.create_index('ix_pass_uses_newest', ['community_id', 'at'], unique=False)

    for statement in guard_statements("pass_uses", op.get_bind().dialect.name):
        op.execute(statement)
    _found_first_gates()



def _found_first_gates() -> None:
    """Every community that stands begins with one gate, as a new one does."""
    op.execute(
        "INSERT INTO gates (community_id, number, name_zh, name_en) "
        "SELECT id, 1, '1号门', 'Gate 1' FROM communities"
    )
    op.execute(
        "INSERT INTO sequences (community_id, series, scope, last) "
        "SELECT id, 'gate', '', 1 FROM communities"
    )


def downgrade() -> None:
    op.execute("DELETE FROM sequences WHERE series IN ('gate', 'pass-key')")
    with op.batch_alter_table('pass_uses', schema=None) as batch_op:
        batch_op.drop_index('ix_pass_uses_newest')
        batch_op.drop_index('ix_pass_uses_code')

    op.drop_table('pass_uses')
    with op.batch_alter_table('pass_codes', schema=None) as batch_op:
        batch_op.drop_index('ix_pass_codes_live')

    op.drop_table('pass_codes')
    op.drop_table('pass_keys')
    op.drop_table('gates')
