"""Times of the year in which few take part, and dialogues that ask the same people at once (POLICY.md A7, R10). Pure.

Both are warnings: nothing is refused because of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Season(StrEnum):
    """When most people are away."""

    SUMMER = "summer"
    CHRISTMAS = "christmas"


_DAYS: dict[Season, tuple[tuple[int, int], tuple[int, int]]] = {
    Season.SUMMER: ((6, 15), (8, 15)),
    Season.CHRISTMAS: ((12, 20), (1, 7)),
}
"""First and last (month, day) of each, both included; Christmas ends in the next year."""


def season_of(year: int, season: Season) -> tuple[date, date]:
    """The season that begins in the year: its first and its last day."""
    (month, day), (last_month, last_day) = _DAYS[season]
    ends = year + ((last_month, last_day) < (month, day))
    return date(year, month, day), date(ends, last_month, last_day)


def seasons(first: date | None, last: date | None) -> list[tuple[Season, date, date]]:
    """The seasons that a period touches, the soonest first, each with its first and last day."""
    if first is None or last is None or last < first:
        return []
    found = [(season, *season_of(year, season)) for year in range(first.year - 1, last.year + 1) for season in Season]
    return sorted((s for s in found if s[1] <= last and s[2] >= first), key=lambda s: s[1])


@dataclass(frozen=True)
class Span:
    """A dialogue while it is open. ``groups``: the labels of its target groups in Swedish; ``area``: its area of
    activity."""

    id: int
    first: date
    last: date
    groups: frozenset[str] = frozenset()
    area: int | None = None


@dataclass(frozen=True)
class Clash:
    """Two dialogues that ask the same people, or about the same area, at the same time. ``one`` has the lower id."""

    one: int
    other: int
    first: date
    last: date
    groups: tuple[str, ...] = ()
    area: int | None = None


@dataclass
class _Found:
    first: date
    last: date
    groups: set[str] = field(default_factory=set)
    area: int | None = None


def clashes(spans: Iterable[Span]) -> list[Clash]:
    """Every pair that clashes, the soonest first; a pair once, with all that it shares.

    Labels are compared without regard to case and outer spaces.
    """
    found: dict[tuple[int, int], _Found] = {}
    by_group: dict[str, list[tuple[Span, str]]] = {}
    by_area: dict[int, list[Span]] = {}
    for span in spans:
        for group in sorted(span.groups):
            by_group.setdefault(group.strip().casefold(), []).append((span, group.strip()))
        if span.area is not None:
            by_area.setdefault(span.area, []).append(span)
    for members in by_group.values():
        names = {span.id: name for span, name in members}
        for one, other in _pairs([span for span, _ in members]):
            _note(found, one, other).groups.add(names[one.id])
    for area, spans_of_area in by_area.items():
        for one, other in _pairs(spans_of_area):
            _note(found, one, other).area = area
    made = [Clash(one, other, f.first, f.last, tuple(sorted(f.groups)), f.area) for (one, other), f in found.items()]
    return sorted(made, key=lambda c: (c.first, c.one, c.other))


def _pairs(spans: Sequence[Span]) -> Iterable[tuple[Span, Span]]:
    """The pairs that are open on a common day, each with the lower id first."""
    unique = sorted({s.id: s for s in spans}.values(), key=lambda s: (s.first, s.id))
    for position, one in enumerate(unique):
        for other in unique[position + 1 :]:
            if other.first > one.last:
                break
            yield (one, other) if one.id < other.id else (other, one)


def _note(found: dict[tuple[int, int], _Found], one: Span, other: Span) -> _Found:
    return found.setdefault((one.id, other.id), _Found(max(one.first, other.first), min(one.last, other.last)))
