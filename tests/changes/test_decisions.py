"""A body says no, or cancels: recorded once, by the right people, with reasons, and told to those who took part."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused
from participation.changes.actions import decisions
from participation.contributions.actions import leave_address
from participation.dialogues.models import Decision
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import MOVES, Move, Stage, TakenBy
from participation.event_log import Event
from participation.outbox import Message
from participation.texts import Texts
from tests import factories
from tests.checking_client import CheckingClient
from tests.dialogues.conftest import SignIn
from tests.dialogues.test_moves import said

TAKE = {Move.CANCEL: decisions.cancel, Move.REJECT: decisions.reject}


def made(engine: Engine, town: factories.Town, stage: Stage, **changes: Any) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, **changes).id


def refusal(engine: Engine, town: factories.Town, identity: int, move: Move, **changes: Any) -> list[str]:
    with pytest.raises(Refused) as caught, db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        TAKE[move](town.secretary, dialogue, factories.change_decision(dialogue, **changes))
    with db.transaction(engine, write=False) as session:
        kinds = session.scalars(select(Decision.kind).where(Decision.dialogue_id == identity))
        assert set(kinds) <= {"initiate_and_set_degrees", "handle_results"}
    return [r.code for r in caught.value.reasons]


@pytest.mark.parametrize(
    ("move", "stage", "changes", "codes"),
    [
        (Move.CANCEL, Stage.OPEN, {"motive": Texts()}, ["E-G34"]),
        (Move.CANCEL, Stage.OPEN, {"effect": Texts()}, ["E-G34"]),
        (Move.CANCEL, Stage.OPEN, {"motive": Texts(en="Only English")}, ["E-G34"]),
        (Move.CANCEL, Stage.OPEN, {"taken_by": TakenBy.EMPLOYEE}, ["E-G34"]),
        (Move.CANCEL, Stage.OPEN, {"taken_by": None}, ["E-G34"]),
        (Move.CANCEL, Stage.OPEN, {"body": None, "paragraph": ""}, ["E-G34", "E-G15"]),
        (Move.CANCEL, Stage.OPEN, {"paragraph": " "}, ["E-G15"]),
        (Move.CANCEL, Stage.OPEN, {"registry_number": ""}, ["E-G15"]),
        (Move.CANCEL, Stage.OPEN, {"taken_on": None}, ["E-G15"]),
        (Move.REJECT, Stage.PROPOSED, {"taken_by": TakenBy.EMPLOYEE}, ["E-G09"]),
        (Move.REJECT, Stage.PROPOSED, {"body": None, "taken_on": None}, ["E-G15", "E-G15"]),
    ],
)
def test_a_decision_that_does_not_stand_is_refused_whole(
    engine: Engine, town: factories.Town, move: Move, stage: Stage, changes: dict[str, Any], codes: list[str]
) -> None:
    assert refusal(engine, town, made(engine, town, stage), move, **changes) == codes


def test_only_the_dialogues_own_body_says_no_or_cancels(engine: Engine, town: factories.Town) -> None:
    proposed, running = made(engine, town, Stage.PROPOSED), made(engine, town, Stage.OPEN)
    assert refusal(engine, town, proposed, Move.REJECT, body=town.board) == ["E-G10"]
    assert refusal(engine, town, running, Move.CANCEL, body=town.council) == ["E-G34"]
    for identity, move in ((proposed, Move.REJECT), (running, Move.CANCEL)):
        for who, code in ((town.council_secretary, "E-ROLE"), (town.officer, "E-ROLE"), (town.coordinator, "E-ROLE")):
            with pytest.raises(Refused) as caught, db.transaction(engine):
                dialogue = dialogue_by_id(identity)
                TAKE[move](who, dialogue, factories.change_decision(dialogue))
            assert [r.code for r in caught.value.reasons] == [code]


def test_cancelling_leads_from_each_stage_of_the_table_and_from_no_other(engine: Engine, town: factories.Town) -> None:
    for stage in Stage:
        identity = made(engine, town, stage)
        if stage not in MOVES[Move.CANCEL].sources:
            changes = {"paragraph": "other"}  # so that it is not the very decision that is recorded already
            with pytest.raises(Refused) as caught, db.transaction(engine):
                dialogue = dialogue_by_id(identity)
                decisions.cancel(town.secretary, dialogue, factories.change_decision(dialogue, **changes))
            assert [r.code for r in caught.value.reasons] == ["E-STATE"], stage
            continue
        with db.transaction(engine):
            dialogue = dialogue_by_id(identity)
            decisions.cancel(town.secretary, dialogue, factories.change_decision(dialogue))
        with db.transaction(engine, write=False) as session:
            assert current_stage(dialogue_by_id(identity)) is Stage.CANCELLED
            event = session.scalars(
                select(Event).where(Event.dialogue_id == identity).order_by(Event.id.desc())
            ).first()
            assert event is not None
            assert (event.action, event.data["code"], event.data["from"]) == ("dialogue.cancel", "T14", stage.value)


def test_a_decision_recorded_twice_is_one(engine: Engine, town: factories.Town) -> None:
    for move, stage in ((Move.CANCEL, Stage.OPEN), (Move.REJECT, Stage.PROPOSED)):
        identity = made(engine, town, stage)
        found = set()
        for _ in range(2):
            with db.transaction(engine):
                dialogue = dialogue_by_id(identity)
                found.add(TAKE[move](town.secretary, dialogue, factories.change_decision(dialogue)).id)
        assert len(found) == 1
        assert refusal_twice(engine, town, identity, move) == ["E-STATE"]
        with db.transaction(engine, write=False) as session:
            moves = select(func.count()).where(Event.dialogue_id == identity, Event.action == f"dialogue.{move.value}")
            assert session.scalar(moves) == 1


def test_the_decision_to_hold_it_recorded_twice_is_one(engine: Engine, town: factories.Town) -> None:
    identity = made(engine, town, Stage.PROPOSED)
    for _ in range(2):
        with db.transaction(engine):
            factories.decide(town.secretary, dialogue_by_id(identity))
    for actor, changes in ((town.secretary, {"paragraph": "57"}), (town.officer, {})):
        with pytest.raises(Refused), db.transaction(engine):
            factories.decide(actor, dialogue_by_id(identity), **changes)
    with db.transaction(engine, write=False) as session:
        moves = select(func.count()).where(Event.dialogue_id == identity, Event.action == "dialogue.decide")
        assert session.scalar(moves) == 1


def refusal_twice(engine: Engine, town: factories.Town, identity: int, move: Move) -> list[str]:
    with pytest.raises(Refused) as caught, db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        TAKE[move](town.secretary, dialogue, replace(factories.change_decision(dialogue), paragraph="57"))
    return [r.code for r in caught.value.reasons]


def test_everybody_who_left_an_address_is_told_once_in_their_language(engine: Engine, town: factories.Town) -> None:
    identity = made(engine, town, Stage.OPEN, languages=("sv", "sv-lattlast", "en", "ar"))
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        for email, locale in (("kim@home.example", "sv"), ("kim@home.example", "sv"), ("sam@home.example", "ar")):
            leave_address(factories.idea(dialogue), email=email, locale=locale)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        decisions.cancel(town.secretary, dialogue, factories.change_decision(dialogue))
    with db.transaction(engine, write=False) as session:
        rows = session.scalars(select(Message).where(Message.event == f"cancelled:{identity}").order_by(Message.id))
        letters = {m.recipient: m for m in rows}
        assert set(letters) == {"kim@home.example", "sam@home.example"}
        swedish = letters["kim@home.example"]
        assert "Pengarna räcker inte." in swedish.text
        assert "Tack för det ni har skrivit." in swedish.text
        assert swedish.text.count(f"{factories.REGISTRY_NUMBER}-000") == 2
        assert "[ar] Pengarna räcker inte." in letters["sam@home.example"].text
        assert swedish.unsubscribe_url


def form_of(town: factories.Town, **changes: str) -> dict[str, str]:
    return {
        "body": str(town.committee.id),
        "taken_by": "body",
        "taken_on": clock.today().isoformat(),
        "paragraph": "56",
        "registry_number": "SBN 2026/1",
        "motive_sv": "Frågan avgjordes i budgeten.",
        "motive_en": "The budget settled it.",
        "effect_sv": "Tack till er som skrev.",
        **changes,
    }


def test_cancelling_through_the_page_is_public_with_the_reason(
    engine: Engine, app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    identity = made(engine, town, Stage.OPEN, languages=("sv", "sv-lattlast", "en"))
    secretary = signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    assert f"{here}/cancel" in secretary.get(here).links
    refused = secretary.send(f"{here}/cancel", form_of(town, effect_sv=""))
    assert (refused.status, said(refused)) == (409, ["E-G34"])
    assert "Frågan avgjordes i budgeten." in refused.text
    assert secretary.send(f"{here}/cancel", form_of(town)).status == 303
    with db.transaction(engine, write=False):
        address = slug(dialogue_by_id(identity))
    reader = CheckingClient(app)
    page = reader.get(f"/en/dialogues/{address}")
    for words in ("The dialogue is cancelled", "The budget settled it.", "Tack till er som skrev."):
        assert words in page.text
    assert "Decision to cancel the dialogue" in page.text
    assert "decided to cancel the dialogue (" in page.text
    assert "[en] Vägen till skolan" in reader.get("/en/dialogues?stage=cancelled").text
    refused = reader.post(f"/en/dialogues/{address}/ideas/new", {"title": "Sent", "body": "Det jag skrev"})
    assert refused.status in (400, 409)
    for page_of in ("propose", "announce", "decision", "cancel"):
        answer = secretary.post(f"{here}/{page_of}", form_of(town, csrf_token=secretary.token(), paragraph="99"))
        assert answer.status in (403, 409), page_of


def test_what_was_never_public_is_cancelled_without_becoming_so(
    engine: Engine, app: Flask, town: factories.Town
) -> None:
    identity = made(engine, town, Stage.DECIDED)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        decisions.cancel(town.secretary, dialogue, factories.change_decision(dialogue))
        address = slug(dialogue)
    assert CheckingClient(app).get(f"/sv/dialogues/{address}").status == 404
    assert "Vägen till skolan" not in CheckingClient(app).get("/sv/dialogues").text


def test_what_was_cancelled_before_it_opened_is_not_said_to_have_opened(
    engine: Engine, app: Flask, town: factories.Town
) -> None:
    identity = made(engine, town, Stage.ANNOUNCED)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        decisions.cancel(town.secretary, dialogue, factories.change_decision(dialogue))
        address = slug(dialogue)
        closed = max(phase.closes_at for phase in dialogue.phases)
    with clock.at(closed + timedelta(days=1)):
        page = CheckingClient(app).get(f"/en/dialogues/{address}")
    for words in ("The dialogue is announced", "The dialogue is cancelled"):
        assert words in page.text
    for words in ("Opens: you can take part", "Closes: last day", "opened for contributions", "closed for contrib"):
        assert words not in page.text


def test_a_rejected_proposal_is_read_by_its_officials_and_by_nobody_else(
    engine: Engine, app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    identity = made(engine, town, Stage.PROPOSED)
    secretary = signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    assert f"{here}/reject" in secretary.get(here).links
    empty = secretary.send(f"{here}/reject", form_of(town, motive_sv=""))
    assert empty.status == 422
    assert secretary.send(f"{here}/reject", form_of(town)).status == 303
    page = signed_in("officer").get(here)
    assert "It is rejected" in page.text
    assert "Decision not to hold the dialogue" in page.text
    with db.transaction(engine, write=False):
        address = slug(dialogue_by_id(identity))
    assert CheckingClient(app).get(f"/sv/dialogues/{address}").status == 404
    officer = signed_in("officer")
    answer = officer.post(f"{here}/sections/question", {"csrf_token": officer.token(), "title": "Ett annat namn"})
    assert (answer.status, said(answer)) == (409, ["E-STATE"])


def test_minutes_of_a_cancellation_cannot_be_announced_before_it(engine: Engine, town: factories.Town) -> None:
    identity = made(engine, town, Stage.OPEN)
    for day in (clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)):
        assert refusal(engine, town, identity, Move.CANCEL, minutes_announced_on=day) == ["E-G28"]
