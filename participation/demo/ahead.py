"""Dialogues of the demonstration that wait: one for its committee's decision, one for going on after a pause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from participation import clock
from participation.changes.actions.pauses import pause
from participation.demo import dialogues
from participation.demo.content import Content, more, noon, texts
from participation.demo.contributions import heard
from participation.demo.people import People
from participation.dialogues.actions import propose
from participation.dialogues.models import Dialogue


def tell(content: Content, people: People, languages: tuple[str, ...]) -> None:
    """Propose the one to its committee; announce the other, hear somebody, and pause it."""
    told = more("ahead.yaml", content)

    def drafted(part: Mapping[str, Any]) -> Dialogue:
        row = part["dialogue"]
        known = replace(
            content,
            additions={**content.additions, row["id"]: part["addition"]},
            contacts={**content.contacts, row["id"]: told["contact"]},
            phrases={**content.phrases, **told["phrases"]},
        )
        return dialogues.draft(known, people, row, languages)

    waiting = told["proposed"]
    proposed = drafted(waiting)
    with clock.at(noon(waiting["addition"]["proposed"])):
        propose(people.actor("officer"), proposed)

    stopped = told["paused"]
    paused = drafted(stopped)
    dialogues.announce(people, paused, stopped["dialogue"], stopped["addition"])
    for idea in stopped["ideas"]:
        heard(people, paused, idea)
    with clock.at(noon(stopped["pause"]["day"])):
        pause(
            people.actor("coordinator"),
            paused,
            reason=texts(stopped["pause"]["reason"]),
            resumes_on=stopped["pause"]["resumes"],
        )
