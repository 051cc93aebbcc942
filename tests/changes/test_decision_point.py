"""The decision that a dialogue informs is moved or taken early: residents see it, the staff are written to, a task."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from participation import clock, db
from participation.access import Refused
from participation.changes.actions.decision_point import note_decision
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.event_log import Event
from participation.outbox import Message
from tests import factories
from tests.changes.conftest import Place
from tests.checking_client import CheckingClient
from tests.dialogues.test_moves import said

TASK = "The decision comes too early"


def test_a_decision_is_noted_with_a_day_that_can_be(place: Place) -> None:
    engine, town = place.engine, place.town
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.OPEN).id
    today = clock.today()
    for values, code in (
        ({}, "E-G03"),
        ({"meeting": today - timedelta(days=1)}, "E-G03"),
        ({"taken_on": today + timedelta(days=1), "paragraph": "4"}, "E-G15"),
        ({"taken_on": today, "paragraph": " "}, "E-G15"),
    ):
        with pytest.raises(Refused) as caught, db.transaction(engine):
            note_decision(town.officer, dialogue_by_id(identity), **values)  # type: ignore[arg-type]
        assert [r.code for r in caught.value.reasons] == [code]


def test_a_later_meeting_is_told_to_residents_and_is_nobodys_task(place: Place) -> None:
    engine, town, signed_in = place.engine, place.town, place.signed_in
    with db.transaction(engine):
        dialogue = factories.dialogue(town, Stage.OPEN)
        identity, address = dialogue.id, slug(dialogue)
        assert dialogue.decision_meeting is not None
        later = dialogue.decision_meeting + timedelta(days=30)
        assert note_decision(town.officer, dialogue, meeting=later)
        assert not note_decision(town.officer, dialogue, meeting=later)
    page = CheckingClient(place.app).get(f"/en/dialogues/{address}")
    assert "The decision has been moved" in page.text
    assert "is to be paused or cancelled" not in page.text
    assert TASK not in signed_in("secretary").get("/en/officials/").text
    with db.transaction(engine, write=False) as session:
        assert session.scalar(select(func.count()).where(Message.event.startswith(f"decided-early:{identity}:"))) == 0
        events = select(func.count()).where(Event.dialogue_id == identity, Event.action == "dialogue.decision_moved")
        assert session.scalar(events) == 1


def test_whoever_may_not_note_it_is_refused(place: Place) -> None:
    engine, town, signed_in = place.engine, place.town, place.signed_in
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.OPEN).id
        handled = factories.dialogue(town, Stage.HANDLED).id
    elected, officer = signed_in("elected"), signed_in("officer")
    sent = {"happening": "taken", "taken_on": clock.today().isoformat(), "paragraph": "4"}
    here = f"/en/officials/dialogues/{identity}/decision-point"
    answer = elected.post(here, {"csrf_token": elected.token(), **sent})
    assert (answer.status, said(answer)) == (403, ["E-ROLE"])
    there = f"/en/officials/dialogues/{handled}/decision-point"
    answer = officer.post(there, {"csrf_token": officer.token(), **sent})
    assert (answer.status, said(answer)) == (409, ["E-STATE"])
    assert officer.send(here, {"happening": ""}).status == 422
