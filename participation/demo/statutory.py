"""The demonstration's statutory dialogue: the law, whose task it is, and a plan consultation that is announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from participation import clock
from participation.bodies import actions as registers
from participation.bodies.rules import Outcome
from participation.demo import dialogues
from participation.demo.content import LOCALE_OF, Content, more, noon, texts
from participation.demo.people import IN_OFFICE_SINCE, People
from participation.dialogues import actions, sections
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import Influence, Kind, Participation, Section, TakenBy
from participation.dialogues.statutory.standing import Standing, record_standing_decision
from participation.legal.actions import enter_known
from participation.legal.queries import version_of


def tell(content: Content, people: People, languages: tuple[str, ...]) -> None:
    """Enter the law and the mandates, record the standing decision, then draft, start and announce the dialogue."""
    rest = more("statutory.yaml", content)
    stub = next(row for row in more("content.yaml", content)["stubs"] if row["kind"] == Kind.STATUTORY.value)
    row = {**stub, **rest["dialogue"], "schedule": {**stub["schedule"], **rest["dialogue"]["schedule"]}}
    enter_known(people.actor("admin"))
    _mandates(people, rest["mandates"])
    known = replace(
        content,
        additions={**content.additions, row["id"]: rest["addition"]},
        contacts={**content.contacts, row["id"]: rest["contact"]},
    )
    dialogue = _draft(known, people, row, languages, rest)
    dialogues.announce(people, dialogue, row, rest["addition"])


def _mandates(people: People, rows: list[dict[str, Any]]) -> None:
    first, second = people.actor("admin"), people.actor("admin2")
    for row in rows:
        for code in row["codes"]:
            change = registers.propose_mandate(
                first,
                body=people.bodies[row["body"]],
                legal_basis=code,
                reglemente_ref=row["reglemente"],
                valid_from=IN_OFFICE_SINCE,
            )
            registers.settle_mandate(second, change, Outcome.CONFIRMED)


def _draft(
    content: Content, people: People, row: Mapping[str, Any], languages: tuple[str, ...], rest: Mapping[str, Any]
) -> Dialogue:
    added, officer, body = content.additions[row["id"]], people.actor("officer"), people.bodies[row["responsible_body"]]
    decided: date = rest["standing"]["date"]
    with clock.at(noon(decided)):
        record_standing_decision(
            people.secretary_of(body),
            Standing(
                body=body,
                legal_code=row["legal_basis"],
                taken_by=TakenBy.BODY,
                taken_on=decided,
                paragraph=str(rest["standing"]["paragraph"]),
                registry_number=rest["standing"]["registry_number"],
                participation=Participation(row["degree_of_participation"]),
                influence=Influence(row["degree_of_influence"]),
                officials_may_start=True,
                delegation_ref=rest["standing"]["delegation"],
            ),
        )
    with clock.at(noon(added["drafted"])):
        dialogue = actions.create_dialogue(
            officer,
            kind=Kind.STATUTORY,
            body=body,
            title=row["title"]["sv"],
            legal_basis=version_of(row["legal_basis"]),
        )
        words = dialogues.Words(content, row, added)
        values = words.sections(people, languages)
        values[Section.SCHEDULE] |= {n: row["schedule"][n] for n in ("review_opens_on", "review_closes_on")}
        case = rest["case"]
        values[Section.LEGAL_BASIS] = {n: words.say(texts(case[n])) for n in ("place", "available_at", "send_to")} | {
            n: case[n] for n in ("comprehensive_plan", "environment")
        }
        values[Section.DOCUMENTS] = {
            "documents": [{**d, "title": words.say(texts(d["title"]))} for d in rest["documents"]]
        }
        for section, content_of in values.items():
            actions.save_section(officer, dialogue, section, content_of, seen=None)
        for locale in LOCALE_OF.values():
            if locale != "sv":
                said = {
                    text.key: words.by_swedish[text.texts.sv][locale]
                    for text in sections.translatable(dialogue)
                    if locale in words.by_swedish.get(text.texts.sv, ())
                }
                actions.save_translation(officer, dialogue, locale, said)
    return dialogue
