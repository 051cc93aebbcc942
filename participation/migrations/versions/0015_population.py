"""Tables of the population are imported once each, and never taken back: a newer one goes before them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("population_reference", schema=None) as batch_op:
        batch_op.add_column(sa.Column("idempotency_key", sa.String(length=64), nullable=True))
        batch_op.drop_column("retired_at")
    op.execute("UPDATE population_reference SET idempotency_key = 'row ' || CAST(id AS VARCHAR(12))")
    with op.batch_alter_table("population_reference", schema=None) as batch_op:
        batch_op.alter_column("idempotency_key", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_population_reference_idempotency_key"), ["idempotency_key"])
    with op.batch_alter_table("population_figure", schema=None) as batch_op:
        batch_op.create_check_constraint(batch_op.f("ck_population_figure_people"), "people >= 0")


def downgrade() -> None:
    with op.batch_alter_table("population_figure", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_population_figure_people"), type_="check")
    with op.batch_alter_table("population_reference", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_population_reference_idempotency_key"), type_="unique")
        batch_op.drop_column("idempotency_key")
        batch_op.add_column(sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
