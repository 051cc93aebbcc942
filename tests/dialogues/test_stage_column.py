"""The stage as SQL is the stage as Python, over every combination of recorded instants, on both databases."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.engine import Engine

from participation import db
from participation.bodies.models import Body
from participation.bodies.rules import BodyKind
from participation.dialogues.models import Dialogue, Phase
from participation.dialogues.queries import stage_column
from participation.dialogues.rules import Kind, Stage, StageFacts, stage
from participation.texts import Texts

NOW = datetime(2026, 6, 17, 12, 0, 0, 123456, tzinfo=UTC)
INSTANTS = ("proposed_at", "decided_at", "announced_at", "compiled_at", "handled_at", "fed_back_at")
ENDS = ("evaluated_at", "cancelled_at", "rejected_at")
OFFSETS = (None, -1, 0, 1)
PERIODS = ((-2, -1), (-1, 0), (-1, 1), (0, 1), (1, 2))
"""Seconds from now: over, ending now, in the middle, beginning now, to come."""


def instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else NOW + timedelta(seconds=seconds)


def combinations() -> Iterator[StageFacts]:
    """Every combination of the six instants with no and with one period, possible or not; two periods in any order."""
    for offsets in itertools.product(OFFSETS, repeat=len(INSTANTS)):
        facts: dict[str, Any] = {n: instant(o) for n, o in zip(INSTANTS, offsets, strict=True)}
        for periods in ((), *((p,) for p in PERIODS)):
            yield StageFacts(**facts, periods=spans(periods))
    for decided, announced, compiled in itertools.product(OFFSETS, repeat=3):
        for pair in itertools.product(PERIODS, repeat=2):
            yield StageFacts(
                decided_at=instant(decided),
                announced_at=instant(announced),
                compiled_at=instant(compiled),
                periods=spans(pair),
            )
    for announced, compiled, consulted in itertools.product(OFFSETS, repeat=3):
        for period in PERIODS:
            yield StageFacts(
                decided_at=NOW - timedelta(days=1),
                announced_at=instant(announced),
                compiled_at=instant(compiled),
                consulted_at=instant(consulted),
                periods=spans((period,)),
            )
    # Ends and pauses, over all that they can end or interrupt.
    for offsets in itertools.product(OFFSETS, repeat=len(ENDS)):
        ends: dict[str, Any] = {n: instant(o) for n, o in zip(ENDS, offsets, strict=True)}
        for announced, fed_back in itertools.product(OFFSETS, repeat=2):
            yield StageFacts(**ends, announced_at=instant(announced), fed_back_at=instant(fed_back))
    for announced, compiled, paused, resumes in itertools.product(OFFSETS, repeat=4):
        for period in PERIODS:
            yield StageFacts(
                announced_at=instant(announced),
                compiled_at=instant(compiled),
                paused_at=instant(paused),
                resumes_at=instant(resumes),
                periods=spans((period,)),
            )
        yield StageFacts(decided_at=NOW, paused_at=instant(paused), resumes_at=instant(resumes))


def spans(periods: tuple[tuple[int, int], ...]) -> tuple[tuple[datetime, datetime], ...]:
    return tuple((NOW + timedelta(seconds=a), NOW + timedelta(seconds=b)) for a, b in periods)


def store(unit: db.UnitOfWork, all_facts: list[StageFacts]) -> None:
    """A dialogue for each, numbered from 1, in bulk."""
    unit.add(Body(id=1, kind=BodyKind.COUNCIL.value, code="KF", names=Texts(sv="KF"), valid_from=date(2020, 1, 1)))
    unit.flush()
    unit.execute(
        insert(Dialogue),
        [
            {
                "id": number,
                "kind": Kind.MUNICIPALITY_WIDE.value,
                "responsible_body_id": 1,
                "created_at": NOW,
                **{
                    name: getattr(facts, name) for name in (*INSTANTS, *ENDS, "paused_at", "resumes_at", "consulted_at")
                },
            }
            for number, facts in enumerate(all_facts, 1)
        ],
    )
    unit.execute(
        insert(Phase),
        [
            {"dialogue_id": number, "position": position, "opens_at": opens, "closes_at": closes}
            for number, facts in enumerate(all_facts, 1)
            for position, (opens, closes) in enumerate(facts.periods, 1)
        ],
    )


def test_the_stage_in_sql_is_the_stage_in_python_over_every_combination(engine: Engine) -> None:
    all_facts = list(combinations())
    with db.transaction(engine) as unit:
        store(unit, all_facts)
    expected = {number: stage(facts, NOW) for number, facts in enumerate(all_facts, 1)}
    assert set(expected.values()) == set(Stage)
    with db.transaction(engine, write=False) as unit:
        found = {i: Stage(s) for i, s in unit.execute(select(Dialogue.id, stage_column(NOW)))}
        for_open = set(unit.scalars(select(Dialogue.id).where(stage_column(NOW) == Stage.OPEN.value)))
    assert [(all_facts[i - 1], found[i], expected[i]) for i in expected if found[i] is not expected[i]] == []
    assert for_open == {i for i, s in expected.items() if s is Stage.OPEN}


def test_a_stored_dialogue_derives_its_stage_from_what_is_stored(engine: Engine) -> None:
    some = [facts for facts in combinations() if facts.periods][::97]
    with db.transaction(engine) as unit:
        store(unit, some)
    with db.transaction(engine, write=False) as unit:
        stored = unit.scalars(select(Dialogue).order_by(Dialogue.id))
        assert [stage(d.stage_facts, NOW) for d in stored] == [stage(facts, NOW) for facts in some]
