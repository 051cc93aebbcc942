"""Two versions of the same form side by side: what is stored, and what the later of two people wrote."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from typing import Any

from participation import i18n, settings
from participation.dialogues.section_page import Stored, in_words
from participation.texts import direction, language_tag


@dataclass(frozen=True)
class Differing:
    """A field that two people have filled in differently, in lines; ``lang`` None: Swedish."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    lang: str | None = None
    dir: str | None = None


def compared(
    stored: Any, written: Any, names: Container[str] | None = None, *, language: str | None = None
) -> list[Differing]:
    """The fields in which what is stored differs from what was written, in words; ``names``: only these.

    ``language``: what all of the form is written in; else it is the one that a field's name ends with.
    """
    found = []
    both = [{row.name: row for row in in_words(form)} for form in (stored, written)]
    for name in written._fields:
        if names is not None and name not in names:
            continue
        was, now = (_lines(rows.get(name)) for rows in both)
        if was != now:
            code = language or _language(name) or _in_the_readers(rows.get(name) for rows in both)
            tag, way = (language_tag(code), direction(code)) if code else (None, None)
            found.append(Differing(str(written[name].label.text), was, now, tag, way))
    return found


def _language(name: str) -> str | None:
    longest_first = sorted(settings.LOCALES, key=len, reverse=True)
    return next((code for code in longest_first if name.endswith(f"_{code}")), None)


def _in_the_readers(rows: Iterable[Stored | None]) -> str | None:
    """The reader's language, where everything that is compared is said in it: choices, dates, yes and no."""
    said = [piece.lang for row in rows if row for line in row.lines for piece in line]
    return i18n.current().code if said and not any(said) else None


def _lines(row: Stored | None) -> tuple[str, ...]:
    return tuple(" · ".join(piece.text for piece in line) for line in row.lines) if row else ()
