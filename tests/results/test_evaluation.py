"""What was learnt of a completed dialogue: written by two, published whole, read by everybody (T11)."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict, Refused
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Stage
from participation.event_log import Event
from participation.results.actions import evaluation
from participation.results.evaluation import evaluation_of
from participation.results.guards import EvaluationFacts, evaluation_complete
from participation.results.rules import OFFICIALS_PARTS, EvaluationPart, GoalReached
from participation.texts import Texts
from tests import factories
from tests.changes.conftest import Place, SignIn, place, signed_in, town
from tests.checking_client import CheckingClient
from tests.dialogues.test_moves import said

__all__ = ["place", "signed_in", "town"]


def test_the_guard_names_everything_that_is_missing() -> None:
    whole = EvaluationFacts(GoalReached.NO, dict.fromkeys(EvaluationPart, Texts(sv="Ord.")))
    assert evaluation_complete(whole) == []
    (reason,) = evaluation_complete(EvaluationFacts(None, {EvaluationPart.GOAL: Texts(en="Only English")}))
    assert (reason.code, reason.field) == ("E-G31", "goal_reached")
    assert len(reason.params["list"]) == 1 + len(EvaluationPart)


def test_an_evaluation_goes_through_the_pages_and_is_read_by_everybody(
    engine: Engine, app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    with db.transaction(engine):
        dialogue = factories.dialogue(town, Stage.FED_BACK, languages=("sv", "sv-lattlast", "en"))
        identity, address = dialogue.id, slug(dialogue)
    officer, secretary = signed_in("officer"), signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}/evaluation"
    assert "Evaluate it" in officer.get("/en/officials/").text
    assert here in officer.get(f"/en/officials/dialogues/{identity}").links
    refused = officer.post(f"{here}/publish", {"csrf_token": officer.token()})
    assert (refused.status, said(refused)) == (409, ["E-G31"])
    answers = {f"{part.value}_sv": f"Svar om {part.value}." for part in OFFICIALS_PARTS}
    assert officer.send(here, answers | {"goal_reached": "partly"}).status == 303
    assert said(officer.post(f"{here}/publish", {"csrf_token": officer.token()})) == ["E-G31"]
    assert 'href="#goal_reached"' not in secretary.get(here).text
    note = {"csrf_token": secretary.token(), "seen_note": "", "body_note_sv": "Nämnden tackar."}
    assert officer.post(f"{here}/note", note | {"csrf_token": officer.token()}).status == 403
    assert secretary.send(here, {"body_note_sv": "Nämnden tackar."}).status == 303
    assert officer.post(f"{here}/publish", {"csrf_token": officer.token()}).status == 303
    page = CheckingClient(app).get(f"/en/dialogues/{address}/results")
    for words in ("How it went, and what we learnt", "Partly", "Svar om lessons.", "Nämnden tackar."):
        assert words in page.text
    assert "published the evaluation" in CheckingClient(app).get(f"/en/dialogues/{address}").text
    assert "Evaluate it" not in officer.get("/en/officials/").text
    with db.transaction(engine, write=False) as session:
        assert current_stage(dialogue_by_id(identity)) is Stage.EVALUATED
        found = evaluation_of(identity)
        assert found is not None and found.days_to_public == 21
        event = session.scalars(
            select(Event).where(Event.dialogue_id == identity, Event.action == "dialogue.evaluate")
        ).one()
        assert (event.data["code"], event.data["from"], event.data["to"]) == ("T11", "fed_back", "evaluated")
    assert officer.post(f"{here}/publish", {"csrf_token": officer.token()}).status == 409


def test_nobody_evaluates_what_has_not_been_fed_back(place: Place) -> None:
    for stage in (Stage.OPEN, Stage.COMPILED, Stage.HANDLED):
        identity = place.dialogue(stage)
        for move in (
            lambda d: evaluation.publish_evaluation(place.town.officer, d),
            lambda d: evaluation.save_body_note(place.town.secretary, d, Texts(sv="Ord.")),
        ):
            with pytest.raises(Refused) as caught, db.transaction(place.engine):
                move(dialogue_by_id(identity))
            assert [r.code for r in caught.value.reasons] == ["E-STATE"]


def test_the_later_of_two_writers_is_not_let_write_over_the_earlier(place: Place) -> None:
    identity = place.dialogue(Stage.FED_BACK)
    officer = place.signed_in("officer")
    here = f"/en/officials/dialogues/{identity}/evaluation"
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(identity)
        parts = {EvaluationPart.LESSONS: Texts(sv="Först.")}
        evaluation.save_evaluation(place.town.officer, dialogue, goal_reached=None, parts=parts)
    with pytest.raises(Conflict), db.transaction(place.engine):
        evaluation.save_evaluation(
            place.town.officer,
            dialogue_by_id(identity),
            goal_reached=None,
            parts={EvaluationPart.LESSONS: Texts(sv="Sist.")},
            seen="what was there before",
        )
    answer = officer.send(here, {"seen": "what was there before", "lessons_sv": "Sist."})
    assert (answer.status, said(answer)) == (409, ["E-RACE"])
    cells = [" ".join(e.itertext()) for e in answer.all("td")]
    assert cells == ["Först.", "Sist."]
