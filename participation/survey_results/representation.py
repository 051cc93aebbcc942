"""Who has told about themselves against who lives here (CONTEXT.md B5): shares, labels, and what is not told. Pure.

One thing about people is told at a time, never two together. Small numbers are left out by the rule of ``suppression``;
a label stands only beside a number that is told, and says nothing that the numbers do not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from participation.survey_results import suppression

FEWEST_FOR_LABEL = 30
"""Of how many people labels say anything."""

FEWEST_RESIDENTS = 200
"""A group with fewer people in the population is not told on its own."""


class Reached(StrEnum):
    """How a group's share of those who answered compares with its share of the population."""

    NOT_REACHED = "not_reached"
    UNDER = "under"
    IN_LINE = "in_line"
    OVER = "over"


MISSING = (Reached.NOT_REACHED, Reached.UNDER)


@dataclass(frozen=True)
class Band:
    """A group. ``count``: those who have told that they are in it, None where it is not told. Shares in per cent.

    ``people``: in the population; with ``population`` None where there is no figure or it is too small a group.
    """

    key: str
    count: int | None
    percent: int | None
    people: int | None
    population: int | None
    reached: Reached | None


@dataclass(frozen=True)
class Compared:
    """One thing about people. ``base``: those who told one of the groups compared, None where it is not told.

    ``others``: responses without any of these groups, because nothing was told or something else. ``withheld``: too
    few people, or too few others, to tell anything.
    """

    key: str
    base: int | None
    others: int | None
    bands: tuple[Band, ...]
    withheld: bool = False

    @property
    def others_percent(self) -> int | None:
        """The share of the responses."""
        if self.base is None or self.others is None:
            return None
        return suppression.percent(self.others, self.base + self.others)


def compare(
    key: str,
    bands: Collection[str],
    told: Mapping[str, int],
    people: Mapping[str, int],
    responses: int,
    *,
    children: Collection[str] = (),
) -> Compared:
    """Those who have told (a number for each answer given) against the population (a figure for each band).

    ``bands``: all that may be told, in order; those without a figure, and other answers, are only in ``others``.
    ``children``: the bands that there are children in. ``responses``: how many have answered at all, which is known.
    """
    figures = {b: n for b in bands if (n := people.get(b)) is not None and n >= FEWEST_RESIDENTS}
    counts = [told.get(b, 0) for b in figures]
    base = sum(counts)
    # What moderators hide is not among the responses, but nobody knows what those people told about themselves.
    others = max(0, responses - base)
    mixed = bool(set(told) - set(figures))
    limits = [suppression.FEWEST_CHILDREN if b in children else suppression.FEWEST for b in figures]
    out = suppression.one_way(counts, limits)
    if 0 < base < suppression.FEWEST or (mixed and 0 < others < suppression.FEWEST):
        out = None
    whole = sum(figures.values())
    made = []
    for b in bands:
        n = told.get(b, 0)
        at = list(figures).index(b) if b in figures else None
        is_told = out is not None and at is not None and at not in out
        made.append(
            Band(
                key=b,
                count=n if is_told else None,
                percent=suppression.percent(n, base) if is_told else None,
                people=figures.get(b),
                population=(200 * figures[b] + whole) // (2 * whole) if b in figures else None,
                reached=reached(n, base, figures[b], whole) if is_told else None,
            )
        )
    if out is None:
        return Compared(key, None, None, tuple(made), withheld=True)
    return Compared(key, base, others, tuple(made))


def reached(count: int, base: int, people: int, whole: int) -> Reached | None:
    """The label of the ratio of the two shares; None on a small base, and where nobody lives."""
    if base < FEWEST_FOR_LABEL or not people:
        return None
    share, expected = count * whole, base * people
    if 2 * share < expected:
        return Reached.NOT_REACHED
    if 5 * share < 4 * expected:
        return Reached.UNDER
    return Reached.IN_LINE if 4 * share <= 5 * expected else Reached.OVER


def as_in_population(parts: Iterable[Compared]) -> tuple[int, int]:
    """The indicator of representation (K8): how many groups took part at least nearly as they are in the population,
    and of how many that can be told."""
    told = [band.reached for part in parts for band in part.bands if band.reached is not None]
    return sum(reached not in MISSING for reached in told), len(told)
