"""Time, in one place: instants are UTC, dates are the municipality's.

The only caller of ``datetime.now``. A date that closes something means the end of that day in the
municipality: ``end_of_day`` is the first instant that no longer belongs to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_zone = ZoneInfo("Europe/Stockholm")
_ahead = timedelta(0)
_pinned: ContextVar[datetime | None] = ContextVar("participation_pinned_instant", default=None)


def configure(time_zone: str, days_ahead: int = 0) -> None:
    """Set the municipality's zone. ``days_ahead`` lets the demonstration show a later day, nothing else may."""
    global _zone, _ahead
    _zone = ZoneInfo(time_zone)
    _ahead = timedelta(days=days_ahead)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _pinned.get() or datetime.now(UTC) + _ahead


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """Make the instant the present one: how the demonstration's past comes about through the same actions as its
    present. Nothing else in the program may."""
    token = _pinned.set(instant.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)


def today() -> date:
    """The present date in the municipality."""
    return local_date(now())


def zone() -> ZoneInfo:
    """The municipality's time zone."""
    return _zone


def local(instant: datetime) -> datetime:
    """The instant as the municipality's clocks show it."""
    return instant.astimezone(_zone)


def local_date(instant: datetime) -> date:
    """The municipality's date at the instant."""
    return local(instant).date()


def start_of_day(day: date) -> datetime:
    """The first instant of the day in the municipality, in UTC."""
    return datetime.combine(day, time.min, tzinfo=_zone).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The first instant after the day in the municipality, in UTC (23, 24 or 25 hours after its start)."""
    return start_of_day(day + timedelta(days=1))


def last_date_before(instant: datetime) -> date:
    """The last date that lies wholly or partly before the instant: what a closing instant is called in words."""
    return local_date(instant - timedelta(microseconds=1))
