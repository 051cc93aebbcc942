"""Which page of a survey comes when, what a page that is sent changes in a draft, and moves in a ranking. Pure.

The path itself is ``branching.path``'s; nothing here decides it a second time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from participation.surveys.branching import Path, path
from participation.surveys.definition import Asked, Definition, Page
from participation.surveys.given import Raw, field_name, field_names, readable
from participation.surveys.rules import Direction, Layout, QuestionType

Draft = dict[str, list[str]]


@dataclass(frozen=True)
class Step:
    """A page of somebody's way: its questions, which step it is of how many (the review is the last), and its
    neighbours' keys; ``following`` is "" before the review."""

    key: str
    questions: tuple[Asked, ...]
    number: int
    total: int
    previous: str
    following: str


@dataclass(frozen=True)
class Way:
    """The pages of somebody who has answered so. ``whole``: everything is on one page, conditions in words."""

    definition: Definition
    path: Path
    whole: bool

    @property
    def pages(self) -> tuple[Page, ...]:
        if not self.whole:
            return self.path.pages
        questions = tuple(q for q in self.definition if q.type is not QuestionType.PAGE_BREAK)
        return (Page(None, questions),) if questions else ()

    def step(self, key: str) -> Step | None:
        """The page with the key; ``first`` is whichever comes first. None if it is not on the way."""
        pages = self.pages
        keys = [p.key for p in pages]
        place = 0 if key == FIRST and keys else keys.index(key) if key in keys else -1
        if place < 0:
            return None
        return Step(
            key=keys[place],
            questions=pages[place].questions,
            number=place + 1,
            total=len(pages) + 1,
            previous=keys[place - 1] if place else "",
            following=keys[place + 1] if place + 1 < len(keys) else "",
        )

    def page_of(self, question: str) -> str:
        """The key of the page the question is on; "" if it is on none."""
        return next((p.key for p in self.pages if any(q.key == question for q in p.questions)), "")

    @property
    def total(self) -> int:
        return len(self.pages) + 1


FIRST = "first"


def way(definition: Definition, raw: Raw, layout: Layout, files: Collection[str] = ()) -> Way:
    """The way of somebody whose draft says ``raw``."""
    return Way(definition, path(definition, readable(definition, raw, files)), layout is Layout.WHOLE)


def page_questions(definition: Definition, key: str, layout: Layout) -> tuple[Asked, ...]:
    """Everything that can be on the page, whatever has been answered."""
    if layout is Layout.WHOLE:
        return tuple(q for q in definition if q.type is not QuestionType.PAGE_BREAK)
    pages = definition.pages
    return next((p.questions for p in pages if p.key == key), pages[0].questions if key == FIRST and pages else ())


def merged(before: Raw, sent: Raw, asked: Sequence[Asked]) -> Draft:
    """The draft once the page is sent: what stood on the page is as it was sent, the rest as it was."""
    names = {name for question in asked for name in field_names(question)}
    kept = {name: list(values) for name, values in before.items() if name not in names}
    return kept | {name: [t.replace("\x00", "") for t in sent[name]] for name in names if name in sent}


def size(raw: Raw) -> int:
    """How many bytes a draft takes, about."""
    return sum(len(name) + sum(len(text.encode()) for text in values) for name, values in raw.items())


def moved(question: Asked, raw: Raw, option: str, direction: Direction) -> Draft:
    """The ranking with one option a place up or down. What has no place gets the last free one; from the last place
    down leads to none. Only what somebody has placed has a place."""
    most = min(question.most or len(question.options), len(question.options))
    order = ranked(question, raw)
    if option not in {o.key for o in question.options}:
        return {}
    if option in order:
        here = order.index(option)
        there = here - 1 if direction is Direction.UP else here + 1
        if there == len(order):
            order.remove(option)
        elif there >= 0:
            order[here], order[there] = order[there], order[here]
    elif direction is Direction.UP and len(order) < most:
        order.append(option)
    places = {key: str(n) for n, key in enumerate(order, 1)}
    return {field_name(question, o.key): [places.get(o.key, "")] for o in question.options}


def ranked(question: Asked, raw: Raw) -> list[str]:
    """The options that have a place of their own, in order; what cannot be read has none."""
    places: dict[int, str] = {}
    for option in question.options:
        said = (raw.get(field_name(question, option.key)) or [""])[0].strip()
        if said.isdecimal() and len(said) < 4 and int(said) > 0:
            places.setdefault(int(said), option.key)
    return [places[n] for n in sorted(places)]


def changed_since(seen: Mapping[str, int], questions: Sequence[Asked]) -> list[Asked]:
    """Those of the questions that were seen in another version than the one asked now."""
    return [q for q in questions if q.key in seen and seen[q.key] != q.version]
