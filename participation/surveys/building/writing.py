"""Storing what a question is to be: in place while nobody has answered it, else as the next version."""

from __future__ import annotations

from sqlalchemy import select

from participation import clock, content_version, db, event_log
from participation.access import Actor, require
from participation.contributions.actions import lock_number
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.surveys.definition import Asked
from participation.surveys.models import MatrixRow, Option, Question, QuestionCondition, StoredFile, Survey
from participation.surveys.permissions import SurveyPermission
from participation.surveys.queries import surveys_of
from participation.texts import Texts


def may_build(actor: Actor, dialogue: Dialogue) -> None:
    """Check the right, and keep others from changing the dialogue or answering it until the transaction ends: what is
    found unanswered stays so until it is written. What others have built while this waited is read.

    Raises Refused (E-ROLE, E-STATE).
    """
    require(actor, SurveyPermission.BUILD, dialogue)
    lock(dialogue)
    require(actor, SurveyPermission.BUILD, dialogue)
    lock_number(dialogue.id)
    surveys_of(dialogue.id, anew=True)


def note(actor: Actor, dialogue: Dialogue, action: str, survey: Survey, **data: object) -> None:
    """Count the edition of what is asked, log what was done, and let cached pages know."""
    survey.edition += 1
    log(actor, dialogue, action, survey, **data)


def log(actor: Actor, dialogue: Dialogue, action: str, survey: Survey, **data: object) -> None:
    """Log what was done with the survey, and let cached pages know."""
    db.session().flush()
    event_log.record(actor, action, dialogue_id=dialogue.id, data={"survey": survey.id, "key": survey.key, **data})
    bump(dialogue)


def bump(dialogue: Dialogue) -> None:
    content_version.bump(content_version.SITE, content_version.scope_of(dialogue.id))


def store(survey: Survey, question: Question | None, asked: Asked, *, is_answered: bool, position: int) -> Question:
    """Make the rows of the survey say what is asked. An answered version is retired and stays as it was."""
    if question is not None and is_answered:
        question.retired_at = clock.now()
        version = max(q.version for q in survey.every_version if q.key == question.key) + 1
        question = None
    else:
        version = question.version if question is not None else asked.version
    if question is None:
        question = Question(key=asked.key, version=version, position=position, type=asked.type.value)
        question.text, question.options, question.rows, question.conditions = Texts(), [], [], []
        survey.every_version.append(question)
    _write(survey, question, asked)
    return question


def _write(survey: Survey, question: Question, asked: Asked) -> None:
    question.text, question.help = asked.text, asked.help
    question.required, question.confidential = asked.required, asked.confidential
    question.minimum, question.maximum = asked.minimum, asked.maximum
    question.low_label, question.high_label = asked.low_label, asked.high_label
    question.maximum_length, question.unit = asked.maximum_length, asked.unit
    question.whole = asked.whole
    question.shape, question.agrees = asked.shape.value, asked.agrees
    question.purpose, question.match = asked.purpose.value, asked.match.value
    _write_options(survey, question, asked)
    rows = {r.key: r for r in question.rows}
    question.rows = [rows.get(r.key) or MatrixRow(key=r.key) for r in asked.rows]
    for position, (row, line) in enumerate(zip(question.rows, asked.rows, strict=True), 1):
        row.position, row.text = position, line.text
    question.conditions = [
        QuestionCondition(
            position=position,
            about_key=c.question,
            operator=c.operator.value,
            option_key=c.option or None,
            number=c.number,
        )
        for position, c in enumerate(asked.conditions, 1)
    ]


def _write_options(survey: Survey, question: Question, asked: Asked) -> None:
    files = _file_ids(survey, {o.picture for o in asked.options if o.picture})
    existing = {o.key: o for o in question.options}
    question.options = [existing.get(o.key) or Option(key=o.key) for o in asked.options]
    for position, (row, option) in enumerate(zip(question.options, asked.options, strict=True), 1):
        row.position, row.text, row.is_other = position, option.text, option.is_other
        row.file_id, row.alternative = files.get(option.picture), option.alternative


def _file_ids(survey: Survey, names: set[str]) -> dict[str, int]:
    """Ids of the survey's own pictures."""
    if not names:
        return {}
    rows = db.session().execute(
        select(StoredFile.name, StoredFile.id).where(
            StoredFile.survey_id == survey.id, StoredFile.draft_id.is_(None), StoredFile.name.in_(names)
        )
    )
    return {row.name: row.id for row in rows}
