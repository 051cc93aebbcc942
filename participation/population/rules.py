"""What figures of the population consist of, their limits, and which table a dialogue is compared with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participation.surveys.areas import OUTSIDE, Area, areas
from participation.surveys.rules import AgeBand, Born, Sex


class Variable(StrEnum):
    """What the population can be divided by: the columns of ``Demographics`` that there are statistics of."""

    AGE = "age_band"
    SEX = "sex"
    BORN = "born"
    AREA = "area"


Band = StrEnum | Area
"""A part of the population; ``value`` is its key."""

_BANDS: Mapping[Variable, tuple[StrEnum, ...]] = {
    Variable.AGE: tuple(AgeBand),
    Variable.SEX: (Sex.WOMAN, Sex.MAN),
    Variable.BORN: tuple(Born),
}


def bands_of(variable: Variable) -> tuple[Band, ...]:
    """The bands that can have a figure: statistics know two legal sexes, and nobody who lives elsewhere."""
    if variable is Variable.AREA:
        return tuple(area for area in areas() if area.value != OUTSIDE)
    return _BANDS[variable]


AGES: Mapping[AgeBand, tuple[int, int | None]] = {
    AgeBand.CHILD: (0, 12),
    AgeBand.YOUNGER_TEEN: (13, 15),
    AgeBand.OLDER_TEEN: (16, 19),
    AgeBand.TWENTIES: (20, 29),
    AgeBand.YOUNGER: (30, 44),
    AgeBand.MIDDLE: (45, 64),
    AgeBand.OLDER: (65, 79),
    AgeBand.OLDEST: (80, None),
}
"""The first and the last year of each band; None for no last one."""

CHILDREN = tuple(band for band, (first, _) in AGES.items() if first < 18)
"""The bands that there are children in."""

HIGHEST_AGE = 130

Figures = Mapping[Variable, Mapping[str, int]]
"""How many people live here, by variable and band. Parts need not add up to totals: the statistics have noise."""

LARGEST_FILE = 512 * 1024
"""In bytes."""

MOST_CELLS = 50_000
MOST_COLUMNS = 12
MOST_PEOPLE = 100_000_000

MAXIMUM: Mapping[str, int] = {"title": 200, "source": 200, "table": 80, "note": 1000}
"""The most characters of each sort of text."""

EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True)
class About:
    """Where figures come from. ``taken_on``: the day they are of; ``table``: the name the source has for the table."""

    title: str
    source: str
    taken_on: date
    table: str = ""
    note: str = ""


class Fault(StrEnum):
    """Why a file cannot be read. The sentences are in ``words``."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_CELLS = "too_many_cells"
    TOO_MANY_COLUMNS = "too_many_columns"
    NOT_TEXT = "not_text"
    NOT_A_TABLE = "not_a_table"
    NOT_JSON = "not_json"
    NOT_JSON_STAT = "not_json_stat"
    WIDTH = "width"
    COLUMN_TWICE = "column_twice"
    NO_VARIABLE = "no_variable"
    NO_COUNT = "no_count"
    SEVERAL_COUNTS = "several_counts"
    SEVERAL_VALUES = "several_values"
    CITIZENSHIP = "citizenship"
    UNKNOWN_BAND = "unknown_band"
    STRADDLES = "straddles"
    OVERLAPS = "overlaps"
    TWICE = "twice"
    NOT_A_NUMBER = "not_a_number"
    NOTHING = "nothing"


class Unreadable(Exception):
    """The file cannot be read. ``line``: counted from 1, 0 where there is none; ``what``: the words it is about."""

    def __init__(self, fault: Fault, line: int = 0, what: str = "") -> None:
        super().__init__(f"{fault.value} at line {line}: {what}")
        self.fault = fault
        self.line = line
        # JSON can hold halves of characters, which no page can be written with.
        self.what = what[:80].encode(errors="replace").decode()


def checked(raw: object) -> Figures:
    """Figures from the outside, or ValueError: known variables and bands, whole numbers, two bands at least of each."""
    if not isinstance(raw, dict) or not raw:
        raise ValueError("no figures")
    made: dict[Variable, dict[str, int]] = {}
    for name, given in raw.items():
        variable = Variable(name)
        if not isinstance(given, dict) or len(given) < 2 or not set(given) <= {b.value for b in bands_of(variable)}:
            raise ValueError("not the bands of the variable")
        if not all(type(n) is int and 0 <= n <= MOST_PEOPLE for n in given.values()):
            raise ValueError("not numbers of people")
        made[variable] = {b.value: given[b.value] for b in bands_of(variable) if b.value in given}
    return {v: made[v] for v in Variable if v in made}


def nearest(day: date, *, taken_on: date, is_demo: bool, n: int) -> tuple[bool, bool, int, int]:
    """The sorting key of a table (the ``n``-th imported) for who was here on a day; the smallest is compared with.

    Real figures before made-up ones; what was known of the day before what came later, so that a dialogue that has
    closed is not compared with another population each year; then the nearest, and of the same date the newest import.
    """
    return is_demo, taken_on > day, abs((day - taken_on).days), -n
