"""The demonstration's registers: areas of activity and mandates with four eyes, elected representatives, periods, and
the made-up population."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from participation import clock
from participation.access import SYSTEM
from participation.bodies import actions, queries
from participation.bodies.rules import Outcome, last_day_of
from participation.demo.content import Content, noon, suffixed, texts
from participation.demo.people import IN_OFFICE_SINCE, People
from participation.population.actions import enter_demonstration
from participation.population.rules import About


def register(content: Content, people: People) -> None:
    """Enter them through the actions: one administrator proposes a mandate, another confirms it."""
    areas = {}
    first, second = people.actor("admin"), people.actor("admin2")
    for row in content.policy_areas:
        areas[row["id"]] = actions.register_area(first, code=row["id"], names=texts(row))
        change = actions.propose_mandate(
            first,
            body=people.bodies[row["body"]],
            policy_area=areas[row["id"]],
            reglemente_ref=row["reglemente"],
            valid_from=IN_OFFICE_SINCE,
        )
        actions.settle_mandate(second, change, Outcome.CONFIRMED)
    for row in content.elected:
        body = people.bodies[row["body"]]
        actions.register_elected(
            SYSTEM, body=body, name=row["name"], role=suffixed(row, "role"), term_from=IN_OFFICE_SINCE
        )
    for row in content.goal_review_cycles:
        decided = row["decided"]
        with clock.at(noon(decided["date"])):
            actions.record_cycle(
                people.actor("council-secretary"),
                starts=row["starts"],
                # Moved to another year it can have another leap day in it.
                ends=min(row["ends"], last_day_of(row["starts"], 36)),
                taken_on=decided["date"],
                paragraph=str(decided["paragraph"]),
                registry_number=decided["registry_number"],
            )
    enter_demonstration(
        people.actor("coordinator"),
        About(
            title="Påhittad befolkning, runda tal",
            source="Påhittade siffror",
            taken_on=date(clock.today().year - 1, 12, 31),
            note="Siffrorna är påhittade och hör till demonstrationen. De är inte statistik.",
        ),
    )


def area_chosen(row: Mapping[str, Any]) -> dict[str, int]:
    """The area of activity that the row names, as the section of the question takes it."""
    found = [a.id for a in queries.policy_areas() if a.code == row.get("policy_area")]
    return {"policy_area_id": found[0]} if found else {}


def person_chosen(name: str) -> dict[str, int]:
    """The elected representative of the name, as a row of the people takes it."""
    found = [p.id for p in queries.elected_persons() if p.name == name]
    return {"elected_person_id": found[0]} if found else {}


def cycle_chosen(row: Mapping[str, Any]) -> dict[str, int]:
    """The latest goal review period, if the row names one, as the section of the schedule takes it."""
    found = [c.id for c in queries.goal_review_cycles() if row.get("goal_review_cycle")]
    return {"goal_review_cycle_id": found[0]} if found else {}
