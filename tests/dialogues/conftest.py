"""A town and its people at their browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from tests import factories
from tests.checking_client import CheckingClient

SignIn = Callable[[str], CheckingClient]


@pytest.fixture
def town(app: Flask, engine: Engine) -> factories.Town:
    """The town's organs and people."""
    with db.transaction(engine):
        return factories.town()


@pytest.fixture
def signed_in(app: Flask, town: factories.Town) -> SignIn:
    """Signs a person of the town in: ``signed_in("officer")``."""

    def sign_in(name: str) -> CheckingClient:
        client = CheckingClient(app)
        client.sign_in(f"{name}@town.example", factories.PASSWORD)
        return client

    return sign_in
