"""Where the handbook helps: the chapter for a refusal or a section, in the version that the dialogue began with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import flask
from sqlalchemy import select

from participation import db, i18n
from participation.dialogues.help import CHAPTER_OF_SECTION
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Section
from participation.handbook import queries
from participation.handbook.editions import Told, chapter_address, told
from participation.handbook.rules import chapter_of
from participation.texts import Rendered, Texts


@dataclass(frozen=True)
class Guide:
    """A chapter to read, and the chapter itself where it is shown at once."""

    title: Rendered
    href: str
    told: Told | None = None


@dataclass(frozen=True)
class _Shelf:
    """The version that applies on this page, and what its chapters are called. ``number`` as addresses have it."""

    number: int | None
    titles: Mapping[str, Texts]


def guide_to(code: str) -> Guide | None:
    """The chapter that helps with the refusal. On a dialogue's pages it is of the version the dialogue began with,
    elsewhere of the present one. None where there is no handbook, and for a code that is no refusal's."""
    key = chapter_of(code)
    return _guide(_shelf(), key) if key else None


def _guide(shelf: _Shelf, key: str) -> Guide | None:
    title = shelf.titles.get(key)
    return Guide(title.in_(i18n.current().code), chapter_address(key, shelf.number)) if title else None


def _shelf() -> _Shelf:
    """Read once for each request."""
    found: _Shelf | None = flask.g.get("handbook_shelf")
    if found is None:
        # A page that tells why it was refused must not write what was refused.
        with db.session().no_autoflush:
            number = _pinned()
            version = number or queries.current_number()
            found = _Shelf(number, queries.titles(version) if version else {})
        flask.g.handbook_shelf = found
    return found


def _pinned() -> int | None:
    dialogue_id = (flask.request.view_args or {}).get("dialogue_id")
    if dialogue_id is None:
        return None
    return db.session().scalar(select(Dialogue.handbook_version).where(Dialogue.id == dialogue_id))


def section_guide(dialogue: Dialogue, section: Section) -> Guide | None:
    """The chapter on what the section is about, with its text, in the dialogue's own version."""
    version = dialogue.handbook_version or queries.current_number()
    chapter = queries.chapter(version, CHAPTER_OF_SECTION[section]) if version else None
    if chapter is None:
        return None
    href = chapter_address(chapter.key, dialogue.handbook_version)
    return Guide(chapter.title.in_(i18n.current().code), href, told(chapter.body))
