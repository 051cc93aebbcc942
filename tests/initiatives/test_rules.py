"""The machine of an initiative as a table, and its clock: without a database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest

from participation.access import Actor, Assignment, Role, allowed
from participation.initiatives.permissions import PERMISSION_OF
from participation.initiatives.rules import (
    MOVES,
    BodyDecision,
    Move,
    State,
    StateFacts,
    answer_due,
    clock_of,
    has_motive,
    in_right_state,
    is_recorded,
    leads_somewhere,
    state,
)
from participation.texts import Texts
from tests import committed

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
TODAY = date(2026, 6, 17)


@dataclass(frozen=True)
class Body:
    names: Texts = field(default_factory=lambda: Texts(sv="Nämnden"))


@dataclass(frozen=True)
class Proposal:
    """An initiative that lies with a body."""

    body_id: int = 1
    body: Body = field(default_factory=Body)


def test_no_move_exists_but_those_of_the_table() -> None:
    """State × move × role of the body: who can make which move from where."""
    lines = [" " * 24 + "".join(s.ljust(14) for s in State)]
    for move in Move:
        for role in Role:
            actor = Actor(1, "Kim", frozenset({Assignment(role, body_id=1)}))
            may = allowed(actor, PERMISSION_OF[move], Proposal(), NOW)
            if may and MOVES[move].roles:
                cells = [MOVES[move].target if not in_right_state(move, s) else "·" for s in State]
                lines += [move, f"  {role}".ljust(24) + "".join(c.ljust(14) for c in cells)]
        if not MOVES[move].roles:
            cells = [MOVES[move].target if not in_right_state(move, s) else "·" for s in State]
            lines += [move, "  the author".ljust(24) + "".join(c.ljust(14) for c in cells)]
    committed.compare(Path(__file__).parent / "moves.txt", "\n".join(line.rstrip() for line in lines) + "\n")


def test_nobody_of_another_body_makes_a_move_of_the_staff() -> None:
    for move, role in product(Move, Role):
        if MOVES[move].roles:
            stranger = Actor(1, "Kim", frozenset({Assignment(role, body_id=2)}))
            assert not allowed(stranger, PERMISSION_OF[move], Proposal(), NOW), (move, role)


def test_the_state_is_the_end_if_there_is_one_and_else_the_furthest_step() -> None:
    for review, forward in product((None, NOW), repeat=2):
        begun = StateFacts(review_began_at=review, forwarded_at=forward)
        expected = State.FORWARDED if forward else State.UNDER_REVIEW if review else State.SUBMITTED
        assert state(begun) is expected
        for end in (State.ACCEPTED, State.DECLINED, State.REDIRECTED, State.WITHDRAWN):
            facts = StateFacts(review_began_at=review, forwarded_at=forward, **{f"{end}_at": NOW})
            assert state(facts) is end


def codes(reasons: list) -> list[str]:  # type: ignore[type-arg]
    return [r.code for r in reasons]


@pytest.mark.parametrize("words", ["", " \n ", "\u00a0"])
def test_declining_without_a_reason_is_refused(words: str) -> None:
    assert codes(has_motive(Texts(sv=words))) == ["E-I02"]
    assert codes(has_motive(Texts(en="Only in English"))) == ["E-I02"]


def test_redirecting_takes_a_channel_and_a_reason() -> None:
    assert codes(leads_somewhere(False, Texts(sv="För att"))) == ["E-I03"]
    assert codes(leads_somewhere(True, Texts())) == ["E-I03"]
    assert leads_somewhere(True, Texts(sv="För att")) == []


@pytest.mark.parametrize(
    ("taken_on", "paragraph", "number", "found"),
    [
        (TODAY, "45", "KS 1", []),
        (TODAY - timedelta(days=10), "45", "KS 1", []),
        (None, "45", "KS 1", ["E-G15"]),
        (TODAY, " ", "KS 1", ["E-G15"]),
        (TODAY, "45", "", ["E-G15"]),
        (TODAY + timedelta(days=1), "45", "KS 1", ["E-I04"]),
        (TODAY - timedelta(days=11), "", "", ["E-G15", "E-I04"]),
    ],
)
def test_a_decision_is_whole_and_between_receipt_and_today(
    taken_on: date | None, paragraph: str, number: str, found: list[str]
) -> None:
    received = TODAY - timedelta(days=10)
    assert codes(is_recorded(BodyDecision(taken_on, paragraph, number), received, TODAY)) == found


@pytest.mark.parametrize(("days", "late", "left"), [(0, False, 30), (30, False, 0), (31, True, 1), (45, True, 15)])
def test_an_answer_is_late_from_the_day_after_the_last(days: int, late: bool, left: int) -> None:
    found = clock_of(State.FORWARDED, None, answer_due(TODAY - timedelta(days=days), 30), TODAY)
    assert (found.late, found.days) == (late, left)


def test_an_answer_given_late_stays_late_and_what_is_withdrawn_never_was() -> None:
    due = answer_due(TODAY - timedelta(days=60), 30)
    assert clock_of(State.DECLINED, due + timedelta(days=3), due, TODAY).days == 3
    assert clock_of(State.DECLINED, due, due, TODAY).late is False
    assert clock_of(State.WITHDRAWN, due + timedelta(days=3), due, TODAY).late is False


def test_the_day_of_receipt_is_not_counted_over_a_leap_day() -> None:
    assert answer_due(date(2028, 1, 30), 30) == date(2028, 2, 29)
