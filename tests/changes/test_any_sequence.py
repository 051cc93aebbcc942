"""From any stage that can be reached, any sequence of moves and days keeps what the policy promises (POLICY.md A4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from participation import clock, db
from participation.access import Refused
from participation.changes.actions.decision_point import note_decision
from participation.dialogues import sections
from participation.dialogues.actions import save_section
from participation.dialogues.guards import SETTLED_GUARDS, decision_ahead, failing
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, dialogue_by_id, facts_of, stage_column
from participation.dialogues.rules import CORE_SECTIONS, MOVES, Move, Section, Stage
from participation.event_log import Event
from tests import factories
from tests.changes.conftest import Place
from tests.changes.every_move import MAKE

BY_THE_CLOCK = {
    (Stage.ANNOUNCED, Stage.OPEN),
    (Stage.ANNOUNCED, Stage.CLOSED),
    (Stage.OPEN, Stage.CLOSED),
    (Stage.PAUSED, Stage.ANNOUNCED),
    (Stage.PAUSED, Stage.OPEN),
    (Stage.PAUSED, Stage.CLOSED),
}
"""What days alone may change."""

NOTED = ("decision_meeting", "decision_taken_on", "decision_taken_paragraph")
"""What is noted of another matter, by whoever hears of it; everything else of the core takes a decision."""

ONWARDS = {
    Stage.DRAFT: Move.PROPOSE,
    Stage.PROPOSED: Move.DECIDE,
    Stage.DECIDED: Move.ANNOUNCE,
    Stage.CLOSED: Move.COMPILE,
    Stage.COMPILED: Move.HANDLE,
    Stage.HANDLED: Move.FEED_BACK,
    Stage.FED_BACK: Move.EVALUATE,
}


class Life(RuleBasedStateMachine):
    """A dialogue, begun as a complete draft, and the day it is."""

    place: Place

    def __init__(self) -> None:
        super().__init__()
        self.now = clock.now()
        self.stage = Stage.DRAFT
        self.moved: list[Move] = []
        first = clock.today() + timedelta(days=24)
        schedule = factories.Schedule(first, first + timedelta(days=30))
        with db.transaction(self.place.engine):
            made = factories.dialogue(self.place.town, Stage.DRAFT, schedule=schedule, with_survey=True)
            self.identity = made.id
            self.core = core_of(made)

    reached: set[Stage] = set()
    """Every stage that some life came to: what is promised of the later ones is not promised of nothing."""

    def attempt(self, move: Move) -> None:
        before, counted = self.stage, len(self.log())
        try:
            self.within(lambda dialogue: MAKE[move](self.place.town, dialogue))
        except Refused as refused:
            codes = {r.code for r in refused.reasons}
            assert self.seen() is before, "a refused move leaves everything as it was"
            assert len(self.log()) == counted
            assert ("E-STATE" in codes) == (before not in MOVES[move].sources), (move, before, codes)
            return
        assert before in MOVES[move].sources, f"{move} from {before}"
        reached = self.seen()
        target = MOVES[move].target
        assert reached is target if target is not None else reached is before or (before, reached) in BY_THE_CLOCK
        log = self.log()
        assert len(log) == counted + 1, "each move is logged, once"
        last = log[-1]
        assert (last.action, last.data["code"]) == (f"dialogue.{move.value}", MOVES[move].code)
        assert (last.data["from"], last.data["to"]) == (before.value, reached.value)
        assert last.actor_id is not None
        self.stage = reached
        self.reached.add(reached)
        self.moved.append(move)
        if move in (Move.AMEND, Move.DECIDE):
            self.within(self.remember)

    def within(self, act: Callable[[Dialogue], Any]) -> None:
        with clock.at(self.now), db.transaction(self.place.engine):
            act(dialogue_by_id(self.identity))

    def remember(self, dialogue: Dialogue) -> None:
        self.core = core_of(dialogue)

    def seen(self) -> Stage:
        """The stage by Python and by SQL, which agree."""
        with clock.at(self.now), db.transaction(self.place.engine, write=False) as session:
            derived = current_stage(dialogue_by_id(self.identity))
            selected = session.scalar(select(stage_column(self.now)).where(Dialogue.id == self.identity))
        assert derived.value == selected
        return derived

    def log(self) -> list[Any]:
        """Every move: ``.action .actor_id .data``."""
        moves = [f"dialogue.{move.value}" for move in Move]
        query = select(Event.action, Event.actor_id, Event.data).where(Event.dialogue_id == self.identity)
        with db.transaction(self.place.engine, write=False):
            return list(db.rows(query.where(Event.action.in_(moves)).order_by(Event.id)).all())

    @rule(move=st.sampled_from(list(Move)))
    def somebody_moves(self, move: Move) -> None:
        self.attempt(move)

    @rule()
    def it_goes_on_as_it_should(self) -> None:
        """Most lives end early if chance alone moves them."""
        if self.stage in ONWARDS:
            self.attempt(ONWARDS[self.stage])
        else:
            self.days_pass(12)

    @rule(days=st.sampled_from([1, 6, 20]))
    def days_pass(self, days: int) -> None:
        before = self.stage
        self.now += timedelta(days=days)
        self.stage = self.seen()
        self.reached.add(self.stage)
        assert before is self.stage or (before, self.stage) in BY_THE_CLOCK, f"{before} -> {self.stage} by itself"

    @rule()
    def somebody_writes_in_the_core(self) -> None:
        def write(dialogue: Dialogue) -> None:
            values = sections.stored(dialogue, Section.GOAL) | {"goal": f"{dialogue.goal.sv} Till."}
            save_section(self.place.town.officer, dialogue, Section.GOAL, values, seen=None)

        try:
            self.within(write)
        except Refused as refused:
            assert self.stage is not Stage.DRAFT
            locked = self.stage not in (Stage.PROPOSED, Stage.REJECTED, Stage.CANCELLED)
            assert [r.code for r in refused.reasons] == ["E-G23" if locked else "E-STATE"]
            return
        assert self.stage is Stage.DRAFT
        self.within(self.remember)

    @rule()
    def the_decision_is_noted_to_be_later(self) -> None:
        try:
            self.within(
                lambda d: note_decision(self.place.town.officer, d, meeting=clock.today() + timedelta(days=300))
            )
        except Refused as refused:
            assert [r.code for r in refused.reasons] == ["E-STATE"]
            assert self.stage not in MOVES[Move.CANCEL].sources

    @invariant()
    def what_is_locked_changes_only_by_a_decision(self) -> None:
        with db.transaction(self.place.engine, write=False):
            assert core_of(dialogue_by_id(self.identity)) == self.core

    @invariant()
    def what_has_been_decided_is_settled(self) -> None:
        if self.stage in (Stage.DRAFT, Stage.PROPOSED, Stage.REJECTED):
            return
        with clock.at(self.now), db.transaction(self.place.engine, write=False):
            settled = [guard for guard in SETTLED_GUARDS if guard is not decision_ahead]
            assert failing(settled, facts_of(dialogue_by_id(self.identity)), clock.today()) == []

    @invariant()
    def the_log_tells_the_whole_way(self) -> None:
        at = Stage.DRAFT
        log = self.log()
        assert [e.action for e in log] == [f"dialogue.{move.value}" for move in self.moved]
        for event in log:
            began, reached = Stage(event.data["from"]), Stage(event.data["to"])
            assert at is began or (at, began) in BY_THE_CLOCK, f"a step is missing between {at} and {began}"
            at = reached
        assert at is self.stage or (at, self.stage) in BY_THE_CLOCK


def core_of(dialogue: Dialogue) -> dict[str, Any]:
    """What the decision locks, without ids of rows and without what is only noted."""
    found: dict[str, Any] = {}
    for section in sorted(CORE_SECTIONS):
        found |= sections.stored(dialogue, section)
    return {name: value for name, value in found.items() if name not in NOTED}


def test_any_sequence_of_moves_keeps_what_is_promised(place: Place) -> None:
    made = type("LifeHere", (Life,), {"place": place})
    run_state_machine_as_test(
        made,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert {Stage.OPEN, Stage.CLOSED, Stage.COMPILED, Stage.HANDLED, Stage.FED_BACK} <= Life.reached
