"""The dialogue of the demonstration whose feedback is late, and what bodies have asked the coordinator."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from participation import clock
from participation.bodies.queries import elected_persons
from participation.contributions.models import Contribution
from participation.demo import dialogues
from participation.demo.content import Content, more, noon, texts
from participation.demo.contributions import heard
from participation.demo.people import People
from participation.dialogues.models import Dialogue
from participation.dialogues.papers.actions import send_to_meeting
from participation.dialogues.papers.rules import LinkedPaper
from participation.dialogues.queries import activities, slug
from participation.dialogues.rules import MEETINGS, ActivityType, TakenBy
from participation.due_dates.actions import explain_delay
from participation.due_dates.rules import Step
from participation.letters import link
from participation.meetings.actions import log_presence, record_activity
from participation.meetings.rules import Held, Opening
from participation.results.actions import handling, report, themes
from participation.results.models import Theme
from participation.results.rules import MeasureStatus, ReportSection, StanceChoice, StanceValue
from participation.support import actions as support


def tell(content: Content, people: People, languages: tuple[str, ...]) -> None:
    """Bring it from draft to the decision on its results, each step at its date; then say why the feedback is late."""
    told = more("late.yaml", content)
    row = told["dialogue"]
    known = replace(
        content,
        additions={**content.additions, row["id"]: told["addition"]},
        contacts={**content.contacts, row["id"]: told["contact"]},
        phrases={**content.phrases, **told["phrases"]},
    )
    dialogue = dialogues.draft(known, people, row, languages)
    dialogues.announce(people, dialogue, row, told["addition"])
    said = [heard(people, dialogue, idea) for idea in told["ideas"]]
    _hold(people, dialogue, told["held"])
    theme = _compile(people, dialogue, said, told)
    _handle(people, dialogue, theme, told)
    with clock.at(noon(told["late"]["explained"])):
        explain_delay(
            people.actor("officer"),
            dialogue,
            Step.FEEDBACK,
            text=texts(told["late"]["reason"]),
            expected_on=told["late"]["expected"],
        )
    for question in told["questions"]:
        _ask(people, question)


def _hold(people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
    """What came of the meeting, and who of the politicians was there."""
    meeting = next(a for a in activities(dialogue.id) if ActivityType(a.type) in MEETINGS)
    with clock.at(noon(row["day"])):
        officer = people.actor("officer")
        day = clock.local_date(meeting.starts_at) if meeting.starts_at else row["day"]
        openings = frozenset({Opening.STEP_FREE, Opening.HEARING_LOOP, Opening.CHILD_FRIENDLY})
        record_activity(officer, dialogue, meeting.id, Held(day, row["attendance"], openings, row["note"]))
        there = [p.id for p in elected_persons([dialogue.responsible_body_id]) if p.name in row["present"]]
        log_presence(officer, dialogue, meeting.id, there)


def _compile(people: People, dialogue: Dialogue, said: list[Contribution], told: Mapping[str, Any]) -> Theme:
    officer, written = people.actor("officer"), told["report"]
    with clock.at(noon(written["compiled"])):
        theme = themes.add_theme(
            officer, dialogue, title=texts(told["theme"]["title"]), text=texts(told["theme"]["text"])
        )
        themes.sort(officer, dialogue, [c.id for c in said], [theme.id])
        parts = {part: texts(written[part.value]) for part in ReportSection if part.value in written}
        report.save_report(officer, dialogue, parts, seen=None)
        report.publish_report(officer, dialogue)
    with clock.at(noon(told["agenda"]["noted"])):
        send_to_meeting(
            officer,
            dialogue,
            body=dialogue.responsible_body,
            meets_on=told["agenda"]["meeting"],
            papers=[LinkedPaper("Resultatrapport", link("residents.results.show", slug=slug(dialogue), lang="sv"))],
        )
    return theme


def _handle(people: People, dialogue: Dialogue, theme: Theme, told: Mapping[str, Any]) -> None:
    handled = told["handled"]
    with clock.at(noon(handled["minutes_announced"])):
        handling.record_handling_decision(
            people.secretary_of(dialogue.responsible_body),
            dialogue,
            handling.HandlingDecision(
                body=dialogue.responsible_body,
                taken_by=TakenBy.BODY,
                taken_on=told["agenda"]["meeting"],
                paragraph=str(handled["paragraph"]),
                registry_number=dialogue.registry_number,
                effect=texts(handled["effect"]),
                stances={
                    theme.id: StanceChoice(
                        value=StanceValue.ADOPTED,
                        motive=texts(handled["motive"]),
                        measure_status=MeasureStatus.DOING,
                    )
                },
                minutes_announced_on=handled["minutes_announced"],
            ),
        )


def _ask(people: People, row: Mapping[str, Any]) -> None:
    with clock.at(noon(row["day"])):
        ticket = support.ask(
            people.actor("officer"),
            people.bodies[row["body"]],
            subject=row["subject"],
            question=row["text"],
            key=secrets.token_urlsafe(18),
        )
    if "answered" in row:
        with clock.at(noon(row["answered"])):
            support.answer(people.actor("coordinator"), ticket, text=row["answer"])
