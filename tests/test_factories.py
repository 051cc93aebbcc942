"""The factories make what they say."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.engine import Engine

from participation import db
from participation.contributions.queries import tallies
from participation.contributions.rules import ContributionKind
from participation.dialogues.queries import current_stage
from participation.dialogues.rules import Kind, Stage
from participation.surveys.queries import surveys_of
from tests import factories


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("stage", Stage)
def test_a_dialogue_is_in_the_stage_asked_for(engine: Engine, stage: Stage) -> None:
    with db.transaction(engine):
        made = factories.dialogue(factories.town(), stage)
        assert current_stage(made) is stage


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_can_be_brought_to_open_in_several_languages(app: Flask, engine: Engine, kind: Kind) -> None:
    with db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.OPEN, kind=kind, languages=("sv", "sv-lattlast", "en", "ar"), title="Hej")
        assert current_stage(made) is Stage.OPEN
        assert made.title == {"sv": "Hej", "sv-lattlast": "[sv-lattlast] Hej", "en": "[en] Hej", "ar": "[ar] Hej"}
    with db.transaction(engine):
        assert factories.town().officer == town.officer


@pytest.mark.usefixtures("app")
def test_contributions_are_counted(engine: Engine) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(factories.town())
        idea = factories.idea(dialogue)
        response = factories.response(dialogue, surveys_of(dialogue.id)[0], choice=1, words="Lampor")
        reply = factories.comment(idea, parent=factories.comment(idea))
        assert (idea.number, response.number, reply.number, reply.depth) == (1, 2, 4, 2)
        assert tallies([dialogue.id])[dialogue.id] == {
            ContributionKind.IDEA: 1,
            ContributionKind.COMMENT: 2,
            ContributionKind.SURVEY_RESPONSE: 1,
        }
