"""A town and its people at their browsers; and one town for all tests of a module, for what no database decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.settings import Settings
from tests import factories
from tests.checking_client import CheckingClient
from tests.databases import fresh_database
from tests.dialogues.conftest import SignIn, signed_in, town
from tests.programs import program

__all__ = ["Place", "SignIn", "place", "signed_in", "town"]


@dataclass(frozen=True)
class Place:
    """A program with a database of its own, and the town in it."""

    engine: Engine
    app: Flask
    town: factories.Town

    def signed_in(self, name: str) -> CheckingClient:
        """A person of the town at a browser."""
        client = CheckingClient(self.app)
        client.sign_in(f"{name}@town.example", factories.PASSWORD)
        return client

    def dialogue(self, *args: object, **changes: object) -> int:
        """A new dialogue, as :func:`tests.factories.dialogue` makes it."""
        with db.transaction(self.engine):
            return factories.dialogue(self.town, *args, **changes).id  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def place(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """One town for all tests of the module; each makes the dialogues it needs."""
    with fresh_database("sqlite", sqlite_template, None) as engine:
        app = program(
            Settings(
                data_dir=tmp_path_factory.mktemp("place"),
                database_url=engine.url.render_as_string(hide_password=False),
                secret_key="a secret for tests only",
                testing=True,
            ),
            engine,
        )
        with db.transaction(engine):
            made = factories.town()
        yield Place(engine, app, made)
