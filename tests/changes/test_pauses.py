"""A pause, an early end of it, and more time: who may, within which limits, and what residents meet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Refused
from participation.changes.actions import pauses
from participation.dialogues.queries import closes_on, current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Kind, Stage
from participation.event_log import Event
from participation.texts import Texts
from tests import factories
from tests.changes.conftest import Place, SignIn
from tests.checking_client import CheckingClient
from tests.dialogues.test_moves import said


def made(engine: Engine, town: factories.Town, stage: Stage, **changes: object) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, **changes).id  # type: ignore[arg-type]


def test_a_pause_needs_a_reason_and_an_end_within_thirty_days(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town, Stage.OPEN)
    today = clock.today()
    for reason, days in ((Texts(), 5), (Texts(en="Only English"), 5), (Texts(sv="Skäl"), 31), (Texts(sv="Skäl"), 0)):
        with pytest.raises(Refused) as caught, db.transaction(engine):
            pauses.pause(
                town.coordinator, dialogue_by_id(identity), reason=reason, resumes_on=today + timedelta(days=days)
            )
        assert [r.code for r in caught.value.reasons] == ["E-G35"]
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        last = closes_on(dialogue)
        assert last is not None
        pauses.pause(town.coordinator, dialogue, reason=Texts(sv="Skäl"), resumes_on=today + timedelta(days=30))
        assert current_stage(dialogue) is Stage.PAUSED
        assert closes_on(dialogue) == last + timedelta(days=30)


def test_letting_it_go_on_early_takes_the_unused_days_off_again(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town, Stage.OPEN)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        last = closes_on(dialogue)
        assert last is not None
        pauses.pause(town.coordinator, dialogue, reason=Texts(sv="Skäl"), resumes_on=clock.today() + timedelta(days=10))
    with clock.at(clock.now() + timedelta(days=3)), db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        pauses.resume(town.coordinator, dialogue)
        assert current_stage(dialogue) is Stage.OPEN
        assert closes_on(dialogue) == last + timedelta(days=4)


def test_pausing_through_the_page_stops_residents_kindly_and_letting_go_on_lets_them_in(
    engine: Engine, app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    identity = made(engine, town, Stage.OPEN, languages=("sv", "sv-lattlast", "en", "ar"))
    coordinator = signed_in("coordinator")
    here = f"/en/officials/dialogues/{identity}"
    assert f"{here}/pause" in coordinator.get(here).links
    sent = {"reason_sv": "Vi väntar på ett besked.", "reason_en": "We wait for an answer.", "resumes_on": ""}
    refused = coordinator.send(f"{here}/pause", sent)
    assert (refused.status, said(refused)) == (409, ["E-G35"])
    assert "We wait for an answer." in refused.text
    sent["resumes_on"] = (clock.today() + timedelta(days=7)).isoformat()
    assert coordinator.send(f"{here}/pause", sent).status == 303
    with db.transaction(engine, write=False):
        address = slug(dialogue_by_id(identity))
    reader = CheckingClient(app)
    page = reader.get(f"/en/dialogues/{address}")
    assert "The dialogue is paused" in page.text and "We wait for an answer." in page.text
    assert "The coordinator paused the dialogue until" in page.text
    closed = reader.post(f"/en/dialogues/{address}/ideas/new", {"title": "Sent", "body": "What I wrote"})
    assert closed.status == 409
    for words in ("The dialogue is paused", "We wait for an answer.", "It goes on by itself on", "What I wrote"):
        assert words in closed.text
    assert "compiled" not in closed.text
    assert f"{here}/resume" in coordinator.get(here).links
    assert coordinator.send(f"{here}/resume", {}).status == 303
    page = reader.get(f"/en/dialogues/{address}")
    assert "The dialogue is paused" not in page.text
    assert "The coordinator let the dialogue go on earlier than planned." in page.text
    assert reader.get(f"/en/dialogues/{address}/ideas/new").status == 200


def test_only_the_coordinator_pauses_and_only_what_is_announced_or_open(place: Place) -> None:
    engine, town, signed_in = place.engine, place.town, place.signed_in
    identity = made(engine, town, Stage.OPEN)
    here = f"/en/officials/dialogues/{identity}"
    for who in ("officer", "secretary", "elected"):
        client = signed_in(who)
        assert f"{here}/pause" not in client.get(here).links
        assert client.get(f"{here}/pause").status == 403
        answer = client.post(f"{here}/pause", {"csrf_token": client.token(), "reason_sv": "Skäl"})
        assert (answer.status, said(answer)) == (403, ["E-ROLE"]), who


def test_more_time_is_given_within_the_plan_and_what_is_promised_moves_only_by_the_body(place: Place) -> None:
    engine, town, signed_in = place.engine, place.town, place.signed_in
    identity = made(engine, town, Stage.OPEN)
    with db.transaction(engine, write=False):
        dialogue = dialogue_by_id(identity)
        last, address = closes_on(dialogue), slug(dialogue)
        meeting, decision = dialogue.handling_meeting, dialogue.decision_meeting
        promised = {"results_due": dialogue.results_due, "handling_meeting": meeting}
        feedback = dialogue.feedback_due
    assert last is not None and meeting is not None and feedback is not None and decision == meeting
    here = f"/en/officials/dialogues/{identity}/extend"
    coordinator, secretary = signed_in("coordinator"), signed_in("secretary")
    for client, form, codes in (
        (coordinator, {"closes_on": last - timedelta(days=1)}, ["E-G24"]),
        (coordinator, {"closes_on": last + timedelta(days=14)}, ["E-G16"]),
        (secretary, {"closes_on": last, **promised, "handling_meeting": feedback}, ["E-G16", "E-G03"]),
    ):
        sent = {"feedback_due": feedback, **form} if client is secretary else form
        answer = client.send(here, {k: v.isoformat() if v else "" for k, v in sent.items()})
        assert (answer.status, said(answer)) == (409, codes), form
    later = last + timedelta(days=7)
    for _ in range(2):
        assert coordinator.send(here, {"closes_on": later.isoformat()}).status == 303
    page = CheckingClient(place.app).get(f"/en/dialogues/{address}")
    assert "You have longer to take part" in page.text
    with db.transaction(engine, write=False) as session:
        events = session.scalars(
            select(Event).where(Event.dialogue_id == identity, Event.action == "dialogue.extend")
        ).all()
        assert [(e.data["code"], e.data["was"], e.data["closes_on"]) for e in events] == [
            ("T6e", last.isoformat(), later.isoformat())
        ]
        assert closes_on(dialogue_by_id(identity)) == later


def test_a_municipality_wide_dialogue_is_not_extended_out_of_its_goal_review(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town, Stage.OPEN, kind=Kind.MUNICIPALITY_WIDE)
    with pytest.raises(Refused) as caught, db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        far = clock.today() + timedelta(days=2000)
        pauses.extend(
            town.council_secretary,
            dialogue,
            closes_on=far,
            results_due=far + timedelta(days=10),
            handling_meeting=far + timedelta(days=20),
            feedback_due=far + timedelta(days=30),
        )
    assert {r.code for r in caught.value.reasons} == {"E-G03", "E-G11"}
