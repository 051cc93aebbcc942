"""What is typed in at the instant at which the results are compiled: it is in them, or it is refused."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from time import sleep

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused
from participation.contributions.models import Contribution
from participation.contributions.rules import Channel
from participation.dialogues.actions import lock
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import closes_on, dialogue_by_id
from participation.dialogues.rules import Kind, Stage
from participation.offline.actions import enter_answers, enter_idea
from participation.statements.actions.sending import enter_statement
from participation.statements.rules import SenderKind
from participation.surveys.queries import surveys_of
from tests import factories

PAPER = {"body": "Kom i tid.", "language": "sv", "name": "Kim Sen", "postal_address": "Ågatan 2"}
IDEA = {"title": "Bänk", "body": "Vid vattnet", "display_name": "", "language": "sv"}

pytestmark = pytest.mark.usefixtures("app")

Enter = Callable[[factories.Town, Dialogue], object]


def statement(town: factories.Town, dialogue: Dialogue) -> object:
    last = closes_on(dialogue)
    assert last is not None
    return enter_statement(
        town.officer, dialogue, key=factories.key(), received_on=last, sender_kind=SenderKind.PERSON, values=PAPER
    )


def idea(town: factories.Town, dialogue: Dialogue) -> object:
    day = clock.today() - timedelta(days=20)
    return enter_idea(town.officer, dialogue, key=factories.key(), channel=Channel.PAPER, received_on=day, values=IDEA)


def answers(town: factories.Town, dialogue: Dialogue) -> object:
    return enter_answers(
        town.officer,
        dialogue,
        surveys_of(dialogue.id)[0],
        key=factories.key(),
        channel=Channel.PAPER,
        language="sv",
        received_on=clock.today() - timedelta(days=20),
        note="",
        raw={},
    )


def made(engine: Engine, enter: Enter) -> tuple[factories.Town, int]:
    with db.transaction(engine):
        town = factories.town()
        kind = Kind.STATUTORY if enter is statement else Kind.COMMITTEE
        dialogue = factories.dialogue(town, Stage.CLOSED, kind=kind)
        if enter is answers:
            with clock.at(clock.now() - timedelta(days=40)):
                factories.survey(town.officer, dialogue)
        return town, dialogue.id


def stored(dialogue_id: int) -> int:
    count = select(func.count()).select_from(Contribution).where(Contribution.dialogue_id == dialogue_id)
    return db.session().scalar(count) or 0


@pytest.mark.parametrize("enter", [statement, idea, answers], ids=lambda e: e.__name__)
def test_what_is_typed_in_while_the_results_are_compiled_waits_and_is_refused(engine: Engine, enter: Enter) -> None:
    town, identity = made(engine, enter)

    def typing() -> None:
        with db.transaction(engine):
            enter(town, dialogue_by_id(identity))

    with ThreadPoolExecutor(1) as pool:
        with db.transaction(engine):
            before = stored(identity)
            dialogue = dialogue_by_id(identity)
            lock(dialogue)
            waits: Future[None] = pool.submit(typing)
            sleep(0.5)
            assert not waits.done(), waits.exception()
            dialogue.compiled_at = clock.now()
        with pytest.raises(Refused) as caught:
            waits.result(30)
    assert [r.code for r in caught.value.reasons] == ["E-STATE"]
    with db.transaction(engine, write=False):
        assert stored(identity) == before


@pytest.mark.parametrize("enter", [statement, idea], ids=lambda e: e.__name__)
def test_compiling_waits_for_what_is_being_typed_in_and_counts_it(engine: Engine, enter: Enter) -> None:
    town, identity = made(engine, enter)

    def counting() -> int:
        with db.transaction(engine):
            lock(dialogue_by_id(identity))
            return stored(identity)

    with ThreadPoolExecutor(1) as pool:
        with db.transaction(engine):
            before = stored(identity)
            assert enter(town, dialogue_by_id(identity)) is not None
            counted = pool.submit(counting)
            sleep(0.5)
            assert not counted.done()
        assert counted.result(30) == before + 1
