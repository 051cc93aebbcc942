"""Survey answers added up, in the database. Hidden responses and answers that were taken out are in no number."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import and_, exists, func, literal, select, union_all

from participation import content_version, db
from participation.contributions.models import Contribution
from participation.contributions.queries import visible
from participation.survey_results.rules import CHECK
from participation.surveys.models import (
    Answer,
    AnswerDeletion,
    Demographics,
    Question,
    Survey,
    SurveyCheck,
    SurveyExport,
)
from participation.surveys.queries import is_live
from participation.surveys.rules import NO_ANSWER, WRITTEN, Publication, QuestionType
from participation.texts import Texts


class Part(NamedTuple):
    """What was answered, as far as it can be counted: keys of option and row, rank, number; None for the others."""

    option: str | None = None
    row: str | None = None
    rank: int | None = None
    number: int | None = None


@dataclass(frozen=True)
class Counts:
    """How many responses a survey has, and how many answers each version of each question.

    By the id of the version: ``answered`` responses, ``parts`` what they chose, ``months`` of dates (``2026-11``),
    ``written`` answers with words of one's own.
    """

    responses: int = 0
    hidden: int = 0
    channels: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    answered: Mapping[int, int] = field(default_factory=dict)
    parts: Mapping[int, Mapping[Part, int]] = field(default_factory=dict)
    months: Mapping[int, Mapping[str, int]] = field(default_factory=dict)


def counts_in(survey_id: int) -> Any:
    """The condition that a response counts: the public may see it, and not all of it was taken out."""
    of = and_(Contribution.survey_id == survey_id, visible())
    something_taken_out = exists().where(
        AnswerDeletion.survey_id == survey_id, AnswerDeletion.entry_id.is_(None), AnswerDeletion.decided_at.is_not(None)
    )
    if not db.session().scalar(select(something_taken_out)):
        return of  # then each has answers: it is not asked of every one
    return and_(of, exists().where(is_of_response(), is_live()))


def is_of_response() -> Any:
    """The condition that an answer is in a response."""
    return Answer.response_id == Contribution.id


_LARGEST_KEPT = 64
_kept: WeakKeyDictionary[Any, OrderedDict[tuple[int, str], tuple[int, Any]]] = WeakKeyDictionary()
"""What was added up last in each database, until the dialogue's content changes."""


def counts_of(survey: Survey) -> Counts:
    """The survey's counts, kept until something changes."""
    found: Counts = keeping(survey, "", lambda: _count(survey))
    return found


def keeping(survey: Survey, what: str, count: Any) -> Any:
    """What ``count()`` finds, or what it found the last time if nothing has changed since."""
    session = db.session()
    if not isinstance(session, db.UnitOfWork) or session.write:
        return count()  # it may see what others do not see yet
    version = content_version.read(content_version.scope_of(survey.dialogue_id))
    kept = _kept.setdefault(session.get_bind(), OrderedDict())
    key = (survey.id, what)
    held = kept.get(key)
    if held is not None and held[0] == version:
        return held[1]
    made = count()
    kept[key] = (version, made)
    while len(kept) > _LARGEST_KEPT:
        kept.popitem(last=False)
    return made


def forget() -> None:
    """Add everything up anew the next time: for measurements, and for tests that empty a database."""
    _kept.clear()


def _count(survey: Survey) -> Counts:
    rows = db.rows(
        select(Contribution.channel, Contribution.language, func.count())
        .where(counts_in(survey.id))
        .group_by(Contribution.channel, Contribution.language)
    ).all()
    hidden = db.rows(
        select(func.count()).select_from(Contribution).where(Contribution.survey_id == survey.id, ~visible())
    ).scalar_one()
    answered, parts = _answers(survey)
    return Counts(
        responses=sum(n for _, _, n in rows),
        hidden=hidden,
        channels=_sums((channel, n) for channel, _, n in rows),
        languages=_sums((language, n) for _, language, n in rows),
        answered=answered,
        parts=parts,
        months=_months(survey),
    )


def _sums(pairs: Iterable[tuple[Any, int]]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for key, n in pairs:
        found[key] = found.get(key, 0) + n
    return found


ONE_ROW = frozenset(
    {
        *WRITTEN,
        QuestionType.SINGLE_CHOICE,
        QuestionType.DROPDOWN,
        QuestionType.SCALE,
        QuestionType.NUMBER,
        QuestionType.DATE,
        QuestionType.MAP,
        QuestionType.FILE,
        QuestionType.NOTICE,
    }
)
"""Questions whose answer is one row: as many responses as rows have answered them."""


def _answers(survey: Survey) -> tuple[dict[int, int], dict[int, dict[Part, int]]]:
    """Everything is counted from an index alone; what the hidden responses said is counted apart and taken off."""
    names = Names(survey)
    answered: dict[int, int] = {}
    parts: dict[int, dict[Part, int]] = {}
    columns = (Answer.question_id, Answer.option_id, Answer.row_id, Answer.rank, Answer.number)
    all_of_it = select(*columns, func.count()).where(Answer.question_id.in_(names.questions), is_live())
    for statement, sign in ((all_of_it, 1), (_of_hidden(all_of_it, survey), -1)):
        for question, option, row, rank, number, n in db.rows(statement.group_by(*columns)):
            part, found = names.part(option, row, rank, number), parts.setdefault(question, {})
            found[part] = found.get(part, 0) + sign * n
            answered[question] = answered.get(question, 0) + sign * n
    several = [q.id for q in survey.every_version if QuestionType(q.type) not in ONE_ROW]
    people = select(Answer.question_id, Answer.response_id).where(Answer.question_id.in_(several), is_live()).distinct()
    for question in several:
        answered[question] = 0
    for statement, sign in ((people, 1), (_of_hidden(people, survey), -1)) if several else ():
        each = statement.subquery()
        for question, n in db.rows(select(each.c.question_id, func.count()).group_by(each.c.question_id)):
            answered[question] += sign * n
    return answered, {q: {part: n for part, n in found.items() if n} for q, found in parts.items()}


def _of_hidden(statement: Any, survey: Survey) -> Any:
    """The same of what the public may not see."""
    hidden = select(Contribution.id).where(Contribution.survey_id == survey.id, ~visible())
    return statement.where(Answer.response_id.in_(hidden))


class Names:
    """From the numbers of rows to the keys that never change."""

    def __init__(self, survey: Survey) -> None:
        self.questions = [q.id for q in survey.every_version]
        self.options = {o.id: o.key for q in survey.every_version for o in q.options}
        self.rows = {r.id: r.key for q in survey.every_version for r in q.rows}

    def part(self, option: int | None, row: int | None, rank: int | None, number: int | None) -> Part:
        """The part with the ids."""
        return Part(
            self.options[option] if option is not None else None,
            self.rows[row] if row is not None else None,
            rank,
            number,
        )


def _months(survey: Survey) -> dict[int, dict[str, int]]:
    asked = [q.id for q in survey.every_version if q.type == QuestionType.DATE.value]
    found: dict[int, dict[str, int]] = {}
    if asked:
        rows = db.rows(
            select(Answer.question_id, Answer.day, func.count())
            .join(Contribution, is_of_response())
            .where(Answer.question_id.in_(asked), is_live(), visible(), Answer.day.is_not(None))
            .group_by(Answer.question_id, Answer.day)
        )
        for question, day, n in rows:
            months = found.setdefault(question, {})
            month = f"{day:%Y-%m}"
            months[month] = months.get(month, 0) + n
    return found


def to_be_published(dialogue_id: int) -> list[tuple[str, Texts]]:
    """Key and title of the dialogue's surveys whose results the public sees once it has closed, oldest first."""
    rows = db.rows(
        select(Survey.key, Survey.title)
        .where(
            Survey.dialogue_id == dialogue_id,
            Survey.publication == Publication.AT_CLOSING.value,
            exists().where(Question.survey_id == Survey.id),
        )
        .order_by(Survey.id)
    )
    return [(key, title) for key, title in rows]


def asking_background(dialogue_id: int) -> dict[int, Publication]:
    """The dialogue's surveys after which people can tell about themselves, and whether the results are published."""
    rows = db.rows(
        select(Survey.id, Survey.publication)
        .where(Survey.dialogue_id == dialogue_id, Survey.asks_background)
        .order_by(Survey.id)
    )
    return {survey_id: Publication(publication) for survey_id, publication in rows}


def told_in(survey: Survey, names: Collection[str]) -> dict[str, dict[str, int]]:
    """How many people in the survey's dialogue have told what about themselves, by column of Demographics, one at a
    time: what one person has told is never put together. Those who did not tell a thing are in none of its numbers.
    Kept until something changes; nobody tells anything once the dialogue has closed."""
    found: dict[str, dict[str, int]] = keeping(
        survey, f"told {' '.join(names)}", lambda: _told(survey.dialogue_id, names)
    )
    return found


def _told(dialogue_id: int, names: Collection[str]) -> dict[str, dict[str, int]]:
    each = [
        select(literal(name).label("name"), (column := getattr(Demographics, name)), func.count())
        .where(Demographics.dialogue_id == dialogue_id, column.not_in(["", NO_ANSWER]))
        .group_by(column)
        for name in names
    ]
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for name, value, n in db.rows(union_all(*each)):
        found[name][value] = n
    return found


WRITTEN_PAGE = 50


@dataclass(frozen=True)
class Written:
    """One person's own words in answer to a question."""

    id: int
    number: int
    language: str
    channel: str
    words: str


def written_in(question_ids: Sequence[int], after: int = 0) -> tuple[list[Written], bool]:
    """The words that were written in answer, by the order they came in, after that response; whether there are more."""
    rows = db.rows(
        select(Contribution.id, Contribution.number, Contribution.language, Contribution.channel, Answer.words)
        .select_from(Answer)
        .join(Contribution, is_of_response())
        .where(
            Answer.question_id.in_(question_ids),
            Answer.words.is_not(None),
            is_live(),
            visible(),
            Contribution.id > after,
        )
        .order_by(Contribution.id)
        .limit(WRITTEN_PAGE + 1)
    ).all()
    return [Written(*row) for row in rows[:WRITTEN_PAGE]], len(rows) > WRITTEN_PAGE


def latest_check(survey_id: int) -> SurveyCheck | None:
    """The latest comparison of what was received with what is told."""
    return db.session().scalar(
        select(SurveyCheck)
        .where(SurveyCheck.survey_id == survey_id)
        .order_by(SurveyCheck.checked_at.desc(), SurveyCheck.id.desc())
        .limit(1)
    )


def exports_of(survey_id: int, now: datetime) -> list[SurveyExport]:
    """The files that were asked for and are not out of date, the newest first, checks left out."""
    return list(
        db.session().scalars(
            select(SurveyExport)
            .where(
                SurveyExport.survey_id == survey_id,
                SurveyExport.format != CHECK,
                (SurveyExport.expires_at.is_(None)) | (SurveyExport.expires_at > now),
            )
            .order_by(SurveyExport.id.desc())
            .limit(12)
        )
    )


def left_out(survey_id: int) -> str:
    """What must not be in a file that is made now, in short: unlike as soon as a response is hidden or shown again, or
    answers are taken out or put back."""
    hidden = select(Contribution.id).where(Contribution.survey_id == survey_id, ~visible())
    taken_out = select(AnswerDeletion.id).where(
        AnswerDeletion.survey_id == survey_id,
        AnswerDeletion.entry_id.is_(None),
        AnswerDeletion.accepted.is_(True),
        AnswerDeletion.undone_at.is_(None),
    )
    found = [sorted(db.session().scalars(ids)) for ids in (hidden, taken_out)]
    return hashlib.sha256(repr(found).encode()).hexdigest()


def is_outdated(export: SurveyExport, without: str) -> bool:
    """Whether the finished file may hold what has been hidden or taken out since; ``without``: what is left out now."""
    return export.file_name != "" and export.options.get("left_out") != without


def export_by_id(survey_id: int, export_id: int) -> SurveyExport | None:
    """A file that was asked for."""
    return db.session().scalar(
        select(SurveyExport).where(SurveyExport.survey_id == survey_id, SurveyExport.id == export_id)
    )


def check_waits(survey_id: int) -> bool:
    """Whether somebody has asked for a comparison that is not made yet."""
    found = db.session().scalar(
        select(SurveyExport.id)
        .where(
            SurveyExport.survey_id == survey_id,
            SurveyExport.format == CHECK,
            SurveyExport.finished_at.is_(None),
        )
        .limit(1)
    )
    return found is not None
