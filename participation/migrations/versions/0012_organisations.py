"""Organisations of a target group that are told when a dialogue opens."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_GROUP = "fk_follower_target_group_id_target_group"


def upgrade() -> None:
    with op.batch_alter_table("follower") as table:
        table.add_column(sa.Column("target_group_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f(_GROUP), "target_group", ["target_group_id"], ["id"], ondelete="SET NULL")
        table.create_index("ix_follower_target_group_id", ["target_group_id"])


def downgrade() -> None:
    with op.batch_alter_table("follower") as table:
        table.drop_index("ix_follower_target_group_id")
        table.drop_constraint(op.f(_GROUP), type_="foreignkey")
        table.drop_column("target_group_id")
