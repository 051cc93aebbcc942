"""A survey of any length with any number of responses, inserted in bulk, past the actions: for benchmarks only."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import func, insert, select

from participation import clock, content_version, db
from participation.benchmarks import words
from participation.contributions.actions import new_code
from participation.contributions.models import Contribution, RunningNumber, Tally
from participation.contributions.rules import Channel, ContributionKind, Speaker, Visibility
from participation.dialogues.models import Dialogue
from participation.surveys.models import Answer, MatrixRow, Option, Question, Survey
from participation.surveys.rules import QuestionType
from participation.texts import Texts

_BATCH = 500
_KINDS = (
    *(QuestionType.SINGLE_CHOICE, QuestionType.SCALE, QuestionType.MULTIPLE_CHOICE, QuestionType.SCALE),
    *(QuestionType.SINGLE_CHOICE, QuestionType.NUMBER, QuestionType.MATRIX, QuestionType.SHORT_TEXT),
)
"""The sorts that a survey's questions take turns with."""


def survey_of(dialogue: Dialogue, questions: int, key: str = "survey") -> Survey:
    """Insert a survey with so many questions."""

    def said(text: str) -> Texts:
        return Texts({"sv": text, "en": text})

    survey = Survey(dialogue_id=dialogue.id, key=key, title=said("Enkät"), created_at=clock.now())
    for n in range(questions):
        kind = _KINDS[n % len(_KINDS)]
        has_options = kind in (QuestionType.SINGLE_CHOICE, QuestionType.MULTIPLE_CHOICE, QuestionType.MATRIX)
        limits = {QuestionType.SCALE: (1, 5), QuestionType.NUMBER: (0, 120)}.get(kind, (None, None))
        question = Question(
            position=n + 1,
            type=kind.value,
            text=said(f"Fråga {n + 1}: vad tycker du om platsen vid vattnet?"),
            minimum=limits[0],
            maximum=limits[1],
        )
        if has_options:
            question.options = [Option(position=p, text=said(f"Svar {p}")) for p in range(1, 5)]
        if kind is QuestionType.MATRIX:
            question.rows = [MatrixRow(position=p, text=said(f"Rad {p}")) for p in range(1, 4)]
        survey.every_version.append(question)
    db.session().add(survey)
    db.session().flush()
    return survey


def load_answers(dialogue: Dialogue, survey: Survey, responses: int, *, seed: int = 1) -> int:
    """Insert so many responses, each with an answer to nearly every question; how many rows of answers."""
    random = Random(seed)  # noqa: S311 - not for secrets
    session = db.session()
    number = session.scalar(select(RunningNumber.last).where(RunningNumber.dialogue_id == dialogue.id)) or 0
    identity = session.scalar(select(func.max(Contribution.id))) or 0
    first = session.scalar(select(func.max(Answer.id))) or 0
    everybody = iter(range(1, responses + 1))
    rows = first
    while batch := list(islice(everybody, _BATCH)):
        session.execute(
            insert(Contribution.__table__),  # type: ignore[arg-type] # said to be less than a table
            [_envelope(dialogue, survey, identity + n, number + n, random) for n in batch],
        )
        said = [row for n in batch for row in _answers(survey, identity + n, random)]
        for row in said:
            rows += 1
            row["id"] = rows
        session.execute(insert(Answer.__table__), said)  # type: ignore[arg-type] # said to be less than a table
    _settle(dialogue, number + responses, responses)
    if session.get_bind().dialect.name == "postgresql":
        for table, last in ((Contribution.__tablename__, identity + responses), (Answer.__tablename__, rows)):
            session.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), last)))
    return rows - first


def _envelope(dialogue: Dialogue, survey: Survey, identity: int, number: int, random: Random) -> dict[str, Any]:
    return {
        "id": identity,
        "kind": ContributionKind.SURVEY_RESPONSE.value,
        "dialogue_id": dialogue.id,
        "number": number,
        "channel": random.choice([Channel.WEB, Channel.WEB, Channel.WEB, Channel.PAPER]).value,
        "language": words.language(random),
        "title": "",
        "body": "",
        "display_name": "",
        "speaker": Speaker.RESIDENT.value,
        "speaker_label": Texts(),
        "received_at": clock.now(),
        "return_code": new_code(),
        "idempotency_key": secrets.token_urlsafe(18),
        "visibility": Visibility.VISIBLE.value,
        "reviewed_at": clock.now(),
        "shuffle": random.randrange(2**31),
        "survey_id": survey.id,
        "respondent_key": secrets.token_urlsafe(18),
    }


def _answers(survey: Survey, response: int, random: Random) -> Iterator[dict[str, Any]]:
    def row(question: Question, **values: Any) -> dict[str, Any]:
        nothing = dict.fromkeys(("option_id", "row_id", "number", "words"))
        return {"response_id": response, "question_id": question.id, **nothing, **values}

    for question in survey.every_version:
        if random.random() < 0.05:
            continue
        kind = QuestionType(question.type)
        if kind is QuestionType.SINGLE_CHOICE:
            yield row(question, option_id=random.choice(question.options).id)
        elif kind is QuestionType.MULTIPLE_CHOICE:
            for option in random.sample(question.options, 2):
                yield row(question, option_id=option.id)
        elif kind is QuestionType.MATRIX:
            for line in question.rows:
                yield row(question, option_id=random.choice(question.options).id, row_id=line.id)
        elif kind is QuestionType.SHORT_TEXT:
            yield row(question, words=words.sentence(random, "sv", 3, 9))
        else:
            low, high = int(question.minimum or 0), int(question.maximum or 100)
            yield row(question, number=random.randint(low, high))


def _settle(dialogue: Dialogue, number: int, responses: int) -> None:
    """Bring the running number and the kept counts up to what was inserted."""
    session = db.session()
    last = session.get(RunningNumber, dialogue.id)
    if last is None:
        session.add(RunningNumber(dialogue_id=dialogue.id, last=number))
    else:
        last.last = number
    kind = ContributionKind.SURVEY_RESPONSE.value
    tally = session.get(Tally, (dialogue.id, kind))
    if tally is None:
        session.add(Tally(dialogue_id=dialogue.id, kind=kind, visible=responses))
    else:
        tally.visible += responses
    session.flush()
    content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))
