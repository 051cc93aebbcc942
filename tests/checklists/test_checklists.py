"""The lists of a dialogue: ticked by everybody who works with it, logged, never overwritten unseen, gating nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict, Refused
from participation.checklists.actions import Said, tick
from participation.checklists.models import ChecklistTick
from participation.checklists.queries import lines_of
from participation.dialogues.queries import dialogue_by_id
from participation.dialogues.rules import Stage
from participation.event_log import Event
from tests import factories
from tests.changes.conftest import Place, place
from tests.checking_client import fields
from tests.dialogues.conftest import town
from tests.queries import counted

__all__ = ["place", "town"]


def said_of(identity: int, key: str) -> tuple[bool, str]:
    line = next(x for x in lines_of(dialogue_by_id(identity)) if x.item.key == key)
    return line.ticked, line.note


@pytest.mark.usefixtures("app")
def test_a_tick_says_who_when_and_why_and_is_logged(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.DRAFT).id
    with db.transaction(engine):
        dialogue = dialogue_by_id(identity)
        assert tick(town.officer, dialogue, {"still-open": Said(True, " Frågat "), "unknown": Said(True)}) == 1
        assert tick(town.officer, dialogue, {"still-open": Said(True, "Frågat")}) == 0
        (row,) = db.session().scalars(select(ChecklistTick))
        assert (row.key, row.ticked, row.note, row.by_name) == ("still-open", True, "Frågat", town.officer.name)
        assert tick(town.coordinator, dialogue, {"still-open": Said(False, "Frågat")}) == 1
        assert tick(town.secretary, dialogue, {"still-open": Said(False, "Fråga igen")}) == 1
        logged = db.session().scalars(select(Event.action).where(Event.action.like("checklist.%")).order_by(Event.id))
        assert list(logged) == ["checklist.ticked", "checklist.unticked", "checklist.noted"]
        for who in (town.elected, town.moderator, town.admin):
            with pytest.raises(Refused, match="E-ROLE"):
                tick(who, dialogue, {"still-open": Said(True)})


@pytest.mark.usefixtures("app")
def test_of_two_who_say_different_things_of_a_line_the_later_is_told(engine: Engine, town: factories.Town) -> None:
    with db.transaction(engine):
        identity = factories.dialogue(town, Stage.DRAFT).id
        seen = {line.item.key: line.fingerprint for line in lines_of(dialogue_by_id(identity))}
        tick(town.officer, dialogue_by_id(identity), {"still-open": Said(True, "Kim", seen["still-open"])})
    with pytest.raises(Conflict), db.transaction(engine):
        tick(
            town.coordinator,
            dialogue_by_id(identity),
            {"still-open": Said(False, "Sam", seen["still-open"]), "non-digital": Said(True, "", seen["non-digital"])},
        )
    with db.transaction(engine):
        assert said_of(identity, "still-open") == (True, "Kim")
        assert said_of(identity, "non-digital") == (False, "")
        # A page that is out of date undoes nothing of what its reader has not touched.
        stale = {key: Said(False, "", fingerprint) for key, fingerprint in seen.items()}
        assert tick(town.coordinator, dialogue_by_id(identity), stale | {"non-digital": Said(True)}) == 1
        assert said_of(identity, "still-open") == (True, "Kim")


def test_the_lists_are_ticked_on_a_page_and_both_versions_are_shown_after_a_race(place: Place) -> None:
    identity = place.dialogue(Stage.DRAFT)
    here = f"/en/officials/dialogues/{identity}/checklists"
    officer, coordinator = place.signed_in("officer"), place.signed_in("coordinator")
    form, late = fields(officer.get(here).forms()[0]), fields(coordinator.get(here).forms()[0])
    too_long = officer.post(here, form | {"note-still-open": "x" * 501})
    assert too_long.status == 422 and "x" * 501 in too_long.text
    saved = officer.post(here, form | {"ticked-still-open": "y", "note-still-open": "Asked the secretary"})
    assert saved.status == 303
    race = coordinator.post(here, late | {"note-still-open": "Not so", "ticked-non-digital": "y"})
    assert race.status == 409
    assert 'data-code="E-RACE"' in race.text and "Asked the secretary" in race.text and "Not so" in race.text
    again = fields(race.forms()[0])
    assert again.get("ticked-non-digital") == "y"
    assert coordinator.post(here, again).status == 303
    with db.transaction(place.engine, write=False):
        assert said_of(identity, "still-open") == (False, "Not so")
        assert said_of(identity, "non-digital") == (True, "")
    assert "Ticked a line of a checklist" in officer.get(f"/en/officials/dialogues/{identity}/log").text


def test_who_only_reads_sees_the_lists_without_a_form(place: Place) -> None:
    identity = place.dialogue(Stage.OPEN)
    here = f"/en/officials/dialogues/{identity}/checklists"
    elected = place.signed_in("elected")
    page = elected.get(here)
    assert page.status == 200 and page.forms() == []
    assert elected.post(
        here, {"csrf_token": elected.token(), "seen-still-open": "", "ticked-still-open": "y"}
    ).status in (
        200,
        403,
    )
    with db.transaction(place.engine, write=False):
        assert said_of(identity, "still-open") == (False, "")


def test_the_page_of_lists_asks_as_much_with_every_line_ticked(place: Place) -> None:
    identity = place.dialogue(Stage.DRAFT)
    officer = place.signed_in("officer")
    here = f"/en/officials/dialogues/{identity}/checklists"
    sent = []
    for every in (False, True):
        with db.transaction(place.engine):
            dialogue = dialogue_by_id(identity)
            if every:
                tick(place.town.officer, dialogue, {x.item.key: Said(True, "Ja") for x in lines_of(dialogue)})
        with counted(place.engine) as queries:
            officer.get(here)
        sent.append(len(queries))
    assert sent[0] == sent[1]
