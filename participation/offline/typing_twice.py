"""What differs between two people's typing of the same paper. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from participation.surveys.definition import Asked, Definition
from participation.surveys.given import Given, Raw, field_names, read


@dataclass(frozen=True)
class Difference:
    """A question that two people have typed differently; an empty answer is no answer."""

    asked: Asked
    first: Given
    second: Given


def as_on_paper(definition: Definition) -> Definition:
    """The survey as paper holds it: nobody can be made to answer there, so nothing is required."""
    return Definition(tuple(replace(q, required=False) for q in definition))


def differences(definition: Definition, first: Raw, second: Raw) -> list[Difference]:
    """What differs, in the order of the questions; how it was typed does not matter, only what it says."""
    found = []
    for asked in as_on_paper(definition):
        one, other = (_read(asked, raw) for raw in (first, second))
        if one != other:
            found.append(Difference(asked, one, other))
    return found


def _read(asked: Asked, raw: Raw) -> Given:
    given = read(asked, raw)
    return given if isinstance(given, Given) else Given()


def settled(definition: Definition, first: Raw, second: Raw, wins: Mapping[str, str]) -> dict[str, list[str]]:
    """One typing out of two: for each question whose key ``wins`` gives "second", the second's; else the first's."""
    made: dict[str, list[str]] = {}
    for asked in definition:
        raw = second if wins.get(asked.key) == "second" else first
        made |= {name: list(raw[name]) for name in field_names(asked) if name in raw}
    return made
