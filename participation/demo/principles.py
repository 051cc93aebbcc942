"""The demonstration's handbook, its policy, and what its officials have ticked off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from participation import clock
from participation.checklists.actions import Said, tick
from participation.demo.content import Content, more, noon, texts
from participation.demo.people import People
from participation.dialogues.models import Dialogue
from participation.dialogues.principles import FIELD_OF
from participation.handbook import shipped
from participation.policy import actions as policy
from participation.policy.rules import Outcome
from participation.texts import Texts

FILE = "principles.yaml"


def install(content: Content, people: People) -> None:
    """The handbook as it came, and the policy: proposed by one, published by another."""
    found = more(FILE, content)
    with clock.at(noon(found["handbook_installed"])):
        shipped.install()
    row = found["policy"]
    with clock.at(noon(row["proposed"])):
        version = policy.propose(
            people.actor("coordinator"),
            text=texts(row["text"]),
            adopted_by=row["adopted_by"],
            adopted_on=row["adopted_on"],
            paragraph=str(row["paragraph"]),
            registry_number=row["registry_number"],
        )
    with clock.at(noon(row["published"])):
        policy.settle(people.actor("admin"), version, Outcome.PUBLISHED)


def self_check(content: Content, row: Mapping[str, Any]) -> dict[str, Texts]:
    """The dialogue's answers, by the field that holds them."""
    answers = more(FILE, content)["self_check"][row["id"]]
    return {name: texts(answers[principle.value]) for principle, name in FIELD_OF.items()}


def tick_off(content: Content, people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
    """What the officer has ticked so far."""
    ticks = more(FILE, content)["ticks"].get(row["id"], {})
    if ticks:
        tick(people.actor("officer"), dialogue, {key: Said(True, note) for key, note in ticks.items()})
