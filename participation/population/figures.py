"""From the cells of a file to figures of our own bands: whatever single years, codes and totals it came with. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from participation.population.rules import AGES, HIGHEST_AGE, Fault, Figures, Unreadable, Variable, bands_of
from participation.surveys.areas import Area
from participation.surveys.citizenship import asks_citizenship
from participation.surveys.rules import AgeBand, Born, Sex


class Whole(StrEnum):
    """A category that stands for everybody."""

    TOTAL = "total"


@dataclass(frozen=True)
class Ages:
    """Years of age from the first to the last one; None for no last one."""

    first: int
    last: int | None

    def __str__(self) -> str:
        if self.last is None:
            return f"{self.first}+"
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


Part = Whole | Ages | str
"""What a category stands for: everybody, some ages, or one of our own bands."""


@dataclass(frozen=True)
class Column:
    """A column or dimension of a file. ``variable``: None for one that only says which region or year it is."""

    name: str
    variable: Variable | None


@dataclass(frozen=True)
class Cell:
    """A number of people. ``parts``: a category for each column, several names for one and the same, the best first.

    ``people``: None where the file says that it is not known.
    """

    parts: tuple[tuple[str, ...], ...]
    people: int | None
    line: int = 0


@dataclass(frozen=True)
class Understood:
    """What a file says in our bands, and the bands of its variables that it says nothing whole about."""

    figures: Figures
    without: tuple[tuple[Variable, str], ...]


NAMES: Mapping[Variable, frozenset[str]] = {
    Variable.AGE: frozenset({"age", "ålder", "alder", "age_band", "age group", "åldersgrupp"}),
    Variable.SEX: frozenset({"sex", "gender", "kön", "kon"}),
    Variable.BORN: frozenset(
        {"born", "birth", "country of birth", "region of birth", "född", "födelseland", "fodelseland", "födelseregion"}
        | {"fodelseregion", "inrikes/utrikes född"}
    ),
    Variable.AREA: frozenset({"area", "område", "omrade", "skolområde", "upptagningsområde", "catchment area"}),
}
"""What a column or dimension of the variable is called, in small letters."""

_TOTAL = frozenset({"", "total", "totalt", "totalsumma", "tot", "samtliga", "alla", "all", "båda könen", "both sexes"})
_BANDS: Mapping[Variable, Mapping[str, str]] = {
    Variable.SEX: dict.fromkeys(("woman", "women", "female", "females", "kvinna", "kvinnor", "k", "2"), Sex.WOMAN.value)
    | dict.fromkeys(("man", "men", "male", "males", "män", "m", "1"), Sex.MAN.value),
    Variable.BORN: dict.fromkeys(
        ("sweden", "sverige", "född i sverige", "födda i sverige", "inrikes född", "inrikes födda", "born in sweden"),
        Born.SWEDEN.value,
    )
    | dict.fromkeys(
        ("abroad", "utlandet", "utrikes född", "utrikes födda", "född utomlands", "foreign-born", "born abroad"),
        Born.ABROAD.value,
    ),
}
_YEARS = re.compile(r"\b(?:år(?:ing(?:ar)?)?|years?(?: old)?|yrs)\b")
_SPAN = re.compile(r"(\d{1,3})\s*[-–—]\s*(\d{1,3})", re.ASCII)
_FROM = re.compile(r"(\d{1,3})\s*(?:\+|-?w|(?:och|eller) äldre|(?:and|or) (?:over|older))", re.ASCII)
_UP_TO = re.compile(r"[-–—]\s*(\d{1,3})", re.ASCII)
_ONE = re.compile(r"\d{1,3}", re.ASCII)


def variable_of(name: str) -> Variable | None:
    """The variable that a column or dimension of the name holds. Unreadable (CITIZENSHIP) for what is never kept."""
    if asks_citizenship(name):
        raise Unreadable(Fault.CITIZENSHIP, what=name)
    plain = _plain(name)
    return next((v for v, names in NAMES.items() if plain in names), None)


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").casefold().split())


def part_of(variable: Variable, text: str) -> Part | None:
    """What a category of the variable stands for; None if it cannot be told."""
    plain = _plain(text)
    if plain in _TOTAL or plain.startswith(("totalt ", "total ")) or (variable is Variable.SEX and plain == "1+2"):
        return Whole.TOTAL
    if variable is Variable.AGE:
        return _ages(plain)
    return _area(plain) if variable is Variable.AREA else _BANDS[variable].get(plain)


def _area(plain: str) -> str | None:
    called = {_plain(name): a.value for a in bands_of(Variable.AREA) if isinstance(a, Area) for name in _names(a)}
    return called.get(plain)


def _names(area: Area) -> Iterator[str]:
    yield from (area.value, *area.names.values(), *area.also)


def _ages(plain: str) -> Ages | None:
    text = " ".join(_YEARS.sub(" ", plain).split())
    if found := _FROM.fullmatch(text):
        ages = Ages(int(found[1]), None)
    elif found := _SPAN.fullmatch(text):
        ages = Ages(int(found[1]), int(found[2]))
    elif found := _UP_TO.fullmatch(text):
        ages = Ages(0, int(found[1]))
    elif _ONE.fullmatch(text):
        ages = Ages(int(text), int(text))
    else:
        return None
    last = ages.first if ages.last is None else ages.last
    return ages if ages.first <= last <= HIGHEST_AGE else None


@dataclass(frozen=True)
class _Known:
    """A cell whose categories are known, in the order of the variables' columns."""

    parts: tuple[Part, ...]
    people: int | None
    line: int


def figures_of(columns: Sequence[Column], cells: Sequence[Cell]) -> Understood:
    """What the cells say of our bands. Unreadable where something cannot be told, or would be told wrong.

    The figures of a variable are those of everybody in all the others: the totals of the other columns where they have
    any, else the sum over them. A band has a figure only if every part of it is known.
    """
    variables = [(at, c) for at, c in enumerate(columns) if c.variable is not None]
    if not variables:
        raise Unreadable(Fault.NO_VARIABLE)
    for _, column in variables:
        if sum(c.variable is column.variable for _, c in variables) > 1:
            raise Unreadable(Fault.COLUMN_TWICE, 1, column.name)
    _only_one_value(columns, cells)
    known = _known(variables, cells)
    made: dict[Variable, dict[str, int]] = {}
    without: list[tuple[Variable, str]] = []
    for at, (_, column) in enumerate(variables):
        variable = column.variable
        assert variable is not None
        sums = _sums(known, at)
        bands = _of_ages(sums) if variable is Variable.AGE else {str(part): n for part, (n, _) in sums.items()}
        told = {b.value: n for b in bands_of(variable) if (n := bands.get(b.value)) is not None}
        if len(told) >= 2:
            made[variable] = told
            without += [(variable, b.value) for b in bands_of(variable) if b.value not in told]
    if not made:
        raise Unreadable(Fault.NOTHING)
    return Understood({v: made[v] for v in Variable if v in made}, tuple(without))


def _only_one_value(columns: Sequence[Column], cells: Sequence[Cell]) -> None:
    """A column that is not a variable holds one region, one year, one sort of number: else they would be added up."""
    for at, column in enumerate(columns):
        if column.variable is None:
            first = cells[0].parts[at][0] if cells else ""
            for cell in cells:
                if cell.parts[at][0] != first:
                    raise Unreadable(Fault.SEVERAL_VALUES, cell.line, column.name)


def _known(variables: Sequence[tuple[int, Column]], cells: Sequence[Cell]) -> list[_Known]:
    parts: dict[tuple[int, tuple[str, ...]], Part] = {}
    found: dict[tuple[Part, ...], _Known] = {}
    for cell in cells:
        for at, column in variables:
            names = cell.parts[at]
            if (at, names) not in parts:
                parts[at, names] = _part(column, names, cell.line)
        key = tuple(parts[at, cell.parts[at]] for at, _ in variables)
        if key in found:
            raise Unreadable(Fault.TWICE, cell.line, ", ".join(cell.parts[at][0] for at, _ in variables))
        found[key] = _Known(key, cell.people, cell.line)
    return list(found.values())


def _part(column: Column, names: tuple[str, ...], line: int) -> Part:
    assert column.variable is not None
    part = next((p for name in names if (p := part_of(column.variable, name)) is not None), None)
    if part is None:
        raise Unreadable(Fault.UNKNOWN_BAND, line, names[0])
    if isinstance(part, Ages) and _band_of(part) is None:
        raise Unreadable(Fault.STRADDLES, line, names[0])
    return part


def _sums(known: Sequence[_Known], at: int) -> dict[Part, tuple[int | None, int]]:
    """People by part of the variable in the place, with the line it stands in first; None where one is not known."""
    has_total = [any(cell.parts[other] is Whole.TOTAL for cell in known) for other in range(len(known[0].parts))]
    sums: dict[Part, tuple[int | None, int]] = {}
    for cell in known:
        whole = [part is Whole.TOTAL for part in cell.parts]
        if whole[at] or any(whole[o] != has_total[o] for o in range(len(whole)) if o != at):
            continue
        before, line = sums.get(cell.parts[at], (0, cell.line))
        sums[cell.parts[at]] = (None if before is None or cell.people is None else before + cell.people, line)
    return sums


def _band_of(ages: Ages) -> AgeBand | None:
    """The band that all the ages lie in."""
    for band, (first, last) in AGES.items():
        if first <= ages.first and (last is None or (ages.last is not None and ages.last <= last)):
            return band
    return None


def _of_ages(sums: Mapping[Part, tuple[int | None, int]]) -> dict[str, int | None]:
    """People by band of age, for the bands of which every year is there once."""
    spans = sorted(
        ((part, n, line) for part, (n, line) in sums.items() if isinstance(part, Ages)),
        key=lambda span: (span[0].first, span[0].last is None, span[0].last or 0),
    )
    for (one, _, _), (other, _, line) in pairwise(spans):
        if one.last is None or other.first <= one.last:
            raise Unreadable(Fault.OVERLAPS, line, str(other))
    made: dict[str, int | None] = {}
    for band, (first, last) in AGES.items():
        inside = [(ages, n) for ages, n, _ in spans if _band_of(ages) is band]
        if _is_whole([ages for ages, _ in inside], first, last):
            numbers = [n for _, n in inside if n is not None]
            made[band.value] = sum(numbers) if len(numbers) == len(inside) else None
    return made


OLD_ENOUGH = 99
"""Statistics of single years end here, or with those older all together."""


def _is_whole(spans: Sequence[Ages], first: int, last: int | None) -> bool:
    """Whether the spans, in order and without overlap, have every year from the first to the last."""
    at = first
    for span in spans:
        if span.first != at:
            return False
        if span.last is None:
            return True
        at = span.last + 1
    return at == last + 1 if last is not None else at > OLD_ENOUGH
