"""Letters to those whose written views were not met, which the law has the municipality send (PBL 5:24, 5:30-31)."""

from __future__ import annotations

from typing import Any

from participation import letters
from participation.bodies.models import Body
from participation.contributions.queries import full_number
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import slug
from participation.legal.rules import LegalPhase
from participation.statements.queries import Statement
from participation.statements.rules import DECIDED, REVIEWED, Met


def reviewed(dialogue: Dialogue, phase: LegalPhase, found: Statement) -> bool:
    """The review statement is there, and when it is decided. False if the sender has it already."""
    return _post(
        "reviewed",
        REVIEWED,
        dialogue,
        found,
        dialogue.responsible_body,
        phase=phase.value,
        handling_meeting=dialogue.handling_meeting,
    )


def decided(dialogue: Dialogue, decision: Decision, found: Statement, *, appeal: str) -> bool:
    """What is decided, and how to appeal in the officials' words. False if the sender has it already."""
    return _post(
        "decided",
        DECIDED,
        dialogue,
        found,
        decision.body,
        taken_on=decision.taken_on,
        paragraph=decision.paragraph,
        registry_number=decision.registry_number,
        announced_on=decision.minutes_announced_on,
        appeal=appeal,
    )


def _post(name: str, event: str, dialogue: Dialogue, found: Statement, body: Body, **values: Any) -> bool:
    return letters.post(
        f"statements/{name}",
        recipient=found.email,
        event=f"{event}{found.id}",
        locale=found.language,
        title=dialogue.title.in_(found.language),
        body=body.names.in_(found.language),
        number=full_number(dialogue.registry_number, found),
        partly=found.met is Met.PARTLY_MET,
        comment=found.comment,
        slug=slug(dialogue),
        **values,
    )
