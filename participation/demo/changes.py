"""What a body of the demonstration decided anew about an open dialogue, and what was learnt of the completed one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation.changes.actions.amendments import amend
from participation.changes.recording import ChangeDecision
from participation.demo.content import Content, more, noon, suffixed, texts
from participation.demo.people import People
from participation.demo.story import Story
from participation.dialogues import sections
from participation.dialogues.actions import save_translation
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Section, TakenBy
from participation.results.actions import evaluation
from participation.results.rules import EvaluationPart, GoalReached
from participation.texts import Texts


def plan(story: Story, content: Content, people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
    """Plan what happens with the dialogue, each thing at its date."""
    rest = more("changes.yaml", content)
    amended = rest["amendments"].get(row["id"])
    if amended is not None:
        story.at(noon(amended["date"]), lambda: _amend(people, dialogue, amended))
    learnt = rest["evaluations"].get(row["id"])
    if learnt is not None:
        story.at(noon(row["evaluation"]["at"]), lambda: _evaluate(people, dialogue, row["evaluation"], learnt))


def _amend(people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
    """One thing more can be influenced; the officials translate it the same day."""
    body = people.bodies[row["body"]]
    item = texts(row["open_item"])
    values = sections.stored(dialogue, Section.INFLUENCE)
    values["open_items"] = [*values["open_items"], {"text": item.sv}]
    taken = ChangeDecision(
        body=body,
        taken_by=TakenBy.BODY,
        taken_on=row["date"],
        paragraph=str(row["paragraph"]),
        registry_number=row["registry_number"],
        motive=texts(row["motive"]),
    )
    amend(people.secretary_of(body), dialogue, taken, {Section.INFLUENCE: values})
    new = next(t.key for t in sections.translatable(dialogue) if t.texts.sv == item.sv)
    for locale in dialogue.languages:
        if locale != "sv" and locale in item:
            save_translation(people.actor("officer"), dialogue, locale, {new: item[locale]})


def _evaluate(people: People, dialogue: Dialogue, row: Mapping[str, Any], learnt: Mapping[str, Any]) -> None:
    """The officials answer, the secretary writes the committee's note, the officials publish."""
    officer = people.actor("officer")
    lessons = Texts({**suffixed(row, "lessons"), **texts(learnt["lessons"])})
    parts = {
        EvaluationPart.GOAL: texts(row["goal_reached"]),
        EvaluationPart.LESSONS: lessons,
        **{part: texts(learnt[part.value]) for part in (EvaluationPart.HEARD, EvaluationPart.UNDERSTOOD)},
        EvaluationPart.AGAIN: texts(learnt["again"]),
    }
    reached = GoalReached.YES if row["goal_reached"]["value"] else GoalReached.NO
    evaluation.save_evaluation(officer, dialogue, goal_reached=reached, parts=parts)
    secretary = people.secretary_of(dialogue.responsible_body)
    evaluation.save_body_note(secretary, dialogue, texts(learnt["body_note"]))
    evaluation.publish_evaluation(officer, dialogue)
