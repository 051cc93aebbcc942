"""Fill an empty database with the demonstration, through the same actions that people use."""

from __future__ import annotations

import flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import db
from participation.accounts.models import Account
from participation.demo import (
    ahead,
    authority,
    cancelled,
    changes,
    content,
    dialogues,
    initiatives,
    late,
    people,
    principles,
    statutory,
)
from participation.demo.contributions import Voices
from participation.demo.results import Outcome
from participation.demo.story import Story
from participation.demo.surveys import Questionnaire


def is_empty(engine: Engine) -> bool:
    """Whether nobody has an account yet."""
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(Account)).scalar_one() == 0


def seed(app: flask.Flask) -> None:
    """Everything or nothing, in one transaction."""
    settings = app.extensions["participation_settings"]
    languages = tuple(dict.fromkeys(("sv", "sv-lattlast", *settings.locales)))
    with app.test_request_context(base_url=settings.base_url), db.transaction(app.extensions["participation_engine"]):
        found = content.read()
        who = people.register(found)
        authority.register(found, who)
        principles.install(found, who)
        story = Story()
        for row in found.dialogues:
            dialogue = dialogues.draft(found, who, row, languages)
            survey = Questionnaire(found, who, dialogue, row)
            survey.write()
            dialogues.announce(who, dialogue, row, found.additions[row["id"]])
            principles.tick_off(found, who, dialogue, row)
            voices = Voices(story, found, who, dialogue, row)
            voices.plan()
            survey.plan(story, voices.sorted_into)
            if "result" in row:
                Outcome(story, found, who, dialogue, row).plan(voices.sorted_into)
            changes.plan(story, found, who, dialogue, row)
        cancelled.tell(found, who, languages)
        late.tell(found, who, languages)
        initiatives.plan(story, found, who)
        statutory.tell(found, who, languages)
        ahead.tell(found, who, languages)
        story.tell()
