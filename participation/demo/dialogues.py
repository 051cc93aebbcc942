"""The demonstration's dialogues: drafted, decided and announced at their dates, through the officials' actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from participation import clock
from participation.access import Actor
from participation.demo import authority, principles
from participation.demo.content import LOCALE_OF, Content, noon, suffixed, texts
from participation.demo.people import People
from participation.dialogues import actions, sections
from participation.dialogues.consultation import actions as consultation
from participation.dialogues.consultation.rules import Answer
from participation.dialogues.models import Dialogue
from participation.dialogues.rules import (
    ActivityType,
    DecisionKind,
    Influence,
    Kind,
    Participation,
    Section,
    TakenBy,
)
from participation.texts import Texts

NOT_YET = frozenset({ActivityType.MAP})
"""Ways to take part that the content names and the service does not have."""


def draft(content: Content, people: People, row: Mapping[str, Any], languages: tuple[str, ...]) -> Dialogue:
    """Write the dialogue's contract, in Swedish and in every other language that the content has."""
    added = content.additions[row["id"]]
    officer = people.actor("officer")
    with clock.at(noon(added["drafted"])):
        dialogue = actions.create_dialogue(
            officer, kind=Kind(row["kind"]), body=people.bodies[row["responsible_body"]], title=row["title"]["sv"]
        )
        words = Words(content, row, added)
        for section, values in words.sections(people, languages).items():
            actions.save_section(officer, dialogue, section, values, seen=None)
        _translate(officer, dialogue, words.by_swedish)
    return dialogue


def _translate(officer: Actor, dialogue: Dialogue, known: Mapping[str, Texts]) -> None:
    for locale in LOCALE_OF.values():
        if locale == "sv":
            continue
        said = {
            text.key: known[text.texts.sv][locale]
            for text in sections.translatable(dialogue)
            if locale in known.get(text.texts.sv, ())
        }
        actions.save_translation(officer, dialogue, locale, said)


def announce(people: People, dialogue: Dialogue, row: Mapping[str, Any], drafted: Mapping[str, Any]) -> None:
    """Bring a complete draft to its announcement: proposed, decided by its body, minutes announced, announced."""
    decision, schedule = row["decision"], row["schedule"]
    officer, secretary = people.actor("officer"), people.secretary_of(dialogue.responsible_body)
    steps: list[tuple[date, Callable[[], object]]] = [
        (drafted["proposed"], lambda: actions.propose(officer, dialogue)),
        (decision["date"], lambda: _decide(people, dialogue, row)),
        *_consultation(people, dialogue, row.get("committee_consultation"), drafted.get("committees", {})),
        (
            decision["minutes_announced"],
            lambda: actions.note_minutes(
                secretary, dialogue, DecisionKind.INITIATE, announced_on=decision["minutes_announced"]
            ),
        ),
        (schedule["announced"], lambda: actions.announce(officer, dialogue)),
    ]
    for day, take in sorted(steps, key=lambda step: step[0]):
        with clock.at(noon(day)):
            take()


def _decide(people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
    decision = row["decision"]
    actions.record_initiating_decision(
        people.secretary_of(dialogue.responsible_body),
        dialogue,
        body=people.bodies[decision["body"]],
        taken_by=TakenBy(decision["taken_by"]),
        taken_on=decision["date"],
        paragraph=str(decision["paragraph"]),
        registry_number=row["registry_number"],
        openness_confirmed=decision["openness_confirmed"],
        participation=Participation(row["degree_of_participation"]),
        influence=Influence(row["degree_of_influence"]),
    )


def _consultation(
    people: People, dialogue: Dialogue, row: Mapping[str, Any] | None, parts: Mapping[str, Mapping[str, str]]
) -> list[tuple[date, Callable[[], object]]]:
    """The committees are asked, and those that answered do, spread over the time they had."""
    if row is None:
        return []
    question = f"Deltar nämnden i dialogen ”{dialogue.title.sv}”? Motivera utifrån ämnet och syftet."

    def ask() -> None:
        coordinator = people.actor("coordinator")
        consultation.ask_committees(coordinator, dialogue, question=question, answer_by=row["answer_by"])

    def answered(answer: Mapping[str, Any]) -> None:
        body = people.bodies[answer["body"]]
        given = Answer(answer["participates"], suffixed(answer, "motive"), **parts.get(answer["body"], {}))
        consultation.answer_for_committee(people.secretary_of(body), dialogue, body.id, given, seen=None)

    answers = [a for a in row["answers"] if not a.get("no_reply")]
    gap = (row["answer_by"] - row["sent"]) / (len(answers) + 2)
    return [
        (row["sent"], ask),
        *((row["sent"] + gap * n, partial(answered, answer)) for n, answer in enumerate(answers, 1)),
    ]


class Words:
    """A dialogue's words as the sections take them, and each Swedish one with its translations."""

    def __init__(self, content: Content, row: Mapping[str, Any], added: Mapping[str, Any]) -> None:
        self.content = content
        self.row = row
        self.added = added
        self.by_swedish: dict[str, Texts] = {}

    def say(self, words: Texts) -> str:
        """The Swedish words; their translations are remembered."""
        self.by_swedish[words.sv.strip()] = words
        return words.sv

    def _text(self, name: str) -> str:
        return self.say(texts(self.added.get(name) or self.row[name]))

    def sections(self, people: People, languages: tuple[str, ...]) -> dict[Section, dict[str, Any]]:
        """Values for every section."""
        row, added = self.row, self.added
        contact = self.content.contacts[row["id"]]
        schedule: Mapping[str, date] = row["schedule"]
        return {
            Section.QUESTION: {name: self._text(name) for name in ("title", "question", "summary")}
            | authority.area_chosen(added),
            Section.INFLUENCE: {
                "open_items": [{"text": self.say(texts(i))} for i in row["open_items"]],
                "closed_items": [{"text": self.say(texts(i)), "reason": i["reason"]} for i in row["closed_items"]],
                "everything_open": False,
            },
            Section.GOAL: {name: self._text(name) for name in ("goal", "goal_followup", "purpose")},
            Section.TARGET_GROUPS: {"target_groups": [self._group(g) for g in row["target_groups"]]},
            Section.DEGREES: {n: row[n] for n in ("degree_of_participation", "degree_of_influence")},
            Section.DECISION_POINT: self._decision_point(people),
            Section.PEOPLE: {
                **{f"contact_{name}": value for name, value in contact.items()},
                "coordinator_name": row["coordinator"],
                "representatives": [
                    {"name": p["name"], "role": self.say(self.content.phrase(p, "role"))}
                    | authority.person_chosen(p["name"])
                    for p in row["asked_by"]
                ],
            },
            Section.SCHEDULE: {
                "opens_on": schedule["opens"],
                "closes_on": schedule["closes"],
                **{name: schedule[name] for name in ("results_due", "handling_meeting", "feedback_due")},
                **authority.cycle_chosen(row),
            },
            Section.ACTIVITIES: {"activities": self._activities()},
            Section.HANDLING: {"handling_plan": self._text("handling_plan")},
            Section.SELF_CHECK: {
                name: self.say(said) for name, said in principles.self_check(self.content, row).items()
            },
            Section.DATA_PROTECTION: {**self.content.data_protection, "dpia_screened": True},
            Section.LANGUAGES: {"languages": list(languages)},
        }

    def _group(self, group: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "label": self.say(texts(group)),
            "seldom_heard": group["seldom_heard"],
            "outreach": group.get("outreach", ""),
        }

    def _decision_point(self, people: People) -> dict[str, Any]:
        point = self.row["decision_point"]
        words = {**self.added["decision_matter"], "sv": point["matter_sv"], "en": point["matter_en"]}
        return {
            "decision_matter": self.say(texts(words)),
            "decision_body_id": people.bodies[point["body"]].id,
            "decision_meeting": point["planned_meeting"],
            "decision_taken_on": None,
            "decision_taken_paragraph": "",
        }

    def _activities(self) -> list[dict[str, Any]]:
        rows = [
            {
                "type": row["type"],
                "place": self.say(self.content.phrase(row, "place")),
                "starts_at": str(row["at"]).replace(" ", "T") if "at" in row else "",
                "elected_present": row.get("elected_present", False),
            }
            for row in self.row["activities"]
            if ActivityType(row["type"]) not in NOT_YET
        ]
        after_ideas = next((n for n, r in enumerate(rows, 1) if r["type"] == ActivityType.IDEAS.value), None)
        if after_ideas is None:
            return rows
        return [*rows[:after_ideas], {"type": ActivityType.COMMENTS.value}, *rows[after_ideas:]]
