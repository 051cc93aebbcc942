"""Limits and orders of ideas. Pure."""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum

PAGE = 30
EXCERPT = 220
POSITIONS = 2**31
"""Each idea has a random position below this."""


class Order(StrEnum):
    """How a list of ideas is ordered."""

    RANDOM = "random"
    NEW = "new"


def starting_point(day: date, dialogue_id: int) -> int:
    """Where the day's list begins: the order of the random positions, turned to another beginning each day.

    The same for everybody on one day, and no idea is favoured over the days.
    """
    digest = hashlib.sha256(f"{dialogue_id}|{day.isoformat()}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % POSITIONS


def excerpt(text: str) -> str:
    """The first lines, cut between words."""
    plain = " ".join(text.split())
    if len(plain) <= EXCERPT:
        return plain
    cut = plain[: EXCERPT - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[EXCERPT // 2 :] else cut).rstrip(" ,.;:–-") + "…"
