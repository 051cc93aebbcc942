"""What has been held: records by officials, presence by elected representatives, and nothing of another dialogue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import SYSTEM, NotFound, Refused
from participation.bodies.actions import register_elected
from participation.bodies.models import ElectedPerson
from participation.dialogues.models import Activity
from participation.dialogues.queries import activities, dialogue_by_id
from participation.dialogues.rules import ActivityType, Stage
from participation.event_log import Event
from participation.meetings.actions import log_presence, noted, record_activity
from participation.meetings.queries import present_in, records_of
from participation.meetings.rules import Held, Opening
from participation.texts import Texts
from tests import factories
from tests.checking_client import fields
from tests.papers.conftest import SignIn


@pytest.fixture(scope="module")
def meeting(shared_engine: Engine, town: factories.Town) -> tuple[int, int]:
    """A dialogue and the id of its meeting."""
    with db.transaction(shared_engine):
        rows = [
            {"type": ActivityType.SURVEY.value},
            {"type": ActivityType.IDEAS.value},
            {"type": ActivityType.PHYSICAL_MEETING.value, "place": "Biblioteket", "elected_present": True},
        ]
        made = factories.dialogue(town, Stage.OPEN, activities=rows)
        for body, name in (("SBN", "Bo Ledamot"), ("KF", "Någon Annan")):
            register_elected(
                SYSTEM, body=factories.body(body), name=name, role=Texts(sv="ledamot"), term_from=factories.LONG_AGO
            )
        return made.id, activities(made.id)[2].id


def test_an_official_notes_what_a_meeting_came_to_and_its_page_says_so(
    shared_engine: Engine, meeting: tuple[int, int], signed_in: SignIn
) -> None:
    dialogue, activity = meeting
    path = f"/en/officials/dialogues/{dialogue}/activities"
    officer = signed_in("officer")
    form = fields(officer.get(f"{path}/{activity}").forms()[0])
    sent = form | {
        "held_on": clock.today().isoformat(),
        "attendance": "34",
        "openings": ["hearing_loop", "child_friendly"],
        "note": "Många barn.",
    }
    assert officer.post(f"{path}/{activity}/record", sent).status == 303
    shown = officer.get(path).text
    assert "34 people came" in shown
    assert "There was a hearing loop" in shown
    with db.transaction(shared_engine, write=False):
        held = noted(records_of(dialogue)[activity])
    assert held == Held(clock.today(), 34, frozenset({Opening.HEARING_LOOP, Opening.CHILD_FRIENDLY}), "Många barn.")


def test_what_is_wrong_is_said_and_kept(meeting: tuple[int, int], signed_in: SignIn) -> None:
    dialogue, activity = meeting
    path = f"/en/officials/dialogues/{dialogue}/activities/{activity}/record"
    officer = signed_in("officer")
    token = {"csrf_token": officer.token()}
    answer = officer.post(path, token | {"held_on": "", "attendance": "many", "note": "Kvar"})
    assert answer.status == 422
    assert "Write the day it was held." in answer.text
    kept = fields(answer.forms()[0])
    assert (kept["attendance"], kept["note"]) == ("many", "Kvar")
    ahead = (clock.today() + timedelta(days=1)).isoformat()
    answer = officer.post(path, token | {"held_on": ahead, "attendance": "1"})
    assert answer.status == 409
    assert {li.get("data-code") for li in answer.all("li") if li.get("data-code")} == {"E-V01"}


def test_an_elected_representative_notes_presence_and_nothing_else(
    shared_engine: Engine, town: factories.Town, meeting: tuple[int, int], signed_in: SignIn
) -> None:
    dialogue, activity = meeting
    path = f"/en/officials/dialogues/{dialogue}/activities/{activity}"
    elected = signed_in("elected")
    page = elected.get(path)
    [form] = page.forms()
    assert "Bo Ledamot" in page.text
    assert "Någon Annan" not in page.text
    with db.transaction(shared_engine, write=False):
        [bo] = [p.id for p in db.session().scalars(select(ElectedPerson)) if p.name == "Bo Ledamot"]
    assert elected.post(f"{path}/presence", fields(form) | {"present": [str(bo)]}).status == 303
    with db.transaction(shared_engine, write=False) as session:
        assert [p.name for p in present_in(dialogue)[activity]] == ["Bo Ledamot"]
        events = session.scalars(select(Event).where(Event.action == "meetings.presence")).all()
        assert [(e.actor_name, e.data["added"]) for e in events] == [("Elected", [bo])]
    assert elected.post(f"{path}/record", fields(form) | {"held_on": clock.today().isoformat()}).status == 403
    assert elected.post(f"{path}/presence", fields(form) | {"present": ["999999"]}).status == 422
    assert elected.post(f"{path}/presence", fields(form) | {"present": ["", "999999"]}).status == 422
    assert elected.post(f"{path}/presence", fields(elected.get(path).forms()[0]) | {"present": [""]}).status == 303
    with db.transaction(shared_engine, write=False):
        assert not present_in(dialogue).get(activity)


def test_only_those_of_the_body_note_anything_and_only_while_it_matters(
    shared_engine: Engine, town: factories.Town, meeting: tuple[int, int]
) -> None:
    dialogue, activity = meeting
    with db.transaction(shared_engine):
        made = dialogue_by_id(dialogue)
        for actor in (town.secretary, town.moderator, town.admin, town.council_secretary):
            with pytest.raises(Refused):
                record_activity(actor, made, activity, Held(clock.today()))
            with pytest.raises(Refused):
                log_presence(actor, made, activity, [])
        with pytest.raises(Refused):
            record_activity(town.elected, made, activity, Held(clock.today()))
        for stage in (Stage.DRAFT, Stage.DECIDED, Stage.COMPILED, Stage.CANCELLED):
            other = factories.dialogue(town, stage)
            mine: Activity = activities(other.id)[0]
            with pytest.raises(Refused) as refused:
                record_activity(town.officer, other, mine.id, Held(clock.today()))
            assert [r.code for r in refused.value.reasons] == ["E-STATE"]
            with pytest.raises(NotFound):
                record_activity(town.officer, made, mine.id, Held(clock.today()))


def test_noting_the_same_again_changes_and_logs_nothing(
    shared_engine: Engine, town: factories.Town, meeting: tuple[int, int]
) -> None:
    dialogue, activity = meeting
    held = Held(clock.today(), 5)
    with db.transaction(shared_engine) as session:
        made = dialogue_by_id(dialogue)
        record_activity(town.officer, made, activity, held)
        query = select(Event.id).where(Event.dialogue_id == dialogue)
        before = len(session.scalars(query).all())
        record_activity(town.officer, made, activity, held)
        assert len(session.scalars(query).all()) == before
