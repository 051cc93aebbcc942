"""Between answers as people give them and the rows they are stored in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from participation.surveys.given import Given
from participation.surveys.models import Answer, Question
from participation.surveys.rules import QuestionType, real, stored


def rows_of(response_id: int, question: Question, given: Given, files: Mapping[str, int] | None = None) -> list[Answer]:
    """The rows that store an answer to this version of the question. ``files``: id by name, for stored files.

    Raises ValueError for options, rows or files that are not the question's.
    """

    def row(**values: Any) -> Answer:
        return Answer(response_id=response_id, question_id=question.id, **values)

    check_belongs(question, given)
    options = {o.key: o for o in question.options}
    lines = {r.key: r for r in question.rows}
    if given.cells:
        return [row(row_id=lines[r].id, option_id=options[c].id) for r, c in given.cells]
    if given.options:
        is_ranking = question.type == QuestionType.RANKING.value
        return [
            row(
                option_id=options[key].id,
                rank=place if is_ranking else None,
                words=given.other if options[key].is_other and given.other else None,
            )
            for place, key in enumerate(given.options, 1)
        ]
    if given.file:
        if given.file not in (files or {}):
            raise ValueError("the file belongs to somebody else")
        return [row(file_id=(files or {})[given.file])]
    if given.number is not None or given.agreed:
        return [row(number=1 if given.number is None else stored(given.number, whole=question.whole))]
    if given.day is not None:
        return [row(day=given.day)]
    if given.place or given.words.strip():
        return [row(place=given.place or None, words=given.words or None)]
    return []


def check_belongs(question: Question, given: Given) -> None:
    """Raise ValueError for options or rows that are not the question's."""
    options, lines = {o.key for o in question.options}, {r.key for r in question.rows}
    if not set(given.options) <= options or not all(r in lines and c in options for r, c in given.cells):
        raise ValueError("the answer belongs to another survey")


def given_of(question: Question, rows: Iterable[Answer], files: Mapping[int, str] | None = None) -> Given:
    """The answer that the rows store. ``files``: name by id."""
    found = list(rows)
    keys = {o.id: o.key for o in question.options}
    order = {o.id: n for n, o in enumerate(question.options)}
    cells = {a.row_id: keys[a.option_id] for a in found if a.row_id is not None and a.option_id is not None}
    if cells:
        return Given(cells=tuple((r.key, cells[r.id]) for r in question.rows if r.id in cells))
    chosen = [a for a in found if a.option_id is not None]
    if chosen:
        chosen.sort(key=lambda a: (a.rank or 0, order[a.option_id or 0]))
        return Given(
            options=tuple(keys[a.option_id or 0] for a in chosen),
            other=next((a.words for a in chosen if a.words), ""),
        )
    for answer in found:
        if answer.file_id is not None:
            return Given(file=(files or {}).get(answer.file_id, ""))
        if answer.number is not None and question.type == QuestionType.NOTICE.value:
            return Given(agreed=True)
        number = None if answer.number is None else real(answer.number, whole=question.whole)
        return Given(number=number, day=answer.day, place=answer.place or "", words=answer.words or "")
    return Given()


def as_json(answers: Mapping[str, Given]) -> dict[str, Any]:
    """Answers by question key, as plain values for the history of a response."""
    return {key: _plain(given) for key, given in answers.items() if given}


def from_json(stored: Mapping[str, Any]) -> dict[str, Given]:
    """Answers as :func:`as_json` wrote them."""
    made = {}
    for key, values in stored.items():
        made[key] = Given(
            options=tuple(values.get("options", ())),
            other=values.get("other", ""),
            cells=tuple((row, column) for row, column in values.get("cells", ())),
            number=Decimal(values["number"]) if isinstance(values.get("number"), str) else values.get("number"),
            words=values.get("words", ""),
            day=date.fromisoformat(values["day"]) if "day" in values else None,
            place=values.get("place", ""),
            file=values.get("file", ""),
            agreed=values.get("agreed", False),
        )
    return made


def _plain(given: Given) -> dict[str, Any]:
    values: dict[str, Any] = {
        "options": list(given.options),
        "other": given.other,
        "cells": [list(pair) for pair in given.cells],
        "number": str(given.number) if isinstance(given.number, Decimal) else given.number,
        "words": given.words,
        "day": given.day.isoformat() if given.day else None,
        "place": given.place,
        "file": given.file,
        "agreed": given.agreed,
    }
    return {k: v for k, v in values.items() if v or (k == "number" and v is not None)}
