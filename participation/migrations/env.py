"""Runs migrations on the engine that was handed in.

On SQLite a table is changed by building it anew; with foreign keys on, dropping the old one would delete the rows
that refer to it. So they are off while it happens, and checked before the end.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON
from sqlalchemy.engine import Connection, Engine

from participation import schema
from participation.db import Instant, LocalisedText


def _include(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    return not (kind == "table" and name is not None and name.startswith("search_text"))


def _render(kind: str, value: Any, autogenerate: Any) -> str | Literal[False]:
    """Migrations name plain column types, so that they still run when the program's own types have moved."""
    if kind == "type" and isinstance(value, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, LocalisedText | JSON):
        autogenerate.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run() -> None:
    """Everything or nothing: one transaction on both databases, SQLite's changes of tables included."""
    engine: Engine = context.config.attributes["engine"]
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.execution_options(write=True).connect() as connection:
        if is_sqlite:
            _foreign_keys(connection, "off")
        try:
            context.configure(
                connection=connection,
                target_metadata=schema.metadata,
                render_as_batch=True,
                compare_type=True,
                include_object=_include,
                render_item=_render,
                transactional_ddl=True,
            )
            with context.begin_transaction():
                context.run_migrations()
                if is_sqlite:
                    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
                    if broken:
                        raise RuntimeError(f"the migration left rows without what they refer to: {broken[:5]}")
            connection.commit()
        finally:
            if is_sqlite:
                connection.rollback()
                _foreign_keys(connection, "on")


def _foreign_keys(connection: Connection, state: str) -> None:
    """Outside any transaction, or SQLite ignores it."""
    connection.connection.dbapi_connection.execute(f"PRAGMA foreign_keys={state}")  # type: ignore[union-attr] # connected


run()
