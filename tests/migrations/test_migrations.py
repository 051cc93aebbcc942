"""Migrations, on both databases: they make what the models say, and never lose a row on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import func, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from participation import clock, db, event_log, migrations, schema
from participation.access import SYSTEM
from participation.contributions.models import Contribution
from participation.dialogues.models import Dialogue, InfluenceItem, Phase
from participation.event_log import Event
from participation.search.index import matching
from participation.search.models import SearchEntry
from participation.surveys.models import Option, Question, QuestionCondition
from participation.surveys.queries import surveys_of
from participation.texts import Texts
from tests import factories
from tests.initiatives.conftest import submitted

VERSIONS = Path(migrations.__file__).parent / "versions"

REBUILD = '''
"""Builds tables anew that others refer to: what SQLite does for most changes of a table."""

import sqlalchemy as sa
from alembic import op

revision = "test_rebuild"
down_revision = {head!r}
branch_labels = None
depends_on = None


def upgrade():
    for table in ("dialogue", "contribution", "question"):
        with op.batch_alter_table(table, recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as t:
            t.add_column(sa.Column("extra", sa.String(10), server_default="x"))


def downgrade():
    for table in ("dialogue", "contribution", "question"):
        with op.batch_alter_table(table) as t:
            t.drop_column("extra")
'''


ENTERED = {"other_channel"}
"""Tables that a new database has rows in: lists that the municipality goes on from."""


def search_tables_left_out(_object: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith("search_text"))


def counts(engine: Engine) -> dict[str, int]:
    """How many rows each table has."""
    with engine.connect() as connection:
        return {
            t.name: connection.execute(select(func.count()).select_from(t)).scalar_one()
            for t in schema.metadata.sorted_tables
        }


def fill(engine: Engine) -> None:
    """A dialogue with everything that belongs to one."""
    with db.transaction(engine):
        dialogue = factories.dialogue(factories.town())
        factories.comment(factories.idea(dialogue))


@pytest.fixture
def with_a_rebuild(engine: Engine, tmp_path: Path) -> Config:
    """Alembic's configuration with one more revision on top, which builds tables anew."""
    config = migrations.config(engine)
    head = ScriptDirectory.from_config(config).get_current_head()
    extra = tmp_path / "more_versions"
    extra.mkdir()
    (extra / "test_rebuild.py").write_text(REBUILD.format(head=head), encoding="utf-8")
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", f"{VERSIONS}\n{extra}")
    return config


def test_an_upgraded_database_equals_the_models(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": search_tables_left_out}
        )
        assert compare_metadata(context, schema.metadata) == []


def test_there_is_one_newest_revision_and_the_database_is_at_it(engine: Engine) -> None:
    assert ScriptDirectory.from_config(migrations.config(engine)).get_heads() == [migrations.newest()]
    assert migrations.is_current(engine)


def test_a_database_without_a_history_is_not_current(engine: Engine) -> None:
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    assert not migrations.is_current(engine)


def test_a_database_can_be_taken_down_to_nothing_and_up_again(engine: Engine) -> None:
    command.downgrade(migrations.config(engine), "base")
    assert not migrations.is_current(engine)
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    migrations.upgrade(engine)
    assert migrations.is_current(engine)
    assert {name for name, n in counts(engine).items() if n} == ENTERED


@pytest.mark.usefixtures("app")
def test_upgrading_a_current_database_changes_nothing(engine: Engine) -> None:
    fill(engine)
    before = counts(engine)
    migrations.upgrade(engine)
    assert counts(engine) == before


@pytest.mark.usefixtures("app")
def test_initiatives_of_an_earlier_version_are_found_after_the_upgrade(engine: Engine) -> None:
    fill(engine)
    with db.transaction(engine):
        number = submitted(question="Vad ska bryggorna bli?", policy_area=None).id
    before = counts(engine)
    command.downgrade(migrations.config(engine), "0010")
    migrations.upgrade(engine)
    assert counts(engine) == before
    with db.transaction(engine, write=False) as session:
        entries = matching("bryggan")
        assert entries is not None
        assert session.scalars(select(SearchEntry.initiative_id).where(SearchEntry.id.in_(entries))).all() == [number]


@pytest.mark.usefixtures("app")
def test_limits_of_numbers_are_the_same_after_the_upgrade(engine: Engine) -> None:
    """Before 0017 they were whole; since then they are kept in hundredths."""
    with db.transaction(engine) as session:
        dialogue = factories.dialogue(factories.town())
        survey = surveys_of(dialogue.id)[0]
        values = {"type": "number", "text": Texts(sv="Hur många?"), "position": 90, "minimum": 3, "maximum": 1_000_000}
        asked = Question(survey_id=survey.id, **values)
        asked.conditions.append(QuestionCondition(position=0, about_key="x", operator="at_least", number=-7))
        session.add(asked)
        session.flush()
        key = asked.id
    command.downgrade(migrations.config(engine), "0016")
    with engine.connect() as connection:
        row = text("SELECT minimum, maximum FROM question WHERE id = :id")
        assert tuple(connection.execute(row, {"id": key}).one()) == (3, 1_000_000)
    migrations.upgrade(engine)
    with db.transaction(engine, write=False) as session:
        asked = session.get_one(Question, key)
        assert (asked.minimum, asked.maximum, asked.conditions[0].number) == (3, 1_000_000, -7)


@pytest.mark.usefixtures("app")
def test_building_tables_anew_keeps_every_row_that_refers_to_them(engine: Engine, with_a_rebuild: Config) -> None:
    fill(engine)
    before = counts(engine)
    for model in (Dialogue, Phase, InfluenceItem, Contribution, Option, Event):
        assert before[model.__tablename__] > 0
    command.upgrade(with_a_rebuild, "head")
    assert counts(engine) == before
    command.downgrade(with_a_rebuild, "-1")
    assert counts(engine) == before
    assert migrations.is_current(engine)


@pytest.mark.usefixtures("app")
def test_a_migration_that_breaks_a_reference_is_rolled_back(engine: Engine, with_a_rebuild: Config) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL refuses at the statement itself")
    fill(engine)
    before = counts(engine)
    path = Path(with_a_rebuild.get_main_option("version_locations", "").split("\n")[1]) / "test_rebuild.py"
    lines = path.read_text(encoding="utf-8").replace(
        "def upgrade():", "def upgrade():\n    op.execute('DELETE FROM body')"
    )
    path.write_text(lines, encoding="utf-8")
    with pytest.raises(RuntimeError, match="left rows without what they refer to"):
        command.upgrade(with_a_rebuild, "head")
    assert counts(engine) == before
    assert migrations.is_current(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


@pytest.fixture
def an_event(engine: Engine, app: Flask) -> Iterator[Engine]:
    with db.transaction(engine):
        event_log.record(SYSTEM, "test.happened", data={"n": 1})
    yield engine


@pytest.mark.parametrize("statement", ["UPDATE event_log SET action = 'test.other'", "DELETE FROM event_log"])
def test_the_event_log_refuses_to_be_changed(an_event: Engine, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="the event log is append-only"),
        an_event.execution_options(write=True).begin() as connection,
    ):
        connection.execute(text(statement))
    with an_event.connect() as connection:
        assert connection.execute(text("SELECT action FROM event_log")).scalars().all() == ["test.happened"]


def test_foreign_keys_hold_after_an_upgrade(engine: Engine) -> None:
    migrations.upgrade(engine)
    for _ in range(3):  # whichever pooled connection it is
        with pytest.raises(IntegrityError), db.transaction(engine) as session:
            session.add(Phase(dialogue_id=4711, opens_at=factories.noon(factories.LONG_AGO), closes_at=clock.now()))
            session.flush()
    assert counts(engine)["phase"] == 0


def test_sqlite_is_in_the_mode_that_durability_rests_on(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("these are settings of SQLite")
    migrations.upgrade(engine)
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "busy_timeout": 20000}
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert {n: connection.exec_driver_sql(f"PRAGMA {n}").scalar_one() for n in wanted} == wanted


def test_postgresql_confirms_a_commit_only_when_it_is_on_disk(engine: Engine) -> None:
    if engine.dialect.name != "postgresql":
        pytest.skip("this is a setting of PostgreSQL")
    with engine.connect() as connection:
        assert connection.execute(text("SHOW synchronous_commit")).scalar_one() == "on"
