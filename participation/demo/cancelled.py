"""The dialogue of the demonstration that its body cancelled before it opened."""

from __future__ import annotations

from dataclasses import replace

from participation import clock
from participation.changes.actions import decisions
from participation.changes.recording import ChangeDecision
from participation.demo import dialogues
from participation.demo.content import Content, more, noon, texts
from participation.demo.people import People
from participation.dialogues.rules import TakenBy


def tell(content: Content, people: People, languages: tuple[str, ...]) -> None:
    """Draft, decide, announce and cancel it, each at its date."""
    rest = more("cancelled.yaml", content)
    stub = next(row for row in more("content.yaml", content)["stubs"] if row["state"] == "cancelled")
    row = {**stub, **rest["dialogue"]}
    known = replace(
        content,
        additions={**content.additions, row["id"]: rest["addition"]},
        contacts={**content.contacts, row["id"]: rest["contact"]},
    )
    dialogue = dialogues.draft(known, people, row, languages)
    dialogues.announce(people, dialogue, row, rest["addition"])
    cancelled = row["cancel"]
    body = people.bodies[cancelled["body"]]
    with clock.at(noon(cancelled["date"])):
        decisions.cancel(
            people.secretary_of(body),
            dialogue,
            ChangeDecision(
                body=body,
                taken_by=TakenBy.BODY,
                taken_on=cancelled["date"],
                paragraph=str(cancelled["paragraph"]),
                registry_number=row["registry_number"],
                motive=texts(cancelled["reason"]),
                effect=texts(rest["told"]),
            ),
        )
