"""The stage follows from recorded instants and the clock alone; the moves between stages are those of the table."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from participation import clock
from participation.dialogues.permissions import not_open
from participation.dialogues.rules import (
    EDITABLE_STAGES,
    ENDED,
    GROUP_OF,
    MOVES,
    NEXT_STEP,
    PUBLIC_STAGES,
    ROAD,
    Move,
    Section,
    Stage,
    StageFacts,
    is_public,
    stage,
)
from tests import committed

NOW = datetime(2026, 6, 17, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
OFFSETS = (None, -SECOND, timedelta(0), SECOND)
INSTANTS = ("proposed_at", "decided_at", "announced_at", "compiled_at", "handled_at", "fed_back_at")
ENDS = (("rejected_at", Stage.REJECTED), ("cancelled_at", Stage.CANCELLED), ("evaluated_at", Stage.EVALUATED))
FURTHEST_FIRST = (
    ("fed_back_at", Stage.FED_BACK),
    ("handled_at", Stage.HANDLED),
    ("compiled_at", Stage.COMPILED),
    ("announced_at", Stage.ANNOUNCED),
    ("decided_at", Stage.DECIDED),
    ("proposed_at", Stage.PROPOSED),
)


def at(offset: timedelta | None) -> datetime | None:
    return None if offset is None else NOW + offset


def test_without_periods_the_stage_is_the_furthest_fact_that_has_happened() -> None:
    for offsets in itertools.product(OFFSETS, repeat=len(INSTANTS)):
        facts = StageFacts(**{n: at(o) for n, o in zip(INSTANTS, offsets, strict=True)})
        happened = [s for n, s in FURTHEST_FIRST if (i := getattr(facts, n)) is not None and i <= NOW]
        assert stage(facts, NOW) is (happened[0] if happened else Stage.DRAFT)


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (1, 2, Stage.ANNOUNCED),
        (0, 1, Stage.OPEN),
        (-1, 1, Stage.OPEN),
        (-1, 0, Stage.CLOSED),
        (-2, -1, Stage.CLOSED),
        (0, 0, Stage.CLOSED),
        (1, -1, Stage.ANNOUNCED),
        (-1, -2, Stage.CLOSED),
    ],
)
def test_the_clock_opens_and_closes_what_is_announced(opens: int, closes: int, expected: Stage) -> None:
    facts = StageFacts(announced_at=NOW, periods=((NOW + opens * SECOND, NOW + closes * SECOND),))
    assert stage(facts, NOW) is expected
    for name, furthest in (("compiled_at", Stage.COMPILED), ("fed_back_at", Stage.FED_BACK)):
        assert stage(replace(facts, **{name: NOW}), NOW) is furthest
        assert stage(replace(facts, **{name: NOW + SECOND}), NOW) is expected
    assert stage(replace(facts, announced_at=NOW + SECOND), NOW) is Stage.DRAFT


def test_between_two_periods_a_dialogue_is_closed() -> None:
    first, second = (NOW - 3 * SECOND, NOW - SECOND), (NOW + SECOND, NOW + 3 * SECOND)
    stages = [
        stage(StageFacts(announced_at=NOW - 9 * SECOND, periods=(first, second)), NOW + n * SECOND)
        for n in (-4, -3, -2, -1, 0, 1, 2, 3)
    ]
    assert stages == [
        Stage.ANNOUNCED,
        Stage.OPEN,
        Stage.OPEN,
        Stage.CLOSED,
        Stage.CLOSED,
        Stage.OPEN,
        Stage.OPEN,
        Stage.CLOSED,
    ]


def test_every_stage_is_reached_by_one_ordinary_life() -> None:
    life = StageFacts(
        **{n: NOW + days * 86400 * SECOND for n, days in zip(INSTANTS, (1, 2, 3, 6, 7, 8), strict=True)},
        evaluated_at=NOW + 9 * 86400 * SECOND,
        periods=((NOW + 4 * 86400 * SECOND, NOW + 5 * 86400 * SECOND),),
    )
    assert [stage(life, NOW + timedelta(days=day)) for day in range(10)] == list(ROAD)


def test_every_move_starts_where_the_table_says_and_nowhere_else() -> None:
    """The grid stage × move. Opening and closing are the clock's, so two steps have no move."""
    width = max(len(m) for m in Move)
    lines = [" " * 12 + "  ".join(m.ljust(width) for m in Move)]
    for source in Stage:
        cells = [_target(m, source) if source in MOVES[m].sources else "·" for m in Move]
        lines.append(source.ljust(12) + "  ".join(c.ljust(width) for c in cells))
    committed.compare(Path(__file__).parent / "moves.txt", "\n".join(line.rstrip() for line in lines) + "\n")


def _target(move: Move, source: Stage) -> str:
    """Where the move leads; what goes on where it is says so, and what is paused is where the clock has it."""
    return MOVES[move].target or ("the clock" if move is Move.RESUME else source)


def test_an_end_stands_whatever_else_has_happened() -> None:
    for offsets in itertools.product(OFFSETS, repeat=len(ENDS)):
        for others in itertools.product((None, -SECOND), repeat=len(INSTANTS)):
            facts = StageFacts(
                **{n: at(o) for (n, _), o in zip(ENDS, offsets, strict=True)},
                **{n: at(o) for n, o in zip(INSTANTS, others, strict=True)},
            )
            ended = [s for (_, s), o in zip(ENDS, offsets, strict=True) if o is not None and o <= timedelta(0)]
            expected = ended[0] if ended else stage(replace(facts, **dict.fromkeys([n for n, _ in ENDS])), NOW)
            assert stage(facts, NOW) is expected


def test_a_pause_holds_from_its_first_instant_up_to_its_last_and_only_while_announced() -> None:
    for paused, resumes in itertools.product(OFFSETS, repeat=2):
        facts = StageFacts(announced_at=NOW - 9 * SECOND, periods=((NOW - SECOND, NOW + SECOND),))
        facts = replace(facts, paused_at=at(paused), resumes_at=at(resumes))
        holds = paused is not None and paused <= timedelta(0) and resumes is not None and resumes > timedelta(0)
        assert stage(facts, NOW) is (Stage.PAUSED if holds else Stage.OPEN)
        assert stage(replace(facts, compiled_at=NOW), NOW) is Stage.COMPILED
        assert stage(replace(facts, announced_at=None, decided_at=NOW), NOW) is Stage.DECIDED


def test_what_is_public_has_been_announced_and_is_not_rejected() -> None:
    for announced, cancelled, rejected in itertools.product(OFFSETS, repeat=3):
        facts = StageFacts(announced_at=at(announced), cancelled_at=at(cancelled), rejected_at=at(rejected))
        published = announced is not None and announced <= timedelta(0)
        assert is_public(facts, NOW) is (published and (rejected is None or rejected > timedelta(0)))


def test_every_table_speaks_of_every_stage_section_and_move() -> None:
    assert set(MOVES) == set(Move)
    assert set(NEXT_STEP) == set(Stage)
    assert set(EDITABLE_STAGES) == set(Section)
    assert (
        set(GROUP_OF)
        == PUBLIC_STAGES
        == set(Stage)
        - {
            Stage.DRAFT,
            Stage.PROPOSED,
            Stage.DECIDED,
            Stage.REJECTED,
        }
    )
    assert set(Stage) - set(ROAD) == {Stage.PAUSED, *ENDED}


def test_moves_and_clock_lead_through_every_stage_in_order_without_a_shortcut() -> None:
    forward = {
        row.sources[0]: row.target
        for move, row in MOVES.items()
        if row.target in ROAD and len(row.sources) == 1 and move is not Move.REFER_BACK
    }
    forward |= {Stage.ANNOUNCED: Stage.OPEN, Stage.OPEN: Stage.CLOSED}
    assert forward == dict(itertools.pairwise(ROAD))
    aside = {move: row.target for move, row in MOVES.items() if row.target is not None and row.target not in ROAD}
    assert aside == {Move.REJECT: Stage.REJECTED, Move.PAUSE: Stage.PAUSED, Move.CANCEL: Stage.CANCELLED}
    assert {move for move, row in MOVES.items() if row.target is None} == {
        Move.EXTEND,
        Move.AMEND,
        Move.RESUME,
        Move.SEND_TO_MEETING,
    }


def test_no_move_leads_from_where_a_dialogue_has_ended_and_only_the_clock_reopens() -> None:
    assert {s for row in MOVES.values() for s in row.sources} & {*ENDED, Stage.EVALUATED} == set()
    after = set(ROAD[ROAD.index(Stage.CLOSED) :])
    back = {
        m for m, row in MOVES.items() if row.target and set(row.sources) & after and row.target in set(ROAD) - after
    }
    assert back == set()


@pytest.mark.parametrize(
    ("announced", "periods", "consulted", "expected"),
    [
        (-9, [(1, 5)], None, ("E-G22", 1)),
        (-9, [(1, 5)], 3, ("E-G22", 3)),
        (-9, [(-1, 5)], 3, ("E-G22", 3)),
        (-9, [(3, 5)], 1, ("E-G22", 3)),
        (-9, [(-5, -3), (2, 4)], None, ("E-G22", 2)),
        (-9, [(-5, -3)], None, ("E-STATE", None)),
        (None, [(1, 5)], None, ("E-STATE", None)),
        (-9, [], None, ("E-STATE", None)),
    ],
)
def test_who_comes_too_early_is_told_when_it_opens(
    announced: int | None, periods: list[tuple[int, int]], consulted: int | None, expected: tuple[str, int | None]
) -> None:
    def day(n: int | None) -> datetime | None:
        return None if n is None else NOW + timedelta(days=n)

    facts = StageFacts(
        announced_at=day(announced),
        periods=tuple((NOW + timedelta(days=a), NOW + timedelta(days=b)) for a, b in periods),
        consulted_at=day(consulted),
    )
    reason = not_open(SimpleNamespace(stage_facts=facts), NOW)
    opens = day(expected[1])
    assert (reason.code, reason.params.get("date")) == (expected[0], clock.local_date(opens) if opens else None)
