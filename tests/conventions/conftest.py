"""One municipality a database for all tests that only look, and everything that was answered when all was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from participation.app import create_app
from tests.conventions import world as worlds
from tests.conventions.site import site_settings
from tests.conventions.visits import Visits
from tests.databases import fresh_database


@pytest.fixture(
    scope="session",
    params=["sqlite", "postgresql"],
)
def visits(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    sqlite_template: Path,
    postgres_template: str | None,
) -> Iterator[Visits]:
    """Every page of a site as every sort of person gets it. The site is never changed."""
    folder = tmp_path_factory.mktemp(f"world-{request.param}")
    with ExitStack() as stack:
        engine = stack.enter_context(fresh_database(request.param, sqlite_template, postgres_template))
        app = create_app(site_settings(engine, folder), engine)
        yield Visits(worlds.make(app, engine), request.param)
