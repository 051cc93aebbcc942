"""What a survey needs so that every page around it can be seen: pictures, codes, answers taken out."""

from __future__ import annotations

import base64

from sqlalchemy import select

from participation import db
from participation.access import VISITOR, Actor
from participation.dialogues.models import Dialogue
from participation.surveys.actions import submit_response
from participation.surveys.answering import drafts
from participation.surveys.answering.attached import attach
from participation.surveys.building import QuestionValues, deletions, invitations, options_of, pictures, save_question
from participation.surveys.given import Given
from participation.surveys.models import Question, Survey
from participation.surveys.queries import definition_of
from participation.surveys.rules import QuestionType
from tests import factories

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""The smallest picture there is."""


def around_a_draft(officer: Actor, dialogue: Dialogue) -> Survey:
    """A choice among pictures and a batch of codes, in the dialogue's survey."""
    survey = db.session().scalars(select(Survey).where(Survey.dialogue_id == dialogue.id)).one()
    values = QuestionValues("Vilken bild tycker du om?", options=options_of("Vattnet", "Torget"))
    question = save_question(officer, dialogue, survey, None, values, type=QuestionType.PICTURE_CHOICE)
    for option in list(question.options):
        words = f"En bild av {option.text.sv.lower()}"
        pictures.set_picture(officer, dialogue, survey, question, option.key, content=PICTURE, alternative=words)
    invitations.create_batch(officer, dialogue, survey, label="Hushåll", size=2, key=factories.key())
    return survey


def around(town: factories.Town, dialogue: Dialogue) -> None:
    """The same, and a deletion that was carried out and undone, and one that waits."""
    survey = around_a_draft(town.officer, dialogue)
    _with_a_file(town.officer, dialogue, survey)
    asked = deletions.ask_deletion(town.officer, dialogue, survey, reason="Det var ett test.")
    deletions.decide_deletion(town.coordinator, dialogue, survey, asked, accept=True, reason="Det stämmer.")
    deletions.undo_deletion(town.officer, dialogue, survey, asked)
    deletions.ask_deletion(town.officer, dialogue, survey, reason="Fel fråga.", question_key=survey.questions[3].key)


def _with_a_file(officer: Actor, dialogue: Dialogue, survey: Survey) -> None:
    """Somebody has attached a file to their answers."""
    question = save_question(officer, dialogue, survey, None, QuestionValues("Har du en bild?"), type=QuestionType.FILE)
    asked, key = definition_of(survey).by_key[question.key], factories.key()
    draft = drafts.save_page(VISITOR, dialogue, survey, key, sent={}, asked=[asked], page="first", language="sv")
    file = attach(VISITOR, dialogue, draft, asked, content=PICTURE, name="bild.png")
    submit_response(
        VISITOR,
        dialogue,
        survey,
        key=factories.key(),
        respondent_key=key,
        language="sv",
        answers={question.key: Given(file=file.name)},
        files={file.name: file.id},
    )


def keys_of(question: Question) -> str:
    """An option of the question, or something that is none."""
    return question.options[0].key if question.options else "none"
