"""Paging by position: opaque tokens, and what the links of a list look like. Pure."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

_LONGEST_TOKEN = 300
_LARGEST = 2**63


@dataclass(frozen=True)
class Pager:
    """The links to the pages before and after; None where there is none."""

    previous_href: str | None
    next_href: str | None
    text: str = ""


@dataclass(frozen=True)
class FilterLink:
    """One way to narrow a list."""

    label: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True)
class FilterGroup:
    """Ways to narrow a list, of which one is current."""

    label: str
    links: Sequence[FilterLink] = field(default=())


def pack(*parts: str | int) -> str:
    """A position in a list as one opaque word for an address."""
    text = json.dumps(parts, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def unpack(token: str | None, *shape: type) -> tuple[str | int, ...] | None:
    """The parts of a token if they have the shape (``int`` or ``str`` each); None for anything else, never an error.

    A whole number is below 2**63, so that every database can compare with it.
    """
    if not token or len(token) > _LONGEST_TOKEN or not token.isascii():
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != len(shape):
        return None
    if any(type(part) is not kind for part, kind in zip(parts, shape, strict=True)):
        return None
    if any(isinstance(part, int) and not 0 <= part < _LARGEST for part in parts):
        return None
    return tuple(parts)
