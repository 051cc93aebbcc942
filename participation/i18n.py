"""Languages: which there are, which one a reader gets, and every word, date and number in it.

English source texts are the message ids; each catalogue is one ``.po`` file in ``translations/``. A checkout reads
it directly, a wheel holds it compiled. Plural rules are our own table, because the library's differ from CLDR.
"""

from __future__ import annotations

import gettext as stdlib_gettext
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from io import BytesIO
from typing import Any

from babel import Locale as BabelLocale
from babel.dates import format_date as babel_date
from babel.dates import format_time as babel_time
from babel.lists import format_list as babel_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from participation import clock, resources
from participation.texts import direction, language_tag

PLURAL_FORMS = {
    "sv": "nplurals=2; plural=(n != 1);",
    "sv-lattlast": "nplurals=2; plural=(n != 1);",
    "fi": "nplurals=2; plural=(n != 1);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
        "n%100>=11 && n%100<=99 ? 4 : 5);"
    ),
}
"""The Plural-Forms header of every catalogue, after CLDR. English is the source and has no catalogue."""

NATIVE_NAMES = {
    "sv": "Svenska",
    "sv-lattlast": "Lättläst svenska",
    "en": "English",
    "fi": "Suomi",
    "ar": "العربية",
}

WRITING_LANGUAGES = (
    "sv",
    "en",
    "ar",
    "fi",
    "so",
    "fa",
    "uk",
    "sq",
    "bs",
    "es",
    "de",
    "pl",
    "ru",
    "ti",
    "ku",
    "tr",
)
"""Languages a resident can say that they write in; the interface need not exist in them."""


@dataclass(frozen=True)
class Locale:
    """A language of the interface, with what HTML needs to know about it."""

    code: str

    @property
    def lang(self) -> str:
        return language_tag(self.code)

    @property
    def dir(self) -> str:
        return direction(self.code)

    @property
    def name(self) -> str:
        return NATIVE_NAMES.get(self.code, self.code)

    @property
    def babel(self) -> BabelLocale:
        return _babel(self.code)


@cache
def _babel(code: str) -> BabelLocale:
    return BabelLocale.parse(code.split("-")[0])


_SWEDISH = Locale("sv")
_current: ContextVar[Locale] = ContextVar("participation_locale", default=_SWEDISH)


def current() -> Locale:
    """The language of the page or mail being made."""
    return _current.get()


def use(code: str) -> None:
    """Set the language for the rest of this request."""
    _current.set(Locale(code))


@contextmanager
def using(code: str) -> Iterator[Locale]:
    """Another language for a while: a mail is written in its recipient's."""
    locale = Locale(code)
    token = _current.set(locale)
    try:
        yield locale
    finally:
        _current.reset(token)


@cache
def catalogue(code: str) -> stdlib_gettext.NullTranslations:
    """The messages of a language; English, the source language, is its own translation."""
    folder = resources.folder("translations")
    compiled, source = folder / f"{code}.mo", folder / f"{code}.po"
    if compiled.is_file():
        with compiled.open("rb") as stream:
            return stdlib_gettext.GNUTranslations(stream)
    if not source.is_file():
        return stdlib_gettext.NullTranslations()
    out = BytesIO()
    with source.open("rb") as stream:
        write_mo(out, read_po(stream, locale=code.split("-")[0]))
    out.seek(0)
    return stdlib_gettext.GNUTranslations(out)


def gettext(message: str, /, **params: Any) -> str:
    """The message in the current language, with its named placeholders filled in."""
    text = catalogue(current().code).gettext(message)
    return text % params if params else text


def ngettext(singular: str, plural: str, n: int, /, **params: Any) -> str:
    """The right plural form for ``n``, which the placeholder ``%(n)s`` shows in the reader's digits' grouping."""
    text = catalogue(current().code).ngettext(singular, plural, n)
    return text % {"n": number(n), **params}


def pgettext(context: str, message: str, /, **params: Any) -> str:
    """As :func:`gettext`, for a word that means different things in different places."""
    text = catalogue(current().code).pgettext(context, message)
    return text % params if params else text


class Lazy:
    """A message that is translated when it is read, not when the module is imported."""

    __slots__ = ("_message", "_params")

    def __init__(self, message: str, params: dict[str, Any] | None = None) -> None:
        self._message = message
        self._params = params or {}

    def __str__(self) -> str:
        return gettext(self._message, **self._params)

    def __html__(self) -> str:
        from markupsafe import escape

        return str(escape(str(self)))

    def __mod__(self, params: Any) -> str:
        filled: str = str(self) % params
        return filled

    def format(self, *args: Any, **kwargs: Any) -> str:
        return str(self).format(*args, **kwargs)

    def __len__(self) -> int:
        return len(str(self))

    def __eq__(self, other: object) -> bool:
        return str(self) == str(other)

    def __hash__(self) -> int:
        return hash(self._message)

    def __repr__(self) -> str:
        return f"Lazy({self._message!r})"

    @property
    def message(self) -> str:
        """The source text."""
        return self._message


def lazy(message: str, /, **params: Any) -> Lazy:
    """Mark a message at module level; it is looked up in the reader's language each time it is shown."""
    return Lazy(message, params)


# Keyed by type and value: members of two string enums with the same value are equal, and would share their words.
_labels: dict[tuple[type[Enum], str], Lazy] = {}


def name(labels: Mapping[Any, Lazy]) -> None:
    """Give the members of an enum their words; each feature's ``words.py`` does it once, at import."""
    for member, words in labels.items():
        _labels[type(member), member.value] = words


def label(member: Enum) -> str:
    """What the reader calls the member."""
    return str(_labels[type(member), member.value])


def choices(members: Iterable[Enum]) -> list[tuple[str, Lazy]]:
    """The members as choices of a form, in their order."""
    return [(m.value, _labels[type(m), m.value]) for m in members]


def capital(text: str) -> str:
    """With a capital letter first, as a label begins; the rest is left as it is."""
    return text[:1].upper() + text[1:]


def format_date(day: date | datetime) -> str:
    """``17 juni 2026``, in Finnish ``17. kesäkuuta 2026``."""
    return _format_day(_day(day), "d. MMMM y" if current().code == "fi" else "d MMMM y", current().code)


def format_date_long(day: date | datetime) -> str:
    """``onsdag 17 juni 2026``, in Finnish ``keskiviikko 17. kesäkuuta 2026``."""
    return _format_day(_day(day), "cccc d. MMMM y" if current().code == "fi" else "EEEE d MMMM y", current().code)


@lru_cache(maxsize=1024)
def _format_day(day: date, pattern: str, code: str) -> str:
    return str(babel_date(day, pattern, locale=_babel(code)))


def format_datetime(instant: datetime) -> str:
    """``17 juni 2026 14:05`` on the municipality's clocks."""
    return f"{format_date(clock.local(instant).date())} {format_time(instant)}"


def format_time(instant: datetime) -> str:
    """``14:05`` on the municipality's clocks."""
    return str(babel_time(clock.local(instant).time(), "HH:mm", locale=current().babel))


def month_name(day: date) -> str:
    """``juni 2026``."""
    return _format_day(day, "LLLL y", current().code)


def number(value: float | Decimal) -> str:
    """A number with the language's grouping."""
    return _format_number(value, current().code)


@lru_cache(maxsize=1024)
def _format_number(value: float | Decimal, code: str) -> str:
    return str(format_decimal(value, locale=_babel(code)))


def percent(share: int) -> str:
    """A whole number of per cent."""
    return gettext("%(n)s %%", n=number(share))


def join(items: list[str] | tuple[str, ...]) -> str:
    """``a, b och c``."""
    return str(babel_list(list(items), locale=current().babel))


def language_name(code: str) -> str:
    """A language's name in the reader's language, its native name if that is unknown."""
    if code == "sv-lattlast":
        return gettext("easy-read Swedish")
    named = current().babel.languages.get(code)
    return str(named or NATIVE_NAMES.get(code) or code)


def _day(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
