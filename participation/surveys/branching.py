"""Which questions somebody is asked, decided by what they have answered; and what can be wrong with conditions. Pure.

A question is shown if its conditions hold, its page's too. An answer to a question that is not shown counts as no
answer: what is hidden decides nothing. Conditions look backwards only, so one pass settles the path.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations, product
from math import ceil, floor, prod

from participation.surveys.definition import Asked, Condition, Definition, Page
from participation.surveys.given import Given
from participation.surveys.rules import SMALLEST, Match, Operator, QuestionType


@dataclass(frozen=True)
class Path:
    """What is shown: the pages in order, with those of their questions that are."""

    pages: tuple[Page, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        return tuple(q for page in self.pages for q in page.questions)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(q.key for q in self.questions)

    def answers(self, answers: Mapping[str, Given]) -> dict[str, Given]:
        """The answers that are sent: those to the questions shown. The others stay in the draft."""
        return {key: given for key, given in answers.items() if key in self.keys and given}


def path(definition: Definition, answers: Mapping[str, Given]) -> Path:
    """The pages and questions shown to somebody with these answers, by question key. Pages without any are left out."""
    counted: dict[str, Given] = {}
    pages: list[Page] = []
    for page in definition.pages:
        if page.start is not None and not holds(page.start, counted):
            continue
        shown: list[Asked] = []
        for question in page.questions:
            if holds(question, counted):
                shown.append(question)
                if answers.get(question.key):
                    counted[question.key] = answers[question.key]
        if shown:
            pages.append(Page(page.start, tuple(shown)))
    return Path(tuple(pages))


def holds(question: Asked, counted: Mapping[str, Given]) -> bool:
    """Whether the question's own conditions hold for the answers that count."""
    if not question.conditions:
        return True
    results = (satisfied(c, counted.get(c.question, Given())) for c in question.conditions)
    return all(results) if question.match is Match.ALL else any(results)


def satisfied(condition: Condition, given: Given) -> bool:
    """Whether one condition holds for the answer to its question; an empty answer is no answer."""
    match condition.operator:
        case Operator.CHOSEN:
            return condition.option in given.options
        case Operator.NOT_CHOSEN:
            return condition.option not in given.options
        case Operator.RANKED_FIRST:
            return given.options[:1] == (condition.option,)
        case Operator.AT_LEAST:
            return given.number is not None and condition.number is not None and given.number >= condition.number
        case Operator.AT_MOST:
            return given.number is not None and condition.number is not None and given.number <= condition.number
        case Operator.ANSWERED:
            return bool(given)
        case Operator.NOT_ANSWERED:
            return not given


class FlawCode(StrEnum):
    """What can be wrong with a condition or a page. ``words.flaw_sentence`` says it."""

    NO_SUCH_QUESTION = "no_such_question"
    ITSELF = "itself"
    LATER = "later"
    NO_SUCH_OPTION = "no_such_option"
    WRONG_OPERATOR = "wrong_operator"
    NO_NUMBER = "no_number"
    NEVER = "never"
    EMPTY_PAGE = "empty_page"


@dataclass(frozen=True)
class Flaw:
    """What is wrong with a question's conditions; ``about`` is the key of the question it refers to."""

    code: FlawCode
    question: str
    about: str = ""


@dataclass(frozen=True)
class FlawIn:
    """A flaw with the survey it is in, ready to be said."""

    definition: Definition
    flaw: Flaw


def check(definition: Definition) -> list[Flaw]:
    """Everything that keeps the conditions from making sense, in the order of the questions; empty if they do.

    Loops are impossible once every condition looks backwards: one that looks at its own question or a later one is a
    flaw. Dead ends: a question whose conditions no answer can satisfy, a page with nothing on it.
    """
    flaws: list[Flaw] = []
    for place, question in enumerate(definition):
        found = [f for c in question.conditions for f in _flaws(definition, question, place, c)]
        if not found and not _can_hold(definition, question):
            found = [Flaw(FlawCode.NEVER, question.key)]
        flaws += found
    flaws += [
        Flaw(FlawCode.EMPTY_PAGE, page.start.key)
        for page in definition.pages
        if page.start is not None and not page.questions
    ]
    return flaws


def _flaws(definition: Definition, question: Asked, place: int, condition: Condition) -> Iterable[Flaw]:
    about = definition.by_key.get(condition.question)
    if about is None or not about.takes_answers:
        return [Flaw(FlawCode.NO_SUCH_QUESTION, question.key, condition.question)]
    if about.key == question.key:
        return [Flaw(FlawCode.ITSELF, question.key, about.key)]
    if definition.place_of(about.key) > place:
        return [Flaw(FlawCode.LATER, question.key, about.key)]
    if condition.operator not in about.parts.operators:
        return [Flaw(FlawCode.WRONG_OPERATOR, question.key, about.key)]
    if condition.operator in (Operator.CHOSEN, Operator.NOT_CHOSEN, Operator.RANKED_FIRST):
        return [] if about.option(condition.option) else [Flaw(FlawCode.NO_SUCH_OPTION, question.key, about.key)]
    if condition.operator in (Operator.AT_LEAST, Operator.AT_MOST) and condition.number is None:
        return [Flaw(FlawCode.NO_NUMBER, question.key, about.key)]
    return []


MOST_COMBINATIONS = 20_000
"""How many combinations of answers are tried to see whether a question can be reached; beyond that it is believed."""


def _can_hold(definition: Definition, question: Asked) -> bool:
    """Whether some answers lead to the question: tried over every answer that its conditions can tell apart, and
    those of the questions they look at, and so on back."""
    shown_by = _looked_at(definition, question)
    earlier = [q for q in shown_by if q.type is not QuestionType.PAGE_BREAK]
    tested = [c for q in (question, *shown_by) for c in q.conditions]
    samples = [_samples(q, [c for c in tested if c.question == q.key]) for q in earlier]
    if not tested or prod(len(s) for s in samples) > MOST_COMBINATIONS:
        return True
    keys = [q.key for q in earlier]
    kept = {question.key, *keys}
    few = Definition(tuple(q for q in definition if q.key in kept or q.type is QuestionType.PAGE_BREAK))
    for combination in product(*samples):
        answers = dict(zip(keys, combination, strict=True))
        shown = path(few, answers)
        if question.key in shown.keys:
            return True
        if question.type is QuestionType.PAGE_BREAK and holds(question, shown.answers(answers)):
            return True
    return False


def _looked_at(definition: Definition, question: Asked) -> list[Asked]:
    """The questions and page breaks on which it depends whether the question is shown, in order."""
    begins = {q.key: page.start for page in definition.pages for q in page.questions}
    found: set[str] = set()
    waiting = [question]
    while waiting:
        asked = waiting.pop()
        about = [definition.by_key.get(c.question) for c in asked.conditions]
        for other in (begins.get(asked.key), *about):
            if other is not None and other.key not in found and other.key != question.key:
                found.add(other.key)
                waiting.append(other)
    return [q for q in definition if q.key in found]


def _samples(about: Asked, conditions: list[Condition]) -> list[Given]:
    """Answers of each kind that the conditions can tell apart; none at all only where one need not answer."""
    none = [] if about.required else [Given()]
    options = [o.key for o in about.options]
    named = [k for k in options if any(c.option == k for c in conditions)]
    if about.type in (QuestionType.SCALE, QuestionType.NUMBER):
        return none + [Given(number=n) for n in _numbers(about, conditions)]
    if about.type in (QuestionType.MULTIPLE_CHOICE, QuestionType.PICTURE_CHOICE):
        return none + _subsets(about, options, named)
    if options and about.type is not QuestionType.MATRIX:
        others = [k for k in options if k not in named][:1]
        return none + [Given(options=(k,)) for k in (*named, *others)]
    return [*none, Given(words="x")]


def _numbers(about: Asked, conditions: list[Condition]) -> list[int | Decimal]:
    is_scale = about.type is QuestionType.SCALE
    low: int | Decimal | None = about.steps.start if is_scale else about.minimum
    high: int | Decimal | None = about.steps.stop - 1 if is_scale else about.maximum
    compared = [c.number for c in conditions if c.number is not None]
    tried: set[int | Decimal]
    if about.whole:
        tried = {whole + d for n in compared for whole in (floor(n), ceil(n)) for d in (-1, 0, 1)}
    else:
        tried = {n + d for n in compared for d in (-SMALLEST, 0, SMALLEST)}
    tried |= {n for n in (low, high) if n is not None} or {0}
    return sorted(n for n in tried if (low is None or n >= low) and (high is None or n <= high))


def _subsets(about: Asked, options: list[str], named: list[str]) -> list[Given]:
    """Every choice among the named options, filled up with others to the fewest that may be chosen."""
    several = about.type is QuestionType.MULTIPLE_CHOICE
    fewest = max(1, about.fewest or 1) if several else 1
    most = about.most or (len(options) if several else 1)
    rest = [k for k in options if k not in named]
    found = []
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            filled = (*chosen, *rest[: max(0, fewest - size)])
            if fewest <= len(filled) <= most:
                found.append(Given(options=filled))
    return found
