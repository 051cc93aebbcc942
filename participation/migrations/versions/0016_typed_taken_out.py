"""What staff have typed in by mistake can be taken out, as answers can."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ABOUT_TYPED = "entry_id IS NULL OR ((question_key = '') AND (response_id IS NULL))"


def upgrade() -> None:
    with op.batch_alter_table("answer_deletion") as table:
        table.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            table.f("fk_answer_deletion_entry_id_staff_entry"), "staff_entry", ["entry_id"], ["id"]
        )
        table.create_index("ix_answer_deletion_entry_id", ["entry_id"])
        table.create_check_constraint(table.f("ck_answer_deletion_answer_deletion_about_typed_alone"), ABOUT_TYPED)


def downgrade() -> None:
    with op.batch_alter_table("answer_deletion") as table:
        table.drop_constraint(table.f("ck_answer_deletion_answer_deletion_about_typed_alone"), type_="check")
        table.drop_index("ix_answer_deletion_entry_id")
        table.drop_constraint(table.f("fk_answer_deletion_entry_id_staff_entry"), type_="foreignkey")
        table.drop_column("entry_id")
