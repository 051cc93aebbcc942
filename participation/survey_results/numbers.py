"""A survey's numbers, whole and in groups: what every page and file of results is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from participation import i18n
from participation.i18n import capital, gettext, number
from participation.survey_results.labels import channel_label, split_label
from participation.survey_results.queries import Counts, counts_of
from participation.survey_results.rules import CHANNEL, LANGUAGE, MOST_GROUPS, SPLITS
from participation.survey_results.splits import Split, split_of
from participation.survey_results.tables import (
    SPLITTABLE,
    Group,
    QuestionTable,
    SplitTable,
    groups_of,
    question_tables,
    split_table,
)
from participation.surveys.definition import Asked
from participation.surveys.models import Question, Survey
from participation.surveys.queries import definition_of, versions_of
from participation.surveys.rules import QuestionType
from participation.texts import Texts


@dataclass(frozen=True)
class Result:
    """A survey's numbers: what every page and file of results is made from."""

    survey: Survey
    counts: Counts
    tables: Sequence[QuestionTable]
    numbers: Mapping[str, int]
    """The number of each question as readers see it; 0 for those no longer asked."""


def result_of(survey: Survey, *, public: bool) -> Result:
    """The survey's numbers; for the public without confidential questions, in whichever version they were that."""
    counts = counts_of(survey)
    versions = versions_of(survey)
    definition = definition_of(survey)
    if public:
        versions = {k: found for k, found in versions.items() if not any(a.confidential for a in found)}
    tables = question_tables(versions, [q.key for q in definition], counts)
    return Result(survey, counts, tables, {k: definition.number_of(k) for k in versions})


@dataclass(frozen=True)
class Splitting:
    """Something to split by: a question in the version asked now, or a property of the response."""

    label: str
    by: Question | str
    names: Sequence[tuple[str, Texts]]


@dataclass(frozen=True)
class Grouped:
    """A survey's answers in groups."""

    counts: Counts
    split: Split
    groups: Sequence[Group]
    by: Asked | None

    def table(self, asked: Asked) -> SplitTable | None:
        """The version in groups; None for what is never told in groups, and for the question itself."""
        if asked.type not in SPLITTABLE or (self.by is not None and asked.key == self.by.key):
            return None
        turned = self.by is not None and self.by.identity < asked.identity
        return split_table(asked, self.counts, self.split, [g.key for g in self.groups], turned=turned)


def splits_of(result: Result) -> dict[str, Splitting]:
    """Everything the answers can be split by, by its name in addresses."""
    found: dict[str, Splitting] = {}
    shown = {t.key for t in result.tables}
    for question in result.survey.questions:
        if QuestionType(question.type) in SPLITS and question.key in shown and len(question.options) <= MOST_GROUPS:
            n = result.numbers.get(question.key, 0)
            text = question.text.in_(i18n.current().code).text
            found[question.key] = Splitting(
                gettext("Question %(n)s", n=number(n)) + f": {text}",
                question,
                [(o.key, o.text) for o in question.options],
            )
    everywhere: list[tuple[str, Mapping[str, int], Any]] = [
        (CHANNEL, result.counts.channels, channel_label),
        (LANGUAGE, result.counts.languages, i18n.language_name),
    ]
    for name, counts, called in everywhere:
        if len(counts) > 1:
            said = [(key, Texts({i18n.current().code: capital(called(key))})) for key in sorted(counts)]
            found[name] = Splitting(split_label(name), name, said[:MOST_GROUPS])
    return found


def in_groups(result: Result, splitting: Splitting) -> Grouped:
    """The answers in groups."""
    split = split_of(result.survey, splitting.by)
    groups = groups_of(split, splitting.names, result.counts.responses)
    by = None
    if not isinstance(splitting.by, str):
        identity = splitting.by.id
        by = next(a for found in versions_of(result.survey).values() for a in found if a.identity == identity)
    return Grouped(result.counts, split, groups, by)


def split_of_result(result: Result, by: str) -> Grouped | None:
    """The answers in groups by what ``by`` names; None for nothing."""
    splitting = splits_of(result).get(by)
    return None if splitting is None else in_groups(result, splitting)
