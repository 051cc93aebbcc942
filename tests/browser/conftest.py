"""A running program, a browser, and people in front of it (tests/browser/harness.py)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests import chromium
from tests.browser.harness import Site, Visitor, running, visitor_of


@pytest.fixture
def site(tmp_path: Path, sqlite_template: Path) -> Iterator[Site]:
    with running(tmp_path, sqlite_template) as started:
        yield started


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=chromium.path(), args=list(chromium.ARGUMENTS))
    yield launched
    launched.close()


@pytest.fixture
def visitor(browser: Browser, site: Site) -> Iterator[Callable[..., Visitor]]:
    """Makes people at browsers: ``visitor(locale="ar", size=PHONE, dark=True, scripts=False, name="resident")``."""
    contexts: list[BrowserContext] = []

    def make(*args: Any, **kwargs: Any) -> Visitor:
        someone, context = visitor_of(browser, site, *args, **kwargs)
        contexts.append(context)
        return someone

    yield make
    for context in contexts:
        context.close()
