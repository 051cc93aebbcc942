"""Complaints about hidden initiatives."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "initiative_complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_complaint_initiative_id_initiative")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_initiative_complaint_decided_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_complaint")),
        sa.UniqueConstraint("initiative_id", "hidden_at", name=op.f("uq_initiative_complaint_initiative_id_hidden_at")),
    )
    op.create_index("ix_initiative_complaint_open", "initiative_complaint", ["decided_at", "received_at", "id"])


def downgrade() -> None:
    op.drop_table("initiative_complaint")
