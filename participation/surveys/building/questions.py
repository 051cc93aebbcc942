"""Adding, changing, moving and taking away the questions of a survey."""

from __future__ import annotations

from dataclasses import replace

from participation import clock
from participation.access import Actor, Conflict, Reason, Refused
from participation.dialogues.models import Dialogue
from participation.surveys.branching import FlawCode, FlawIn, check
from participation.surveys.building.values import QuestionValues, edited
from participation.surveys.building.writing import may_build, note, store
from participation.surveys.citizenship import asks_citizenship
from participation.surveys.definition import Asked, Definition, fingerprint, texts_of
from participation.surveys.models import Question, Survey
from participation.surveys.queries import answered_questions, definition_of
from participation.surveys.rules import MAXIMUM_QUESTIONS, Direction, QuestionType, new_key


class TooMany(Exception):
    """The survey has as many questions as one may have."""


def save_question(
    actor: Actor,
    dialogue: Dialogue,
    survey: Survey,
    question: Question | None,
    values: QuestionValues,
    *,
    type: QuestionType | None = None,
    seen: str | None = None,
) -> Question:
    """Add a question of the type at the end (None) or change one, in Swedish. Its sort is settled when it is added.

    One that has been answered is retired as it is, and the next version stored. Nothing changes if nothing differs.
    ``seen``: the fingerprint of what the form was made from. Raises TooMany, Conflict if somebody else has
    changed it since, Refused (E-ROLE, E-STATE, E-S01 for conditions that make no sense, E-S13 for citizenship).
    """
    may_build(actor, dialogue)
    definition = definition_of(survey)
    before = _before(definition, question, type)
    wanted = edited(before, values)
    if question is not None and question.retired_at is not None:
        raise Conflict
    if question is not None and seen is not None and seen != fingerprint(before) and wanted != before:
        raise Conflict
    if question is None and len(definition) >= MAXIMUM_QUESTIONS:
        raise TooMany
    refuse_citizenship(wanted)
    questions = [wanted if q.key == wanted.key else q for q in definition]
    if question is None:
        questions.append(wanted)
    refuse_flaws(Definition(tuple(questions)))
    if question is not None and wanted == before:
        return question
    is_answered = question is not None and question.id in answered_questions(survey.id)
    position = question.position if question is not None else _next(survey)
    saved = store(survey, question, wanted, is_answered=is_answered, position=position)
    action = "survey.question_replaced" if is_answered else "survey.changed"
    note(actor, dialogue, action, survey, question=saved.key, version=saved.version)
    return saved


def _before(definition: Definition, question: Question | None, type: QuestionType | None) -> Asked:
    if question is None:
        if type is None:
            raise ValueError("a new question needs a type")
        return Asked(key=new_key(), type=type)
    found = definition.by_key.get(question.key)
    if found is None or found.identity != question.id:
        raise Conflict
    return found


def _next(survey: Survey) -> int:
    return max((q.position for q in survey.questions), default=0) + 1


def refuse_citizenship(asked: Asked) -> None:
    """Raise Refused (E-S13) if any text of the question, in any language, asks about it."""
    for texts in texts_of(asked):
        for text in texts.values():
            refuse_words(text)


def refuse_words(*texts: str) -> None:
    """Raise Refused (E-S13) if any of the texts asks about citizenship."""
    for text in texts:
        word = asks_citizenship(text)
        if word:
            raise Refused(Reason("E-S13", {"word": word}), by_guard=True)


def refuse_flaws(definition: Definition) -> None:
    """Raise Refused (E-S01) unless the conditions make sense. An empty page is no fault while a survey is built."""
    flaws = [f for f in check(definition) if f.code is not FlawCode.EMPTY_PAGE]
    if flaws:
        raise Refused(*(Reason("E-S01", {"flaw": FlawIn(definition, f)}) for f in flaws), by_guard=True)


def move_question(actor: Actor, dialogue: Dialogue, survey: Survey, question: Question, direction: Direction) -> None:
    """Let the question change places with the one before or after it; at the end of the list nothing changes.

    Raises Conflict if somebody else has taken it away, Refused (E-ROLE, E-STATE, E-S01 if a condition would then look
    forwards).
    """
    may_build(actor, dialogue)
    order = survey.questions
    if question not in order:
        raise Conflict
    place = order.index(question)
    other = place + (1 if direction is Direction.DOWN else -1)
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    by_key = definition_of(survey).by_key
    refuse_flaws(Definition(tuple(by_key[q.key] for q in order)))
    for position, moved in enumerate(order, 1):
        moved.position = position
    note(actor, dialogue, "survey.changed", survey, question=question.key)


def remove_question(actor: Actor, dialogue: Dialogue, survey: Survey, question: Question) -> None:
    """Ask the question no more. What has been answered stays, with the question, in every result.

    Raises Refused (E-ROLE, E-STATE, E-S01 if another question's conditions look at it).
    """
    may_build(actor, dialogue)
    if question not in survey.questions:
        return  # somebody else has just done it
    definition = definition_of(survey)
    left = replace(definition, questions=tuple(q for q in definition if q.key != question.key))
    refuse_flaws(left)
    if question.id in answered_questions(survey.id):
        question.retired_at = clock.now()
    else:
        survey.every_version.remove(question)
    for position, kept in enumerate(survey.questions, 1):
        kept.position = position
    note(actor, dialogue, "survey.question_removed", survey, question=question.key)
