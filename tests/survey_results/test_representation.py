"""Who took part against who lives here: shares, labels, and that nothing lets a small number be worked out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.survey_results.representation import Compared, Reached, as_in_population, compare, reached
from participation.survey_results.suppression import FEWEST, FEWEST_CHILDREN

PEOPLE = {"a": 4000, "b": 4000, "c": 2000}


def compared(told: Mapping[str, int], responses: int = 200, **more: object) -> Compared:
    return compare("x", list(PEOPLE), told, PEOPLE, responses, **more)  # type: ignore[arg-type]


def counts(found: Compared) -> list[int | None]:
    return [band.count for band in found.bands]


# -- labels --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("count", "label"),
    [
        (0, Reached.NOT_REACHED),
        (19, Reached.NOT_REACHED),
        (20, Reached.UNDER),
        (31, Reached.UNDER),
        (32, Reached.IN_LINE),
        (50, Reached.IN_LINE),
        (51, Reached.OVER),
        (100, Reached.OVER),
    ],
)
def test_a_label_is_the_ratio_of_the_shares_with_its_limits(count: int, label: Reached) -> None:
    """r < 0.5, 0.5 to 0.8, 0.8 to 1.25, above: of 100 people where 40 are expected."""
    assert reached(count, 100, 400, 1000) is label


def test_labels_need_thirty_people_and_somebody_who_lives_here() -> None:
    assert (reached(0, 29, 1, 2), reached(0, 30, 1, 2), reached(0, 30, 0, 2)) == (None, Reached.NOT_REACHED, None)


@pytest.mark.parametrize(("base", "shares", "labels"), [(19, False, False), (20, True, False), (30, True, True)])
def test_shares_need_twenty_people_and_labels_thirty(base: int, shares: bool, labels: bool) -> None:
    found = compared({"a": base - 12, "b": 6, "c": 6})
    assert found.base == base
    assert [band.percent is not None for band in found.bands] == [shares] * 3
    assert [band.reached is not None for band in found.bands] == [labels] * 3
    assert [band.population for band in found.bands] == [40, 40, 20]


def test_who_is_missing_is_said_of_what_is_told_only() -> None:
    found = compared({"a": 60, "b": 37, "c": 3})
    assert counts(found) == [60, None, None]
    assert [band.reached for band in found.bands] == [Reached.OVER, None, None]
    assert [band.percent for band in found.bands] == [60, None, None]
    nobody = compared({"a": 60, "b": 40})
    assert [band.reached for band in nobody.bands] == [Reached.OVER, Reached.IN_LINE, Reached.NOT_REACHED]


def test_the_indicator_counts_the_groups_that_can_be_told_and_no_others() -> None:
    told = {"a": 3, "b": 30, "c": 60, "d": 14}
    people = {"a": 2500, "b": 2500, "c": 2500, "d": 2500}
    compared = compare("age", list(told), told, people, 107)
    labels = [band.reached for band in compared.bands]
    assert labels[0] is None and compared.bands[0].count is None, "three are never told"
    assert as_in_population([compared]) == (
        sum(label in (Reached.IN_LINE, Reached.OVER) for label in labels),
        sum(label is not None for label in labels),
    )
    assert as_in_population([compared, compared]) == tuple(2 * n for n in as_in_population([compared]))
    assert as_in_population([compare("age", ["a", "b"], {"a": 10, "b": 10}, people, 20)]) == (0, 0), "too few to label"


def test_how_many_have_not_told_is_always_told_with_its_share() -> None:
    found = compared({"a": 60, "b": 40}, responses=150)
    assert (found.base, found.others, found.others_percent) == (100, 50, 33)
    assert compared({"a": 60, "b": 40}, responses=90).others == 0, "some responses are hidden"
    assert compared({"a": 60, "b": 40}, responses=101).others == 1, "to tell nothing is nothing about anybody"


# -- what is not told ----------------------------------------------------------------------------------------------


def test_few_of_something_that_is_not_compared_give_nothing_away() -> None:
    """Two have said that their gender is another: neither their number nor what it could be taken from is told."""
    found = compared({"a": 60, "b": 40, "other": 2}, responses=103)
    assert found.withheld
    assert (found.base, found.others, counts(found)) == (None, None, [None] * 3)
    assert compared({"a": 60, "b": 40, "other": 2}, responses=105).others == 5


def test_a_few_who_have_told_at_all_are_not_told() -> None:
    assert compared({"a": 4}).withheld
    assert not compared({"a": 5}).withheld
    assert counts(compared({})) == [0, 0, 0]


def test_children_are_told_from_ten_on() -> None:
    told = {"a": 9, "b": 60, "c": 30}
    assert counts(compared(told)) == [9, 60, 30]
    assert counts(compared(told, children=["a"])) == [None, 60, None]


def test_a_group_of_less_than_two_hundred_is_not_told_on_its_own() -> None:
    found = compare("x", ["a", "b", "c"], {"a": 30, "b": 20, "c": 10}, {"a": 500, "b": 500, "c": 199}, 80)
    assert counts(found) == [30, 20, None]
    assert (found.base, found.others) == (50, 30)
    assert [band.population for band in found.bands] == [50, 50, None]
    assert [band.people for band in found.bands] == [500, 500, None]


# -- the attacker --------------------------------------------------------------------------------------------------


def could_be(found: Compared, responses: int, limit: int) -> Iterator[dict[str, int]]:
    """Every set of numbers that agrees with all that is told, for who knows that what is left out is somebody unless
    it stands beside a small number: numbers of each band and of everything else."""
    most = responses + 1 if found.base is None else found.base
    keys = [band.key for band in found.bands]

    def fill(at: int, left: int, made: dict[str, int]) -> Iterator[dict[str, int]]:
        if at == len(keys):
            if found.base is None or left == 0:
                yield dict(made)
            return
        told = found.bands[at].count
        for n in range(left + 1) if told is None else [told] if told <= left else []:
            made[keys[at]] = n
            yield from fill(at + 1, left - n, made)

    yield from fill(0, min(most, responses + limit), {})


TOLD = st.fixed_dictionaries({key: st.integers(0, 12) for key in ("a", "b", "c", "other")})


@settings(max_examples=150, derandomize=True)
@given(TOLD, st.integers(0, 8), st.booleans())
def test_no_small_number_can_be_worked_out(told: dict[str, int], silent: int, young: bool) -> None:
    """Whoever knows how many have answered, and all that the page tells, cannot tell of any group of one to four (of
    one to nine with children in it) that it is so small: it could be as large as the limit, or as everybody."""
    told = {key: n for key, n in told.items() if n}
    responses = sum(told.values()) + silent
    found = compared(told, responses, children=["a"] if young else ())
    limits = {"a": FEWEST_CHILDREN if young else FEWEST, "b": FEWEST, "c": FEWEST}
    for band in found.bands:
        n = told.get(band.key, 0)
        assert band.count in (None, n)
        if 0 < n < limits[band.key]:
            assert (band.count, band.percent, band.reached) == (None, None, None)
            highest = max(made[band.key] for made in could_be(found, responses, limits[band.key]))
            assert highest >= min(limits[band.key], responses), (told, band.key, highest)
    other = told.get("other", 0)
    if 0 < other < FEWEST and found.others is not None:
        assert found.others >= FEWEST, "it could be all of those who are not compared"


@settings(max_examples=80, derandomize=True)
@given(TOLD, TOLD)
def test_shares_and_labels_say_nothing_that_the_numbers_do_not(one: dict[str, int], other: dict[str, int]) -> None:
    """Two dialogues of which the same numbers are told have the same page: shares, labels and bars come from these."""
    pages = [compared(told, 300) for told in (one, other)]
    said = [(page.base, page.others, counts(page), page.withheld) for page in pages]
    if said[0] == said[1]:
        assert pages[0] == pages[1]
    for page in pages:
        for band in page.bands:
            assert (band.count is None) <= (band.percent is None and band.reached is None)


def test_the_difference_of_two_things_told_of_the_same_people_tells_nothing() -> None:
    """Age and gender have the same responses behind them; what is left out of one is in no number of the other."""
    ages = compared({"a": 30, "b": 25, "c": 3}, 60)
    sexes = compare("y", ["k", "m"], {"k": 31, "m": 27}, {"k": 5000, "m": 5000}, 60)
    assert (ages.base, sexes.base) == (58, 58)
    assert counts(ages) == [30, None, None]
    assert max(made["c"] for made in could_be(ages, 60, FEWEST)) >= FEWEST
