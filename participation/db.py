"""The database: one engine, one session a unit of work, one commit in one place.

SQLite (WAL) and PostgreSQL run the same code. Writers on SQLite begin IMMEDIATE, so that they queue instead of
failing when a read snapshot turns into a write; readers begin plainly and never wait. ``synchronous=full``:
an acknowledged contribution survives a power cut.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, DateTime, Executable, MetaData, Text, create_engine, event, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from participation.texts import Texts

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


class Base(DeclarativeBase):
    """Every table's base; constraint names follow one convention, so that migrations can name them."""

    metadata = metadata


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant, microseconds kept, ordered the same in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


NO_TEXTS = Texts()


class LocalisedText(TypeDecorator[Texts]):
    """Officials' words in several languages, as one JSON object keyed by locale."""

    impl = JSON().with_variant(JSONB(astext_type=Text()), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> dict[str, str]:
        return {} if value is None else dict(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Texts:
        return Texts(value) if value else NO_TEXTS


JsonData = JSON().with_variant(JSONB(astext_type=Text()), "postgresql")


class WriteRefused(Exception):
    """A request that only reads tried to write: a defect in the page, never the visitor's fault."""


def make_engine(url: str, **options: Any) -> Engine:
    """An engine for a ``sqlite:///`` or ``postgresql://`` URL, with the pragmas and pooling explained above."""
    parsed = make_url(url)
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    settings: dict[str, Any] = {"json_serializer": lambda v: json.dumps(v, ensure_ascii=False)}
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    else:
        settings |= {"pool_pre_ping": True, "pool_size": 5, "max_overflow": 10}
    engine = create_engine(parsed, **(settings | options))
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    else:
        _prepare_postgres(engine)
    return engine


def _prepare_postgres(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        # A page's queries are many words over few rows. Where the server has no statistics it takes them for heavy work
        # and compiles each anew, which takes seconds where the query takes milliseconds.
        connection.autocommit = True
        connection.execute("SET jit = off")
        connection.autocommit = False


_PRAGMAS = (
    "journal_mode=wal",
    "foreign_keys=on",
    "busy_timeout=20000",
    "synchronous=full",
    "cache_size=-512",  # KiB a connection; the system has the rest of the file in memory, once for all processes
)


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in _PRAGMAS:
            connection.execute(f"pragma {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write")
        # Past the toolkit's own execution, which takes longer than the statement.
        connection.connection.dbapi_connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")  # type: ignore[union-attr] # connected


_current: ContextVar[Session | None] = ContextVar("participation_session", default=None)


class UnitOfWork(Session):
    """A session that knows whether it may write."""

    def __init__(self, engine: Engine, *, write: bool) -> None:
        super().__init__(_bind(engine, write), expire_on_commit=False, autoflush=write)
        self.write = write


_binds: WeakKeyDictionary[Engine, tuple[Engine, Engine]] = WeakKeyDictionary()


def _bind(engine: Engine, write: bool) -> Engine:
    """The engine as writers or as readers use it, made once."""
    made = _binds.get(engine)
    if made is None:
        # A read needs no transaction in PostgreSQL: one round trip less for each request.
        autocommit = engine.dialect.name == "postgresql"
        made = (
            engine.execution_options(isolation_level="AUTOCOMMIT") if autocommit else engine,
            engine.execution_options(write=True),
        )
        _binds[engine] = made
    return made[write]


@event.listens_for(UnitOfWork, "before_flush")
def _refuse_flush(session: Session, *_: Any) -> None:
    if isinstance(session, UnitOfWork) and session.write:
        return
    changed = [type(x).__name__ for x in (*session.new, *session.dirty, *session.deleted)]
    if changed:
        raise WriteRefused(f"a page that only reads tried to write {', '.join(sorted(set(changed)))}")


def session() -> Session:
    """The session of the present unit of work; raises outside one."""
    current = _current.get()
    if current is None:
        raise RuntimeError("no unit of work: use transaction(engine) in jobs and commands")
    return current


def rows(statement: Executable, values: Mapping[str, Any] | None = None) -> Any:
    """A result of plain rows, read past the identity map: several times faster than objects, for pages with lists."""
    current = session()
    if isinstance(current, UnitOfWork) and current.write:
        current.flush()
    return current.connection().execute(statement, values or {})


def start_over() -> None:
    """Give up what this unit of work has tried to write, and read anew: for a page that shows why it was refused."""
    session().rollback()


@contextmanager
def transaction(engine: Engine, *, write: bool = True) -> Iterator[Session]:
    """One unit of work: commits on leaving, rolls back on any exception. Used by jobs, commands and tests."""
    with UnitOfWork(engine, write=write) as unit:
        token = _current.set(unit)
        try:
            yield unit
            if write:
                unit.commit()
            else:
                unit.rollback()
        except BaseException:
            unit.rollback()
            raise
        finally:
            _current.reset(token)


def open_unit(engine: Engine, *, write: bool) -> Callable[[bool], None]:
    """Begin a request's unit of work; the returned function ends it, committing if told True."""
    unit = UnitOfWork(engine, write=write)
    token = _current.set(unit)

    def end(commit: bool) -> None:
        try:
            if commit and write:
                unit.commit()
        finally:
            unit.close()  # which rolls back what is not committed
            _current.reset(token)

    return end


def ping(engine: Engine) -> None:
    """Raise unless the database answers."""
    with engine.connect() as connection:
        connection.execute(text("select 1"))
