"""Counts what a page asks of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_NOT_COUNTED = ("BEGIN", "SELECT content_version", "SELECT version FROM content_version")
"""The transaction's own words, and the page cache's read of the version."""


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements of the block, as they were sent."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(_NOT_COUNTED):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
