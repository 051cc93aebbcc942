"""What all tests share: both databases, an application, a client that checks each page it gets."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine, make_url

from participation import db, migrations
from participation.app import Program
from participation.assets import Assets
from participation.handbook import shipped
from participation.settings import Settings
from tests.databases import POSTGRES, drop, drop_spares, fresh_database, postgres_answers
from tests.programs import program
from tests.scheduling import Together, in_order

# No test is timed: how long an example takes says more of the machine than of the code.
hypothesis_settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.load_profile("untimed")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    return Together(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = in_order(items)


@pytest.fixture(scope="session")
def has_postgres() -> bool:
    return postgres_answers()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file with nothing in it but the handbook, that tests copy."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    engine = db.make_engine(f"sqlite:///{path}")
    migrations.upgrade(engine)
    with db.transaction(engine):
        shipped.install()
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_template(has_postgres: bool) -> Iterator[str | None]:
    """The name of a migrated PostgreSQL database with nothing in it but the handbook, that tests copy."""
    if not has_postgres:
        yield None
        return
    name = f"participation_test_template_{secrets.token_hex(4)}"
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    admin.dispose()
    engine = db.make_engine(url.set(database=name).render_as_string(hide_password=False))
    migrations.upgrade(engine)
    with db.transaction(engine):
        shipped.install()
    engine.dispose()
    yield name
    drop_spares()
    drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, sqlite_template: Path, postgres_template: str | None) -> Iterator[Engine]:
    """An empty, migrated database of each sort, this test's own."""
    with fresh_database(request.param, sqlite_template, postgres_template) as made:
        yield made


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def shared_engine(
    request: pytest.FixtureRequest, sqlite_template: Path, postgres_template: str | None
) -> Iterator[Engine]:
    """As ``engine``, for all tests of a module: what they read is made once."""
    with fresh_database(request.param, sqlite_template, postgres_template) as made:
        yield made


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        mail=f"file:{tmp_path / 'mail'}",
        testing=True,
    )


@pytest.fixture
def app(settings: Settings, engine: Engine) -> Flask:
    return program(settings, engine)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> None:
    """Passwords are hashed with the least work: tests make many accounts."""
    from argon2 import PasswordHasher

    from participation.accounts import actions

    actions._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class _Compiled(BytecodeCache):
    """Templates that a program of this process has compiled, for the next one: each test assembles its own."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def quick_programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Programs are assembled with templates compiled and static files compressed once a process."""
    folder = tmp_path_factory.mktemp("static")
    prepare = Assets._prepare

    def prepare_once(assets: Assets) -> None:
        here = assets._prepared
        assets._prepared = folder / here.name
        if not assets._prepared.is_dir():
            prepare(assets)
        here.parent.mkdir(parents=True, exist_ok=True)
        here.symlink_to(assets._prepared)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Program, "jinja_options", {"bytecode_cache": _Compiled()})
        patch.setattr(Assets, "_prepare", prepare_once)
        yield
