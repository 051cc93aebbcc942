"""Reads of surveys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, bindparam, distinct, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from participation import clock, db
from participation.access import Actor, NotFound
from participation.accounts.models import Account
from participation.contributions.queries import LARGEST_NUMBER, visible
from participation.dialogues.models import Dialogue
from participation.dialogues.public_parts import SURVEY, SURVEY_RESULT, part
from participation.dialogues.queries import counts_questions, staff_readable
from participation.surveys.defining import asked_of
from participation.surveys.definition import NO_TEXTS, Asked, Definition
from participation.surveys.given import Given
from participation.surveys.models import (
    Answer,
    AnswerDeletion,
    InvitationBatch,
    MatrixRow,
    Option,
    Question,
    StoredFile,
    Survey,
    SurveyResponse,
)
from participation.surveys.places import place_words
from participation.surveys.recording import given_of
from participation.surveys.rules import Publication, QuestionType, is_key, real
from participation.texts import Texts


@counts_questions
def question_counts(dialogue_id: int) -> Sequence[int]:
    """How many questions each of the dialogue's surveys has."""
    rows = db.session().execute(
        select(Survey.id, func.count(Question.id))
        .outerjoin(Question, and_(Question.survey_id == Survey.id, _is_asked()))
        .where(Survey.dialogue_id == dialogue_id)
        .group_by(Survey.id)
        .order_by(Survey.id)
    )
    return [n for _, n in rows]


def survey_parts() -> tuple[Select[Any], ...]:
    """To be read with a dialogue's parts: the surveys that have questions to answer, and those whose results the public
    sees once it has closed, oldest first. The note of each is its key."""
    here, has = Survey.dialogue_id == bindparam("dialogue"), exists().where(Question.survey_id == Survey.id)
    return (
        part(SURVEY, Survey.id, Survey.title, Survey.key).where(here, has.where(_is_asked())),
        part(SURVEY_RESULT, Survey.id, Survey.title, Survey.key).where(
            here, has, Survey.publication == Publication.AT_CLOSING.value
        ),
    )


def _is_asked() -> Any:
    """The question is asked now, and is one that can be answered."""
    return and_(
        Question.retired_at.is_(None),
        Question.type.not_in([QuestionType.PAGE_BREAK.value, QuestionType.NOTICE.value]),
    )


def _whole() -> Any:
    versions = selectinload(Survey.every_version)
    return [
        versions.selectinload(Question.options),
        versions.selectinload(Question.rows),
        versions.selectinload(Question.conditions),
    ]


def surveys_of(dialogue_id: int, *, anew: bool = False) -> list[Survey]:
    """The dialogue's surveys with their questions and options, oldest first.

    ``anew``: those that are held already say what is stored now, not what was when they were read.
    """
    query = select(Survey).where(Survey.dialogue_id == dialogue_id).options(*_whole()).order_by(Survey.id)
    return list(db.session().scalars(query, execution_options={"populate_existing": anew}))


def survey_by_key(dialogue_id: int, key: str) -> Survey:
    """The dialogue's survey with the key, with its questions and options; else :class:`NotFound`."""
    if not is_key(key):
        raise NotFound
    found = db.session().scalar(
        select(Survey).where(Survey.dialogue_id == dialogue_id, Survey.key == key).options(*_whole())
    )
    if found is None:
        raise NotFound
    return found


def survey_by_id(dialogue_id: int, survey_id: int) -> Survey:
    """The dialogue's survey with the id, with its questions and options; else :class:`NotFound`."""
    if survey_id > LARGEST_NUMBER:
        raise NotFound
    found = db.session().scalar(
        select(Survey).where(Survey.dialogue_id == dialogue_id, Survey.id == survey_id).options(*_whole())
    )
    if found is None:
        raise NotFound
    return found


def question_by_key(survey: Survey, key: str) -> Question:
    """The question with the key that the survey asks now; else :class:`NotFound`."""
    for question in survey.questions:
        if question.key == key:
            return question
    raise NotFound


def definition_of(survey: Survey) -> Definition:
    """What the survey asks now, for ``branching``, ``given`` and whoever shows it. A query more if it has pictures."""
    pictures = _picture_names(survey)
    return Definition(tuple(asked_of(q, pictures) for q in survey.questions))


def versions_of(survey: Survey) -> dict[str, list[Asked]]:
    """Every version of every question that the survey asks or has asked, by key, oldest first."""
    pictures = _picture_names(survey)
    found: dict[str, list[Asked]] = {}
    for question in sorted(survey.every_version, key=lambda q: (q.position, q.key, q.version)):
        found.setdefault(question.key, []).append(asked_of(question, pictures))
    return found


def _picture_names(survey: Survey) -> dict[int, str]:
    ids = {o.file_id for q in survey.every_version for o in q.options if o.file_id is not None}
    if not ids:
        return {}
    rows = db.session().execute(select(StoredFile.id, StoredFile.name).where(StoredFile.id.in_(ids)))
    return {row.id: row.name for row in rows}


def is_live() -> Any:
    """The condition that an :class:`Answer` counts: it has not been taken out. Every result and export asks it."""
    return Answer.deletion_id.is_(None)


def answered_questions(survey_id: int) -> set[int]:
    """The ids of the versions that somebody has answered, answers that were taken out included: they do not change."""
    rows = db.session().scalars(
        select(Question.id).where(Question.survey_id == survey_id, exists().where(Answer.question_id == Question.id))
    )
    return set(rows)


def responses_to(question_id: int) -> int:
    """How many responses answer this version of a question."""
    found = db.session().scalar(
        select(func.count(distinct(Answer.response_id))).where(Answer.question_id == question_id)
    )
    return found or 0


def given_in(survey: Survey, response_id: int) -> dict[str, Given]:
    """What the response says now, by question key; answers to versions that are no longer asked included."""
    rows: dict[int, list[Answer]] = {}
    session = db.session()
    for answer in session.scalars(select(Answer).where(Answer.response_id == response_id).order_by(Answer.id)):
        rows.setdefault(answer.question_id, []).append(answer)
    ids = {a.file_id for found in rows.values() for a in found if a.file_id is not None}
    stored = session.execute(select(StoredFile.id, StoredFile.name).where(StoredFile.id.in_(ids))) if ids else ()
    files = {row.id: row.name for row in stored}
    return {q.key: given_of(q, rows[q.id], files) for q in survey.every_version if q.id in rows}


def response_of(survey_id: int, respondent_key: str) -> SurveyResponse | None:
    """What the holder of the key has answered."""
    return db.session().scalar(
        select(SurveyResponse).where(
            SurveyResponse.survey_id == survey_id, SurveyResponse.respondent_key == respondent_key
        )
    )


@dataclass(frozen=True)
class Answered:
    """A question and what one person answered: chosen or ranked texts in order, rows of a matrix with what was chosen,
    a number (``scale``: its ends), or words (also: a day, a place, a file's name, what "Other" was). ``withheld``:
    there is an answer, and nothing of it is here."""

    question: Texts
    type: QuestionType
    chosen: tuple[Texts, ...] = ()
    number: int | Decimal | None = None
    maximum: int | None = None
    words: str = ""
    cells: tuple[tuple[Texts, Texts], ...] = ()
    scale: tuple[int, Texts, int, Texts] | None = None
    unit: Texts = NO_TEXTS
    withheld: bool = False


def answers_in(response_ids: Iterable[int], *, confidential: bool) -> dict[int, list[Answered]]:
    """The answers of each response, in the order of the questions; one query. Not answered ones are left out, and
    those that were taken out. Unless ``confidential``, what was answered to questions that are confidential in any of
    their versions is withheld."""
    ids = list(response_ids)
    answers: dict[int, list[Answered]] = {i: [] for i in ids}
    if not ids:
        return answers
    rows = db.session().execute(
        select(Answer, Question, Option.text, MatrixRow.text, StoredFile.original_name, _is_confidential())
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(Option, Option.id == Answer.option_id)
        .outerjoin(MatrixRow, MatrixRow.id == Answer.row_id)
        .outerjoin(StoredFile, StoredFile.id == Answer.file_id)
        .where(Answer.response_id.in_(ids), is_live())
        .order_by(
            Answer.response_id,
            Question.position,
            Question.id,
            MatrixRow.position,
            Answer.rank,
            Option.position,
            Option.id,
            Answer.id,
        )
    )
    last: tuple[int, int] | None = None
    for answer, question, chosen, line, file_name, is_confidential in rows:
        of = answers[answer.response_id]
        found = _answered(answer, question, chosen, line, file_name)
        if is_confidential and not confidential:
            found = Answered(question.text, found.type, withheld=True)
        if last == (answer.response_id, question.id):
            before = of.pop()
            found = replace(
                before,
                chosen=before.chosen + found.chosen,
                cells=before.cells + found.cells,
                words=before.words or found.words,
            )
        of.append(found)
        last = (answer.response_id, question.id)
    return answers


def _is_confidential() -> Any:
    """Whether the question is confidential in any of its versions."""
    same = aliased(Question)
    return exists().where(same.survey_id == Question.survey_id, same.key == Question.key, same.confidential)


def _answered(
    answer: Answer, question: Question, chosen: Texts | None, line: Texts | None, file_name: str | None
) -> Answered:
    kind = QuestionType(question.type)
    base = Answered(question.text, kind, unit=question.unit)
    if answer.row_id is not None:
        return replace(base, cells=((line or NO_TEXTS, chosen or NO_TEXTS),))
    if answer.option_id is not None:
        return replace(base, chosen=(chosen or NO_TEXTS,), words=answer.words or "")
    if answer.number is not None and kind is QuestionType.NOTICE:
        return replace(base, words="✓")
    if answer.number is not None:
        low, high = question.minimum, question.maximum
        if kind is not QuestionType.SCALE or low is None or high is None:
            return replace(base, number=real(answer.number, whole=question.whole))
        ends = (int(low), question.low_label, int(high), question.high_label)
        return replace(base, number=answer.number, maximum=int(high), scale=ends)
    if answer.day is not None:
        return replace(base, words=answer.day.isoformat())
    place = place_words(answer.place) if answer.place else None
    words = [w for w in (answer.words, place, file_name) if w]
    return replace(base, words="\n".join(words))


def picture_of(survey_id: int, name: str) -> StoredFile | None:
    """The survey's picture with the name; what residents attached is none."""
    return db.session().scalar(
        select(StoredFile).where(
            StoredFile.survey_id == survey_id, StoredFile.name == name, exists().where(Option.file_id == StoredFile.id)
        )
    )


def readable_surveys(actor: Actor) -> list[tuple[Survey, Dialogue]]:
    """Every survey of the dialogues the actor reads in the back office, newest first."""
    rows = db.session().execute(
        select(Survey, Dialogue)
        .join(Dialogue, Dialogue.id == Survey.dialogue_id)
        .where(staff_readable(actor, clock.now()))
        .order_by(Survey.id.desc())
        .limit(500)
    )
    return [(survey, dialogue) for survey, dialogue in rows]


def batch_by_id(survey_id: int, batch_id: int) -> InvitationBatch:
    """The survey's batch of codes with the id; else :class:`NotFound`."""
    found = db.session().scalar(
        select(InvitationBatch).where(InvitationBatch.survey_id == survey_id, InvitationBatch.id == batch_id)
    )
    if found is None:
        raise NotFound
    return found


def deletion_by_id(survey_id: int, deletion_id: int) -> AnswerDeletion:
    """The survey's deletion with the id; else :class:`NotFound`."""
    found = db.session().scalar(
        select(AnswerDeletion).where(AnswerDeletion.survey_id == survey_id, AnswerDeletion.id == deletion_id)
    )
    if found is None:
        raise NotFound
    return found


def response_by_number(survey_id: int, number: int) -> SurveyResponse | None:
    """The survey's response with the running number of the dialogue."""
    if not 0 < number <= LARGEST_NUMBER:
        return None
    return db.session().scalar(
        select(SurveyResponse).where(SurveyResponse.survey_id == survey_id, SurveyResponse.number == number)
    )


def names_of_staff(ids: Iterable[int | None]) -> dict[int | None, str]:
    """What the accounts are called, by id."""
    wanted = [i for i in ids if i is not None]
    if not wanted:
        return {}
    rows = db.session().execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def survey_key(survey_id: int) -> str:
    """The key of the survey in its address; "" if there is none."""
    return db.session().scalar(select(Survey.key).where(Survey.id == survey_id)) or ""


MOST_FILES = 500


def attached_files(survey_id: int) -> list[tuple[StoredFile, Texts, SurveyResponse]]:
    """Files that were sent with answers, newest first, with their question and response; at most MOST_FILES. What is
    hidden is not among them."""
    rows = db.session().execute(
        select(StoredFile, Question.text, SurveyResponse)
        .join(Answer, Answer.file_id == StoredFile.id)
        .join(Question, Question.id == Answer.question_id)
        .join(SurveyResponse, SurveyResponse.id == Answer.response_id)
        .where(StoredFile.survey_id == survey_id, is_live(), visible())
        .order_by(StoredFile.id.desc())
        .limit(MOST_FILES)
    )
    return [(file, text, response) for file, text, response in rows]


def attached_file(survey_id: int, file_id: int) -> StoredFile:
    """A file that was sent with an answer; else :class:`NotFound`. What is in a draft is nobody’s but its writer’s,
    and what is hidden is read where it is judged."""
    is_sent = exists().where(
        Answer.file_id == StoredFile.id, is_live(), SurveyResponse.id == Answer.response_id, visible()
    )
    found = db.session().scalar(
        select(StoredFile).where(StoredFile.survey_id == survey_id, StoredFile.id == file_id, is_sent)
    )
    if found is None:
        raise NotFound
    return found
