"""A survey with a question of every sort on three pages, the last two asked only of some; and what fills it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import update

from participation.access import Actor
from participation.db import session
from participation.dialogues.models import Dialogue
from participation.surveys import building
from participation.surveys.building import OptionValues, QuestionValues, options_of
from participation.surveys.building.values import RowValues
from participation.surveys.definition import Condition
from participation.surveys.models import Question, Survey
from participation.surveys.rules import Operator, QuestionType


@dataclass
class EverySort:
    """Keys of the questions by their sort, of their options and rows by question."""

    survey: int
    key: str
    questions: dict[str, str]
    options: dict[str, list[str]]
    rows: dict[str, list[str]]

    def name(self, kind: QuestionType, part: str = "") -> str:
        """The name of a field."""
        key = f"q-{self.questions[kind.value]}"
        return f"{key}-{part}" if part else key

    def option(self, kind: QuestionType, place: int) -> str:
        return self.options[kind.value][place]


def make(officer: Actor, dialogue: Dialogue, title: str = "Alla sorter") -> EverySort:
    """The survey; the page with the long text is shown to those who chose the first option, and on it the number only
    once the long text is answered."""
    made = building.create_survey(officer, dialogue, title=title)
    found = EverySort(made.id, made.key, {}, {}, {})

    def ask(kind: QuestionType, **more: Any) -> Question:
        stored = building.save_question(
            officer, dialogue, made, None, QuestionValues(more.pop("text", f"Om {kind.value}?"), **more), type=kind
        )
        found.questions.setdefault(kind.value, stored.key)
        found.options.setdefault(kind.value, [o.key for o in stored.options])
        found.rows.setdefault(kind.value, [r.key for r in stored.rows])
        return stored

    first = ask(
        QuestionType.SINGLE_CHOICE, required=True, options=(*options_of("A", "B"), OptionValues("Annat", is_other=True))
    )
    ask(QuestionType.MULTIPLE_CHOICE, maximum=2, options=options_of("A", "B", "C"))
    ask(QuestionType.DROPDOWN, options=options_of("A", "B", "C"))
    ask(QuestionType.SCALE, minimum=1, maximum=5, low_label="Inte alls", high_label="Helt")
    ask(QuestionType.MATRIX, options=options_of("Bra", "Dåligt"), rows=(RowValues("Ljus"), RowValues("Buller")))
    ask(QuestionType.RANKING, options=options_of("Bad", "Båt", "Bänk"))
    chosen = Condition(first.key, Operator.CHOSEN, option=first.options[0].key)
    ask(QuestionType.PAGE_BREAK, text="", conditions=(chosen,))
    ask(QuestionType.SHORT_TEXT, maximum_length=20)
    long = ask(QuestionType.LONG_TEXT)
    ask(QuestionType.NUMBER, minimum=0, maximum=10, required=True, conditions=(Condition(long.key, Operator.ANSWERED),))
    ask(QuestionType.DATE)
    ask(QuestionType.PAGE_BREAK, text="")
    ask(QuestionType.MAP)
    ask(QuestionType.PICTURE_CHOICE, options=options_of("Bild 1", "Bild 2"))
    ask(QuestionType.FILE)
    ask(QuestionType.NOTICE, agrees=True)
    session().execute(update(Survey).where(Survey.id == made.id).values(layout="pages"))
    session().expire_all()
    return found
