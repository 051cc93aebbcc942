"""What a decision has locked changes only by a new one: recorded whole, shown with what stood there, told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import Conflict, NotFound, Refused
from participation.changes.actions.amendments import amend
from participation.dialogues import sections
from participation.dialogues.models import Decision, Dialogue
from participation.dialogues.queries import dialogue_by_id, slug
from participation.dialogues.rules import CORE_SECTIONS, Influence, Section, Stage, TakenBy
from participation.event_log import Event
from participation.texts import Texts
from tests import factories
from tests.changes.conftest import Place, SignIn
from tests.checking_client import CheckingClient, fields
from tests.dialogues.test_moves import said

GOAL = {"goal": "Nämnden har en ny lista.", "goal_followup": "Vi räknar.", "purpose": "Barnen vet bäst."}


def made(engine: Engine, town: factories.Town, stage: Stage = Stage.OPEN, **changes: Any) -> int:
    with db.transaction(engine):
        return factories.dialogue(town, stage, **changes).id


def codes_of(
    engine: Engine, town: factories.Town, identity: int, values: dict[Section, Any], **changes: Any
) -> list[str]:
    with pytest.raises(Refused) as caught, db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        amend(town.secretary, dialogue, factories.change_decision(dialogue, **changes), values)
    with db.transaction(engine, write=False):
        assert dialogue_by_id(identity).amended_at is None
    return [r.code for r in caught.value.reasons]


def test_an_amendment_that_does_not_stand_is_refused_whole(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    goal = {Section.GOAL: GOAL}
    for changes, codes in (
        ({"body": None}, ["E-G23"]),
        ({"body": town.council}, ["E-G23"]),
        ({"taken_by": TakenBy.EMPLOYEE, "paragraph": ""}, ["E-G23", "E-G15"]),
        ({"motive": Texts()}, ["E-G23c"]),
        ({"taken_on": clock.today() + timedelta(days=1)}, ["E-G15"]),
    ):
        assert codes_of(engine, town, identity, goal, **changes) == codes
    for values, codes in (
        ({Section.GOAL: {**GOAL, "goal": ""}}, ["E-G04"]),
        ({Section.GOAL: {**GOAL, "purpose": GOAL["goal"]}}, ["E-G05"]),
        ({Section.TARGET_GROUPS: {"target_groups": []}}, ["E-G06", "E-G06b"]),
        ({Section.DEGREES: {"degree_of_influence": Influence.INFORMATION.value}}, ["E-G08b"]),
        ({Section.DEGREES: {"degree_of_participation": "co_create"}}, ["E-G07b"]),
        ({Section.INFLUENCE: {"open_items": [], "closed_items": [], "everything_open": True}}, ["E-G02"]),
        ({Section.SELF_CHECK: {"self_check_p3": " "}}, ["E-G17b"]),
    ):
        assert codes_of(engine, town, identity, values) == codes, values


def test_nothing_changed_is_no_amendment(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    with db.transaction(engine, write=False):
        same = sections.stored(dialogue_by_id(identity), Section.GOAL)
    assert codes_of(engine, town, identity, {Section.GOAL: same}) == ["E-G23b"]


def test_only_what_the_decision_locked_is_amended(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    for section in set(Section) - CORE_SECTIONS:
        with pytest.raises(NotFound), db.transaction(engine):
            dialogue = dialogue_by_id(identity)
            amend(town.secretary, dialogue, factories.change_decision(dialogue), {section: {}})


def test_one_decision_amends_several_sections_and_is_recorded_once(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    found = set()
    degrees = {"degree_of_participation": "respond", "degree_of_influence": "consultation"}
    for _ in range(2):
        with db.transaction(engine):
            dialogue = dialogue_by_id(identity)
            taken = factories.change_decision(dialogue)
            found.add(amend(town.secretary, dialogue, taken, {Section.GOAL: GOAL, Section.DEGREES: degrees}).id)
    assert len(found) == 1
    with db.transaction(engine, write=False) as session:
        dialogue = dialogue_by_id(identity)
        assert dialogue.goal.sv == GOAL["goal"] and dialogue.degree_of_participation == "respond"
        (decision,) = session.scalars(
            select(Decision).where(Decision.dialogue_id == identity, Decision.kind == "amend")
        ).all()
        assert (decision.degree_of_participation, decision.degree_of_influence) == ("respond", "consultation")
        (event,) = session.scalars(
            select(Event).where(Event.dialogue_id == identity, Event.action == "dialogue.amend")
        ).all()
        assert event.data["sections"] == ["goal", "degrees"]
        assert event.data["changes"]["goal"]["after"] == [GOAL["goal"]]
        assert event.data["changes"]["degree_of_participation"]["after"] == ["Svara"]


def test_the_same_section_of_the_minutes_is_one_decision(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        taken = factories.change_decision(dialogue)
        first = amend(town.secretary, dialogue, taken, {Section.GOAL: GOAL})
        groups = {"target_groups": [], "no_seldom_heard_motive": "Alla hörs."}
        stored = sections.stored(dialogue, Section.TARGET_GROUPS)["target_groups"]
        groups["target_groups"] = [{**stored[0], "label": "Alla elever"}]
        assert amend(town.secretary, dialogue, taken, {Section.TARGET_GROUPS: groups}) is first
        with pytest.raises(Refused) as caught:
            other = replace(taken, motive=Texts(sv="Något annat."))
            amend(town.secretary, dialogue, other, {Section.GOAL: {**GOAL, "goal": "Ännu ett."}})
        assert [r.code for r in caught.value.reasons] == ["E-G15"]


def test_what_other_languages_say_of_a_changed_text_is_taken_out_and_kept_in_the_log(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town, languages=("sv", "sv-lattlast", "en"))
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        before = dialogue.goal
        assert set(before) == {"sv", "sv-lattlast", "en"}
        amend(
            town.secretary,
            dialogue,
            factories.change_decision(dialogue),
            {Section.GOAL: {**GOAL, "purpose": dialogue.purpose.sv}},
        )
    with db.transaction(engine, write=False) as session:
        dialogue = dialogue_by_id(identity)
        assert set(dialogue.goal) == {"sv"}
        assert set(dialogue.purpose) == {"sv", "sv-lattlast", "en"}
        event = session.scalars(
            select(Event).where(Event.dialogue_id == identity, Event.action == "dialogue.amend")
        ).one()
        assert event.data["withdrawn"]["goal"]["en"] == before["en"]


def test_the_later_of_two_is_not_let_write_over_the_earlier(place: Place) -> None:
    engine, town = place.engine, place.town
    identity = made(engine, town)
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        seen = {Section.GOAL: sections.fingerprint(dialogue, Section.GOAL)}
        amend(town.secretary, dialogue, factories.change_decision(dialogue), {Section.GOAL: GOAL}, seen=seen)
    with pytest.raises(Conflict), db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        taken = factories.change_decision(dialogue, paragraph="57")
        amend(town.secretary, dialogue, taken, {Section.GOAL: {**GOAL, "goal": "Ett annat."}}, seen=seen)


def form_of(town: factories.Town, dialogue: Dialogue, **changes: Any) -> dict[str, Any]:
    return {
        "part": "goal",
        "seen_goal": sections.fingerprint(dialogue, Section.GOAL),
        "goal": "Nämnden har en ny lista.",
        "goal_followup": dialogue.goal_followup.sv,
        "purpose": dialogue.purpose.sv,
        "body": str(town.committee.id),
        "taken_by": "body",
        "taken_on": clock.today().isoformat(),
        "paragraph": "61",
        "registry_number": "SBN 2026/1",
        "motive_sv": "Målet var för smalt.",
        "motive_en": "The goal was too narrow.",
        **changes,
    }


def test_amending_through_the_pages_shows_residents_what_stood_there(
    engine: Engine, app: Flask, town: factories.Town, signed_in: SignIn
) -> None:
    identity = made(engine, town, languages=("sv", "sv-lattlast", "en"))
    with db.transaction(engine):
        idea = factories.idea(dialogue_by_id(identity))
        number, code, title = idea.number, idea.return_code, idea.title
        factories.comment(idea)
        address = slug(dialogue_by_id(identity))
    secretary = signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    assert f"{here}/amend" in secretary.get(here).links
    assert secretary.get(f"{here}/amend").status == 200
    assert secretary.get(f"{here}/amend/new").status == 303
    assert "Choose at least one." in secretary.get(f"{here}/amend?none=1").text
    assert secretary.get(f"{here}/amend/new?part=goal&part=influence").status == 200
    with db.transaction(engine, write=False):
        form = form_of(town, dialogue_by_id(identity))
    refused = secretary.post(
        f"{here}/amend/new", {**form, "csrf_token": secretary.token(), "motive_sv": "", "goal": ""}
    )
    assert (refused.status, said(refused)) == (409, ["E-G23c", "E-G04"])
    assert "The goal was too narrow." in refused.text
    answer = secretary.post(f"{here}/amend/new", {**form, "csrf_token": secretary.token()})
    assert answer.status == 303
    reader = CheckingClient(app)
    page = reader.get(f"/en/dialogues/{address}")
    for words in (
        "Nämnden har en lista som barnen har varit med och gjort.",
        "Nämnden har en ny lista.",
        "The goal was too narrow.",
        "The dialogue has been changed",
        "changed what the dialogue rests on (",
        "Amending decision",
    ):
        assert words in page.text, words
    for path in (
        f"/en/dialogues/{address}",
        f"/en/dialogues/{address}/ideas",
        f"/en/dialogues/{address}/ideas/{number}",
    ):
        assert "Before the change" in reader.get(path).text, path
    assert reader.get(f"/en/dialogues/{address}/ideas/{number}").text.count("Before the change") == 2
    assert "You sent it in before the change" in reader.get(f"/en/receipts/{code}").text
    officer = signed_in("officer")
    assert "Before the change" in officer.get(f"{here}/contributions").text
    assert "Before the change" in reader.get(f"/en/search?q={quote(title)}").text
    assert "Before the change" in signed_in("moderator").get("/en/moderators/").text
    assert "Before the change" in officer.get(f"{here}/themes").text
    lines = officer.get(f"{here}/contributions/export.csv").text.splitlines()
    assert lines[0].endswith(",before_change") and lines[1].endswith(",yes")
    with db.transaction(engine):
        later = factories.idea(dialogue_by_id(identity), title="Efter").number
    assert "Before the change" not in reader.get(f"/en/dialogues/{address}/ideas/{later}").text


def test_a_secretary_who_is_overtaken_compares_and_loses_nothing(place: Place) -> None:
    engine, town, signed_in = place.engine, place.town, place.signed_in
    identity = made(engine, town)
    secretary = signed_in("secretary")
    with db.transaction(engine, write=False):
        form = form_of(town, dialogue_by_id(identity))
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        amend(town.secretary, dialogue, factories.change_decision(dialogue), {Section.GOAL: GOAL | {"goal": "Först."}})
    here = f"/en/officials/dialogues/{identity}/amend/new"
    answer = secretary.post(here, {**form, "csrf_token": secretary.token(), "goal": "Sist."})
    assert (answer.status, said(answer)) == (409, ["E-RACE"])
    assert "Först." in answer.text and "Sist." in answer.text
    again = {
        **form,
        "csrf_token": secretary.token(),
        "goal": "Sist.",
        "over_goal": fields(answer.forms()[0])["over_goal"],
    }
    assert secretary.post(here, again).status == 303
    with db.transaction(engine, write=False) as session:
        assert dialogue_by_id(identity).goal.sv == "Sist."
        counted = select(func.count()).where(Decision.dialogue_id == identity, Decision.kind == "amend")
        assert session.scalar(counted) == 2


def test_the_self_check_is_opened_by_a_new_decision_like_all_that_the_first_one_locked(place: Place) -> None:
    identity = made(place.engine, place.town)
    secretary = place.signed_in("secretary")
    here = f"/en/officials/dialogues/{identity}"
    assert f"{here}/amend/new?part=self_check" in secretary.get(f"{here}/sections/self_check").links
    shown = fields(secretary.get(f"{here}/amend/new?part=self_check").forms()[0])
    with db.transaction(place.engine, write=False):
        goal = form_of(place.town, dialogue_by_id(identity))
    decision = {name: value for name, value in goal.items() if name not in ("part", "seen_goal", *GOAL, "motive_en")}
    sent = {**shown, **decision, "self_check_p2": "Två möten till."}
    assert secretary.post(f"{here}/amend/new", sent).status == 303
    with db.transaction(place.engine, write=False):
        address = slug(dialogue_by_id(identity))
    page = CheckingClient(place.app).get(f"/en/dialogues/{address}")
    assert "Två möten till." in page.text and "More participation and more influence" in page.text
