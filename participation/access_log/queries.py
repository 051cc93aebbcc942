"""Reading the access log: newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from participation import clock, db
from participation.access_log.models import Sighting
from participation.access_log.rules import Shown

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """What of the log is asked for; None is everything. Days are the municipality's, both included."""

    actor_id: int | None = None
    what: Shown | None = None
    dialogue_id: int | None = None
    first: date | None = None
    last: date | None = None


def sightings(wanted: Wanted, before: int | None = None) -> tuple[Sequence[Sighting], int | None]:
    """A page of the log, and where the next one begins (None at the end). One query."""
    query = select(Sighting)
    if wanted.actor_id is not None:
        query = query.where(Sighting.actor_id == wanted.actor_id)
    if wanted.what is not None:
        query = query.where(Sighting.what == wanted.what.value)
    if wanted.dialogue_id is not None:
        query = query.where(Sighting.dialogue_id == wanted.dialogue_id)
    if wanted.first is not None:
        query = query.where(Sighting.at >= clock.start_of_day(wanted.first))
    if wanted.last is not None:
        query = query.where(Sighting.at < clock.end_of_day(wanted.last))
    if before is not None:
        query = query.where(Sighting.id < before)
    found = list(db.session().scalars(query.order_by(Sighting.id.desc()).limit(PAGE + 1)))
    shown = found[:PAGE]
    return shown, shown[-1].id if len(found) > PAGE else None


def readers() -> list[tuple[int, str]]:
    """Everybody in the log, by name."""
    rows = db.session().execute(select(Sighting.actor_id, Sighting.actor_name).distinct())
    named = {identity: name for identity, name in rows}  # noqa: C416 - rows are not pairs to mypy
    return sorted(named.items(), key=lambda pair: (pair[1].casefold(), pair[0]))


def dialogues_seen() -> list[int]:
    """The dialogues in the log, by id."""
    rows = db.session().scalars(select(Sighting.dialogue_id).distinct().order_by(Sighting.dialogue_id))
    return [identity for identity in rows if identity is not None]
