"""The database's history: bringing it up to date, and telling whether it is.

Alembic is loaded only by what changes the database: a server process asks whether it is current and needs none of it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

if TYPE_CHECKING:
    from alembic.config import Config

_HERE = Path(__file__).resolve().parent
_REVISION = re.compile(r"^(down_revision|revision)\b[^=\n]*= *(?:None|[\"']([^\"']+)[\"'])", re.MULTILINE)


def config(engine: Engine) -> Config:
    """Alembic's configuration for the engine; there is no ini file to find or to forget."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    made.attributes["engine"] = engine
    return made


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to the revision, the newest by default."""
    from alembic import command

    command.upgrade(config(engine), revision)


@cache
def newest() -> str:
    """The revision that no other follows."""
    found = [_REVISION.findall(path.read_text(encoding="utf-8")) for path in sorted(_HERE.glob("versions/*.py"))]
    revisions = {name for file in found for what, name in file if what == "revision"}
    followed = {name for file in found for what, name in file if what == "down_revision"}
    head: str
    (head,) = revisions - followed
    return head


def is_current(engine: Engine) -> bool:
    """Whether the database is at the newest revision."""
    with engine.connect() as connection:
        try:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == newest()
        except DatabaseError:
            return False
