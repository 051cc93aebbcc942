"""Questions of every sort, and answers to them, for hypothesis."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from participation.surveys.definition import Asked, Choice, Line
from participation.surveys.given import Given, field_names, raw_of
from participation.surveys.places import tidy_place
from participation.surveys.rules import QuestionType, Shape
from participation.texts import Texts

OPTIONS = tuple(Choice(f"o{n}", Texts(sv=f"Svar {n}"), is_other=n == 3) for n in range(4))
PLAIN = tuple(Choice(f"o{n}", Texts(sv=f"Svar {n}")) for n in range(4))
LINES = tuple(Line(f"r{n}", Texts(sv=f"Rad {n}")) for n in range(3))

KEYS = tuple(o.key for o in PLAIN)
WORDS = st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)

QUESTIONS: dict[QuestionType, dict[str, Any]] = {
    QuestionType.SINGLE_CHOICE: {"options": OPTIONS},
    QuestionType.MULTIPLE_CHOICE: {"options": OPTIONS, "minimum": 2, "maximum": 3},
    QuestionType.DROPDOWN: {"options": OPTIONS},
    QuestionType.SCALE: {"minimum": 0, "maximum": 10},
    QuestionType.MATRIX: {"options": PLAIN, "rows": LINES},
    QuestionType.RANKING: {"options": PLAIN, "maximum": 3},
    QuestionType.SHORT_TEXT: {"maximum_length": 50},
    QuestionType.LONG_TEXT: {"maximum_length": 200},
    QuestionType.NUMBER: {"minimum": -5, "maximum": 500},
    QuestionType.DATE: {},
    QuestionType.MAP: {"shape": Shape.POINT},
    QuestionType.PICTURE_CHOICE: {"options": PLAIN, "maximum": 2},
    QuestionType.FILE: {},
    QuestionType.NOTICE: {"agrees": True},
}
FILES = ("0" * 32, "f" * 32)


def question(kind: QuestionType, *, required: bool = False, key: str = "question") -> Asked:
    """One question of the sort."""
    return Asked(key=key, type=kind, text=Texts(sv="Fråga"), required=required, **QUESTIONS[kind])


def _chosen(fewest: int, most: int) -> st.SearchStrategy[Given]:
    def given(keys: set[str], words: str) -> Given:
        ordered = tuple(k for k in KEYS if k in keys)
        return Given(options=ordered, other=words.strip() if "o3" in keys else "")

    one_line = WORDS.map(lambda t: " ".join(t.split())).filter(bool)
    return st.builds(given, st.sets(st.sampled_from(KEYS), min_size=fewest, max_size=most), one_line.filter(_plain))


def _plain(text: str) -> bool:
    from participation.texts import one_line

    return bool(text.strip()) and one_line(text).strip() == text


def _place(longitude: float, latitude: float) -> str:
    return tidy_place(f'{{"type": "Point", "coordinates": [{longitude:.6f}, {latitude:.6f}]}}', Shape.POINT) or ""


POSITIONS = st.builds(_place, st.floats(-180, 180), st.floats(-90, 90))

ANSWERS: dict[QuestionType, st.SearchStrategy[Given]] = {
    QuestionType.SINGLE_CHOICE: _chosen(1, 1),
    QuestionType.MULTIPLE_CHOICE: _chosen(2, 3),
    QuestionType.DROPDOWN: _chosen(1, 1),
    QuestionType.SCALE: st.builds(Given, number=st.integers(0, 10)),
    QuestionType.MATRIX: st.dictionaries(
        st.sampled_from([r.key for r in LINES]), st.sampled_from(KEYS), min_size=1
    ).map(lambda cells: Given(cells=tuple((r.key, cells[r.key]) for r in LINES if r.key in cells))),
    QuestionType.RANKING: st.permutations(KEYS).flatmap(
        lambda keys: st.integers(1, 3).map(lambda n: Given(options=tuple(keys[:n])))
    ),
    QuestionType.SHORT_TEXT: WORDS.filter(_plain).map(lambda t: Given(words=t)),
    QuestionType.LONG_TEXT: WORDS.map(lambda t: Given(words=t)),
    QuestionType.NUMBER: st.builds(Given, number=st.integers(-5, 500)),
    QuestionType.DATE: st.builds(Given, day=st.dates(date(1, 1, 1))),
    QuestionType.MAP: st.builds(lambda place, words: Given(place=place, words=words), POSITIONS, WORDS | st.just("")),
    QuestionType.PICTURE_CHOICE: st.sets(st.sampled_from(KEYS), min_size=1, max_size=2).map(
        lambda keys: Given(options=tuple(k for k in KEYS if k in keys))
    ),
    QuestionType.FILE: st.sampled_from(FILES).map(lambda name: Given(file=name)),
    QuestionType.NOTICE: st.just(Given(agreed=True)),
}
"""Answers to :func:`question`, of each sort."""

ANYTHING = st.lists(
    st.text(max_size=30)
    | st.sampled_from([*KEYS, "1", "2", "99", "-1", "٣", "2026-02-30", "2026-13-01", "yes", "[]", "{}", " ", "0" * 40]),
    max_size=3,
)


def anything(asked: Asked) -> st.SearchStrategy[dict[str, list[str]]]:
    """Whatever somebody could send to the question's fields."""
    names = [*field_names(asked), "q-unknown"]
    return st.dictionaries(st.sampled_from(names), ANYTHING)


__all__ = ["ANSWERS", "FILES", "QUESTIONS", "anything", "question", "raw_of"]
