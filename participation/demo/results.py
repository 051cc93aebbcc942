"""What a finished dialogue of the demonstration led to: themes, report, decision with stances, both feedbacks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from participation import clock
from participation.contributions.models import Contribution
from participation.demo.content import Content, noon, suffixed, texts
from participation.demo.people import People
from participation.demo.story import Story
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import TakenBy
from participation.results.actions import feedback, handling, report, themes
from participation.results.models import Theme
from participation.results.rules import MeasureStatus, ReportSection, StanceChoice, StanceValue


class Outcome:
    """Plans what follows when a dialogue has closed."""

    def __init__(
        self, story: Story, content: Content, people: People, dialogue: Dialogue, row: Mapping[str, Any]
    ) -> None:
        self.story = story
        self.people = people
        self.dialogue = dialogue
        self.row = row
        self.how = texts(content.additions[row["id"]]["how"])
        self.priorities = texts(content.additions[row["id"]].get("priorities"))
        self.themes: dict[str, Theme] = {}

    def plan(self, said: Sequence[tuple[Contribution, str]]) -> None:
        """``said``: each contribution with its theme, complete when the report is published."""
        result, handled, told = self.row["result"], self.row["political_handling"], self.row["feedback"]
        self.story.at(noon(result["compiled_at"]), lambda: self._compile(said))
        self.story.at(noon(handled["minutes_announced"]), self._handle)
        self.story.at(_at(told["participants"]["sent_at"]), self._tell_participants)
        self.story.at(_at(told["public"]["published_at"]), self._tell_public)

    def _compile(self, said: Sequence[tuple[Contribution, str]]) -> None:
        officer = self.people.actor("officer")
        result = self.row["result"]
        for row in result["themes"]:
            self.themes[row["id"]] = themes.add_theme(
                officer, self.dialogue, title=texts(row["title"]), text=suffixed(row, "text")
            )
        for name, theme in self.themes.items():
            themes.sort(officer, self.dialogue, [c.id for c, of in said if of == name], [theme.id])
        themes.sort_wordless(officer, self.dialogue)
        sections = {
            ReportSection.SUMMARY: texts(result["summary"]),
            ReportSection.HOW: self.how,
            ReportSection.MINORITY_VIEWS: suffixed(result, "minority_views"),
            ReportSection.SELDOM_HEARD: suffixed(result, "seldom_heard"),
            ReportSection.LIMITS: suffixed(result, "limits"),
            ReportSection.PRIORITIES: self.priorities,
        }
        report.save_report(officer, self.dialogue, sections, seen=None)
        report.publish_report(officer, self.dialogue)

    def _handle(self) -> None:
        handled = self.row["political_handling"]
        body = self.people.bodies[handled["body"]]
        handling.record_handling_decision(
            self.people.secretary_of(body),
            self.dialogue,
            handling.HandlingDecision(
                body=body,
                taken_by=TakenBy(handled["taken_by"]),
                taken_on=handled["date"],
                paragraph=str(handled["paragraph"]),
                registry_number=self.row["registry_number"],
                effect=texts(handled["how_dialogue_affected_decision"]),
                stances={self.themes[s["theme"]].id: _stance(s) for s in handled["stances"]},
                minutes_announced_on=handled["minutes_announced"],
            ),
        )

    def _tell_participants(self) -> None:
        told = self.row["feedback"]["participants"]
        feedback.publish_to_participants(
            self.people.actor("officer"), self.dialogue, text=texts(told["text"]), channels=told["channels"]
        )

    def _tell_public(self) -> None:
        told = self.row["feedback"]["public"]
        officer = self.people.actor("officer")
        feedback.publish_to_public(officer, self.dialogue, text=texts(told["text"]), channels=told["channels"])
        feedback.complete(officer, self.dialogue)


def _stance(row: Mapping[str, Any]) -> StanceChoice:
    measure = row.get("measure") or {}
    return StanceChoice(
        value=StanceValue(row["stance"]),
        motive=texts(row.get("motive")),
        measure_status=MeasureStatus(measure["status"]) if measure else None,
        measure_due=measure.get("due"),
    )


def _at(day: Any) -> datetime:
    return noon(day) if not isinstance(day, datetime) else day.replace(tzinfo=clock.zone())
