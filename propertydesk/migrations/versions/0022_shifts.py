"""shifts: posts, duties, hand-overs and PINs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

FIRST_POSTS = (
    ("gate", "G1", "1号门岗", "Gate 1", "对讲机、手机、道闸、监控"),
    ("desk", "D1", "前台", "Front desk", "电话、电脑、打印机、对讲机"),
    ("till", "T1", "收费处", "Till", "电脑、打印机、点钞机、POS机"),
)


def upgrade() -> None:
    op.create_table('duty_posts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('code', sa.String(length=12).with_variant(sa.String(length=12, collation='C'), 'postgresql'), nullable=False),
    sa.Column('name_zh', sa.String(length=40), nullable=False),
    sa.Column('name_en', sa.String(length=60), nullable=False),
    sa.Column('equipment', sa.String(length=200), nullable=False),
    sa.Column('keys_held', sa.Integer(), nullable=False),
    sa.Column('is_open', sa.Boolean(), nullable=False),
    sa.CheckConstraint('keys_held >= 0', name=op.f('ck_duty_posts_keys_held')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_duty_posts_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_posts')),
    sa.UniqueConstraint('community_id', 'code', name=op.f('uq_duty_posts_community_id_code'))
    )
    op.create_table('staff_pins',
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('pin_hash', sa.String(length=200), nullable=False),
    sa.Column('tries_left', sa.Integer(), nullable=False),
    sa.Column('set_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('tries_left >= 0', name=op.f('ck_staff_pins_tries_left')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_staff_pins_staff_id_staff')),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_staff_pins'))
    )
    op.create_table('duties',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('staff_name', sa.String(length=80), nullable=False),
    sa.Column('staff_no', sa.String(length=20), nullable=False),
    sa.Column('turn', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=12), nullable=False),
    sa.Column('state_since', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('began_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('business_date', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_duties_community_id_communities')),
    sa.ForeignKeyConstraint(['post_id'], ['duty_posts.id'], name=op.f('fk_duties_post_id_duty_posts')),
    sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], name=op.f('fk_duties_staff_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duties')),
    sa.UniqueConstraint('community_id', 'number', name=op.f('uq_duties_community_id_number'))
    )
    with op.batch_alter_table('duties', schema=None) as batch_op:
        batch_op.create_index('ix_duties_began', ['community_id', 'began_at'], unique=False)
        batch_op.create_index('uq_duties_post', ['post_id'], unique=True, sqlite_where=sa.text("state IN ('on_duty', 'signed_off')"), postgresql_where=sa.text("state IN ('on_duty', 'signed_off')"))
        batch_op.create_index('uq_duties_staff', ['community_id', 'staff_id', 'kind'], unique=True, sqlite_where=sa.text("state = 'on_duty'"), postgresql_where=sa.text("state = 'on_duty'"))

    op.create_table('hand_overs',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('duty_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('post_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.String(length=24).with_variant(sa.String(length=24, collation='C'), 'postgresql'), nullable=False),
    sa.Column('outgoing_id', sa.Integer(), nullable=False),
    sa.Column('signed_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('items', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('figures', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('open_count', sa.Integer(), nullable=False),
    sa.Column('equipment', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('faulty', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('keys_in', sa.Integer(), nullable=True),
    sa.Column('keys_out', sa.Integer(), nullable=True),
    sa.Column('cash', sa.BigInteger(), nullable=True),
    sa.Column('cash_expected', sa.BigInteger(), nullable=True),
    sa.Column('cash_words', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql'), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=True),
    sa.Column('is_clean', sa.Boolean(), nullable=False),
    sa.Column('instructions', sa.Text(), nullable=False),
    sa.Column('incidents', sa.Text(), nullable=False),
    sa.CheckConstraint('cash IS NULL OR cash >= 0', name=op.f('ck_hand_overs_cash')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_hand_overs_community_id_communities')),
    sa.ForeignKeyConstraint(['duty_id'], ['duties.id'], name=op.f('fk_hand_overs_duty_id_duties')),
    sa.ForeignKeyConstraint(['outgoing_id'], ['staff.id'], name=op.f('fk_hand_overs_outgoing_id_staff')),
    sa.ForeignKeyConstraint(['post_id'], ['duty_posts.id'], name=op.f('fk_hand_overs_post_id_duty_posts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hand_overs')),
    sa.UniqueConstraint('duty_id', name=op.f('uq_hand_overs_duty_id'))
    )
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.create_index('ix_hand_overs_signed', ['community_id', 'signed_at'], unique=False)

    op.create_table('reliefs',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('hand_over_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('next_duty_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('outgoing_id', sa.Integer(), nullable=False),
    sa.Column('incoming_id', sa.Integer(), nullable=False),
    sa.Column('incoming_name', sa.String(length=80), nullable=False),
    sa.Column('incoming_no', sa.String(length=20), nullable=False),
    sa.Column('signed_at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('remark', sa.String(length=500), nullable=False),
    sa.CheckConstraint('incoming_id <> outgoing_id', name=op.f('ck_reliefs_two_people')),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_reliefs_community_id_communities')),
    sa.ForeignKeyConstraint(['hand_over_id'], ['hand_overs.id'], name=op.f('fk_reliefs_hand_over_id_hand_overs')),
    sa.ForeignKeyConstraint(['incoming_id'], ['staff.id'], name=op.f('fk_reliefs_incoming_id_staff')),
    sa.ForeignKeyConstraint(['next_duty_id'], ['duties.id'], name=op.f('fk_reliefs_next_duty_id_duties')),
    sa.ForeignKeyConstraint(['outgoing_id'], ['staff.id'], name=op.f('fk_reliefs_outgoing_id_staff')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reliefs')),
    sa.UniqueConstraint('hand_over_id', name=op.f('uq_reliefs_hand_over_id')),
    sa.UniqueConstraint('next_duty_id', name=op.f('uq_reliefs_next_duty_id'))
    )
    with op.batch_alter_table('staff_sessions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('limited_to', sa.String(length=20), server_default='', nullable=False))

    _furnish()
    for table in ("hand_overs", "reliefs"):
        for statement in guard_statements(table, op.get_bind().dialect.name):
            op.execute(sa.text(statement))


def _furnish() -> None:
    """Communities that exist get the posts that a new one begins with."""
    for kind, code, zh, en, equipment in FIRST_POSTS:
        op.execute(
            sa.text(
                "INSERT INTO duty_posts "
                "(community_id, kind, code, name_zh, name_en, equipment, keys_held, is_open) "
                "SELECT id, :kind, :code, :zh, :en, :equipment, 0, true FROM communities"
            ).bindparams(kind=kind, code=code, zh=zh, en=en, equipment=equipment)
        )


def downgrade() -> None:
    with op.batch_alter_table('staff_sessions', schema=None) as batch_op:
        batch_op.drop_column('limited_to')

    op.drop_table('reliefs')
    with op.batch_alter_table('hand_overs', schema=None) as batch_op:
        batch_op.drop_index('ix_hand_overs_signed')

    op.drop_table('hand_overs')
    with op.batch_alter_table('duties', schema=None) as batch_op:
        batch_op.drop_index('uq_duties_staff', sqlite_where=sa.text("state = 'on_duty'"), postgresql_where=sa.text("state = 'on_duty'"))
        batch_op.drop_index('uq_duties_post', sqlite_where=sa.text("state IN ('on_duty', 'signed_off')"), postgresql_where=sa.text("state IN ('on_duty', 'signed_off')"))
        batch_op.drop_index('ix_duties_began')

    op.drop_table('duties')
    op.drop_table('staff_pins')
    op.drop_table('duty_posts')
