"""Handbook, policy versions, checklists, self-check"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PRINCIPLES = ("self_check_p1", "self_check_p2", "self_check_p3", "self_check_p4", "self_check_p5")


def _texts() -> sa.types.TypeEngine[Any]:
    return sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _account(table: str, name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], ["account.id"], name=op.f(f"fk_{table}_{name}_account"))


def _handbook() -> None:
    op.create_table(
        "handbook_version",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        _instant("begun_at"),
        sa.Column("begun_by_id", sa.Integer(), nullable=True),
        _instant("published_at", nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        _account("handbook_version", "begun_by_id"),
        _account("handbook_version", "published_by_id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_handbook_version")),
    )
    for table, columns in (
        ("handbook_text", (sa.Column("title", _texts(), nullable=False), sa.Column("body", _texts(), nullable=False))),
        ("handbook_item", (sa.Column("text", _texts(), nullable=False),)),
    ):
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.Column("place", sa.String(length=12), nullable=False),
            sa.Column("key", sa.String(length=60), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            *columns,
            sa.ForeignKeyConstraint(
                ["version"], ["handbook_version.number"], name=op.f(f"fk_{table}_version_handbook_version")
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("version", "key", name=op.f(f"uq_{table}_version_key")),
        )
        op.create_index(f"ix_{table}_version_place_position", table, ["version", "place", "position"])


def _policy() -> None:
    op.create_table(
        "policy_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("text", _texts(), nullable=False),
        sa.Column("adopted_by", sa.String(length=120), nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=False),
        sa.Column("paragraph", sa.String(length=20), nullable=False),
        sa.Column("registry_number", sa.String(length=40), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        _instant("proposed_at"),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        _instant("settled_at", nullable=True),
        sa.Column("outcome", sa.String(length=12), nullable=True),
        _account("policy_version", "proposed_by_id"),
        _account("policy_version", "settled_by_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_version")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_version_number")),
    )


def _checklists() -> None:
    op.create_table(
        "checklist_tick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dialogue_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        _instant("at"),
        _account("checklist_tick", "by_id"),
        sa.ForeignKeyConstraint(["dialogue_id"], ["dialogue.id"], name=op.f("fk_checklist_tick_dialogue_id_dialogue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_tick")),
        sa.UniqueConstraint("dialogue_id", "key", name=op.f("uq_checklist_tick_dialogue_id_key")),
    )


def upgrade() -> None:
    _handbook()
    _policy()
    with op.batch_alter_table("dialogue") as batch:
        for name in _PRINCIPLES:
            batch.add_column(sa.Column(name, _texts(), nullable=False, server_default="{}"))
        for name, table in (("handbook_version", "handbook_version"), ("policy_version", "policy_version")):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(batch.f(f"fk_dialogue_{name}_{table}"), table, [name], ["number"])
    _checklists()


def downgrade() -> None:
    op.drop_table("checklist_tick")
    with op.batch_alter_table("dialogue") as batch:
        for name in ("policy_version", "handbook_version"):
            batch.drop_constraint(batch.f(f"fk_dialogue_{name}_{name}"), type_="foreignkey")
            batch.drop_column(name)
        for name in _PRINCIPLES:
            batch.drop_column(name)
    for table in ("policy_version", "handbook_item", "handbook_text", "handbook_version"):
        op.drop_table(table)
