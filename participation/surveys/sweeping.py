"""Files in the private store that no survey refers to: what was kept as a request failed, or a survey was removed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db, uploads
from participation.surveys.models import StoredFile

KEPT_DAYS = 1
"""How long a file may be there before anything refers to it: a request stores both, the file first."""


def sweep(engine: Engine) -> int:
    """Remove the files that nothing refers to; how many.

    None where the database knows of no file at all: then it is more likely a new one beside an old folder.
    """
    with db.transaction(engine, write=False) as session:
        if session.scalars(select(StoredFile.id).limit(1)).first() is None:
            return 0

    def known(names: Sequence[str]) -> Collection[str]:
        with db.transaction(engine, write=False) as session:
            return session.scalars(select(StoredFile.name).where(StoredFile.name.in_(names))).all()

    return uploads.store().sweep(clock.now() - timedelta(days=KEPT_DAYS), known)
