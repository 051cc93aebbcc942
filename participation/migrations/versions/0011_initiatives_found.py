"""Initiatives in the search index, those that are there already with them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from participation.search.index import INDEX_STATEMENTS
from participation.search.tokens import tokens

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("search_entry") as batch:
        batch.alter_column("dialogue_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("initiative_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_search_entry_initiative_id_initiative"), "initiative", ["initiative_id"], ["id"]
        )
        batch.create_unique_constraint(op.f("uq_search_entry_initiative_id_locale"), ["initiative_id", "locale"])
        batch.create_check_constraint(
            op.f("ck_search_entry_of_one"), "(dialogue_id IS NULL) <> (initiative_id IS NULL)"
        )
    _follow_again()
    connection = op.get_bind()
    read = sa.text("SELECT id, language, question, why, concerns, place FROM initiative ORDER BY id")
    write = sa.text("INSERT INTO search_entry (initiative_id, locale, tokens) VALUES (:id, :locale, :tokens)")
    for row in connection.execute(read).all():
        found = " ".join(tokens("\n".join((row.question, row.why, row.concerns, row.place)), row.language))
        if found:
            connection.execute(write, {"id": row.id, "locale": row.language, "tokens": found})


def downgrade() -> None:
    op.execute("DELETE FROM search_entry WHERE initiative_id IS NOT NULL")
    with op.batch_alter_table("search_entry") as batch:
        batch.drop_constraint(op.f("ck_search_entry_of_one"), type_="check")
        batch.drop_constraint(op.f("uq_search_entry_initiative_id_locale"), type_="unique")
        batch.drop_constraint(op.f("fk_search_entry_initiative_id_initiative"), type_="foreignkey")
        batch.drop_column("initiative_id")
        batch.alter_column("dialogue_id", existing_type=sa.Integer(), nullable=False)
    _follow_again()


def _follow_again() -> None:
    """SQLite changes a table by building it anew: the index keeps its rows by their ids, the triggers are lost."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in INDEX_STATEMENTS["sqlite"]:
            if statement.startswith("CREATE TRIGGER"):
                op.execute(statement)
