"""What is noted of an activity that has been held (POLICY.md P3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from participation.access import Reason

MAXIMUM_NOTE = 1000
MOST_PEOPLE = 1_000_000


class Opening(StrEnum):
    """What made it open to more people."""

    INTERPRETER = "interpreter"
    HEARING_LOOP = "hearing_loop"
    STEP_FREE = "step_free"
    CHILD_FRIENDLY = "child_friendly"


@dataclass(frozen=True)
class Held:
    """What an activity came to. ``attendance``: how many people came; None if nobody counted."""

    held_on: date
    attendance: int | None = None
    openings: frozenset[Opening] = frozenset()
    note: str = ""


def has_been_held(held_on: date, today: date) -> list[Reason]:
    """E-V01: only what has been is noted."""
    return [Reason("E-V01", {"date": held_on}, field="held_on")] if held_on > today else []
