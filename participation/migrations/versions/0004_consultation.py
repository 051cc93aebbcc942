"""Consultation with committees"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _texts() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("dialogue") as batch:
        batch.add_column(sa.Column("consulted_at", sa.DateTime(timezone=True), nullable=True))
        for name in ("frame_money", "frame_place", "frame_law"):
            batch.add_column(sa.Column(name, _texts(), nullable=True))
    with op.batch_alter_table("result_report") as batch:
        for name in ("priorities", "participants_draft"):
            batch.add_column(sa.Column(name, _texts(), nullable=True))
    op.create_table(
        "committee_consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.String(length=2000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("participates", sa.Boolean(), nullable=True),
        sa.Column("motive", _texts(), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("handles", sa.String(length=2000), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_committee_consultation_answered_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_committee_consultation_asked_by_id_account")
        ),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_committee_consultation_body_id_body")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_committee_consultation_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_consultation")),
        sa.UniqueConstraint("dialogue_id", "body_id", name=op.f("uq_committee_consultation_dialogue_id_body_id")),
    )
    op.create_index(
        "ix_committee_consultation_body_id_answered_at", "committee_consultation", ["body_id", "answered_at"]
    )


def downgrade() -> None:
    op.drop_table("committee_consultation")
    with op.batch_alter_table("dialogue") as batch:
        for name in ("frame_law", "frame_place", "frame_money", "consulted_at"):
            batch.drop_column(name)
    with op.batch_alter_table("result_report") as batch:
        for name in ("participants_draft", "priorities"):
            batch.drop_column(name)
