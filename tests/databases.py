"""The databases of tests: a file and a server's, each empty, migrated and gone afterwards."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, insert, select, text
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from participation import db, schema
from participation.survey_results.queries import forget

POSTGRES = os.environ.get("PARTICIPATION_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
HOW_TO_ENABLE = (
    "no PostgreSQL answers; start one and set PARTICIPATION_TEST_POSTGRES_URL=postgresql://user@host:5432/database "
    "(the user creates and drops databases)"
)

SEARCHED = "search_text"
"""The table that only migrations know: on SQLite it is a virtual one."""


def postgres_answers() -> bool:
    """Whether the test server can be reached."""
    engine = create_engine(make_url(POSTGRES).set(drivername="postgresql+psycopg"), connect_args={"connect_timeout": 3})
    try:
        db.ping(engine)
    except Exception:
        return False
    finally:
        engine.dispose()
    return True


@contextmanager
def fresh_database(kind: str, sqlite_template: Path, postgres_template: str | None) -> Iterator[Engine]:
    """A migrated database of the sort with nothing in it but the handbook, this test's alone.

    Databases of this process are used again, emptied, and with them their engines: to make a database takes many times
    longer than to empty it, and an engine remembers every statement that it has put into words.
    """
    if kind == "postgresql" and postgres_template is None:
        pytest.skip(HOW_TO_ENABLE)
    made = _spare[kind].pop() if _spare[kind] else _new(kind, sqlite_template, postgres_template)
    forget()  # what was added up of the test before, whose dialogues had the same numbers and versions
    yield made
    if kind == "sqlite":
        made.dispose()
        _empty_file(made, sqlite_template)
        _spare[kind].append(made)
    elif _emptied(made):
        _spare[kind].append(made)
    else:
        made.dispose()
        drop(str(made.url.database))


_spare: dict[str, list[Engine]] = {"sqlite": [], "postgresql": []}
"""What tests of this process have left, as empty as on the first day."""


def drop_spares() -> None:
    """Let go of what the tests of this process have left."""
    while _spare["postgresql"]:
        left = _spare["postgresql"].pop()
        left.dispose()
        drop(str(left.url.database))


def _new(kind: str, sqlite_template: Path, postgres_template: str | None) -> Engine:
    if kind == "postgresql":
        assert postgres_template is not None
        made = db.make_engine(_at(_copy(postgres_template)))
        _remember(made)
        return made
    path = sqlite_template.with_name(f"{secrets.token_hex(6)}.sqlite3")
    made = db.make_engine(f"sqlite:///{path}")
    _empty_file(made, sqlite_template)
    return made


_first_rows: dict[str, list[dict[str, Any]]] = {}
"""What a new database has rows of, by table: lists that the municipality goes on from."""


def _remember(engine: Engine) -> None:
    """Note once what a new database has, for those that are used again."""
    if _first_rows:
        return
    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            _first_rows[table.name] = [dict(row) for row in connection.execute(select(table)).mappings()]


def _enter_first_rows(connection: Connection) -> None:
    for table in schema.metadata.sorted_tables:
        rows = _first_rows[table.name]
        if rows:
            connection.execute(insert(table), rows)
            if "id" in table.c:
                last = max(row["id"] for row in rows)
                connection.exec_driver_sql(f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), {last})")


def _empty_file(engine: Engine, template: Path) -> None:
    """Put a copy of the template in the file's place; whoever still reads the old one keeps it."""
    path = Path(str(engine.url.database))
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(template.read_bytes())


def _at(name: str) -> str:
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def _copy(template: str) -> str:
    name = f"participation_test_{secrets.token_hex(6)}"
    _as_admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def drop(name: str) -> None:
    """Drop a database, whoever is still there."""
    _as_admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _as_admin(statement: str) -> None:
    admin = create_engine(make_url(POSTGRES).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


def _emptied(engine: Engine) -> bool:
    """Take away every row but those of a new database, number anew; False if the test has changed more than rows."""
    tables = {*schema.metadata.tables, SEARCHED}
    try:
        with engine.begin() as connection:
            found = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").scalars()
            if set(found) != {*tables, "alembic_version"}:
                return False
            # Past the toolkit: only the driver's own plain call sends several statements at once.
            connection.connection.cursor().execute(
                "SET LOCAL session_replication_role = replica;"  # no triggers, no foreign keys
                + "".join(f'DELETE FROM "{table}";' for table in sorted(tables))
                + "SELECT setval(oid::regclass, 1, false) FROM pg_class WHERE relkind = 'S'"
            )
            _enter_first_rows(connection)
    except SQLAlchemyError:
        return False
    return True
