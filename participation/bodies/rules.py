"""What kinds of organs there are, how their mandates change, how long a goal review period may be. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum


class BodyKind(StrEnum):
    """An organ's place in the municipality (KL 3:1-4)."""

    COUNCIL = "council"
    EXECUTIVE_BOARD = "executive_board"
    COMMITTEE = "committee"


class MandateStep(StrEnum):
    """What a change of the mandate register does."""

    ENTER = "enter"
    END = "end"


class Outcome(StrEnum):
    """How a proposed change of the mandate register was settled."""

    CONFIRMED = "confirmed"
    DECLINED = "declined"


MAXIMUM: Mapping[str, int] = {"name": 120, "code": 12, "area": 40, "reference": 200, "party": 60, "paragraph": 20}
"""The most characters of each sort of text."""


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last day of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day_of(starts: date, months: int) -> date:
    """The last day of a period of so many months: 2026-10-19 and 36 months end on 2029-10-18."""
    return add_months(starts, months) - timedelta(days=1)


def months_in(starts: date, ends: date) -> int:
    """How many months a period takes, begun ones counted whole."""
    months = 0
    while last_day_of(starts, months) < ends:
        months += 1
    return months


def first_day_outside(periods: Iterable[tuple[date, date | None]], first: date, last: date) -> date | None:
    """The first day from ``first`` to ``last`` that none of the periods covers; one without an end goes on."""
    known = [(start, end or date.max) for start, end in periods]
    day = first
    while day <= last:
        ends = [end for start, end in known if start <= day <= end]
        if not ends:
            return day
        if max(ends) >= last:
            return None
        day = max(ends) + timedelta(days=1)
    return None
