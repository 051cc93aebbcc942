"""A database of the first version, filled by its own program, lives on: no row and no value of it is lost.

``first_schema_rows.json`` is what that program had stored: dialogues being drafted, open and fed back, with everything
that belongs to them.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Date, DateTime, MetaData, Table
from sqlalchemy.engine import Engine

from participation import migrations

ROWS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("first_schema_rows.json").read_text("utf-8")
)


def typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row with its dates as dates."""
    made = {}
    for name, value in row.items():
        kind = table.c[name].type
        if value is not None and isinstance(kind, DateTime):
            made[name] = datetime.fromisoformat(value).astimezone(UTC)
        elif value is not None and isinstance(kind, Date):
            made[name] = date.fromisoformat(value)
        else:
            made[name] = value
    return made


def stored(connection: Connection, names: list[str]) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables, of the columns that the first version had, instants in UTC."""
    tables = MetaData()
    tables.reflect(connection, only=names)
    found = {}
    for name in names:
        table = tables.tables[name]
        columns = [table.c[c] for c in ROWS[name][0]]
        rows = connection.execute(table.select().with_only_columns(*columns).order_by(*table.primary_key.columns))
        found[name] = [
            {k: v.replace(tzinfo=UTC) if isinstance(v, datetime) and v.tzinfo is None else v for k, v in r.items()}
            for r in rows.mappings()
        ]
    return found


def test_a_filled_database_of_the_first_schema_keeps_every_row(engine: Engine) -> None:
    names = [name for name, rows in ROWS.items() if rows]
    command.downgrade(migrations.config(engine), "0001")
    with engine.execution_options(write=True).begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=names)
        for name in names:
            table = tables.tables[name]
            for row in ROWS[name]:
                connection.execute(table.insert(), typed(table, row))
        before = stored(connection, names)
    migrations.upgrade(engine)
    assert migrations.is_current(engine)
    with engine.connect() as connection:
        after = stored(connection, names)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(ROWS[name]) for name in names}
    for row in before["question"]:  # limits have been kept in hundredths since 0017
        row |= {limit: 100 * row[limit] for limit in ("minimum", "maximum") if row[limit] is not None}
    for name in names:
        assert after[name] == before[name], name


def test_the_rows_are_of_every_table_of_the_first_schema() -> None:
    assert [name for name, rows in ROWS.items() if not rows] == []
