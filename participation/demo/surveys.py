"""The demonstration's surveys, and what some people have answered."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from participation import clock
from participation.access import VISITOR
from participation.contributions.models import Contribution
from participation.contributions.rules import Channel
from participation.demo.content import LOCALE_OF, Content, noon, texts
from participation.demo.people import People
from participation.demo.story import Story
from participation.dialogues.models import Dialogue
from participation.offline.actions import enter_answers
from participation.surveys import building
from participation.surveys.actions import submit_response
from participation.surveys.answering.background import Told, tell
from participation.surveys.building import OptionValues, QuestionValues, RowValues
from participation.surveys.given import Given
from participation.surveys.models import Question, Survey
from participation.surveys.places import tidy_place
from participation.surveys.rules import BACKGROUND, Purpose, QuestionType, Shape
from participation.surveys.wording import translatable
from participation.texts import Texts

YES_NO = ("Ja", "Nej")


OTHERWISE_CALLED = {"yes_no": QuestionType.SINGLE_CHOICE, "map_point": QuestionType.MAP}


def question_type(row: Mapping[str, Any]) -> QuestionType | None:
    """What sort of question the service makes of a row; None if it has no such sort."""
    if row["type"] in OTHERWISE_CALLED:
        return OTHERWISE_CALLED[row["type"]]
    return QuestionType(row["type"]) if row["type"] in set(QuestionType) else None


def _each(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A row with ``n`` stands for so many people."""
    return [row for row in rows for _ in range(row.get("n", 1))]


class Questionnaire:
    """A dialogue's survey, and the answers to it."""

    def __init__(self, content: Content, people: People, dialogue: Dialogue, row: Mapping[str, Any]) -> None:
        self.content = content
        self.people = people
        self.dialogue = dialogue
        self.row = row
        self.added = content.additions[row["id"]]
        self.questions: dict[str, Question] = {}
        self._known: dict[str, Texts] = {}

    def write(self) -> None:
        """Make the survey in Swedish, then in the other languages, while the dialogue is a draft."""
        with clock.at(noon(self.added["drafted"])):
            self._write()

    def _write(self) -> None:
        officer, about = self.people.actor("officer"), self.added["survey"]
        title, intro = self._say(texts(about["title"])), self._say(texts(about["intro"]))
        self.survey: Survey = building.create_survey(officer, self.dialogue, title=title)
        building.save_survey(officer, self.dialogue, self.survey, title=title, intro=intro)
        for row in self.row["survey"]:
            kind = question_type(row)
            if kind is not None:
                self.questions[row["id"]] = building.save_question(
                    officer,
                    self.dialogue,
                    self.survey,
                    None,
                    QuestionValues(
                        text=self._say(texts(row["q"])),
                        minimum=row.get("min"),
                        maximum=row.get("max"),
                        maximum_length=row.get("max_length"),
                        unit=self._say(self.content.phrase(row, "unit")),
                        purpose=Purpose(row.get("purpose", "")),
                        options=tuple(OptionValues(self._say(o)) for o in self._options(row)),
                        rows=tuple(RowValues(self._say(texts(r))) for r in row.get("rows", ())),
                    ),
                    type=kind,
                )
        for locale in LOCALE_OF.values():
            if locale != "sv":
                said = {
                    text.key: self._known[text.texts.sv][locale]
                    for text in translatable(self.survey)
                    if locale in self._known.get(text.texts.sv, ())
                }
                building.save_wording(officer, self.dialogue, self.survey, locale, said)

    def _say(self, words: Texts) -> str:
        self._known[words.sv.strip()] = words
        return words.sv

    def _options(self, row: Mapping[str, Any]) -> Iterable[Texts]:
        if row["type"] == "yes_no":
            return [texts({**self.content.phrases[word], "sv": word}) for word in YES_NO]
        columns = [Texts({locale: str(n) for locale in LOCALE_OF.values()}) for n in row.get("columns", ())]
        return columns or [texts(option) for option in row.get("options", [])]

    def plan(self, story: Story, sorted_into: list[tuple[Contribution, str]]) -> None:
        """Let people answer, spread over the days it has been open."""
        rows = _each(self.added["responses"])
        for n, row in enumerate(rows, start=1):
            story.at(story.spread(self.dialogue, n, len(rows)), partial(self._answer, row, sorted_into))
        told = _each(self.added.get("background", ()))
        for n, row in enumerate(told, start=1):
            story.at(story.spread(self.dialogue, n, len(told)), partial(self._tell, row))

        for row in self.added.get("typed_in", ()):
            story.at(story.ago(row), partial(self._type_in, row))

    def _type_in(self, row: Mapping[str, Any]) -> None:
        """What an official types in: what is chosen, a number or words, as the form sends them."""
        raw: dict[str, list[str]] = {}
        for name, question in self.questions.items():
            if name in row:
                given = self._given(name, row[name])
                number = [] if given.number is None else [str(given.number)]
                raw[f"q-{question.key}"] = [*given.options, *number, *([given.words] if given.words else [])]
        enter_answers(
            self.people.actor("officer"),
            self.dialogue,
            self.survey,
            key=secrets.token_urlsafe(18),
            channel=Channel(row["channel"]),
            language="sv",
            received_on=clock.today(),
            note=row["note"],
            raw=raw,
        )

    def _answer(self, row: Mapping[str, Any], sorted_into: list[tuple[Contribution, str]]) -> None:
        response = submit_response(
            VISITOR,
            self.dialogue,
            self.survey,
            key=secrets.token_urlsafe(18),
            respondent_key=secrets.token_urlsafe(18),
            language=row.get("lang", "sv"),
            answers={self.questions[name].key: self._given(name, row[name]) for name in row if name in self.questions},
        )
        if "theme" in row:
            sorted_into.append((response, row["theme"]))

    def _tell(self, row: Mapping[str, Any]) -> None:
        told = Told({name: row[name] for name in BACKGROUND if name in row})
        tell(VISITOR, self.dialogue, told, key=secrets.token_urlsafe(18), secret=secrets.token_urlsafe(18))

    def _given(self, name: str, value: Any) -> Given:
        """A list holds the places of options, counted from one, in order of rank; in a matrix the column of each row,
        0 for none. A number is on a scale or counted; a text is one's own words; a mapping is a place on the map."""
        question = self.questions[name]
        if question.type == QuestionType.MATRIX.value:
            pairs = zip(question.rows, value, strict=False)
            return Given(cells=tuple((row.key, question.options[place - 1].key) for row, place in pairs if place))
        if isinstance(value, list):
            return Given(options=tuple(question.options[place - 1].key for place in value))
        if isinstance(value, dict):
            drawn = tidy_place(json.dumps({"type": "Point", "coordinates": value["at"]}), Shape.POINT)
            return Given(place=drawn or "", words=value.get("words", ""))
        return Given(number=value) if isinstance(value, int) else Given(words=str(value))
