"""How many statements a page sends to the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from participation.app import create_app
from participation.settings import Settings

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def queries_of(engine: Engine, path: str) -> int:
    """Statements of the page made fresh, after it has been made once."""
    folder = Path(engine.url.database or ".").parent if engine.dialect.name == "sqlite" else Path("/tmp")
    url = engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(folder, url, "a secret for benchmarks only", page_cache_bytes=0), engine)
    client = app.test_client()
    client.get(path)
    sent: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.upper().startswith(_CONTROL):
            sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status}")
    return len(sent)
