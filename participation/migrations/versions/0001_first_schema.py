"""First schema"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from participation.event_log import APPEND_ONLY_TRIGGERS
from participation.search.index import INDEX_STATEMENTS

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "body",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_body_valid_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
        sa.UniqueConstraint("code", name=op.f("uq_body_code")),
    )
    op.create_table(
        "content_version",
        sa.Column("scope", sa.String(length=40), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("scope", name=op.f("pk_content_version")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("event", sa.String(length=120), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("unsubscribe_url", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=500), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("recipient", "event", name=op.f("uq_message_recipient_event")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_due", ["sent_at", "not_before", "id"], unique=False)

    op.create_table(
        "dialogue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("responsible_body_id", sa.Integer(), nullable=False),
        sa.Column("executing_body_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("question", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("goal", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("goal_followup", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("purpose", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("everything_open", sa.Boolean(), nullable=False),
        sa.Column("no_seldom_heard_motive", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("degree_of_participation", sa.String(length=24), nullable=True),
        sa.Column("degree_of_influence", sa.String(length=24), nullable=True),
        sa.Column("decision_matter", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("decision_body_id", sa.Integer(), nullable=True),
        sa.Column("decision_meeting", sa.Date(), nullable=True),
        sa.Column("decision_taken_on", sa.Date(), nullable=True),
        sa.Column("decision_taken_paragraph", sa.String(length=20), nullable=False),
        sa.Column("contact_name", sa.String(length=120), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("coordinator_name", sa.String(length=120), nullable=False),
        sa.Column("results_due", sa.Date(), nullable=True),
        sa.Column("handling_meeting", sa.Date(), nullable=True),
        sa.Column("feedback_due", sa.Date(), nullable=True),
        sa.Column("handling_plan", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("legal_basis", sa.String(length=2000), nullable=False),
        sa.Column("privacy_notice", sa.String(length=2000), nullable=False),
        sa.Column("retention", sa.String(length=2000), nullable=False),
        sa.Column("dpia_screened", sa.Boolean(), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("draft_opens_on", sa.Date(), nullable=True),
        sa.Column("draft_closes_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("creation_key", sa.String(length=100), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("compiled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fed_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"], name=op.f("fk_dialogue_created_by_id_account")),
        sa.ForeignKeyConstraint(["decision_body_id"], ["body.id"], name=op.f("fk_dialogue_decision_body_id_body")),
        sa.ForeignKeyConstraint(["executing_body_id"], ["body.id"], name=op.f("fk_dialogue_executing_body_id_body")),
        sa.ForeignKeyConstraint(
            ["responsible_body_id"], ["body.id"], name=op.f("fk_dialogue_responsible_body_id_body")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue")),
        sa.UniqueConstraint("creation_key", name=op.f("uq_dialogue_creation_key")),
    )
    op.create_table(
        "contribution_tally",
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("visible", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_contribution_tally_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("dialogue_id", "kind", name=op.f("pk_contribution_tally")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.String(length=24), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("minutes_url", sa.String(length=500), nullable=False),
        sa.Column("minutes_announced_on", sa.Date(), nullable=True),
        sa.Column("openness_confirmed", sa.Boolean(), nullable=False),
        sa.Column("degree_of_participation", sa.String(length=24), nullable=True),
        sa.Column("degree_of_influence", sa.String(length=24), nullable=True),
        sa.Column("effect", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_decision_body_id_body")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_decision_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"], name=op.f("fk_decision_recorded_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("dialogue_id", "kind", name=op.f("uq_decision_dialogue_id_kind")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("channels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("no_one_contactable_motive", sa.String(length=2000), nullable=False),
        sa.Column("recipients_count", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_feedback_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
        sa.UniqueConstraint("dialogue_id", "kind", name=op.f("uq_feedback_dialogue_id_kind")),
    )
    op.create_table(
        "influence_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_influence_item_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_influence_item")),
    )
    with op.batch_alter_table("influence_item", schema=None) as batch_op:
        batch_op.create_index("ix_influence_item_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_phase_opens_before_closes")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_phase_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
        sa.UniqueConstraint("dialogue_id", "position", name=op.f("uq_phase_dialogue_id_position")),
    )
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.create_index(
            "ix_phase_dialogue_id_opens_at_closes_at", ["dialogue_id", "opens_at", "closes_at"], unique=False
        )

    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_representative_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_representative")),
    )
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.create_index("ix_representative_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "result_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("how", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("minority_views", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seldom_heard", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("limits", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_result_report_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"], name=op.f("fk_result_report_written_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_report")),
        sa.UniqueConstraint("dialogue_id", name=op.f("uq_result_report_dialogue_id")),
    )
    op.create_table(
        "running_number",
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_running_number_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("dialogue_id", name=op.f("pk_running_number")),
    )
    op.create_table(
        "staff_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=24), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_staff_assignment_account_id_account")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_staff_assignment_body_id_body")),
        sa.ForeignKeyConstraint(
            ["dialogue_id"], ["dialogue.id"], name=op.f("fk_staff_assignment_dialogue_id_dialogue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_assignment")),
    )
    with op.batch_alter_table("staff_assignment", schema=None) as batch_op:
        batch_op.create_index("ix_staff_assignment_account_id", ["account_id"], unique=False)
        batch_op.create_index("ix_staff_assignment_dialogue_id_role", ["dialogue_id", "role"], unique=False)

    op.create_table(
        "survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("intro", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_survey_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey")),
        sa.UniqueConstraint("dialogue_id", "key", name=op.f("uq_survey_dialogue_id_key")),
    )
    op.create_table(
        "target_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("seldom_heard", sa.Boolean(), nullable=False),
        sa.Column("outreach", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_target_group_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_group")),
    )
    with op.batch_alter_table("target_group", schema=None) as batch_op:
        batch_op.create_index("ix_target_group_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("is_other", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_theme_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
    )
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.create_index("ix_theme_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=24), nullable=False),
        sa.Column("place", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("elected_present", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_activity_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(["phase_id"], ["phase.id"], name=op.f("fk_activity_phase_id_phase")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
    )
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.create_index("ix_activity_dialogue_id_position", ["dialogue_id", "position"], unique=False)

    op.create_table(
        "contribution",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column("speaker", sa.String(length=12), nullable=False),
        sa.Column("speaker_label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_code", sa.String(length=20), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("shuffle", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("depth", sa.Integer(), nullable=True),
        sa.Column("thread_path", sa.String(length=40), nullable=True),
        sa.Column("survey_id", sa.Integer(), nullable=True),
        sa.Column("respondent_key", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contribution_account_id_account")),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_contribution_dialogue_id_dialogue")),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["contribution.id"], name=op.f("fk_contribution_parent_id_contribution")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["contribution.id"], name=op.f("fk_contribution_subject_id_contribution")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_contribution_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution")),
        sa.UniqueConstraint("dialogue_id", "idempotency_key", name=op.f("uq_contribution_dialogue_id_idempotency_key")),
        sa.UniqueConstraint("dialogue_id", "number", name=op.f("uq_contribution_dialogue_id_number")),
        sa.UniqueConstraint("return_code", name=op.f("uq_contribution_return_code")),
        sa.UniqueConstraint("survey_id", "respondent_key", name=op.f("uq_contribution_survey_id_respondent_key")),
    )
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.create_index("ix_contribution_newest", ["dialogue_id", "kind", "visibility", "id"], unique=False)
        batch_op.create_index("ix_contribution_queue", ["reviewed_at", "received_at", "id"], unique=False)
        batch_op.create_index(
            "ix_contribution_shuffled", ["dialogue_id", "kind", "visibility", "shuffle", "id"], unique=False
        )
        batch_op.create_index("ix_contribution_subject_visible", ["subject_id", "visibility"], unique=False)
        batch_op.create_index("ix_contribution_thread", ["subject_id", "thread_path"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=20), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("help", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("low_label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("high_label", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("maximum_length", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_question_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_survey_id_position", ["survey_id", "position"], unique=False)

    op.create_table(
        "stance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("motive", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("forwarded_to_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_stance_decision_id_decision")),
        sa.ForeignKeyConstraint(["forwarded_to_id"], ["body.id"], name=op.f("fk_stance_forwarded_to_id_body")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_stance_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stance")),
        sa.UniqueConstraint("theme_id", name=op.f("uq_stance_theme_id")),
    )
    op.create_table(
        "contact_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("unsubscribe_token", sa.String(length=48), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsubscribed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_contact_address_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_contact_address_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_address")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_contact_address_contribution_id")),
        sa.UniqueConstraint("unsubscribe_token", name=op.f("uq_contact_address_unsubscribe_token")),
    )
    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_address_dialogue_id"), ["dialogue_id"], unique=False)

    op.create_table(
        "event_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_event_log_actor_id_account")),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_event_log_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_event_log_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_log")),
    )
    with op.batch_alter_table("event_log", schema=None) as batch_op:
        batch_op.create_index("ix_event_log_dialogue_id_id", ["dialogue_id", "id"], unique=False)

    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stance_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["stance_id"], ["stance.id"], name=op.f("fk_measure_stance_id_stance")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("stance_id", name=op.f("uq_measure_stance_id")),
    )
    op.create_table(
        "option",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_option_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option")),
    )
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.create_index("ix_option_question_id_position", ["question_id", "position"], unique=False)

    op.create_table(
        "ruling",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(length=12), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("automatic", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_ruling_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_ruling_decided_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
    )
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.create_index("ix_ruling_contribution_id", ["contribution_id"], unique=False)

    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=True),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_search_entry_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_search_entry_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("contribution_id", "locale", name=op.f("uq_search_entry_contribution_id_locale")),
    )
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.create_index(
            "uq_search_entry_dialogue",
            ["dialogue_id", "locale"],
            unique=True,
            sqlite_where=sa.text("contribution_id IS NULL"),
            postgresql_where=sa.text("contribution_id IS NULL"),
        )

    op.create_table(
        "theme_contribution",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_theme_contribution_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_contribution_theme_id_theme")),
        sa.PrimaryKeyConstraint("theme_id", "contribution_id", name=op.f("pk_theme_contribution")),
    )
    with op.batch_alter_table("theme_contribution", schema=None) as batch_op:
        batch_op.create_index("ix_theme_contribution_contribution_id", ["contribution_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("option_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(option_id IS NOT NULL) OR (number IS NOT NULL) OR (words IS NOT NULL)",
            name=op.f("ck_answer_answer_says_something"),
        ),
        sa.ForeignKeyConstraint(["option_id"], ["option.id"], name=op.f("fk_answer_option_id_option")),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question")),
        sa.ForeignKeyConstraint(["response_id"], ["contribution.id"], name=op.f("fk_answer_response_id_contribution")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "response_id", "question_id", "option_id", name=op.f("uq_answer_response_id_question_id_option_id")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index("ix_answer_question_id_option_id", ["question_id", "option_id"], unique=False)
        batch_op.create_index(
            "uq_answer_one_number_or_text",
            ["response_id", "question_id"],
            unique=True,
            sqlite_where=sa.text("option_id IS NULL"),
            postgresql_where=sa.text("option_id IS NULL"),
        )

    op.create_table(
        "complaint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ruling_id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_complaint_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"], name=op.f("fk_complaint_decided_by_id_account")),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name=op.f("fk_complaint_ruling_id_ruling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("ruling_id", name=op.f("uq_complaint_ruling_id")),
    )
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.create_index("ix_complaint_open", ["decided_at", "received_at", "id"], unique=False)

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("reporter_key", sa.String(length=64), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("receipt_code", sa.String(length=20), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contribution_id"], ["contribution.id"], name=op.f("fk_report_contribution_id_contribution")
        ),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name=op.f("fk_report_ruling_id_ruling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("contribution_id", "reporter_key", name=op.f("uq_report_contribution_id_reporter_key")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_report_idempotency_key")),
        sa.UniqueConstraint("receipt_code", name=op.f("uq_report_receipt_code")),
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index("ix_report_contribution_id", ["contribution_id"], unique=False)
        batch_op.create_index("ix_report_open", ["settled_at", "reported_at", "id"], unique=False)
    for statement in APPEND_ONLY_TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)
    for statement in INDEX_STATEMENTS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_text")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_open")
        batch_op.drop_index("ix_report_contribution_id")

    op.drop_table("report")
    with op.batch_alter_table("complaint", schema=None) as batch_op:
        batch_op.drop_index("ix_complaint_open")

    op.drop_table("complaint")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_answer_one_number_or_text",
            sqlite_where=sa.text("option_id IS NULL"),
            postgresql_where=sa.text("option_id IS NULL"),
        )
        batch_op.drop_index("ix_answer_question_id_option_id")

    op.drop_table("answer")
    with op.batch_alter_table("theme_contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_theme_contribution_contribution_id")

    op.drop_table("theme_contribution")
    with op.batch_alter_table("search_entry", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_search_entry_dialogue",
            sqlite_where=sa.text("contribution_id IS NULL"),
            postgresql_where=sa.text("contribution_id IS NULL"),
        )

    op.drop_table("search_entry")
    with op.batch_alter_table("ruling", schema=None) as batch_op:
        batch_op.drop_index("ix_ruling_contribution_id")

    op.drop_table("ruling")
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.drop_index("ix_option_question_id_position")

    op.drop_table("option")
    op.drop_table("measure")
    with op.batch_alter_table("event_log", schema=None) as batch_op:
        batch_op.drop_index("ix_event_log_dialogue_id_id")

    op.drop_table("event_log")
    with op.batch_alter_table("contact_address", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_address_dialogue_id"))

    op.drop_table("contact_address")
    op.drop_table("stance")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_survey_id_position")

    op.drop_table("question")
    with op.batch_alter_table("contribution", schema=None) as batch_op:
        batch_op.drop_index("ix_contribution_thread")
        batch_op.drop_index("ix_contribution_subject_visible")
        batch_op.drop_index("ix_contribution_shuffled")
        batch_op.drop_index("ix_contribution_queue")
        batch_op.drop_index("ix_contribution_newest")

    op.drop_table("contribution")
    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_index("ix_activity_dialogue_id_position")

    op.drop_table("activity")
    with op.batch_alter_table("theme", schema=None) as batch_op:
        batch_op.drop_index("ix_theme_dialogue_id_position")

    op.drop_table("theme")
    with op.batch_alter_table("target_group", schema=None) as batch_op:
        batch_op.drop_index("ix_target_group_dialogue_id_position")

    op.drop_table("target_group")
    op.drop_table("survey")
    with op.batch_alter_table("staff_assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_staff_assignment_dialogue_id_role")
        batch_op.drop_index("ix_staff_assignment_account_id")

    op.drop_table("staff_assignment")
    op.drop_table("running_number")
    op.drop_table("result_report")
    with op.batch_alter_table("representative", schema=None) as batch_op:
        batch_op.drop_index("ix_representative_dialogue_id_position")

    op.drop_table("representative")
    with op.batch_alter_table("phase", schema=None) as batch_op:
        batch_op.drop_index("ix_phase_dialogue_id_opens_at_closes_at")

    op.drop_table("phase")
    with op.batch_alter_table("influence_item", schema=None) as batch_op:
        batch_op.drop_index("ix_influence_item_dialogue_id_position")

    op.drop_table("influence_item")
    op.drop_table("feedback")
    op.drop_table("decision")
    op.drop_table("contribution_tally")
    op.drop_table("dialogue")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_due")

    op.drop_table("message")
    op.drop_table("content_version")
    op.drop_table("body")
    op.drop_table("account")
