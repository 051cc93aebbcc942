"""A JSON-stat 2.0 data set as cells, as the table service of Statistics Sweden gives it (json-stat.org/full). Pure.

``id`` names the dimensions, ``size`` says how many categories each has, ``value`` has the numbers in row-major order:
a list, or an object by place. A number that is ``null`` or not there is not known.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from participation.population.csv_file import text_of
from participation.population.figures import Cell, Column, Understood, figures_of, variable_of
from participation.population.rules import MOST_CELLS, MOST_COLUMNS, MOST_PEOPLE, Fault, Unreadable


@dataclass(frozen=True)
class _Dimension:
    """A dimension. ``categories``: the names of each, what people read before what programs do."""

    column: Column
    categories: tuple[tuple[str, ...], ...]


def read(content: bytes) -> Understood:
    """What the data set says, or Unreadable."""
    data = _data_set(text_of(content))
    dimensions = _dimensions(data)
    many = math.prod(len(d.categories) for d in dimensions)
    if many > MOST_CELLS:
        raise Unreadable(Fault.TOO_MANY_CELLS)
    numbers = _numbers(data.get("value"), many)
    places = product(*(d.categories for d in dimensions))
    cells = [Cell(parts, _people(n, parts)) for parts, n in zip(places, numbers, strict=True)]
    return figures_of([d.column for d in dimensions], cells)


def _data_set(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(Fault.NOT_JSON, error.lineno) from error
    except (ValueError, RecursionError) as error:  # a number of a million digits, brackets without end
        raise Unreadable(Fault.NOT_JSON) from error
    if not isinstance(data, dict) or str(data.get("version", "")) != "2.0" or data.get("class", "dataset") != "dataset":
        raise Unreadable(Fault.NOT_JSON_STAT, what="version, class")
    return data


def _dimensions(data: Mapping[str, Any]) -> list[_Dimension]:
    names, sizes, described = data.get("id"), data.get("size"), data.get("dimension")
    if not isinstance(names, list) or not isinstance(sizes, list) or not isinstance(described, dict):
        raise Unreadable(Fault.NOT_JSON_STAT, what="id, size, dimension")
    if not names or len(names) != len(sizes):
        raise Unreadable(Fault.NOT_JSON_STAT, what="id, size")
    if len(names) > MOST_COLUMNS:
        raise Unreadable(Fault.TOO_MANY_COLUMNS)
    return [_dimension(name, size, described) for name, size in zip(names, sizes, strict=True)]


def _dimension(name: object, size: object, described: Mapping[str, Any]) -> _Dimension:
    if not isinstance(name, str) or not isinstance(described.get(name), dict):
        raise Unreadable(Fault.NOT_JSON_STAT, what=str(name))
    own = described[name]
    label = own.get("label") if isinstance(own.get("label"), str) else name
    category = own.get("category")
    if not isinstance(category, dict):
        raise Unreadable(Fault.NOT_JSON_STAT, what=name)
    keys = _keys(category)
    labels: dict[str, Any] = category["label"] if isinstance(category.get("label"), dict) else {}
    if not keys or len(keys) != size or len(set(keys)) != len(keys):
        raise Unreadable(Fault.NOT_JSON_STAT, what=name)
    variable = variable_of(label) or variable_of(name)
    said = tuple((labels[key], key) if isinstance(labels.get(key), str) else (key,) for key in keys)
    return _Dimension(Column(label, variable), said)


def _keys(category: Mapping[str, Any]) -> list[str]:
    """The keys of the categories in their order: of a list, of an object with their places, or of the only label."""
    index = category.get("index")
    if isinstance(index, list) and all(isinstance(key, str) for key in index):
        return index
    if isinstance(index, dict) and all(type(at) is int for at in index.values()):
        keys = sorted(index, key=lambda key: index[key])
        return keys if [index[key] for key in keys] == list(range(len(keys))) else []
    label = category.get("label")
    return list(label) if index is None and isinstance(label, dict) and len(label) == 1 else []


def _numbers(value: object, many: int) -> list[Any]:
    if isinstance(value, list) and len(value) == many:
        return value
    if isinstance(value, dict):
        made: list[Any] = [None] * many
        for place, n in value.items():
            if not (place.isascii() and place.isdigit() and len(place) < 9 and int(place) < many):
                raise Unreadable(Fault.NOT_JSON_STAT, what=f"value: {place}")
            made[int(place)] = n
        return made
    raise Unreadable(Fault.NOT_JSON_STAT, what="value")


def _people(n: object, parts: tuple[tuple[str, ...], ...]) -> int | None:
    if n is None:
        return None
    whole = int(n) if isinstance(n, float) and n.is_integer() else n
    if type(whole) is not int or not 0 <= whole <= MOST_PEOPLE:
        raise Unreadable(Fault.NOT_A_NUMBER, what=", ".join(names[0] for names in parts))
    return whole
