"""Initiatives, the other channels with the first list of them, and redirected contributions"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FIRST_LIST = Path(__file__).resolve().parents[2] / "channels" / "first.yaml"
ENDS = ("accepted_at", "declined_at", "redirected_at", "withdrawn_at")


def _texts() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _instant(name: str, *, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def upgrade() -> None:
    channels = op.create_table(
        "other_channel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", _texts(), nullable=False),
        sa.Column("text", _texts(), nullable=False),
        sa.Column("href", sa.String(length=400), nullable=False),
        sa.Column("signs", _texts(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        _instant("changed_at", nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        _refers("other_channel", "changed_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_channel")),
    )
    _enter_first_list(channels)
    _initiatives()
    with op.batch_alter_table("dialogue") as batch:
        batch.add_column(sa.Column("from_initiative", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "contribution_redirect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contribution_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        _instant("at", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _refers("contribution_redirect", "by_id", "account"),
        _refers("contribution_redirect", "channel_id", "other_channel"),
        _refers("contribution_redirect", "contribution_id", "contribution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_redirect")),
        sa.UniqueConstraint("contribution_id", name=op.f("uq_contribution_redirect_contribution_id")),
    )


def _enter_first_list(channels: sa.Table) -> None:
    now = datetime.now(UTC)
    with FIRST_LIST.open(encoding="utf-8") as stream:
        rows = yaml.safe_load(stream)
    naive = op.get_bind().dialect.name == "sqlite"
    entered = [
        {**row, "position": place * 10, "shown": True, "changed_at": now.replace(tzinfo=None) if naive else now}
        for place, row in enumerate(rows, 1)
    ]
    op.bulk_insert(channels, entered)


def _initiatives() -> None:
    one_end = " AND ".join(f"({a} IS NULL OR {b} IS NULL)" for i, a in enumerate(ENDS) for b in ENDS[i + 1 :])
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("concerns", sa.String(length=500), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("policy_area_id", sa.Integer(), nullable=True),
        sa.Column("from_elected", sa.Boolean(), nullable=False),
        sa.Column("from_official", sa.Boolean(), nullable=False),
        sa.Column("from_civil_society", sa.Boolean(), nullable=False),
        sa.Column("sender", sa.String(length=16), nullable=False),
        sa.Column("sender_name", sa.String(length=120), nullable=False),
        sa.Column("show_name", sa.Boolean(), nullable=False),
        sa.Column("office", _texts(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        _instant("received_at", nullable=False),
        sa.Column("return_code", sa.String(length=20), nullable=False),
        sa.Column("idempotency_key", sa.String(length=64), nullable=False),
        sa.Column("visibility", sa.String(length=12), nullable=False),
        _instant("hidden_at"),
        sa.Column("hidden_by_id", sa.Integer(), nullable=True),
        sa.Column("hidden_ground", sa.String(length=40), nullable=True),
        sa.Column("hidden_reasons", sa.String(length=2000), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=True),
        _instant("review_began_at"),
        _instant("forwarded_at"),
        *(_instant(name) for name in ENDS),
        sa.Column("outside_competence", sa.Boolean(), nullable=False),
        sa.Column("answer", _texts(), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_on", sa.Date(), nullable=True),
        sa.Column("decision_paragraph", sa.String(length=20), nullable=False),
        sa.Column("decision_number", sa.String(length=40), nullable=False),
        sa.Column("decision_minutes", sa.String(length=400), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=True),
        sa.Column("dialogue_id", sa.Integer(), nullable=True),
        sa.Column("delay_reason", _texts(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.CheckConstraint("from_elected OR from_official OR from_civil_society", name=op.f("ck_initiative_origin")),
        sa.CheckConstraint(one_end, name=op.f("ck_initiative_one_end")),
        _refers("initiative", "account_id", "account"),
        _refers("initiative", "answered_by_id", "account"),
        _refers("initiative", "body_id", "body"),
        _refers("initiative", "channel_id", "other_channel"),
        _refers("initiative", "dialogue_id", "dialogue"),
        _refers("initiative", "hidden_by_id", "account"),
        _refers("initiative", "policy_area_id", "policy_area"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_initiative_idempotency_key")),
        sa.UniqueConstraint("return_code", name=op.f("uq_initiative_return_code")),
    )
    op.create_index("ix_initiative_body_id_id", "initiative", ["body_id", "id"])
    op.create_index("ix_initiative_visibility_id", "initiative", ["visibility", "id"])
    op.create_index("ix_initiative_dialogue_id", "initiative", ["dialogue_id"])
    op.create_table(
        "initiative_forwarding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("body_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        _instant("at", nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        _refers("initiative_forwarding", "body_id", "body"),
        _refers("initiative_forwarding", "by_id", "account"),
        _refers("initiative_forwarding", "initiative_id", "initiative"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_forwarding")),
    )
    op.create_index("ix_initiative_forwarding_initiative_id", "initiative_forwarding", ["initiative_id", "id"])
    op.create_table(
        "initiative_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("unsubscribe_token", sa.String(length=48), nullable=False),
        _instant("created_at", nullable=False),
        _instant("unsubscribed_at"),
        _refers("initiative_address", "initiative_id", "initiative"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_address")),
        sa.UniqueConstraint("initiative_id", name=op.f("uq_initiative_address_initiative_id")),
        sa.UniqueConstraint("unsubscribe_token", name=op.f("uq_initiative_address_unsubscribe_token")),
    )


def downgrade() -> None:
    with op.batch_alter_table("dialogue") as batch:
        batch.drop_column("from_initiative")
    for table in (
        "contribution_redirect",
        "initiative_address",
        "initiative_forwarding",
        "initiative",
        "other_channel",
    ):
        op.drop_table(table)
