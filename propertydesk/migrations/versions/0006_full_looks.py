"""full looks at personal values, and whose turn it is"""

import sqlalchemy as sa
from alembic import op

from propertydesk.platform import types
from propertydesk.platform.db import guard_statements

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('reveal_turns',
    sa.Column('staff_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('turns', sa.BigInteger(), nullable=False),
    sa.Column('at', types.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('staff_id', name=op.f('pk_reveal_turns'))
    )
    op.create_table('reveals',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', types.UtcDateTime(timezone=True), nullable=False),
    sa.Column('community_id', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('staff_name', sa.String(length=80), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('subject_type', sa.String(length=30), nullable=False),
    sa.Column('subject_id', sa.Integer(), nullable=False),
    sa.Column('subject_no', sa.String(length=40), nullable=False),
    sa.Column('about_type', sa.String(length=30), nullable=False),
    sa.Column('about_id', sa.Integer(), nullable=True),
    sa.Column('masked', sa.String(length=40), nullable=False),
    sa.Column('purpose', sa.String(length=12), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.Column('at_night', sa.Boolean(), nullable=False),
    sa.Column('has_case', sa.Boolean(), nullable=False),
    sa.Column('refused', sa.String(length=4), nullable=False),
    sa.ForeignKeyConstraint(['community_id'], ['communities.id'], name=op.f('fk_reveals_community_id_communities')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reveals'))
    )
    with op.batch_alter_table('reveals', schema=None) as batch_op:
        batch_op.create_index('ix_reveals_about', ['about_type', 'about_id', 'id'], unique=False)
        batch_op.create_index('ix_reveals_community', ['community_id', 'at'], unique=False)
        batch_op.create_index('ix_reveals_staff', ['staff_id', 'at'], unique=False)
    for statement in guard_statements("reveals", op.get_bind().dialect.name):
        op.execute(sa.text(statement))



def downgrade() -> None:
    with op.batch_alter_table('reveals', schema=None) as batch_op:
        batch_op.drop_index('ix_reveals_staff')
        batch_op.drop_index('ix_reveals_community')
        batch_op.drop_index('ix_reveals_about')

    op.drop_table('reveals')
    op.drop_table('reveal_turns')
