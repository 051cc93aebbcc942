"""A survey made from another one, or from the library: every question, language and condition, with keys of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from participation import clock, db
from participation.access import Actor
from participation.dialogues.models import Dialogue
from participation.surveys.building.pictures import copy_picture
from participation.surveys.building.questions import refuse_citizenship, refuse_words
from participation.surveys.building.writing import may_build, note, store
from participation.surveys.definition import Definition, every_key, renewed
from participation.surveys.models import Survey
from participation.surveys.queries import definition_of, surveys_of
from participation.surveys.rules import key_from, new_key
from participation.texts import Texts


def copy_survey(actor: Actor, dialogue: Dialogue, source: Survey) -> Survey:
    """A copy of a survey that the caller may read, in this dialogue. No answer, draft or invitation comes along.

    Raises Refused (E-ROLE, E-STATE).
    """
    made = begin(actor, dialogue, source.title, source.intro, definition_of(source))
    made.access, made.layout, made.publication = source.access, source.layout, source.publication
    made.asks_background, made.double_entry = source.asks_background, source.double_entry
    note(actor, dialogue, "survey.copied", made, source=source.id)
    return made


def begin(actor: Actor, dialogue: Dialogue, title: Texts, intro: Texts, definition: Definition) -> Survey:
    """A new survey with these texts and questions, whose keys are made anew.

    Raises Refused (E-ROLE, E-STATE, E-S13).
    """
    may_build(actor, dialogue)
    refuse_words(*_all_of((title, intro)))
    key = key_from(title.sv, [s.key for s in surveys_of(dialogue.id)])
    made = Survey(dialogue_id=dialogue.id, key=key, title=title, intro=intro, edition=0, created_at=clock.now())
    made.every_version = []
    db.session().add(made)
    db.session().flush()
    fresh = renewed(definition, {key: new_key() for key in every_key(definition)})
    for position, asked in enumerate(fresh, 1):
        refuse_citizenship(asked)
        pictured = replace(
            asked,
            options=tuple(replace(o, picture=copy_picture(o.picture, made)) if o.picture else o for o in asked.options),
        )
        store(made, None, pictured, is_answered=False, position=position)
    note(actor, dialogue, "survey.created", made)
    return made


def _all_of(texts: Iterable[Texts]) -> list[str]:
    return [said for t in texts for said in t.values()]
