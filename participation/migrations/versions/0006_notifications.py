"""Followers and what they have been told; why steps are late; what outreach has come to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from participation.db import LocalisedText

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follower",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=48), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_follower_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follower")),
        sa.UniqueConstraint("dialogue_id", "email", name=op.f("uq_follower_dialogue_id_email")),
        sa.UniqueConstraint("token", name=op.f("uq_follower_token")),
    )
    op.create_index("ix_follower_asked_at", "follower", ["asked_at"])
    op.create_table(
        "telling",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=24), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reached", sa.String(length=254), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_telling_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_telling")),
    )
    op.create_index("ix_telling_done_at_happened_at", "telling", ["done_at", "happened_at"])
    op.create_table(
        "delay_reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("text", LocalisedText(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_delay_reason_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_delay_reason_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay_reason")),
        sa.UniqueConstraint("dialogue_id", "step", name=op.f("uq_delay_reason_dialogue_id_step")),
    )
    op.create_table(
        "outreach",
        sa.Column("target_group_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_group_id"],
            ["target_group.id"],
            name=op.f("fk_outreach_target_group_id_target_group"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_outreach_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["account.id"], name=op.f("fk_outreach_logged_by_id_account")),
        sa.PrimaryKeyConstraint("target_group_id", name=op.f("pk_outreach")),
    )
    op.create_index("ix_outreach_dialogue_id", "outreach", ["dialogue_id"])
    op.create_index("ix_event_log_action_id", "event_log", ["action", "id"])
    # What happened before there were followers is old news: nobody is to be written to about it now.
    op.execute(
        "INSERT INTO telling (key, dialogue_id, what, happened_at, reached, recipients, done_at) "
        "SELECT 'event:' || CAST(id AS VARCHAR(12)), dialogue_id, 'earlier', at, '', 0, at FROM event_log "
        "WHERE dialogue_id IS NOT NULL AND action IN ('dialogue.compile', 'dialogue.handle', 'dialogue.feed_back', "
        "'results.measure_changed')"
    )


def downgrade() -> None:
    op.drop_index("ix_event_log_action_id", table_name="event_log")
    for table in ("outreach", "delay_reason", "telling", "follower"):
        op.drop_table(table)
