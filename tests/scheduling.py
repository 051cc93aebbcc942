"""Which tests go together to one of the processes that run them side by side, and which go first.

What a module's tests share, they share in one process: a file's tests of one database stay together. What takes long
begins first, so that no process waits for another at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from xdist.scheduler import LoadScopeScheduling

_DATABASE = re.compile(r"[\[-](sqlite|postgresql)[]-]")
_LONG = ("tests/browser/test_views.py", "tests/conventions/test_pages.py", "tests/browser/", "tests/load/")
_OF_ONE_WORLD = ("tests/conventions/test_pages.py", "tests/conventions/test_routes.py")
_ALONE = ("tests/browser/", "tests/acceptance/test_guards_in_words.py")
"""Each of these tests has a place of its own, and takes long."""


def group_of(nodeid: str) -> str:
    """The name of the group that the test belongs to."""
    file = nodeid.split("::")[0]
    if file == "tests/browser/test_views.py":
        return "views-ar" if re.search(r"[\[-]ar[]-]", nodeid) else "views"
    database = _DATABASE.search(nodeid)
    of = f"-{database[1]}" if database else ""
    if file in _OF_ONE_WORLD:
        return f"world{of}"
    return nodeid if file.startswith(_ALONE) else f"{file}{of}"


def in_order(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The tests, those of the longest groups first."""

    def place(item: pytest.Item) -> int:
        return next((n for n, path in enumerate(_LONG) if item.nodeid.startswith(path)), len(_LONG))

    return sorted(items, key=place)


class Together(LoadScopeScheduling):
    """Gives each process one group after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
