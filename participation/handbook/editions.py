"""What the handbook's pages show of one version: where its pages are, and each text as its reader gets it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from participation import i18n
from participation.handbook.models import HandbookItem, HandbookText, HandbookVersion
from participation.handbook.rules import PARTS, Place
from participation.handbook.words import IN_SHORT
from participation.i18n import gettext, label
from participation.rich_text import render
from participation.texts import Rendered, Texts

_HEADING = re.compile(r"^## ", re.MULTILINE)


def chapter_address(key: str, number: int | None = None) -> str:
    """Where a chapter is read: in the version of the number, or in the present one."""
    return url_for("residents.handbook.chapter", key=key, number=number)


def screen_address(screen: int, number: int | None = None) -> str:
    """Where a screen of the elected representatives' path is read."""
    return url_for("residents.handbook.elected", screen=screen, number=number)


@dataclass(frozen=True)
class Told:
    """A Markdown text as its reader gets it, in their language or in one that says so."""

    html: Markup
    locale: str
    lang: str
    dir: str
    is_fallback: bool


def told(texts: Texts, *, lower: bool = False) -> Told:
    """The text made into HTML; ``lower`` where headings stand above it."""
    found = texts.in_(i18n.current().code)
    words = _HEADING.sub("#### ", found.text) if lower else found.text
    return Told(render(words), found.locale, found.lang, found.dir, found.is_fallback)


def said(texts: Texts) -> Rendered:
    """A title or a line of a list in the reader's language."""
    return texts.in_(i18n.current().code)


@dataclass(frozen=True)
class Entry:
    """A chapter or a screen in a list; ``told`` only where the text itself is shown."""

    key: str
    title: Rendered
    href: str
    current: bool = False
    told: Told | None = None


@dataclass(frozen=True)
class Part:
    """A part of the handbook."""

    place: str
    title: str
    text: str
    entries: tuple[Entry, ...]
    items: tuple[Rendered, ...] = ()


@dataclass(frozen=True)
class Edition:
    """A version as its pages name it. ``number`` is None in addresses of the present version."""

    version: int
    number: int | None
    published: str
    note: str
    newest: int

    @property
    def is_old(self) -> bool:
        return self.version != self.newest

    @property
    def href(self) -> str:
        if self.number is None:
            return url_for("residents.handbook.index")
        return url_for("residents.handbook.index", number=self.number)

    @property
    def whole_href(self) -> str:
        return url_for("residents.handbook.whole", number=self.number)

    @property
    def newest_href(self) -> str:
        return url_for("residents.handbook.index")


def edition(version: HandbookVersion, number: int | None, newest: int) -> Edition:
    """The version as its pages name it; ``number`` is what the address says."""
    return Edition(
        version=version.number,
        number=number,
        published=i18n.format_date(version.published_at) if version.published_at else gettext("Not published yet"),
        note=version.note,
        newest=newest,
    )


def parts(
    texts: Iterable[HandbookText],
    number: int | None,
    *,
    items: Iterable[HandbookItem] = (),
    current: str = "",
    whole: bool = False,
) -> tuple[Part, ...]:
    """The three parts with their chapters; with ``whole`` the texts themselves."""
    every, lists = list(texts), list(items)
    return tuple(
        Part(
            place=place.value,
            title=label(place),
            text=str(IN_SHORT[place]),
            entries=tuple(
                Entry(
                    t.key,
                    said(t.title),
                    chapter_address(t.key, number),
                    t.key == current,
                    told(t.body, lower=True) if whole else None,
                )
                for t in every
                if t.place == place.value
            ),
            items=tuple(said(i.text) for i in lists if i.place == place.value),
        )
        for place in PARTS
    )


def path(texts: Iterable[HandbookText], number: int | None, *, current: int = 0, whole: bool = False) -> Part:
    """The elected representatives' path."""
    screens = [t for t in texts if t.place == Place.ELECTED.value]
    return Part(
        place=Place.ELECTED.value,
        title=label(Place.ELECTED),
        text=str(IN_SHORT[Place.ELECTED]),
        entries=tuple(
            Entry(
                t.key,
                said(t.title),
                screen_address(n, number),
                n == current,
                told(t.body, lower=True) if whole else None,
            )
            for n, t in enumerate(screens, start=1)
        ),
    )


def only_in(rendered: Iterable[Rendered]) -> str:
    """Says once which language a page of texts is in, if it is not the reader's; "" if it is."""
    for text in rendered:
        if text.is_fallback:
            return gettext(
                "The handbook is not translated into %(language)s. It is shown in %(other)s.",
                language=i18n.language_name(i18n.current().code),
                other=i18n.language_name(text.locale),
            )
    return ""
