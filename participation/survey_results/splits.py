"""Survey answers added up in groups: by the answers to a question, by channel, by language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from participation import db
from participation.contributions.models import Contribution
from participation.contributions.queries import visible
from participation.survey_results.queries import (
    ONE_ROW,
    Counts,
    Names,
    Part,
    counts_in,
    counts_of,
    is_of_response,
    keeping,
)
from participation.survey_results.rules import CHANNEL, LANGUAGE
from participation.surveys.models import Answer, Question, Survey
from participation.surveys.queries import is_live
from participation.surveys.rules import QuestionType


@dataclass(frozen=True)
class Split:
    """The same counts in groups. ``groups``: how many responses each has; those in none are not in it."""

    groups: Mapping[str, int]
    answered: Mapping[tuple[str, int], int]
    parts: Mapping[tuple[str, int], Mapping[Part, int]]


def split_of(survey: Survey, by: Question | str) -> Split:
    """The survey's counts in groups: by the answers to a question, or by CHANNEL or LANGUAGE. Kept until it changes."""
    if isinstance(by, str):
        ways: dict[str, Split] = keeping(survey, "ways", lambda: _by_ways(survey))
        return ways[by]
    found: Split = keeping(survey, f"question {by.id}", lambda: _by_question(survey, by))
    return found


def _by_question(survey: Survey, by: Question) -> Split:
    names = Names(survey)
    other = aliased(Answer)
    beside = and_(other.question_id == by.id, other.deletion_id.is_(None), other.option_id.is_not(None))
    whole = (
        select(other.option_id, func.count())
        .select_from(Contribution)
        .join(other, other.response_id == Contribution.id)
        .where(counts_in(survey.id), beside)
        .group_by(other.option_id)
    )
    joined = (
        select()
        .select_from(Answer)
        .join(Contribution, is_of_response())
        .join(other, other.response_id == Answer.response_id)
    )
    asked = [q.id for q in survey.every_version if q.key != by.key]
    of = and_(Answer.question_id.in_(asked), Contribution.survey_id == survey.id, is_live(), visible(), beside)
    columns = (other.option_id, Answer.question_id, Answer.option_id, Answer.row_id, Answer.rank, Answer.number)
    parts: dict[tuple[str, int], dict[Part, int]] = {}
    for group, question, option, row, rank, number, n in db.rows(
        joined.where(of).add_columns(*columns, func.count()).group_by(*columns)
    ):
        parts.setdefault((names.options[group], question), {})[names.part(option, row, rank, number)] = n
    answered = {
        (names.options[group], question): n
        for group, question, n in db.rows(
            joined.where(of)
            .add_columns(other.option_id, Answer.question_id, func.count(Answer.response_id.distinct()))
            .group_by(other.option_id, Answer.question_id)
        )
    }
    return Split({names.options[group]: n for group, n in db.rows(whole)}, answered, parts)


def _by_ways(survey: Survey) -> dict[str, Split]:
    """By channel and by language. Only the responses that came some other way than most are looked at one by one;
    what is left of the whole came as most did."""
    counts = counts_of(survey)
    if not counts.responses:
        return {way: Split({}, {}, {}) for way in (CHANNEL, LANGUAGE)}
    channel, language = (_most(found) for found in (counts.channels, counts.languages))
    other_ways = or_(Contribution.channel != channel, Contribution.language != language)
    answered, parts = _one_by_one(survey, other_ways)
    return {
        CHANNEL: _marginal(counts, counts.channels, channel, 0, answered, parts),
        LANGUAGE: _marginal(counts, counts.languages, language, 1, answered, parts),
    }


def _most(found: Mapping[str, int]) -> str:
    return max(sorted(found), key=lambda key: found[key])


_Answered = Mapping[tuple[str, str, int], int]
_Parts = Mapping[tuple[str, str, int], Mapping[Part, int]]
"""By channel, language and version."""


def _one_by_one(survey: Survey, which: Any) -> tuple[_Answered, _Parts]:
    names = Names(survey)
    of = and_(Contribution.survey_id == survey.id, which, visible(), is_live())
    joined = select().select_from(Contribution).join(Answer, is_of_response()).where(of)
    way = (Contribution.channel, Contribution.language, Answer.question_id)
    columns = (*way, Answer.option_id, Answer.row_id, Answer.rank, Answer.number)
    answered: dict[tuple[str, str, int], int] = {}
    parts: dict[tuple[str, str, int], dict[Part, int]] = {}
    for channel, language, question, option, row, rank, number, n in db.rows(
        joined.add_columns(*columns, func.count()).group_by(*columns)
    ):
        key = (channel, language, question)
        parts.setdefault(key, {})[names.part(option, row, rank, number)] = n
        answered[key] = answered.get(key, 0) + n
    several = [q.id for q in survey.every_version if QuestionType(q.type) not in ONE_ROW]
    people = (
        joined.where(Answer.question_id.in_(several))
        .add_columns(*way, func.count(Answer.response_id.distinct()))
        .group_by(*way)
    )
    for channel, language, question, n in db.rows(people) if several else ():
        answered[channel, language, question] = n
    return answered, parts


def _marginal(
    counts: Counts, groups: Mapping[str, int], most: str, place: Literal[0, 1], answered: _Answered, parts: _Parts
) -> Split:
    """One of the two, of both together. ``place``: which of the two, in the keys; ``most``: its largest group."""
    of: dict[tuple[str, int], int] = {(most, question): n for question, n in counts.answered.items()}
    said: dict[tuple[str, int], dict[Part, int]] = {(most, q): dict(found) for q, found in counts.parts.items()}

    def add(sums: dict[Any, int], key: Any, n: int) -> None:
        sums[key] = max(0, sums.get(key, 0) + n)

    for key, n in answered.items():
        if key[place] != most:
            add(of, (key[place], key[2]), n)
            add(of, (most, key[2]), -n)
    for key, found in parts.items():
        if key[place] != most:
            for part, n in found.items():
                add(said.setdefault((key[place], key[2]), {}), part, n)
                add(said.setdefault((most, key[2]), {}), part, -n)
    return Split(dict(groups), of, said)
