"""Decision papers and meetings, what was held and who was there, who has read personal data, questions from bodies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from participation.access_log.models import APPEND_ONLY_TRIGGERS

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_JSON = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def upgrade() -> None:
    op.create_table(
        "decision_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("contents", _JSON, nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_decision_paper_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_paper")),
        sa.UniqueConstraint("dialogue_id", "proposed_at", name=op.f("uq_decision_paper_dialogue_id_proposed_at")),
    )
    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("papers", _JSON, nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_agenda_item_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_agenda_item_body_id_body")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["account.id"], name=op.f("fk_agenda_item_noted_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("dialogue_id", "body_id", name=op.f("uq_agenda_item_dialogue_id_body_id")),
    )
    op.create_table(
        "activity_record",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendance", sa.Integer(), nullable=True),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("hearing_loop", sa.Boolean(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("child_friendly", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_record_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_activity_record_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["logged_by_id"], ["account.id"], name=op.f("fk_activity_record_logged_by_id_account")),
        sa.PrimaryKeyConstraint("activity_id", name=op.f("pk_activity_record")),
    )
    op.create_index("ix_activity_record_dialogue_id", "activity_record", ["dialogue_id"])
    op.create_table(
        "activity_presence",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("elected_person_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_presence_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["elected_person_id"],
            ["elected_person.id"],
            name=op.f("fk_activity_presence_elected_person_id_elected_person"),
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_activity_presence_dialogue_id_dialogue")
        ),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["account.id"], name=op.f("fk_activity_presence_logged_by_id_account")
        ),
        sa.PrimaryKeyConstraint("activity_id", "elected_person_id", name=op.f("pk_activity_presence")),
    )
    op.create_index("ix_activity_presence_dialogue_id", "activity_presence", ["dialogue_id"])
    op.create_table(
        "access_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_access_log_actor_id_account")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_access_log_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_actor_id_id", "access_log", ["actor_id", "id"])
    op.create_index("ix_access_log_dialogue_id_id", "access_log", ["dialogue_id", "id"])
    for statement in APPEND_ONLY_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    op.create_table(
        "support_ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("question", sa.String(length=3000), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("answer", sa.String(length=3000), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_support_ticket_body_id_body")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["account.id"], name=op.f("fk_support_ticket_asked_by_id_account")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_support_ticket_answered_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_ticket")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_support_ticket_idempotency_key")),
    )
    op.create_index("ix_support_ticket_answered_at_asked_at", "support_ticket", ["answered_at", "asked_at"])
    op.create_index("ix_support_ticket_body_id", "support_ticket", ["body_id"])


def downgrade() -> None:
    for table in (
        "support_ticket",
        "access_log",
        "activity_presence",
        "activity_record",
        "agenda_item",
        "decision_paper",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS access_log_append_only()")
