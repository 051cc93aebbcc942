"""A9, 5–13: what is settled before a dialogue is decided on, what a decision locks, and that no step is skipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.access import Refused
from participation.changes.actions.amendments import amend
from participation.changes.actions.decision_point import note_decision
from participation.dialogues import actions, sections
from participation.dialogues.models import Dialogue
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Influence, Section, Stage, TakenBy
from participation.outbox import Message
from participation.results.actions.evaluation import publish_evaluation
from tests import factories
from tests.acceptance.conftest import Place
from tests.checking_client import CheckingClient
from tests.dialogues.test_moves import said


def refusal(place: Place, identity: int, act: Callable[[Dialogue], Any]) -> list[str]:
    """The codes with which the action refuses, and that it leaves the dialogue where it was."""
    with db.transaction(place.engine, write=False):
        before = current_stage(dialogue_by_id(identity))
    with pytest.raises(Refused) as caught, db.transaction(place.engine):
        act(dialogue_by_id(identity))
    with db.transaction(place.engine, write=False):
        assert current_stage(dialogue_by_id(identity)) is before
    return [r.code for r in caught.value.reasons]


def on_page(place: Place, who: str, identity: int, page: str, form: dict[str, Any] | None = None) -> list[str]:
    """The codes with which the page refuses (409)."""
    client = place.signed_in(who)
    path = f"/en/officials/dialogues/{identity}/{page}"
    answer = client.post(path, {"csrf_token": client.token(), **(form or {})})
    assert answer.status == 409, answer.status
    return said(answer)


def decision_form(place: Place, **changes: str) -> dict[str, str]:
    return {
        "body": str(place.town.committee.id),
        "taken_by": "body",
        "taken_on": clock.today().isoformat(),
        "paragraph": "12",
        "registry_number": "SBN 2026/1",
        "openness_confirmed": "y",
        "degree_of_participation": "contribute",
        "degree_of_influence": "consultation",
        **changes,
    }


def unproposed(place: Place, **changes: Any) -> int:
    """A draft that lacks what is changed, and nothing else."""
    return place.dialogue(Stage.DRAFT, **changes)


def proposing(place: Place, identity: int) -> tuple[list[str], list[str]]:
    """The codes with which proposing is refused: by the action, and by the page."""
    by_action = refusal(place, identity, lambda d: actions.propose(place.town.officer, d))
    return by_action, on_page(place, "officer", identity, "propose")


def test_a9_05_an_employee_does_not_decide_on_the_degrees(place: Place) -> None:
    identity = place.dialogue(Stage.PROPOSED)
    assert on_page(place, "secretary", identity, "decision", decision_form(place, taken_by="employee")) == ["E-G09"]
    assert refusal(place, identity, lambda d: factories.decide(place.town.secretary, d, taken_by=TakenBy.EMPLOYEE)) == [
        "E-G09"
    ]


def test_a9_06_information_is_no_degree_of_a_dialogue(place: Place) -> None:
    identity = place.dialogue(Stage.PROPOSED)
    form = decision_form(place, degree_of_influence="information")
    assert on_page(place, "secretary", identity, "decision", form) == ["E-G08b"]
    assert refusal(
        place, identity, lambda d: factories.decide(place.town.secretary, d, influence=Influence.INFORMATION)
    ) == ["E-G08b"]
    draft = unproposed(place, degree_of_influence=Influence.INFORMATION.value)
    assert proposing(place, draft) == (["E-G08b"], ["E-G08b"])


def test_a9_07_the_purpose_is_not_the_goal_over_again(place: Place) -> None:
    draft = unproposed(place, goal="Färre olyckor.", purpose=" färre olyckor. ")
    assert proposing(place, draft) == (["E-G05"], ["E-G05"])


def test_a9_08_what_cannot_be_influenced_is_said_or_that_everything_can(place: Place) -> None:
    draft = unproposed(place, closed_items=[], everything_open=False)
    assert proposing(place, draft) == (["E-G02b"], ["E-G02b"])
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(draft)
        values = sections.stored(dialogue, Section.INFLUENCE) | {"everything_open": True}
        actions.save_section(place.town.officer, dialogue, Section.INFLUENCE, values, seen=None)
        actions.propose(place.town.officer, dialogue)
        assert current_stage(dialogue) is Stage.PROPOSED


def test_a9_09_the_decision_is_not_before_the_results_are_handled_but_may_be_at_that_meeting(place: Place) -> None:
    meeting = factories.schedule_for(Stage.DRAFT).handling_meeting
    early = unproposed(place, decision_meeting=meeting - timedelta(days=1))
    assert proposing(place, early) == (["E-G03"], ["E-G03"])
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(unproposed(place, decision_meeting=meeting))
        actions.propose(place.town.officer, dialogue)
        assert current_stage(dialogue) is Stage.PROPOSED


def test_a9_10_a_decision_taken_while_it_is_open_is_a_banner_a_letter_and_a_task_until_it_is_stopped(
    place: Place,
) -> None:
    identity = place.dialogue(Stage.OPEN, languages=("sv", "sv-lattlast", "en"))
    officer, coordinator = place.signed_in("officer"), place.signed_in("coordinator")
    here = f"/en/officials/dialogues/{identity}"
    form = {"happening": "taken", "taken_on": clock.today().isoformat(), "paragraph": "17"}
    assert f"{here}/decision-point" in officer.get(here).links
    assert officer.send(f"{here}/decision-point", form).status == 303
    with db.transaction(place.engine, write=False) as session:
        address = slug(dialogue_by_id(identity))
        told = set(session.scalars(select(Message.recipient).where(Message.event.startswith("decided-early:"))))
    people = {f"{who}@town.example" for who in ("officer", "secretary", "coordinator", "elected", "kim")}
    assert told == people
    page = CheckingClient(place.app).get(f"/en/dialogues/{address}")
    for words in (
        "The decision has already been taken",
        "is to be paused or cancelled",
        "before the dialogue was done",
    ):
        assert words in page.text
    task = "The decision comes too early"
    assert task in coordinator.get("/en/officials/").text
    assert task in place.signed_in("secretary").get("/en/officials/").text
    pause = {"reason_sv": "Vi väntar.", "resumes_on": (clock.today() + timedelta(days=9)).isoformat()}
    assert coordinator.send(f"{here}/pause", pause).status == 303
    assert task not in coordinator.get("/en/officials/").text
    other = place.dialogue(Stage.OPEN)
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(other)
        assert note_decision(place.town.secretary, dialogue, taken_on=clock.today(), paragraph="17")
        assert not note_decision(place.town.secretary, dialogue, taken_on=clock.today(), paragraph="17")


def test_a9_11_what_is_locked_changes_with_an_amending_decision_and_shows_it(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    values = {"goal": "Ett mål", "goal_followup": "Vi räknar.", "purpose": "Ett annat syfte än förut."}
    assert on_page(place, "officer", identity, "sections/goal", values) == ["E-G23"]
    client = place.signed_in("officer")
    crafted = client.client.post(
        f"/en/officials/dialogues/{identity}/sections/goal",
        data={"csrf_token": client.token(), **values},
        headers={"X-Autosave": "1"},
    )
    assert crafted.status_code == 409
    assert refusal(
        place, identity, lambda d: actions.save_section(place.town.officer, d, Section.GOAL, values, seen=None)
    ) == ["E-G23"]
    with db.transaction(place.engine):
        dialogue = dialogue_by_id(identity)
        amend(place.town.secretary, dialogue, factories.change_decision(dialogue), {Section.GOAL: values})
        address = slug(dialogue)
    page = CheckingClient(place.app).get(f"/en/dialogues/{address}")
    for words in ("De som går till skolan vet bäst", "Ett annat syfte än förut.", "Pengarna räcker inte."):
        assert words in page.text


def test_a9_12_what_has_closed_is_not_handled_before_it_is_compiled(place: Place) -> None:
    identity = place.dialogue(Stage.CLOSED)
    assert on_page(place, "secretary", identity, "handling", decision_form(place)) == ["E-STATE"]
    assert refusal(place, identity, lambda d: factories.handle_results(place.town.secretary, d)) == ["E-STATE"]


def test_a9_13_what_has_been_handled_is_not_evaluated_before_it_is_fed_back(place: Place) -> None:
    identity = place.dialogue(Stage.HANDLED)
    assert on_page(place, "officer", identity, "evaluation/publish") == ["E-STATE"]
    assert refusal(place, identity, lambda d: publish_evaluation(place.town.officer, d)) == ["E-STATE"]
