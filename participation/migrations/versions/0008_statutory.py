"""Statutory dialogues: the legal register, cases, documents, standing decisions, written statements"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _json() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "legal_basis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("next_code", sa.String(length=40), nullable=True),
        sa.Column("names", _json(), nullable=False),
        sa.Column("provision", sa.String(length=80), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(length=8), nullable=False),
        sa.Column("minimum_provision", sa.String(length=80), nullable=False),
        sa.Column("documents", _json(), nullable=False),
        sa.Column("other_documents", _json(), nullable=False),
        sa.Column("notice_items", _json(), nullable=False),
        sa.Column("output", sa.String(length=24), nullable=False),
        sa.Column("web_duty", _json(), nullable=False),
        sa.Column("web_days", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("minimum IS NULL OR minimum > 0", name=op.f("ck_legal_basis_minimum")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_legal_basis_valid_period")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_legal_basis_entered_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_basis")),
        sa.UniqueConstraint("code", "valid_from", name=op.f("uq_legal_basis_code_valid_from")),
    )
    op.create_table(
        "standing_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("legal_code", sa.String(length=40), nullable=False),
        sa.Column("taken_by", sa.String(length=24), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("degree_of_participation", sa.String(length=24), nullable=False),
        sa.Column("degree_of_influence", sa.String(length=24), nullable=False),
        sa.Column("officials_may_start", sa.Boolean(), nullable=False),
        sa.Column("delegation_ref", sa.String(length=200), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= taken_on", name=op.f("ck_standing_decision_valid_period")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_standing_decision_body_id_body")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["account.id"], name=op.f("fk_standing_decision_recorded_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_decision")),
    )
    with op.batch_alter_table("standing_decision", schema=None) as batch_op:
        batch_op.create_index("ix_standing_decision_body_id", ["body_id"], unique=False)

    op.create_table(
        "phase_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_phase_report_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_phase_report_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_report")),
        sa.UniqueConstraint("dialogue_id", "phase", name=op.f("uq_phase_report_dialogue_id_phase")),
    )
    op.create_table(
        "statutory_case",
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("samrad_basis_id", sa.Integer(), nullable=False),
        sa.Column("granskning_basis_id", sa.Integer(), nullable=True),
        sa.Column("antagande_basis_id", sa.Integer(), nullable=True),
        sa.Column("place", _json(), nullable=False),
        sa.Column("comprehensive_plan", sa.String(length=16), nullable=True),
        sa.Column("environment", sa.String(length=16), nullable=True),
        sa.Column("available_at", _json(), nullable=False),
        sa.Column("send_to", _json(), nullable=False),
        sa.Column("review_opens_on", sa.Date(), nullable=True),
        sa.Column("review_closes_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["antagande_basis_id"], ["legal_basis.id"], name=op.f("fk_statutory_case_antagande_basis_id_legal_basis")
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_statutory_case_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(
            ["granskning_basis_id"], ["legal_basis.id"], name=op.f("fk_statutory_case_granskning_basis_id_legal_basis")
        ),
        sa.ForeignKeyConstraint(
            ["samrad_basis_id"], ["legal_basis.id"], name=op.f("fk_statutory_case_samrad_basis_id_legal_basis")
        ),
        sa.PrimaryKeyConstraint("dialogue_id", name=op.f("pk_statutory_case")),
    )
    op.create_table(
        "statutory_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("title", _json(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("file_info", sa.String(length=60), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_statutory_document_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statutory_document")),
    )
    with op.batch_alter_table("statutory_document", schema=None) as batch_op:
        batch_op.create_index("ix_statutory_document_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "statement_answer",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("met", sa.String(length=12), nullable=True),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("informed_on", sa.Date(), nullable=True),
        sa.Column("informed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_statement_answer_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["informed_by_id"], ["account.id"], name=op.f("fk_statement_answer_informed_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["account.id"], name=op.f("fk_statement_answer_written_by_id_account")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_statement_answer")),
    )
    op.create_table(
        "statement_sender",
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("phase", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("postal_address", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("property_name", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_statement_sender_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_statement_sender_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_statement_sender")),
    )
    with op.batch_alter_table("statement_sender", schema=None) as batch_op:
        batch_op.create_index("ix_statement_sender_dialogue_id_phase", ["dialogue_id", "phase"], unique=False)

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.add_column(sa.Column("standing_decision_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_decision_standing_decision_id_standing_decision"),
            "standing_decision",
            ["standing_decision_id"],
            ["id"],
        )

    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=12), server_default="collection", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.drop_column("kind")

    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_standing_decision_id_standing_decision"), type_="foreignkey")
        batch_op.drop_column("standing_decision_id")

    with op.batch_alter_table("statement_sender", schema=None) as batch_op:
        batch_op.drop_index("ix_statement_sender_dialogue_id_phase")

    op.drop_table("statement_sender")
    op.drop_table("statement_answer")
    with op.batch_alter_table("statutory_document", schema=None) as batch_op:
        batch_op.drop_index("ix_statutory_document_dialogue_id_position")

    op.drop_table("statutory_document")
    op.drop_table("statutory_case")
    op.drop_table("phase_report")
    with op.batch_alter_table("standing_decision", schema=None) as batch_op:
        batch_op.drop_index("ix_standing_decision_body_id")

    op.drop_table("standing_decision")
    op.drop_table("legal_basis")
