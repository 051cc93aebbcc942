"""The areas by which the municipality divides itself, as data of its own (CONTEXT.md B5). Pure.

``areas.yaml`` holds Vänersborg's; another municipality names a file of its own in its settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from participation.texts import Texts

OUTSIDE = "outside"
"""The key of what lies outside the municipality: offered to people, unknown to statistics."""

_FILE = Path(__file__).with_name("areas.yaml")
_KEY = re.compile(r"[a-z0-9_-]{1,40}", re.ASCII)


@dataclass(frozen=True)
class Area:
    """An area. ``value``: its key, as it is stored; ``names``: what it is called; ``also``: what statistics call it."""

    value: str
    names: Texts
    also: tuple[str, ...] = ()


def read(text: str) -> tuple[Area, ...]:
    """The areas of a file, in its order. ValueError for what cannot be: no key, one twice, no Swedish name."""
    rows: Any = yaml.safe_load(text)
    if not isinstance(rows, Sequence) or isinstance(rows, str):
        raise ValueError("the areas are no list")
    found = tuple(_area(row) for row in rows)
    keys = [area.value for area in found]
    if len(set(keys)) != len(keys) or OUTSIDE not in keys or len(keys) < 2:
        raise ValueError(f"each area is there once, {OUTSIDE!r} among them")
    return found


def _area(row: Any) -> Area:
    if not isinstance(row, Mapping) or not isinstance(row.get("names"), Mapping):
        raise ValueError("an area has a key and names")
    key, names = str(row.get("key", "")), {str(code): str(name) for code, name in row["names"].items()}
    if not _KEY.fullmatch(key) or not names.get("sv", "").strip():
        raise ValueError(f"the area {key!r} needs a key of plain letters and a Swedish name")
    return Area(key, Texts(names), tuple(str(name) for name in row.get("also", ())))


_file: Path | None = None


def use(path: str) -> None:
    """Take the areas from the file; "" for those that are shipped. ValueError if they cannot be read."""
    global _file
    _file = Path(path) if path else None
    areas.cache_clear()
    areas()


@cache
def areas() -> tuple[Area, ...]:
    """The municipality's areas, in their order; the last thing people can choose lies outside it."""
    try:
        return read((_file or _FILE).read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(f"the areas cannot be read: {error}") from error
