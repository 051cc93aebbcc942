"""Reads of the handbook. Residents read what is published; drafts are the back office's."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select

from participation import db
from participation.access import NotFound
from participation.handbook.models import HandbookItem, HandbookText, HandbookVersion
from participation.handbook.rules import PARTS, Place
from participation.texts import Texts

_ORDER = {place.value: n for n, place in enumerate(Place)}


def current_number() -> int | None:
    """The number of the newest published version; None before the first."""
    return db.session().scalar(
        select(func.max(HandbookVersion.number)).where(HandbookVersion.published_at.is_not(None))
    )


def published_version(number: int) -> HandbookVersion:
    """The published version; :class:`NotFound` if there is none of the number, or it is a draft."""
    found = db.session().get(HandbookVersion, number)
    if found is None or found.published_at is None:
        raise NotFound
    return found


def published_versions() -> list[HandbookVersion]:
    """Every published version, the newest first."""
    return list(
        db.session().scalars(
            select(HandbookVersion)
            .where(HandbookVersion.published_at.is_not(None))
            .order_by(HandbookVersion.number.desc())
        )
    )


def draft() -> HandbookVersion | None:
    """The version that is being written."""
    return db.session().scalar(select(HandbookVersion).where(HandbookVersion.published_at.is_(None)))


def texts(number: int, places: Iterable[Place] = tuple(Place)) -> list[HandbookText]:
    """The version's texts in the places, in the handbook's order."""
    found = db.session().scalars(
        select(HandbookText)
        .where(HandbookText.version == number, HandbookText.place.in_([p.value for p in places]))
        .order_by(HandbookText.position, HandbookText.id)
    )
    return sorted(found, key=lambda t: (_ORDER[t.place], t.position, t.id))


def titles(number: int) -> dict[str, Texts]:
    """What the chapters of the version are called, by key."""
    rows = db.session().execute(
        select(HandbookText.key, HandbookText.title).where(
            HandbookText.version == number, HandbookText.place.in_([p.value for p in PARTS])
        )
    )
    return {row.key: row.title for row in rows}


def chapter(number: int, key: str) -> HandbookText | None:
    """The chapter of the version with the key, if it has one."""
    return db.session().scalar(
        select(HandbookText).where(
            HandbookText.version == number,
            HandbookText.key == key,
            HandbookText.place.in_([p.value for p in PARTS]),
        )
    )


def draft_text(text_id: int) -> HandbookText:
    """A text of the draft; :class:`NotFound` for one that is published."""
    found = db.session().get(HandbookText, text_id)
    unpublished = draft()
    if found is None or unpublished is None or found.version != unpublished.number:
        raise NotFound
    return found


def items(number: int, places: Iterable[Place] = PARTS) -> list[HandbookItem]:
    """The lines of the checklists, part by part, in order."""
    found = db.session().scalars(
        select(HandbookItem)
        .where(HandbookItem.version == number, HandbookItem.place.in_([p.value for p in places]))
        .order_by(HandbookItem.position, HandbookItem.id)
    )
    return sorted(found, key=lambda i: (_ORDER[i.place], i.position, i.id))
