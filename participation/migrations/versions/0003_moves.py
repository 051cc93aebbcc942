"""Pauses, cancellations, rejections, amendments and evaluations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANTS = (
    "evaluated_at",
    "rejected_at",
    "cancelled_at",
    "paused_at",
    "resumes_at",
    "amended_at",
    "decision_moved_at",
)


def _texts(name: str) -> sa.Column[object]:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    return sa.Column(name, json, nullable=False, server_default="{}")


def upgrade() -> None:
    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        for name in INSTANTS:
            batch_op.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(_texts("pause_reason"))
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(_texts("motive"))
        batch_op.drop_constraint("uq_decision_dialogue_id_kind", type_="unique")
    for name, columns, condition in (
        ("uq_decision_one_of_a_kind", ["dialogue_id", "kind"], "kind != 'amend'"),
        ("uq_decision_amendment", ["dialogue_id", "taken_on", "paragraph"], "kind = 'amend'"),
    ):
        op.create_index(
            name,
            "decision",
            columns,
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("goal_reached", sa.String(length=12), nullable=True),
        _texts("goal"),
        _texts("heard"),
        _texts("understood"),
        _texts("again"),
        _texts("lessons"),
        _texts("body_note"),
        sa.Column("days_to_participants", sa.Integer(), nullable=True),
        sa.Column("days_to_public", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_evaluation_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluation")),
        sa.UniqueConstraint("dialogue_id", name=op.f("uq_evaluation_dialogue_id")),
    )


def downgrade() -> None:
    op.drop_table("evaluation")
    op.drop_index("uq_decision_amendment", "decision")
    op.drop_index("uq_decision_one_of_a_kind", "decision")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_unique_constraint("uq_decision_dialogue_id_kind", ["dialogue_id", "kind"])
        batch_op.drop_column("motive")
    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.drop_column("pause_reason")
        for name in reversed(INSTANTS):
            batch_op.drop_column(name)
