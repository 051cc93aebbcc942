"""Dates are the municipality's: a dialogue opens with the first instant of its day, closes with the last of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from participation import clock
from participation.bodies.rules import first_day_outside
from participation.dialogues.rules import Stage, StageFacts, stage

SECOND = timedelta(seconds=1)

DAYS = [
    pytest.param(date(2027, 1, 17), "2027-01-16T23:00", "2027-01-17T23:00", id="a day in winter"),
    pytest.param(date(2026, 6, 17), "2026-06-16T22:00", "2026-06-17T22:00", id="a day in summer"),
    pytest.param(date(2027, 3, 28), "2027-03-27T23:00", "2027-03-28T22:00", id="23 hours, when summer time begins"),
    pytest.param(date(2026, 10, 25), "2026-10-24T22:00", "2026-10-25T23:00", id="25 hours, when summer time ends"),
    pytest.param(date(2028, 2, 29), "2028-02-28T23:00", "2028-02-29T23:00", id="leap day"),
    pytest.param(date(2026, 12, 31), "2026-12-30T23:00", "2026-12-31T23:00", id="the last day of the year"),
]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(("day", "begins", "ends"), DAYS)
def test_a_day_is_as_long_as_it_is_in_sweden(day: date, begins: str, ends: str) -> None:
    assert (clock.start_of_day(day), clock.end_of_day(day)) == (utc(begins), utc(ends))
    assert clock.last_date_before(clock.end_of_day(day)) == day
    assert clock.local_date(utc(begins) - SECOND) == day - timedelta(days=1)
    assert clock.local_date(utc(ends) - SECOND) == day
    assert clock.local_date(utc(ends)) == day + timedelta(days=1)


@pytest.mark.parametrize(("day", "begins", "ends"), DAYS)
def test_the_last_open_day_is_open_to_its_last_second(day: date, begins: str, ends: str) -> None:
    opened = clock.start_of_day(day - timedelta(days=30))
    facts = StageFacts(announced_at=opened, periods=((opened, clock.end_of_day(day)),))
    assert stage(facts, utc(ends) - SECOND) is Stage.OPEN
    assert stage(facts, utc(ends)) is Stage.CLOSED


@pytest.mark.parametrize(("day", "begins", "ends"), DAYS)
def test_the_first_open_day_is_open_from_its_first_second(day: date, begins: str, ends: str) -> None:
    facts = StageFacts(
        announced_at=utc(begins) - timedelta(days=14),
        periods=((clock.start_of_day(day), clock.end_of_day(day + timedelta(days=30))),),
    )
    assert stage(facts, utc(begins) - SECOND) is Stage.ANNOUNCED
    assert stage(facts, utc(begins)) is Stage.OPEN


_FIRST = date(2026, 12, 30)
_PERIODS = [
    (_FIRST + timedelta(days=a), b if b is None else _FIRST + timedelta(days=b))
    for a, b in [(-1, 0), (0, 0), (0, 1), (1, 3), (2, None), (3, 4), (-5, None)]
]


def test_the_first_day_outside_every_period_is_found_whatever_the_periods() -> None:
    last = _FIRST + timedelta(days=4)
    for n in range(2 ** len(_PERIODS)):
        chosen = [period for i, period in enumerate(_PERIODS) if n >> i & 1]
        days = [_FIRST + timedelta(days=i) for i in range(5)]
        outside = [d for d in days if not any(start <= d <= (end or d) for start, end in chosen)]
        assert first_day_outside(chosen, _FIRST, last) == (outside[0] if outside else None), chosen
