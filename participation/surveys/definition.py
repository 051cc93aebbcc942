"""A survey as its rules see it: what is asked, in which order, on which conditions. Pure; made by ``queries``.

Everything refers to everything else by key. Keys stay the same through saving, moving, new versions and copies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from participation.surveys.rules import PARTS, Match, Operator, Parts, Purpose, QuestionType, Shape
from participation.texts import Texts

NO_TEXTS = Texts()


@dataclass(frozen=True)
class Choice:
    """Something to choose or rank, or a column of a matrix. ``picture``: the name of a stored file."""

    key: str
    text: Texts = NO_TEXTS
    is_other: bool = False
    picture: str = ""
    alternative: Texts = NO_TEXTS


@dataclass(frozen=True)
class Line:
    """A row of a matrix: one thing to be answered by choosing a column."""

    key: str
    text: Texts = NO_TEXTS


@dataclass(frozen=True)
class Condition:
    """What is asked of the answer to an earlier question. ``option``: its key; ``number``: for AT_LEAST, AT_MOST."""

    question: str
    operator: Operator
    option: str = ""
    number: int | Decimal | None = None


@dataclass(frozen=True)
class Asked:
    """One question (or notice, or page break) in one version.

    ``minimum``/``maximum``: ends of a scale, limits of a number, or how many may be chosen or ranked. ``whole``:
    whether only whole numbers are numbers here.
    ``conditions``: when it is shown; none means always. Those of a page break hold for the whole page it begins.
    """

    key: str
    type: QuestionType
    version: int = 1
    identity: int = 0
    text: Texts = NO_TEXTS
    help: Texts = NO_TEXTS
    required: bool = False
    confidential: bool = False
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    low_label: Texts = NO_TEXTS
    high_label: Texts = NO_TEXTS
    maximum_length: int | None = None
    unit: Texts = NO_TEXTS
    whole: bool = True
    shape: Shape = Shape.POINT
    agrees: bool = False
    purpose: Purpose = Purpose.NONE
    options: tuple[Choice, ...] = ()
    rows: tuple[Line, ...] = ()
    match: Match = Match.ALL
    conditions: tuple[Condition, ...] = ()

    @property
    def parts(self) -> Parts:
        return PARTS[self.type]

    @property
    def takes_answers(self) -> bool:
        """Whether anything can be answered: not to a page break, nor to a notice without a box to tick."""
        return self.parts.is_asked and (self.type is not QuestionType.NOTICE or self.agrees)

    @property
    def other(self) -> Choice | None:
        """The option "Other, please say"."""
        return next((o for o in self.options if o.is_other), None)

    @property
    def steps(self) -> range:
        """The numbers of a scale, both ends included."""
        low = int(self.minimum) if self.minimum is not None else 1
        high = int(self.maximum) if self.maximum is not None else 5
        return range(low, high + 1)

    @property
    def fewest(self) -> int | None:
        """How many must be chosen."""
        return None if self.minimum is None else int(self.minimum)

    @property
    def most(self) -> int | None:
        """How many may be chosen or ranked."""
        return None if self.maximum is None else int(self.maximum)

    def option(self, key: str) -> Choice | None:
        """The option with the key."""
        return next((o for o in self.options if o.key == key), None)


@dataclass(frozen=True)
class Page:
    """What is shown at once. ``start`` is the page break that begins it; the first page has none."""

    start: Asked | None
    questions: tuple[Asked, ...]

    @property
    def key(self) -> str:
        """The page's name in addresses: the key of its page break."""
        return self.start.key if self.start else "first"


@dataclass(frozen=True)
class Definition:
    """The current versions of a survey's questions, in order."""

    questions: tuple[Asked, ...] = ()

    def __iter__(self) -> Iterator[Asked]:
        return iter(self.questions)

    def __len__(self) -> int:
        return len(self.questions)

    @cached_property
    def by_key(self) -> dict[str, Asked]:
        return {q.key: q for q in self.questions}

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The questions between the page breaks. A survey that begins with a page break has no page before it."""
        pages: list[Page] = []
        start: Asked | None = None
        held: list[Asked] = []
        for question in (*self.questions, None):
            if question is None or question.type is QuestionType.PAGE_BREAK:
                if held or start is not None:
                    pages.append(Page(start, tuple(held)))
                start, held = question, []
            else:
                held.append(question)
        return tuple(pages)

    def place_of(self, key: str) -> int:
        """Where the question stands, page breaks counted; -1 if nowhere."""
        return next((n for n, q in enumerate(self.questions) if q.key == key), -1)

    def number_of(self, key: str) -> int:
        """The number a reader sees, counted from one over what is asked; 0 for page breaks and notices."""
        number = 0
        for question in self.questions:
            counts = question.parts.is_asked and question.type is not QuestionType.NOTICE
            number += counts
            if question.key == key:
                return number if counts else 0
        return 0


def renewed(definition: Definition, keys: dict[str, str]) -> Definition:
    """The definition with other keys throughout: ``keys`` gives the new one for each question, option and row."""

    def condition(c: Condition) -> Condition:
        return replace(c, question=keys[c.question], option=keys[c.option] if c.option else "")

    def question(q: Asked) -> Asked:
        return replace(
            q,
            key=keys[q.key],
            version=1,
            identity=0,
            options=tuple(replace(o, key=keys[o.key]) for o in q.options),
            rows=tuple(replace(r, key=keys[r.key]) for r in q.rows),
            conditions=tuple(condition(c) for c in q.conditions),
        )

    return Definition(tuple(question(q) for q in definition))


def every_key(definition: Definition) -> Sequence[str]:
    """The keys of all questions, options and rows."""
    found: list[str] = []
    for q in definition:
        found += [q.key, *(o.key for o in q.options), *(r.key for r in q.rows)]
    return found


def _plain(value: Any) -> Any:
    """What JSON does not know: numbers with decimals, and texts by language."""
    return str(value) if isinstance(value, Decimal) else dict(value)


def fingerprint(*things: Asked | Texts | str) -> str:
    """What a form was made from, in short: unlike when anything of it has changed."""
    plain = [asdict(replace(t, identity=0)) if isinstance(t, Asked) else t for t in things]
    text = json.dumps(plain, sort_keys=True, ensure_ascii=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def texts_of(asked: Asked) -> Iterable[Texts]:
    """Every text of the question, in all its languages."""
    yield from (asked.text, asked.help, asked.low_label, asked.high_label, asked.unit)
    for option in asked.options:
        yield from (option.text, option.alternative)
    for row in asked.rows:
        yield row.text
