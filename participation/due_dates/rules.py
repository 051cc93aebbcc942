"""The clocks of a dialogue: every step that is due, by when, who answers for it, and whether it is done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from participation.access import Role


class Step(StrEnum):
    """What is promised by a day."""

    ANNOUNCEMENT = "announcement"
    RESULTS = "results"
    HANDLING = "handling"
    FEEDBACK = "feedback"


PROMISED = (Step.RESULTS, Step.HANDLING, Step.FEEDBACK)
"""What residents are promised. If one of these is late it is said openly, with the body's reason."""


class State(StrEnum):
    """How a step stands."""

    IN_TIME = "in_time"
    DONE_LATE = "done_late"
    AHEAD = "ahead"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Periods:
    """The clocks that an installation has set, in days."""

    announce_days: int = 14
    results_days: int = 45
    handling_days: int = 120
    feedback_days: int = 30


@dataclass(frozen=True)
class DueFacts:
    """What is promised and what has been done. Dates are the municipality's.

    ``responsible`` is the body whose dialogue it is, ``carrier`` the one that carries it out.
    """

    responsible: int
    carrier: int | None = None
    opens_on: date | None = None
    closes_on: date | None = None
    announced_on: date | None = None
    results_due: date | None = None
    compiled_on: date | None = None
    handling_meeting: date | None = None
    handled_on: date | None = None
    feedback_due: date | None = None
    fed_back_on: date | None = None


@dataclass(frozen=True)
class DueDate:
    """One step. ``days``: how many are left, or, once it is late, how many it was late or is by now."""

    step: Step
    due: date
    body: int
    done_on: date | None
    state: State
    days: int


def due_dates(facts: DueFacts, periods: Periods, today: date) -> list[DueDate]:
    """Every step with a day to be done by, in order.

    The day is the promised one; where nothing is promised yet, the clock's. Results and feedback are answered for by
    the body that carries the dialogue out, the decision by the body whose dialogue it is: a body, never an official.
    """
    carrier = facts.carrier or facts.responsible
    handling = facts.handling_meeting or _after(facts.closes_on, periods.handling_days)
    found = (
        (Step.ANNOUNCEMENT, _after(facts.opens_on, -periods.announce_days), carrier, facts.announced_on),
        (Step.RESULTS, facts.results_due or _after(facts.closes_on, periods.results_days), carrier, facts.compiled_on),
        (Step.HANDLING, handling, facts.responsible, facts.handled_on),
        (
            Step.FEEDBACK,
            facts.feedback_due or _after(facts.handled_on or handling, periods.feedback_days),
            carrier,
            facts.fed_back_on,
        ),
    )
    return [_due(step, due, body, done, today) for step, due, body, done in found if due is not None]


def _after(day: date | None, days: int) -> date | None:
    return day + timedelta(days=days) if day is not None else None


def _due(step: Step, due: date, body: int, done: date | None, today: date) -> DueDate:
    if done is not None and done <= today:
        late = (done - due).days
        state = State.DONE_LATE if late > 0 else State.IN_TIME
        return DueDate(step, due, body, done, state, max(late, 0))
    left = (due - today).days
    return DueDate(step, due, body, None, State.OVERDUE if left < 0 else State.AHEAD, abs(left))


def overdue(dues: Sequence[DueDate]) -> list[DueDate]:
    """Promises to residents that are broken now. Feedback is late only once the rest is done or late, too: it always
    is, because it comes last."""
    return [d for d in dues if d.state is State.OVERDUE and d.step in PROMISED]


class Alert(StrEnum):
    """What the staff are told of a step: that it comes, and that it is late."""

    SOON = "soon"
    OVERDUE = "overdue"


def alert(due: DueDate, remind_days: int) -> Alert | None:
    """What is to be told of the step now; whether it has been told is not asked here."""
    if due.done_on is not None or due.step is Step.ANNOUNCEMENT:
        return None
    if due.state is State.OVERDUE:
        return Alert.OVERDUE
    return Alert.SOON if due.days <= remind_days else None


def is_halfway(opens_at: datetime, closes_at: datetime, now: datetime) -> bool:
    """Whether half the time has passed, and not all of it."""
    return opens_at + (closes_at - opens_at) / 2 <= now < closes_at


ALERTED_OF_BOARD = (Role.COORDINATOR, Role.COMMITTEE_SECRETARY, Role.ELECTED)
ALERTED_OF_COUNCIL = (Role.COMMITTEE_SECRETARY,)
"""Who of the executive board and of the council is told that a goal review period has no dialogue (POLICY.md R3)."""

MAXIMUM_REASON = 2000
MAXIMUM_NOTE = 1000
MOST_PEOPLE = 1_000_000
