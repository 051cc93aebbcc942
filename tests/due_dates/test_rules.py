"""The clocks as pure functions: what is due when, who answers for it, how it stands."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from participation.due_dates.rules import (
    PROMISED,
    Alert,
    DueFacts,
    Periods,
    State,
    Step,
    alert,
    due_dates,
    is_halfway,
    overdue,
)

TODAY = date(2026, 6, 17)
BODY, CARRIER = 1, 2


def days(n: int) -> date:
    return TODAY + timedelta(days=n)


def facts(**changes: object) -> DueFacts:
    values: dict[str, object] = {
        "responsible": BODY,
        "carrier": CARRIER,
        "opens_on": days(20),
        "closes_on": days(50),
        "results_due": days(60),
        "handling_meeting": days(70),
        "feedback_due": days(80),
    }
    return DueFacts(**{**values, **changes})  # type: ignore[arg-type]


def test_each_promised_date_is_due_and_a_body_answers_for_it() -> None:
    found = due_dates(facts(), Periods(), TODAY)
    assert [(d.step, d.due, d.body) for d in found] == [
        (Step.ANNOUNCEMENT, days(6), CARRIER),
        (Step.RESULTS, days(60), CARRIER),
        (Step.HANDLING, days(70), BODY),
        (Step.FEEDBACK, days(80), CARRIER),
    ]


def test_a_committee_that_carries_out_its_own_dialogue_answers_for_everything() -> None:
    assert {d.body for d in due_dates(facts(carrier=None), Periods(), TODAY)} == {BODY}


def test_without_promises_the_clocks_of_the_policy_hold() -> None:
    nothing = facts(results_due=None, handling_meeting=None, feedback_due=None)
    assert {d.step: d.due for d in due_dates(nothing, Periods(), TODAY)} == {
        Step.ANNOUNCEMENT: days(6),
        Step.RESULTS: days(50 + 45),
        Step.HANDLING: days(50 + 120),
        Step.FEEDBACK: days(50 + 120 + 30),
    }
    handled = facts(results_due=None, handling_meeting=None, feedback_due=None, handled_on=TODAY)
    assert due_dates(handled, Periods(), TODAY)[-1].due == days(30)


def test_a_draft_without_dates_has_nothing_due() -> None:
    assert due_dates(DueFacts(responsible=BODY), Periods(), TODAY) == []


@pytest.mark.parametrize(("due", "done"), list(product(range(-3, 4), [None, *range(-5, 3)])))
def test_a_step_is_in_time_done_late_ahead_or_overdue(due: int, done: int | None) -> None:
    found = due_dates(
        facts(feedback_due=days(due), fed_back_on=None if done is None else days(done)), Periods(), TODAY
    )[-1]
    if done is None or done > 0:
        assert (found.state, found.days) == ((State.OVERDUE, -due) if due < 0 else (State.AHEAD, due))
    elif done > due:
        assert (found.state, found.days) == (State.DONE_LATE, done - due)
    else:
        assert (found.state, found.days) == (State.IN_TIME, 0)


@pytest.mark.parametrize("late", list(product([False, True], repeat=3)))
def test_every_broken_promise_is_said_and_nothing_else(late: tuple[bool, ...]) -> None:
    names = ("results_due", "handling_meeting", "feedback_due")
    dates = {name: days(-1 if is_late else 1) for name, is_late in zip(names, late, strict=True)}
    found = overdue(due_dates(facts(opens_on=days(-90), **dates), Periods(), TODAY))
    assert [d.step for d in found] == [step for step, is_late in zip(PROMISED, late, strict=True) if is_late]


@pytest.mark.parametrize("due", range(-2, 10))
def test_the_staff_are_told_a_week_before_and_when_it_is_late(due: int) -> None:
    found = due_dates(facts(feedback_due=days(due)), Periods(), TODAY)[-1]
    assert alert(found, 7) == (Alert.OVERDUE if due < 0 else Alert.SOON if due <= 7 else None)


def test_nothing_is_told_of_what_is_done() -> None:
    done = due_dates(facts(feedback_due=days(-5), fed_back_on=days(-1)), Periods(), TODAY)[-1]
    assert alert(done, 7) is None


def test_halfway_is_the_second_half_of_the_period() -> None:
    opens, closes = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 11, tzinfo=UTC)
    second = timedelta(seconds=1)
    middle = opens + timedelta(days=5)
    at = [opens, middle - second, middle, closes - second, closes]
    assert [is_halfway(opens, closes, now) for now in at] == [False, False, True, True, False]
