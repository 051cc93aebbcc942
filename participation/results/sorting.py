"""Reads for sorting: the contributions an official goes through, page by page, as they were written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from participation import db
from participation.contributions.models import Contribution
from participation.contributions.rules import ContributionKind
from participation.results.models import Theme, ThemeContribution
from participation.results.queries import counted, has_theme
from participation.surveys.queries import Answered, answers_in
from participation.texts import Texts

PAGE = 30


@dataclass(frozen=True)
class Choice:
    """Which contributions to list. ``theme_id`` wins over ``without_theme``; neither lists all."""

    without_theme: bool = True
    theme_id: int | None = None
    kind: ContributionKind | None = None
    language: str | None = None


@dataclass(frozen=True)
class SurveyAnswer:
    """A question and what was answered: options, a number on a scale with its ends, or words."""

    question: Texts
    options: tuple[Texts, ...] = ()
    number: int | Decimal | None = None
    scale: tuple[int, Texts, int, Texts] | None = None
    words: str = ""


@dataclass(frozen=True)
class Item:
    """A contribution to sort, with what it is about (comments) or what was answered (surveys)."""

    contribution: Contribution
    subject_number: int | None = None
    subject_title: str = ""
    themes: tuple[int, ...] = ()
    answers: tuple[SurveyAnswer, ...] = ()


@dataclass(frozen=True)
class Page:
    """Some of the chosen contributions, by number; whether there are more before and after."""

    items: list[Item] = field(default_factory=list)
    more_before: bool = False
    more_after: bool = False


def page_of(
    dialogue_id: int,
    choice: Choice,
    *,
    confidential: bool,
    after: int | None = None,
    before: int | None = None,
    size: int = PAGE,
) -> Page:
    """A page of the counted contributions chosen, those with the ids after or before the given one; ``confidential``:
    with what was answered to confidential questions. Four queries."""
    subject = aliased(Contribution, flat=True)
    everything: Any = (
        select(Contribution, subject.number, subject.title)
        .outerjoin(subject, subject.id == Contribution.subject_id)
        .where(Contribution.dialogue_id == dialogue_id, counted())
    )
    query = _chosen(everything, choice)
    if before is not None:
        query = query.where(Contribution.id < before).order_by(Contribution.id.desc())
    else:
        query = query.where(Contribution.id > (after or 0)).order_by(Contribution.id)
    rows = db.session().execute(query.limit(size + 1)).all()
    more = len(rows) > size
    shown = list(rows[:size])
    if before is not None:
        shown.reverse()
    ids = [c.id for c, _, _ in shown]
    themes, answers = _themes_of(ids), _answers_of(ids, confidential)
    items = [Item(c, n, t or "", themes.get(c.id, ()), answers.get(c.id, ())) for c, n, t in shown]
    if before is not None:
        return Page(items, more_before=more, more_after=True)
    return Page(items, more_before=after is not None, more_after=more)


def _chosen(query: Select[Any], choice: Choice) -> Select[Any]:
    if choice.theme_id is not None:
        query = query.join(ThemeContribution, ThemeContribution.contribution_id == Contribution.id).where(
            ThemeContribution.theme_id == choice.theme_id
        )
    elif choice.without_theme:
        query = query.where(~has_theme())
    if choice.kind is not None:
        query = query.where(Contribution.kind == choice.kind.value)
    if choice.language is not None:
        query = query.where(Contribution.language == choice.language)
    return query


def languages_written(dialogue_id: int) -> list[str]:
    """The languages of the counted contributions, by code."""
    return list(
        db.session().scalars(
            select(Contribution.language)
            .where(Contribution.dialogue_id == dialogue_id, counted())
            .distinct()
            .order_by(Contribution.language)
        )
    )


def _themes_of(ids: Sequence[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    if ids:
        rows = db.session().execute(
            select(ThemeContribution.contribution_id, ThemeContribution.theme_id)
            .join(Theme, Theme.id == ThemeContribution.theme_id)
            .where(ThemeContribution.contribution_id.in_(ids))
            .order_by(Theme.is_other, Theme.position, Theme.id)
        )
        for contribution_id, theme_id in rows:
            found[contribution_id] = (*found.get(contribution_id, ()), theme_id)
    return found


def _answers_of(ids: Sequence[int], confidential: bool) -> dict[int, tuple[SurveyAnswer, ...]]:
    found = answers_in(ids, confidential=confidential)
    return {identity: tuple(_answer(a) for a in answers if not a.withheld) for identity, answers in found.items()}


def _answer(answer: Answered) -> SurveyAnswer:
    rows = tuple(_together(row, column) for row, column in answer.cells)
    return SurveyAnswer(answer.question, answer.chosen + rows, answer.number, answer.scale, answer.words)


def _together(row: Texts, column: Texts) -> Texts:
    """A row of a matrix with what was chosen in it, in every language that has both."""
    return Texts({code: f"{row[code]}: {column[code]}" for code in row if code in column})
