"""Limits of numbers, and numbers that conditions compare with, can have decimals: they are kept in hundredths."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KEPT = (("question", "minimum"), ("question", "maximum"), ("question_condition", "number"))


def upgrade() -> None:
    for table, column in KEPT:
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(
                table, column, type_=sa.BigInteger(), postgresql_using=f"{column}::bigint * 100", existing_nullable=True
            )
        else:
            op.execute(f"UPDATE {table} SET {column} = {column} * 100")  # noqa: S608 - names above


def downgrade() -> None:
    for table, column in KEPT:
        if op.get_bind().dialect.name == "postgresql":
            op.alter_column(
                table, column, type_=sa.Integer(), postgresql_using=f"({column} / 100)::integer", existing_nullable=True
            )
        else:
            op.execute(f"UPDATE {table} SET {column} = {column} / 100")  # noqa: S608 - names above
