"""The columns of the file with every answer: the same for ever, whatever is added later. Pure.

``<question>.v<version>`` with keys that never change; ``….<option>`` for each option and ``….<row>`` for each row of a
matrix. Where there is a column for each option it holds 1 or 0, and nothing where the question was not answered; in a
ranking it holds the place. Languages never matter: options are known by their keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation.survey_results.rules import OPTION_COLUMNS
from participation.surveys.definition import NO_TEXTS, Asked
from participation.surveys.rules import QuestionType
from participation.texts import Texts

FIXED = ("number", "received_on", "channel", "language", "flags")
"""The columns before those of the questions."""


@dataclass(frozen=True)
class Column:
    """A column. ``holds``: what is in it, for the codebook."""

    name: str
    asked: Asked
    holds: str
    part: Texts = NO_TEXTS
    written: bool = False


@dataclass(frozen=True)
class Place:
    """Where the answers to one version go: its first column, and columns by key of option or row."""

    kind: QuestionType
    whole: bool
    first: int
    by_option: Mapping[int, int]
    by_row: Mapping[int, int]
    other: int | None
    width: int
    zeros: Sequence[int]


def columns_of(versions: Iterable[Asked]) -> list[Column]:
    """The columns of the versions, in their order."""
    return [column for asked in versions for column in _columns(asked)]


def _columns(asked: Asked) -> list[Column]:
    base = f"{asked.key}.v{asked.version}"
    other = [Column(f"{base}.other", asked, "words", written=True)] if asked.other is not None else []
    kind = asked.type
    if kind in OPTION_COLUMNS:
        return [Column(f"{base}.{o.key}", asked, "1 = chosen, 0 = not chosen", o.text) for o in asked.options] + other
    if kind is QuestionType.RANKING:
        return [Column(f"{base}.{o.key}", asked, "place, 1 = most important", o.text) for o in asked.options]
    if kind is QuestionType.MATRIX:
        return [Column(f"{base}.{r.key}", asked, "key of what was chosen", r.text) for r in asked.rows]
    if kind is QuestionType.DROPDOWN:
        return [Column(base, asked, "key of what was chosen"), *other]
    if kind is QuestionType.MAP:
        return [
            Column(f"{base}.words", asked, "words", written=True),
            Column(f"{base}.place", asked, "GeoJSON, WGS 84", written=True),
        ]
    if kind is QuestionType.FILE:
        return [Column(base, asked, "name of the file", written=True)]
    if kind in (QuestionType.SHORT_TEXT, QuestionType.LONG_TEXT):
        return [Column(base, asked, "words", written=True)]
    holds = {QuestionType.DATE: "year-month-day", QuestionType.NOTICE: "1 = agreed"}.get(kind, "number")
    return [Column(base, asked, holds)]


CODEBOOK = ("column", "question", "version", "sort", "asked_now", "confidential", "holds", "values", "language", "text")
"""The columns of the codebook, in order."""


def codebook(columns: Sequence[Column], current: Mapping[str, int], locales: Sequence[str]) -> list[tuple[Any, ...]]:
    """What each column means, a row for each language. ``current``: the version asked now, by question key."""
    made: list[tuple[Any, ...]] = []
    fixed = {
        "number": "registry number of the response",
        "received_on": "the day it was received",
        "channel": "how it was received: web, paper, phone, visit, meeting",
        "language": "the language it was written in",
        "flags": "what is unusual about it; such responses count like all others",
    }
    made += [(name, "", "", "", "", "", fixed[name], "", "en", fixed[name]) for name in FIXED]
    for column in columns:
        asked = column.asked
        now = current.get(asked.key) == asked.version
        for locale in locales:
            if locale not in asked.text:
                continue
            text = asked.text[locale]
            part = column.part.get(locale, "")
            made.append(
                (
                    *(column.name, asked.key, asked.version, asked.type.value, int(now), int(asked.confidential)),
                    column.holds,
                    "; ".join(f"{o.key} = {o.text.get(locale, o.text.sv)}" for o in asked.options),
                    locale,
                    f"{text} – {part}" if part else text,
                )
            )
    return made


def places(versions: Sequence[Asked], option_ids: Mapping[str, int], row_ids: Mapping[str, int]) -> dict[int, Place]:
    """Where each version's answers go among the columns, by its id. The ids by ``<version id>.<key>``."""
    made: dict[int, Place] = {}
    at = 0
    for asked in versions:
        width = len(_columns(asked))
        options = {option_ids[f"{asked.identity}.{o.key}"]: at + n for n, o in enumerate(asked.options)}
        rows = {row_ids[f"{asked.identity}.{r.key}"]: at + n for n, r in enumerate(asked.rows)}
        chosen = asked.type in OPTION_COLUMNS
        made[asked.identity] = Place(
            kind=asked.type,
            whole=asked.whole,
            first=at,
            by_option=options,
            by_row=rows,
            other=at + width - 1 if asked.other is not None else None,
            width=width,
            zeros=range(at, at + len(asked.options)) if chosen else (),
        )
        at += width
    return made
