"""A town and its people at their browsers, in a database that all tests of a module share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.settings import Settings
from tests import factories
from tests.checking_client import CheckingClient
from tests.programs import program

SignIn = Callable[[str], CheckingClient]


@pytest.fixture(scope="module")
def shared_app(shared_engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder: Path = tmp_path_factory.mktemp("papers")
    settings = Settings(
        data_dir=folder,
        database_url=shared_engine.url.render_as_string(hide_password=False),
        secret_key="a secret for tests only",
        base_url="https://dialog.example",
        testing=True,
    )
    return program(settings, shared_engine)


@pytest.fixture(scope="module")
def town(shared_app: Flask, shared_engine: Engine) -> factories.Town:
    """The town's organs and people."""
    with db.transaction(shared_engine):
        return factories.town()


@pytest.fixture(scope="module")
def signed_in(shared_app: Flask, town: factories.Town) -> SignIn:
    """Signs a person of the town in: ``signed_in("officer")``; once a module."""
    clients: dict[str, CheckingClient] = {}

    def sign_in(name: str) -> CheckingClient:
        if name not in clients:
            clients[name] = CheckingClient(shared_app)
            clients[name].sign_in(f"{name}@town.example", factories.PASSWORD)
        return clients[name]

    return sign_in
