"""A file of comma- or semicolon-separated values as cells. Pure.

The first line names the columns: at least one of age, sex, born, area (or their Swedish names, ``figures.NAMES``) and
the number of people. An empty category stands for everybody. Other columns may say which region or year it is.
"""

from __future__ import annotations

import csv
import io
import re

from participation.population.figures import Cell, Column, Understood, figures_of, variable_of
from participation.population.rules import (
    LARGEST_FILE,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_PEOPLE,
    Fault,
    Unreadable,
    Variable,
)

COUNTS = frozenset(
    {"people", "persons", "number", "population", "antal", "personer", "invånare", "folkmängd", "befolkning"}
)
"""What the column with the number of people is called, in small letters; a year stands for it as well."""

NOT_KNOWN = frozenset({"", ".", "..", "..."})
"""How statistics say that a number is not known."""

_NONE = frozenset({"-", "–"})
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_SPACES = re.compile("[ \u00a0\u202f]")
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)


def read(content: bytes) -> Understood:
    """What the file says, or Unreadable."""
    rows = _rows(text_of(content))
    _, head = rows[0]
    columns = [Column(name, None if _is_count(name) else _variable(name)) for name in head]
    counted = _counted(head)
    cells = []
    for line, row in rows[1:]:
        if len(row) != len(head):
            raise Unreadable(Fault.WIDTH, line)
        parts = tuple((value,) for at, value in enumerate(row) if at != counted)
        cells.append(Cell(parts, people(row[counted], line), line))
    return figures_of([c for at, c in enumerate(columns) if at != counted], cells)


def text_of(content: bytes) -> str:
    """The file as text, without a byte order mark."""
    if len(content) > LARGEST_FILE:
        raise Unreadable(Fault.TOO_LARGE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(Fault.NOT_TEXT, content[: error.start].count(b"\n") + 1) from error
    if "\0" in text:
        raise Unreadable(Fault.NOT_TEXT, text[: text.index("\0")].count("\n") + 1)
    if not text.strip():
        raise Unreadable(Fault.EMPTY)
    return text


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows that are not empty, each with its line; the first names the columns."""
    head = next(line for line in text.splitlines() if line.strip())
    separator = max(";,\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    at = 1
    try:
        for row in reader:
            if any(value.strip() for value in row):
                rows.append((at, [value.strip() for value in row]))
            if len(rows) > MOST_CELLS + 1:
                raise Unreadable(Fault.TOO_MANY_CELLS, at)
            at = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(Fault.NOT_A_TABLE, reader.line_num) from error
    if rows and len(rows[0][1]) > MOST_COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS, rows[0][0])
    if len(rows) < 2:
        raise Unreadable(Fault.NOTHING)
    return rows


def _variable(name: str) -> Variable | None:
    try:
        return variable_of(name)
    except Unreadable as error:
        raise Unreadable(error.fault, 1, name) from error


def _is_count(name: str) -> bool:
    return name.casefold() in COUNTS or _YEAR.fullmatch(name) is not None


def _counted(head: list[str]) -> int:
    """The place of the column with the number of people."""
    found = [at for at, name in enumerate(head) if _is_count(name)]
    if not found:
        raise Unreadable(Fault.NO_COUNT, 1)
    if len(found) > 1:
        raise Unreadable(Fault.SEVERAL_COUNTS, 1, head[found[1]])
    return found[0]


def people(text: str, line: int) -> int | None:
    """A number of people: spaces may part thousands; None where it is not known."""
    plain = _SPACES.sub("", text)
    if plain in NOT_KNOWN:
        return None
    if plain in _NONE:
        return 0
    if not _NUMBER.fullmatch(plain) or int(plain) > MOST_PEOPLE:
        raise Unreadable(Fault.NOT_A_NUMBER, line, text)
    return int(plain)
