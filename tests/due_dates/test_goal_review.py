"""A goal review period that nears its end without a municipality-wide dialogue (POLICY.md R3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db, settings
from participation.bodies.queries import goal_review_cycles
from participation.bodies.rules import add_months
from participation.dialogues.models import Dialogue
from participation.dialogues.registers import bodies_and_lacking_cycles, dialogues_of_cycles, lacking_cycles
from participation.dialogues.rules import Kind, Stage
from participation.due_dates import actions
from participation.outbox import Message
from tests import factories
from tests.checking_client import CheckingClient

ALERTED = [f"{who}@town.example" for who in ("coordinator", "council-secretary", "elected", "secretary")]
"""The town's secretary and its elected representative serve the executive board, too."""
WIDE = Kind.MUNICIPALITY_WIDE


@pytest.fixture
def town(app: Flask, engine: Engine) -> factories.Town:
    with app.test_request_context(), db.transaction(engine):
        return factories.town()


@pytest.fixture
def ends(engine: Engine, town: factories.Town) -> date:
    with db.transaction(engine, write=False):
        [cycle] = goal_review_cycles()
        return cycle.ends


@pytest.fixture
def near(ends: date) -> Iterator[None]:
    """Eleven months before the end."""
    with clock.at(factories.noon(add_months(ends, -11))):
        yield


def lacking(engine: Engine, day: date | None = None) -> int:
    with clock.at(factories.noon(day or clock.today())), db.transaction(engine, write=False):
        alone = lacking_cycles(settings.installed().clocks.goal_review_alert_months)
        together = bodies_and_lacking_cycles(settings.installed().clocks.goal_review_alert_months)
        assert [c.id for c in alone] == [c.id for c in together[1]]
        assert len({b.id for b in together[0]}) == len(together[0]) > 3
        return len(alone)


def letters(engine: Engine) -> list[tuple[str, str]]:
    with db.transaction(engine, write=False) as session:
        found = session.scalars(select(Message).where(Message.event.startswith("goal-review:")))
        return sorted((m.recipient, m.event.rsplit(":", 1)[1]) for m in found)


def wide(engine: Engine, town: factories.Town, stage: Stage) -> Dialogue:
    with db.transaction(engine):
        return factories.dialogue(town, stage, kind=WIDE)


def test_it_is_so_with_fewer_than_twelve_months_left_and_until_the_last_day(
    engine: Engine, town: factories.Town, ends: date
) -> None:
    exactly = add_months(ends, -12)
    assert [lacking(engine, exactly + timedelta(days=n)) for n in (-1, 0, 1)] == [0, 0, 1]
    assert [lacking(engine, ends + timedelta(days=n)) for n in (0, 1)] == [1, 0]


@pytest.mark.usefixtures("near")
@pytest.mark.parametrize(
    ("stage", "remains"),
    [(Stage.DRAFT, 1), (Stage.PROPOSED, 1), (Stage.DECIDED, 0), (Stage.OPEN, 0), (Stage.CANCELLED, 1)],
)
def test_a_dialogue_counts_once_the_council_has_decided_on_it(
    engine: Engine, town: factories.Town, stage: Stage, remains: int
) -> None:
    wide(engine, town, stage)
    with db.transaction(engine):
        factories.dialogue(town, Stage.OPEN)  # a committee's own is none
    assert lacking(engine) == remains
    with db.transaction(engine, write=False):
        [found] = dialogues_of_cycles().values()
    counted = {Stage.DRAFT: (0, 1, 0), Stage.PROPOSED: (0, 1, 0), Stage.CANCELLED: (0, 0, 1)}.get(stage, (1, 0, 0))
    assert (found.decided, found.prepared, found.fell_away) == counted


@pytest.mark.usefixtures("near")
def test_the_councils_secretary_and_the_board_are_told_once_and_again_when_one_falls_away(
    engine: Engine, town: factories.Town
) -> None:
    for _ in range(2):
        actions.remind(engine)
    assert letters(engine) == [(who, "0") for who in ALERTED]
    made = wide(engine, town, Stage.OPEN)
    actions.remind(engine)
    assert len(letters(engine)) == len(ALERTED)
    with db.transaction(engine) as session:
        session.get_one(Dialogue, made.id).cancelled_at = clock.now()
    for _ in range(2):
        actions.remind(engine)
    assert letters(engine) == sorted((who, n) for who in ALERTED for n in "01")


@pytest.mark.usefixtures("town", "near")
def test_it_is_a_task_of_those_and_of_nobody_else(app: Flask, engine: Engine) -> None:
    seen = {}
    for who in ("coordinator", "council-secretary", "officer", "secretary", "elected", "moderator", "admin"):
        client = CheckingClient(app)
        client.sign_in(f"{who}@town.example", factories.PASSWORD)
        page = client.get("/en/officials/")
        seen[who] = "the council has decided on none in this period" in page.text
        if seen[who]:
            assert "None yet" in client.get("/en/officials/registers/cycles").text
    assert sorted(f"{who}@town.example" for who, told in seen.items() if told) == ALERTED
