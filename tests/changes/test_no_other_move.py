"""No other transition exists: every move in every stage where it does not begin is refused, by page and by action."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from participation import db
from participation.access import Refused
from participation.dialogues.queries import current_stage, dialogue_by_id
from participation.dialogues.rules import MOVES, Move, Stage
from tests.changes.conftest import Place
from tests.changes.every_move import MAKE, PAGES

Each = Mapping[Stage, int]

CODES = re.compile(r'data-code="([^"]+)"')
ALSO = {(Move.HANDLE, stage): ("E-RACE",) for stage in (Stage.HANDLED, Stage.FED_BACK, Stage.EVALUATED)}
"""What is recorded already is shown beside what was sent, for whoever comes later to compare."""


@pytest.fixture(scope="module")
def each(place: Place) -> Each:
    """A dialogue in each stage."""
    return {stage: place.dialogue(stage) for stage in Stage}


def elsewhere(move: Move) -> list[Stage]:
    return [stage for stage in Stage if stage not in MOVES[move].sources]


def stages(place: Place, each: Each) -> dict[Stage, Stage]:
    with db.transaction(place.engine, write=False):
        return {stage: current_stage(dialogue_by_id(identity)) for stage, identity in each.items()}


def test_every_move_has_an_action_and_a_page() -> None:
    assert set(MAKE) == set(PAGES) == set(MOVES) == set(Move)


def test_no_action_moves_a_dialogue_from_a_stage_that_the_table_does_not_name(place: Place, each: Each) -> None:
    wrong = []
    for move in Move:
        for stage in elsewhere(move):
            with pytest.raises(Refused) as caught, db.transaction(place.engine):
                MAKE[move](place.town, dialogue_by_id(each[stage]))
            codes = [r.code for r in caught.value.reasons]
            if codes != ["E-STATE"]:
                wrong.append(f"{move} in {stage}: {codes}")
    assert wrong == []
    assert stages(place, each) == {stage: stage for stage in Stage}


def test_no_crafted_post_moves_a_dialogue_from_a_stage_that_the_table_does_not_name(place: Place, each: Each) -> None:
    people = {who: place.signed_in(who) for who in ("officer", "secretary", "coordinator")}
    tokens = {who: client.token() for who, client in people.items()}
    wrong = []
    for move, (who, page) in PAGES.items():
        for stage in elsewhere(move):
            # A draft is not known to those who do not write it.
            expected = 404 if stage is Stage.DRAFT and who == "nobody" else 409
            path = f"/en/officials/dialogues/{each[stage]}/{page}"
            answer = people[who].client.post(path, data={"csrf_token": tokens[who], "part": "goal"})
            codes = set(CODES.findall(answer.get_data(as_text=True)))
            if answer.status_code != expected or not codes & {"E-STATE", *ALSO.get((move, stage), ())}:
                wrong.append(f"{move} in {stage}: {answer.status_code} {codes}")
    assert wrong == []
    assert stages(place, each) == {stage: stage for stage in Stage}


def test_each_move_leads_from_each_of_its_stages_to_where_the_table_says(place: Place) -> None:
    """The same calls succeed where the table names the stage, so that their refusal elsewhere is the stage's."""
    for move, row in MOVES.items():
        for source in row.sources:
            identity = place.dialogue(source)
            with db.transaction(place.engine):
                dialogue = dialogue_by_id(identity)
                MAKE[move](place.town, dialogue)
                reached = current_stage(dialogue)
            if row.target is not None:
                assert reached is row.target, (move, source)
            elif move is not Move.RESUME:
                assert reached is source, (move, source)
            else:
                assert reached is Stage.OPEN
