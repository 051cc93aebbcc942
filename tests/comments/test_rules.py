"""Where a comment stands in its thread."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from participation.comments.rules import LONGEST_PATH, is_path, path_of
from participation.contributions.models import Contribution


def test_a_path_is_its_ancestors_and_its_own_number() -> None:
    first = path_of(12, None)
    second = path_of(34, first)
    assert (first, second) == ("00000012", "00000012.00000034")


def test_answers_deeper_than_the_third_level_stand_after_their_ancestor_of_that_level() -> None:
    third = path_of(3, path_of(2, path_of(1, None)))
    fourth = path_of(4, third)
    fifth = path_of(5, fourth)
    assert (fourth, fifth) == (f"{third}.00000004", f"{third}.00000005")


@given(st.lists(st.integers(1, 10**8 - 1), min_size=1, max_size=30))
def test_no_path_is_longer_than_its_column(numbers: list[int]) -> None:
    path = None
    for number in numbers:
        path = path_of(number, path)
        assert is_path(path)
        assert len(path) <= LONGEST_PATH <= Contribution.__table__.c.thread_path.type.length


@given(st.text())
def test_other_texts_are_no_paths(text: str) -> None:
    assert is_path(text) == (
        bool(text)
        and all(len(p) == 8 and p.isascii() and p.isdigit() for p in text.split("."))
        and text.count(".") <= 3
    )
