"""Authority as data: mandates, areas of activity, elected representatives, goal review periods"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "policy_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_area")),
        sa.UniqueConstraint("code", name=op.f("uq_policy_area_code")),
    )
    op.create_table(
        "elected_person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("party", sa.String(length=60), nullable=False),
        sa.Column("term_from", sa.Date(), nullable=False),
        sa.Column("term_to", sa.Date(), nullable=True),
        sa.CheckConstraint("term_to IS NULL OR term_to >= term_from", name=op.f("ck_elected_person_term")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_elected_person_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elected_person")),
    )
    with op.batch_alter_table("elected_person", schema=None) as batch_op:
        batch_op.create_index("ix_elected_person_body_id", ["body_id"], unique=False)

    op.create_table(
        "goal_review_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.CheckConstraint("ends > starts", name=op.f("ck_goal_review_cycle_starts_before_ends")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_goal_review_cycle_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_review_cycle")),
    )
    op.create_table(
        "mandate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("policy_area_id", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(length=40), nullable=True),
        sa.Column("reglemente_ref", sa.String(length=200), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("(policy_area_id IS NULL) <> (legal_basis IS NULL)", name=op.f("ck_mandate_one_matter")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_mandate_valid_period")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_mandate_body_id_body")),
        sa.ForeignKeyConstraint(
            ["policy_area_id"], ["policy_area.id"], name=op.f("fk_mandate_policy_area_id_policy_area")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.create_index("ix_mandate_body_id", ["body_id"], unique=False)

    op.create_table(
        "mandate_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=12), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("policy_area_id", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.String(length=40), nullable=True),
        sa.Column("reglemente_ref", sa.String(length=200), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_mandate_change_body_id_body")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_mandate_change_mandate_id_mandate")),
        sa.ForeignKeyConstraint(
            ["policy_area_id"], ["policy_area.id"], name=op.f("fk_mandate_change_policy_area_id_policy_area")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["account.id"], name=op.f("fk_mandate_change_proposed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["account.id"], name=op.f("fk_mandate_change_settled_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate_change")),
    )
    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.add_column(sa.Column("policy_area_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("goal_review_cycle_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_dialogue_goal_review_cycle_id_goal_review_cycle"),
            "goal_review_cycle",
            ["goal_review_cycle_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dialogue_policy_area_id_policy_area"), "policy_area", ["policy_area_id"], ["id"]
        )

    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.add_column(sa.Column("elected_person_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_representative_elected_person_id_elected_person"),
            "elected_person",
            ["elected_person_id"],
            ["id"],
        )

    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("from_body_id", sa.Integer(), nullable=False),
        sa.Column("to_body_id", sa.Integer(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_handover_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["from_body_id"], ["body.id"], name=op.f("fk_handover_from_body_id_body")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_handover_recorded_by_id_account")),
        sa.ForeignKeyConstraint(["to_body_id"], ["body.id"], name=op.f("fk_handover_to_body_id_body")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_dialogue_id", ["dialogue_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.drop_index("ix_handover_dialogue_id")

    op.drop_table("handover")

    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_representative_elected_person_id_elected_person"), type_="foreignkey")
        batch_op.drop_column("elected_person_id")

    with op.batch_alter_table("dialogue", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_dialogue_policy_area_id_policy_area"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_dialogue_goal_review_cycle_id_goal_review_cycle"), type_="foreignkey")
        batch_op.drop_column("goal_review_cycle_id")
        batch_op.drop_column("policy_area_id")

    op.drop_table("mandate_change")
    with op.batch_alter_table("mandate", schema=None) as batch_op:
        batch_op.drop_index("ix_mandate_body_id")

    op.drop_table("mandate")
    op.drop_table("goal_review_cycle")
    with op.batch_alter_table("elected_person", schema=None) as batch_op:
        batch_op.drop_index("ix_elected_person_body_id")

    op.drop_table("elected_person")
    op.drop_table("policy_area")
