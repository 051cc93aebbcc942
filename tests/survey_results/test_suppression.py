"""What is told of few people: whoever does sums with what is told cannot work out what is not."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.survey_results.suppression import FEWEST, one_way, percent, rounded, two_way


def feasible(counts: list[list[int]], out: frozenset[tuple[int, int]]) -> dict[tuple[int, int], set[int]]:
    """What each cell left out could be, for who knows every total and every other cell: tried one by one.

    The reader is taken to know the cells that are told exactly, which is more than the rounded ones say.
    """
    rows, columns = len(counts), len(counts[0])
    across = [sum(row) for row in counts]
    down = [sum(row[c] for row in counts) for c in range(columns)]
    possible: dict[tuple[int, int], set[int]] = {cell: set() for cell in out}

    def fill(r: int, left: list[int], made: list[list[int]]) -> None:
        if r == rows:
            if not any(left):
                for cell in out:
                    possible[cell].add(made[cell[0]][cell[1]])
            return
        free = [c for c in range(columns) if (r, c) in out]
        rest = across[r] - sum(counts[r][c] for c in range(columns) if c not in free)
        if any(left[c] < counts[r][c] for c in range(columns) if c not in free):
            return
        for values in product(*(range(min(left[c], rest) + 1) for c in free)):
            if sum(values) == rest:
                row = list(counts[r])
                for c, value in zip(free, values, strict=True):
                    row[c] = value
                fill(r + 1, [n - v for n, v in zip(left, row, strict=True)], [*made, row])

    fill(0, down, [])
    return possible


def protects(counts: list[list[int]]) -> None:
    out = two_way(counts)
    if out is None:
        return
    across = [sum(row) for row in counts]
    down = [sum(row[c] for row in counts) for c in range(len(counts[0]))]
    for (r, c), values in feasible(counts, out).items():
        if 0 < counts[r][c] < FEWEST:
            assert max(values) >= min(FEWEST, across[r], down[c]), (counts, (r, c), values)
    assert all((r, c) in out for r, row in enumerate(counts) for c, n in enumerate(row) if 0 < n < FEWEST)


def test_a9_22_a_cell_with_four_people_is_left_out_and_one_more_with_it() -> None:
    assert one_way([4, 12, 30]) == frozenset({0, 1})
    out = two_way([[4, 20, 30], [25, 40, 35], [22, 28, 31]])
    assert out is not None and (0, 0) in out
    assert sum(r == 0 for r, _ in out) >= 2 and sum(c == 0 for _, c in out) >= 2


@pytest.mark.parametrize(
    ("counts", "out"),
    [
        ([0, 0, 7], frozenset()),
        ([5, 6, 7], frozenset()),
        ([3, 3], frozenset({0, 1})),
        ([1, 1, 9], frozenset({0, 1, 2})),
        ([3], None),
        ([0, 0, 3], None),
        ([], frozenset()),
    ],
)
def test_counts_that_add_up_to_a_known_total(counts: list[int], out: frozenset[int] | None) -> None:
    assert one_way(counts) == out


def test_children_have_a_limit_of_their_own() -> None:
    assert one_way([9, 30, 40], [10, 5, 5]) == frozenset({0, 1})
    assert one_way([9, 30, 40]) == frozenset()


TABLES = st.integers(2, 3).flatmap(
    lambda columns: st.lists(st.lists(st.integers(0, 6), min_size=columns, max_size=columns), min_size=2, max_size=3)
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(TABLES)
def test_no_cell_left_out_can_be_worked_out_from_totals(counts: list[list[int]]) -> None:
    protects(counts)


@pytest.mark.parametrize(
    "counts",
    [
        [[1, 5], [1, 5]],
        [[2, 3, 6], [3, 2, 6], [6, 6, 0]],
        [[4, 0, 0], [0, 9, 9], [0, 9, 9]],
        [[4, 9, 0, 0], [9, 4, 1, 0], [0, 9, 9, 3], [0, 0, 3, 9]],
    ],
)
def test_tables_in_which_sums_of_sums_would_tell(counts: list[list[int]]) -> None:
    protects(counts)


def test_the_difference_of_two_extracts_tells_nothing() -> None:
    """Everybody, and everybody but one group: what is left over is the group, and none of its small counts."""
    groups = [[3, 14, 22, 6], [11, 25, 30, 9], [8, 17, 21, 12]]
    out = two_way(groups)
    assert out is not None
    whole = [sum(row[c] for row in groups) for c in range(4)]
    for c in range(4):
        told = [None if (r, c) in out else rounded(groups[r][c]) for r in range(3)]
        if (0, c) in out:
            assert told.count(None) >= 2, (whole[c], told)
    protects(groups)


def test_shares_need_a_base_of_twenty() -> None:
    assert (percent(5, 19), percent(5, 20), percent(1, 200), percent(199, 200)) == (None, 25, 1, 100)


def test_counts_are_rounded_to_five() -> None:
    assert [rounded(n) for n in (0, 2, 3, 5, 7, 8, 12, 13)] == [0, 0, 5, 5, 5, 10, 10, 15]
