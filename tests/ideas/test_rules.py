"""The rules of ideas: a fair order that turns each day, and first lines cut between words."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.ideas.rules import EXCERPT, POSITIONS, excerpt, starting_point

DAY = date(2026, 11, 23)


def test_the_list_begins_at_one_place_all_day_and_at_another_the_next() -> None:
    days = [starting_point(DAY + timedelta(n), 1) for n in range(60)]
    assert starting_point(DAY, 1) == days[0]
    assert len(set(days)) == 60
    assert all(0 <= d < POSITIONS for d in days)


def test_starting_points_are_spread_so_that_no_part_of_the_list_is_favoured() -> None:
    tenths = [starting_point(DAY + timedelta(n), 1) * 10 // POSITIONS for n in range(1000)]
    assert all(60 < tenths.count(tenth) < 140 for tenth in range(10))


@given(st.text())
def test_an_excerpt_is_never_longer_than_its_limit(text: str) -> None:
    assert len(excerpt(text)) <= EXCERPT


@given(st.text(max_size=EXCERPT))
def test_a_short_text_is_its_own_excerpt(text: str) -> None:
    assert excerpt(text) == " ".join(text.split())
