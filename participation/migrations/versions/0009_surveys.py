"""Every sort of question, versions, conditions, drafts, invitations, staff entries, and what results need."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = (
    "population_reference",
    "population_figure",
    "demographics",
    "invitation_batch",
    "survey_check",
    "survey_export",
    "answer_deletion",
    "invitation",
    "matrix_row",
    "question_condition",
    "response_flag",
    "response_revision",
    "staff_entry",
    "survey_draft",
    "stored_file",
)

SAYS_SOMETHING = (
    "(option_id IS NOT NULL) OR (number IS NOT NULL) OR (words IS NOT NULL) OR (day IS NOT NULL) "
    "OR (place IS NOT NULL) OR (file_id IS NOT NULL)"
)
SAID_SOMETHING = "(option_id IS NOT NULL) OR (number IS NOT NULL) OR (words IS NOT NULL)"


def _json(name: str, *, nullable: bool = False, default: str | None = None) -> sa.Column[object]:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    return sa.Column(name, json, nullable=nullable, server_default=default)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def upgrade() -> None:
    _new_tables()
    _questions()
    _answers()


def _new_tables() -> None:
    op.create_table(
        "population_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("source_table", sa.String(length=80), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["account.id"], name=op.f("fk_population_reference_imported_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_reference")),
    )
    op.create_table(
        "population_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference_id", sa.Integer(), nullable=False),
        sa.Column("variable", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reference_id"],
            ["population_reference.id"],
            name=op.f("fk_population_figure_reference_id_population_reference"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_population_figure")),
        sa.UniqueConstraint(
            "reference_id", "variable", "category", name=op.f("uq_population_figure_reference_id_variable_category")
        ),
    )
    op.create_table(
        "demographics",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("age_band", sa.String(length=12), nullable=False),
        sa.Column("sex", sa.String(length=12), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("born", sa.String(length=12), nullable=False),
        sa.Column("relation", sa.String(length=200), nullable=False),
        sa.Column("taken_part_before", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_demographics_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demographics")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_demographics_dialogue_id_week", "demographics", ["dialogue_id", "week"])
    op.create_table(
        "invitation_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("exported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("exported_by_id", sa.Integer(), nullable=True),
        sa.Column("exported_as", sa.String(length=8), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_invitation_batch_created_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["exported_by_id"], ["account.id"], name=op.f("fk_invitation_batch_exported_by_id_account")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_invitation_batch_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation_batch")),
        sa.UniqueConstraint("survey_id", "idempotency_key", name=op.f("uq_invitation_batch_survey_id_idempotency_key")),
    )
    op.create_index("ix_invitation_batch_survey_id", "invitation_batch", ["survey_id"])
    op.create_table(
        "survey_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("exported", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        _json("detail", nullable=False),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_check_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_check")),
    )
    op.create_index("ix_survey_check_survey_id_checked_at", "survey_check", ["survey_id", "checked_at"])
    op.create_table(
        "survey_export",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=8), nullable=False),
        _json("options", nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Boolean(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["account.id"], name=op.f("fk_survey_export_requested_by_id_account")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_export_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_export")),
    )
    op.create_index("ix_survey_export_finished_at", "survey_export", ["finished_at", "requested_at"])
    op.create_index("ix_survey_export_survey_id", "survey_export", ["survey_id"])
    op.create_table(
        "answer_deletion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("question_key", sa.String(length=12), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(question_key = '') OR (response_id IS NULL)",
            name=op.f("ck_answer_deletion_answer_deletion_about_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_answer_deletion_decided_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["account.id"], name=op.f("fk_answer_deletion_requested_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["response_id"], ["contribution.id"], name=op.f("fk_answer_deletion_response_id_contribution")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_answer_deletion_survey_id_survey")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["account.id"], name=op.f("fk_answer_deletion_undone_by_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_deletion")),
    )
    op.create_index("ix_answer_deletion_survey_id", "answer_deletion", ["survey_id"])
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["invitation_batch.id"], name=op.f("fk_invitation_batch_id_invitation_batch")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_invitation_code_hash")),
    )
    op.create_index("ix_invitation_batch_id", "invitation", ["batch_id"])
    op.create_table(
        "matrix_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _json("text", nullable=False),
        sa.ForeignKeyConstraint(["question_id"], ["question.id"], name=op.f("fk_matrix_row_question_id_question")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_row")),
        sa.UniqueConstraint("question_id", "key", name=op.f("uq_matrix_row_question_id_key")),
    )
    op.create_table(
        "question_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("about_key", sa.String(length=12), nullable=False),
        sa.Column("operator", sa.String(length=16), nullable=False),
        sa.Column("option_key", sa.String(length=12), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_question_condition_question_id_question")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_condition")),
    )
    op.create_index("ix_question_condition_question_id", "question_condition", ["question_id"])
    op.create_table(
        "response_flag",
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["contribution.id"], name=op.f("fk_response_flag_response_id_contribution")
        ),
        sa.PrimaryKeyConstraint("response_id", "kind", name=op.f("pk_response_flag")),
    )
    op.create_table(
        "response_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        _json("answers", nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["contribution.id"], name=op.f("fk_response_revision_response_id_contribution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_revision")),
        sa.UniqueConstraint("response_id", "number", name=op.f("uq_response_revision_response_id_number")),
    )
    op.create_table(
        "staff_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("filled_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        _json("raw", nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _json("second_raw", nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_staff_entry_entered_by_id_account")),
        sa.ForeignKeyConstraint(
            ["response_id"], ["contribution.id"], name=op.f("fk_staff_entry_response_id_contribution")
        ),
        sa.ForeignKeyConstraint(["second_by_id"], ["account.id"], name=op.f("fk_staff_entry_second_by_id_account")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["account.id"], name=op.f("fk_staff_entry_settled_by_id_account")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_staff_entry_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_entry")),
        sa.UniqueConstraint("response_id", name=op.f("uq_staff_entry_response_id")),
        sa.UniqueConstraint("survey_id", "idempotency_key", name=op.f("uq_staff_entry_survey_id_idempotency_key")),
    )
    op.create_index("ix_staff_entry_survey_id", "staff_entry", ["survey_id"])
    op.create_table(
        "survey_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("respondent_key", sa.String(length=64), nullable=False),
        sa.Column("return_code", sa.String(length=20), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        _json("raw", nullable=False),
        _json("seen", nullable=False),
        sa.Column("page", sa.String(length=12), nullable=False),
        sa.Column("saves", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["contribution.id"], name=op.f("fk_survey_draft_response_id_contribution")
        ),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_survey_draft_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_draft")),
        sa.UniqueConstraint("return_code", name=op.f("uq_survey_draft_return_code")),
        sa.UniqueConstraint("survey_id", "respondent_key", name=op.f("uq_survey_draft_survey_id_respondent_key")),
    )
    op.create_index("ix_survey_draft_expires_at", "survey_draft", ["expires_at"])
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("question_key", sa.String(length=12), nullable=False),
        sa.Column("original_name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["survey_draft.id"], name=op.f("fk_stored_file_draft_id_survey_draft")),
        sa.ForeignKeyConstraint(["survey_id"], ["survey.id"], name=op.f("fk_stored_file_survey_id_survey")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("name", name=op.f("uq_stored_file_name")),
    )
    op.create_index("ix_stored_file_draft_id", "stored_file", ["draft_id"])
    op.create_index("ix_stored_file_survey_id", "stored_file", ["survey_id"])


def _questions() -> None:
    with op.batch_alter_table("survey", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("access", sa.String(length=12), nullable=False, server_default="open"))
        batch_op.add_column(sa.Column("layout", sa.String(length=8), nullable=False, server_default="whole"))
        batch_op.add_column(sa.Column("publication", sa.String(length=12), nullable=False, server_default="at_closing"))
        batch_op.add_column(sa.Column("asks_background", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("double_entry", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("confidential", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(_json("unit", default="{}"))
        batch_op.add_column(sa.Column("shape", sa.String(length=8), nullable=False, server_default="point"))
        batch_op.add_column(sa.Column("agrees", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("purpose", sa.String(length=16), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("condition_match", sa.String(length=4), nullable=False, server_default="all"))
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.add_column(sa.Column("key", sa.String(length=12), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("is_other", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch_op.add_column(_json("alternative", default="{}"))
    # What has no key yet is named after its id: shorter than the keys made from now on, so never like one of them.
    op.execute("UPDATE question SET key = 'q' || CAST(id AS VARCHAR(9))")
    op.execute("UPDATE option SET key = 'o' || CAST(id AS VARCHAR(9))")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_unique_constraint(
            batch_op.f("uq_question_survey_id_key_version"), ["survey_id", "key", "version"]
        )
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_option_question_id_key"), ["question_id", "key"])
        batch_op.create_foreign_key(batch_op.f("fk_option_file_id_stored_file"), "stored_file", ["file_id"], ["id"])


def _answers() -> None:
    with op.batch_alter_table("answer", schema=None) as batch_op:
        for name in ("row_id", "rank", "file_id", "deletion_id"):
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.Text(), nullable=True))
        batch_op.drop_constraint("uq_answer_response_id_question_id_option_id", type_="unique")
        if _is_postgresql():  # SQLite builds the table anew, and takes only along what is named here
            batch_op.drop_constraint(batch_op.f("ck_answer_answer_says_something"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_answer_answer_says_something"), SAYS_SOMETHING)
        batch_op.create_foreign_key(batch_op.f("fk_answer_file_id_stored_file"), "stored_file", ["file_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_answer_row_id_matrix_row"), "matrix_row", ["row_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_deletion_id_answer_deletion"), "answer_deletion", ["deletion_id"], ["id"]
        )
    op.create_index("ix_answer_deletion_id", "answer", ["deletion_id"])
    op.create_index("ix_answer_response_id", "answer", ["response_id"])
    op.drop_index("ix_answer_question_id_option_id", "answer")
    op.create_index(
        "ix_answer_counted", "answer", ["question_id", "option_id", "row_id", "rank", "number", "deletion_id"]
    )
    op.create_index("ix_answer_answered", "answer", ["question_id", "response_id", "deletion_id"])
    for name, columns, condition in (
        ("uq_answer_one_column_a_row", ["response_id", "row_id"], "row_id IS NOT NULL"),
        (
            "uq_answer_option_once",
            ["response_id", "question_id", "option_id"],
            "option_id IS NOT NULL AND row_id IS NULL",
        ),
    ):
        op.create_index(
            name,
            "answer",
            columns,
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def downgrade() -> None:
    for name in (
        "uq_answer_option_once",
        "uq_answer_one_column_a_row",
        "ix_answer_response_id",
        "ix_answer_deletion_id",
    ):
        op.drop_index(name, "answer")
    for name in ("ix_answer_answered", "ix_answer_counted"):
        op.drop_index(name, "answer")
    op.create_index("ix_answer_question_id_option_id", "answer", ["question_id", "option_id"])
    # What the earlier schema has no place for.
    op.execute(
        "DELETE FROM answer WHERE row_id IS NOT NULL OR (option_id IS NULL AND number IS NULL AND words IS NULL)"
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        for name in ("deletion_id_answer_deletion", "row_id_matrix_row", "file_id_stored_file"):
            batch_op.drop_constraint(f"fk_answer_{name}", type_="foreignkey")
        if _is_postgresql():
            batch_op.drop_constraint(batch_op.f("ck_answer_answer_says_something"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_answer_answer_says_something"), SAID_SOMETHING)
        for name in ("deletion_id", "file_id", "place", "day", "rank", "row_id"):
            batch_op.drop_column(name)
        batch_op.create_unique_constraint(
            "uq_answer_response_id_question_id_option_id", ["response_id", "question_id", "option_id"]
        )
    with op.batch_alter_table("option", schema=None) as batch_op:
        batch_op.drop_constraint("fk_option_file_id_stored_file", type_="foreignkey")
        batch_op.drop_constraint("uq_option_question_id_key", type_="unique")
        for name in ("alternative", "file_id", "is_other", "key"):
            batch_op.drop_column(name)
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_constraint("uq_question_survey_id_key_version", type_="unique")
        for name in (
            "condition_match",
            "purpose",
            "agrees",
            "shape",
            "unit",
            "confidential",
            "retired_at",
            "version",
            "key",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("survey", schema=None) as batch_op:
        for name in ("double_entry", "asks_background", "publication", "layout", "access", "edition"):
            batch_op.drop_column(name)
    for table in reversed(TABLES):
        op.drop_table(table)
