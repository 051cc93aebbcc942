"""Writes of the handbook: a draft is a copy of what is published, changed until it is published in its turn."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from participation import clock, content_version, db, event_log
from participation.access import Actor, Conflict, NotFound, Reason, Refused, require
from participation.handbook import queries
from participation.handbook.models import HandbookItem, HandbookText, HandbookVersion
from participation.handbook.permissions import HandbookPermission
from participation.handbook.rules import LINKED, MOST_ITEMS, MOST_SCREENS, RESERVED_KEYS, Place
from participation.texts import Texts

_NOT_IN_KEY = re.compile(r"[^a-z0-9]+")
_ASCII = str.maketrans("åäöéü", "aaoeu")


def begin_draft(actor: Actor) -> HandbookVersion:
    """Begin a new version as a copy of the newest; the one that is begun already, if there is one. Raises Refused."""
    require(actor, HandbookPermission.EDIT)
    found = queries.draft()
    if found is not None:
        return found
    latest = queries.current_number() or 0
    try:
        with db.session().begin_nested():
            version = HandbookVersion(number=latest + 1, begun_at=clock.now(), begun_by_id=actor.account_id)
            db.session().add(version)
    except IntegrityError:
        found = queries.draft()
        if found is None:
            raise
        return found
    if latest:
        _copy(latest, version.number)
    event_log.record(actor, "handbook.begun", data={"version": version.number})
    return version


def _copy(source: int, target: int) -> None:
    session = db.session()
    same = ("place", "key", "position")
    texts = [{n: getattr(t, n) for n in (*same, "title", "body")} | {"version": target} for t in queries.texts(source)]
    items = [{n: getattr(i, n) for n in (*same, "text")} | {"version": target} for i in queries.items(source)]
    if texts:
        session.execute(insert(HandbookText), texts)
    if items:
        session.execute(insert(HandbookItem), items)
    session.flush()


def fingerprint(text: HandbookText) -> str:
    """A short name for what the text says now, and where it stands."""
    return _short([dict(text.title), dict(text.body), text.position])


def items_fingerprint(number: int, place: Place) -> str:
    """A short name for the part's list as it is stored now."""
    return _short([[i.key, dict(i.text)] for i in queries.items(number, (place,))])


def _short(values: Any) -> str:
    said = json.dumps(values, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def save_text(
    actor: Actor, text: HandbookText, *, title: Texts, body: Texts, position: int, seen: str | None = None
) -> None:
    """Write a text of the draft. ``seen`` is the fingerprint of what the form was made from.

    Raises Refused; :class:`Conflict` if somebody else has changed it since, unless to the same; :class:`NotFound` if
    it has been published or removed meanwhile; ValueError without a Swedish title and text.
    """
    require(actor, HandbookPermission.EDIT)
    if not (title.sv and body.sv):
        raise ValueError("a text of the handbook is in Swedish at least")
    _still_draft(text)
    if seen is not None and seen != fingerprint(text):
        if (text.title, text.body, text.position) == (title, body, position):
            return
        raise Conflict
    if (text.title, text.body, text.position) == (title, body, position):
        return
    text.title, text.body = title, body
    _move(text, position)
    event_log.record(actor, "handbook.text_changed", data={"version": text.version, "key": text.key})


def _still_draft(text: HandbookText) -> None:
    """Read the text anew, locked: :class:`NotFound` if it is gone or published."""
    session = db.session()
    session.flush()
    version = session.scalar(
        select(HandbookVersion)
        .where(HandbookVersion.number == text.version)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = session.scalar(
        select(HandbookText).where(HandbookText.id == text.id).execution_options(populate_existing=True)
    )
    if found is None or version is None or version.published_at is not None:
        raise NotFound


def _move(text: HandbookText, position: int) -> None:
    """Put the text at the position in its place; the others close up."""
    others = [t for t in queries.texts(text.version, (Place(text.place),)) if t.id != text.id]
    others.insert(max(0, min(position, len(others) + 1) - 1), text)
    for n, other in enumerate(others, start=1):
        other.position = n
    db.session().flush()


def add_text(actor: Actor, version: HandbookVersion, place: Place, *, title: Texts, body: Texts) -> HandbookText:
    """Add a chapter to a part of the draft, or a screen to the path. Raises Refused: E-H02 when the path is full."""
    require(actor, HandbookPermission.EDIT)
    if not (title.sv and body.sv):
        raise ValueError("a text of the handbook is in Swedish at least")
    there = queries.texts(version.number, (place,))
    if place is Place.ELECTED and len(there) >= MOST_SCREENS:
        raise Refused(Reason("E-H02", {"n": MOST_SCREENS}), by_guard=True)
    taken = {t.key for t in queries.texts(version.number)} | RESERVED_KEYS | LINKED
    text = HandbookText(
        version=version.number,
        place=place.value,
        key=_free_key(title.sv, taken),
        position=len(there) + 1,
        title=title,
        body=body,
    )
    db.session().add(text)
    db.session().flush()
    event_log.record(actor, "handbook.text_added", data={"version": text.version, "key": text.key})
    return text


def _free_key(words: str, taken: set[str] | frozenset[str]) -> str:
    stem = _NOT_IN_KEY.sub("-", words.casefold().translate(_ASCII)).strip("-")[:50].strip("-") or "text"
    key, n = stem, 1
    while key in taken:
        n += 1
        key = f"{stem}-{n}"
    return key


def remove_text(actor: Actor, text: HandbookText) -> None:
    """Take a text out of the draft. Raises Refused: E-H01 for a chapter that refusals lead to."""
    require(actor, HandbookPermission.EDIT)
    _still_draft(text)
    if text.key in LINKED:
        raise Refused(Reason("E-H01"), by_guard=True)
    db.session().delete(text)
    db.session().flush()
    event_log.record(actor, "handbook.text_removed", data={"version": text.version, "key": text.key})


def save_items(
    actor: Actor,
    version: HandbookVersion,
    place: Place,
    rows: Sequence[tuple[str | None, Texts]],
    *,
    seen: str | None = None,
) -> None:
    """Write the checklist of a part of the draft: each line with its key, or None for a new one; others are removed.

    Raises Refused; :class:`Conflict` if somebody else has changed the list since, unless to the same.
    """
    require(actor, HandbookPermission.EDIT)
    session = db.session()
    session.refresh(version, with_for_update=True)
    if version.published_at is not None:
        raise NotFound
    kept = [(key, text) for key, text in rows if text.sv][:MOST_ITEMS]
    stored: Mapping[str, HandbookItem] = {i.key: i for i in queries.items(version.number, (place,))}
    same = [(i.key, i.text) for i in stored.values()] == kept
    if same:
        return
    if seen is not None and seen != items_fingerprint(version.number, place):
        raise Conflict
    taken = {i.key for i in queries.items(version.number)}
    gone = [i.id for key, i in stored.items() if key not in {k for k, _ in kept}]
    if gone:
        session.execute(delete(HandbookItem).where(HandbookItem.id.in_(gone)))
    for n, (key, text) in enumerate(kept, start=1):
        item = stored.get(key or "")
        if item is None:
            key = _free_key(text.sv, taken)
            taken.add(key)
            item = HandbookItem(version=version.number, place=place.value, key=key)
            session.add(item)
        item.position, item.text = n, text
    session.flush()
    event_log.record(actor, "handbook.list_changed", data={"version": version.number, "part": place.value})


def publish(actor: Actor, version: HandbookVersion, *, note: str) -> None:
    """Make the draft the version that everybody reads; dialogues keep the one that they began with.

    ``note`` says what is new. Published already, it stays as it is. Raises Refused.
    """
    require(actor, HandbookPermission.PUBLISH)
    db.session().refresh(version, with_for_update=True)
    if version.published_at is not None:
        return
    version.published_at, version.published_by_id = clock.now(), actor.account_id
    version.note = note.strip()
    db.session().flush()
    event_log.record(actor, "handbook.published", data={"version": version.number})
    content_version.bump(content_version.SITE)
