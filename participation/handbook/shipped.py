"""The handbook that comes with the program: Markdown files, put into an empty database as version 1.

``content/<language>/<place>.md`` holds the texts of a place, each under a line ``# key: Title``; ``checklist.md`` holds
the lists, each under ``# place``, a line ``- key: text`` for each thing to tick. Installing it again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy import func, insert, select

from participation import clock, db
from participation.handbook.models import HandbookItem, HandbookText, HandbookVersion
from participation.handbook.rules import PARTS, Place
from participation.texts import Texts

LANGUAGES = ("sv", "en")

_FOLDER = Path(__file__).resolve().parent / "content"
_HEADING = re.compile(r"^# ([a-z0-9-]+): (.+)$", re.MULTILINE)
_PART = re.compile(r"^# ([a-z_]+)$", re.MULTILINE)
_ITEM = re.compile(r"^- ([a-z0-9-]+): (.+)$", re.MULTILINE)


def _pieces(text: str, heading: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Each heading with what stands under it."""
    found = list(heading.finditer(text))
    for match, following in zip(found, [*found[1:], None], strict=True):
        yield match, text[match.end() : following.start() if following else len(text)].strip()


def _read(language: str, name: str) -> str:
    return (_FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


@cache
def chapters(place: Place) -> tuple[tuple[str, Texts, Texts], ...]:
    """The key, the title and the text of everything in the place, in order."""
    titles: dict[str, dict[str, str]] = {}
    bodies: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for match, body in _pieces(_read(language, place.value), _HEADING):
            titles.setdefault(match[1], {})[language] = match[2].strip()
            bodies.setdefault(match[1], {})[language] = body
    return tuple((key, Texts(titles[key]), Texts(bodies[key])) for key in titles)


@cache
def items(place: Place) -> tuple[tuple[str, Texts], ...]:
    """The key and the words of each line of the part's checklist, in order."""
    words: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for match, body in _pieces(_read(language, "checklist"), _PART):
            if match[1] == place.value:
                for item in _ITEM.finditer(body):
                    words.setdefault(item[1], {})[language] = item[2].strip()
    return tuple((key, Texts(said)) for key, said in words.items())


def install() -> bool:
    """Put the handbook into the database as version 1, published, if there is none. True if it was put there."""
    session = db.session()
    if session.scalar(select(func.count()).select_from(HandbookVersion)):
        return False
    now = clock.now()
    session.execute(insert(HandbookVersion).values(number=1, begun_at=now, published_at=now, note=""))
    session.execute(
        insert(HandbookText),
        [
            {"version": 1, "place": place.value, "key": key, "position": n, "title": title, "body": body}
            for place in Place
            for n, (key, title, body) in enumerate(chapters(place), start=1)
        ],
    )
    session.execute(
        insert(HandbookItem),
        [
            {"version": 1, "place": place.value, "key": key, "position": n, "text": text}
            for place in PARTS
            for n, (key, text) in enumerate(items(place), start=1)
        ],
    )
    session.flush()
    return True
