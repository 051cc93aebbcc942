"""Writes of survey responses: the envelope and every answer in one transaction, one response a respondent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from participation import clock, db
from participation.access import Actor
from participation.contributions.actions import lock_number, receive
from participation.contributions.queries import by_key
from participation.contributions.rules import Channel
from participation.dialogues.models import Dialogue
from participation.surveys.given import Given
from participation.surveys.models import Answer, Survey, SurveyResponse
from participation.surveys.queries import response_of
from participation.surveys.recording import check_belongs, rows_of


class AlreadyAnswered(Exception):
    """The holder of the respondent key has answered the survey before."""


class Changed(Exception):
    """Officials have changed the survey since it was read: what was answered must be looked at against it once more."""


def submit_response(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    *,
    key: str,
    respondent_key: str,
    language: str,
    answers: Mapping[str, Given],
    channel: Channel = Channel.WEB,
    files: Mapping[str, int] | None = None,
    received_at: datetime | None = None,
    return_code: str = "",
) -> SurveyResponse:
    """Receive somebody's answers, by question key; the same key gives the same response.

    Nobody needs to review them: their words are not shown to the public. The caller has checked the answers against
    the survey (``given.read_all`` for the questions on the path). ``files``: ids by name of the stored files that
    belong to whoever answers. ``return_code``: the one they have had since they began. Raises AlreadyAnswered,
    Changed, Refused (E-STATE) unless the dialogue is open, ValueError for no answer at all, for questions, options,
    rows or files that are not the survey's.
    """
    _check(survey, answers)
    lock_number(dialogue.id)
    if by_key(dialogue.id, key) is None and response_of(survey.id, respondent_key) is not None:
        raise AlreadyAnswered
    if db.session().scalar(select(Survey.edition).where(Survey.id == survey.id)) != survey.edition:
        raise Changed
    response, is_new = receive(
        actor,
        dialogue,
        SurveyResponse,
        key=key,
        language=language,
        channel=channel,
        reviewed_at=clock.now(),
        received_at=received_at,
        survey_id=survey.id,
        respondent_key=respondent_key,
    )
    if is_new:
        if return_code:
            response.return_code = return_code
        db.session().add_all(answer_rows(response, survey, answers, files))
        db.session().flush()
    return response


def _check(survey: Survey, answers: Mapping[str, Given]) -> None:
    if not any(answers.values()):
        raise ValueError("nothing is answered")
    if not set(answers) <= {q.key for q in survey.questions}:
        raise ValueError("the answer belongs to another survey")
    for question in survey.questions:
        if question.key in answers:
            check_belongs(question, answers[question.key])


def answer_rows(
    response: SurveyResponse,
    survey: Survey,
    answers: Mapping[str, Given],
    files: Mapping[str, int] | None,
) -> list[Answer]:
    """The rows that store the answers, to the versions of the questions asked now."""
    return [
        row
        for question in survey.questions
        if question.key in answers
        for row in rows_of(response.id, question, answers[question.key], files)
    ]
