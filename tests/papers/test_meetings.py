"""Sending compiled results to a meeting (T8): what it takes, who does it, what residents and staff see of it."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict, Refused
from participation.dialogues.papers.actions import send_to_meeting, version
from participation.dialogues.papers.keeping import agenda_of
from participation.dialogues.papers.rules import LinkedPaper, MeetingFacts, meeting_noted
from participation.dialogues.queries import current_stage, dialogue_by_id, slug
from participation.dialogues.rules import Stage
from tests import factories
from tests.checking_client import fields, text_of
from tests.papers.conftest import SignIn

DAY = date(2026, 9, 23)
PAPERS = (LinkedPaper("Resultatrapport", "https://dialog.example/report"),)


def test_a_meeting_has_a_body_a_day_papers_and_comes_between_the_report_and_the_decision() -> None:
    days = (None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
    for has_body, papers, meets_on, compiled, decided in itertools.product(
        (True, False), ((), PAPERS), days, (None, DAY), (None, DAY)
    ):
        codes = [r.code for r in meeting_noted(MeetingFacts(has_body, meets_on, papers, compiled, decided))]
        wanted = [] if has_body and papers and meets_on else ["E-G27d"]
        wanted += ["E-G16"] if meets_on and compiled and meets_on < compiled else []
        wanted += ["E-G03"] if meets_on and decided and meets_on > decided else []
        assert codes == wanted


@pytest.fixture
def compiled(shared_engine: Engine, town: factories.Town) -> int:
    with db.transaction(shared_engine):
        later = factories.schedule_for(Stage.COMPILED).handling_meeting + timedelta(days=30)
        return factories.dialogue(town, Stage.COMPILED, decision_meeting=later).id


def test_the_results_are_on_the_agenda_for_staff_and_on_the_public_timeline(
    shared_engine: Engine, compiled: int, signed_in: SignIn
) -> None:
    officer = signed_in("officer")
    form = fields(officer.get(f"/en/officials/dialogues/{compiled}/meeting").forms()[0])
    assert form["papers-0-url"].startswith("https://dialog.example/sv/dialogues/")
    answer = officer.send(f"/en/officials/dialogues/{compiled}/meeting", form)
    assert answer.status == 303
    assert "It is on the agenda" in officer.get(f"/en/officials/dialogues/{compiled}").text
    with db.transaction(shared_engine, write=False):
        dialogue = dialogue_by_id(compiled)
        assert current_stage(dialogue) is Stage.COMPILED
        [item] = agenda_of([compiled])
        assert item.meets_on == dialogue.handling_meeting
        where = slug(dialogue)
    public = officer.client.get(f"/en/dialogues/{where}").get_data(as_text=True)
    assert "On the agenda of Community development committee" in public
    assert "The results were put on the agenda of Community development committee" in public


def test_only_an_officer_of_the_body_sends_results_and_only_when_they_are_compiled(
    shared_engine: Engine, town: factories.Town, compiled: int
) -> None:
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(compiled)
        for actor in (town.secretary, town.coordinator, town.elected, town.moderator, town.admin):
            with pytest.raises(Refused) as refused:
                send_to_meeting(actor, dialogue, body=town.committee, meets_on=DAY, papers=PAPERS)
            assert [r.code for r in refused.value.reasons] == ["E-ROLE"]
        other = factories.dialogue(town, Stage.CLOSED)
        with pytest.raises(Refused) as refused:
            send_to_meeting(town.officer, other, body=town.committee, meets_on=DAY, papers=PAPERS)
        assert [r.code for r in refused.value.reasons] == ["E-STATE"]


def test_another_bodys_meeting_is_no_meeting_of_this_dialogue(
    shared_engine: Engine, town: factories.Town, compiled: int, signed_in: SignIn
) -> None:
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(compiled)
        with pytest.raises(Refused) as refused:
            send_to_meeting(
                town.officer, dialogue, body=town.other_committee, meets_on=dialogue.handling_meeting, papers=PAPERS
            )
        assert [r.code for r in refused.value.reasons] == ["E-G27d"]
    officer = signed_in("officer")
    form = fields(officer.get(f"/en/officials/dialogues/{compiled}/meeting").forms()[0])
    crafted = officer.send(f"/en/officials/dialogues/{compiled}/meeting", form | {"body": str(town.council.id)})
    assert crafted.status == 422


def test_a_meeting_is_noted_once_moved_openly_and_never_over_what_was_not_seen(
    shared_engine: Engine, town: factories.Town, compiled: int
) -> None:
    with db.transaction(shared_engine):
        dialogue = dialogue_by_id(compiled)
        day = dialogue.handling_meeting
        assert day is not None
        none = version(None)
        first = send_to_meeting(town.officer, dialogue, body=town.committee, meets_on=day, papers=PAPERS)
        again = send_to_meeting(town.officer, dialogue, body=town.committee, meets_on=day, papers=PAPERS, seen=none)
        assert first.id == again.id
        later = day + timedelta(days=7)
        with pytest.raises(Conflict):
            send_to_meeting(town.officer, dialogue, body=town.committee, meets_on=later, papers=PAPERS, seen=none)
        with pytest.raises(Conflict):
            more = (*PAPERS, LinkedPaper("Bilaga", "https://dialog.example/appendix"))
            send_to_meeting(town.officer, dialogue, body=town.committee, meets_on=day, papers=more, seen=none)
        send_to_meeting(town.officer, dialogue, body=town.committee, meets_on=later, papers=PAPERS, seen=version(first))
        assert [i.meets_on for i in agenda_of([compiled])] == [later]


def test_what_is_wrong_is_said_and_everything_written_is_kept(compiled: int, signed_in: SignIn) -> None:
    officer = signed_in("officer")
    form = fields(officer.get(f"/sv/officials/dialogues/{compiled}/meeting").forms()[0])
    wrong = form | {"papers-0-url": "javascript:alert(1)", "papers-1-title": "Bara ett namn", "papers-1-url": ""}
    answer = officer.send(f"/sv/officials/dialogues/{compiled}/meeting", wrong)
    assert answer.status == 422
    assert {k: v for k, v in fields(answer.forms()[0]).items() if k != "csrf_token"} == {
        k: v for k, v in wrong.items() if k != "csrf_token"
    }
    late = officer.send(f"/sv/officials/dialogues/{compiled}/meeting", form | {"meets_on": "2099-01-01"})
    assert late.status == 409
    assert [text_of(li)[:20] for li in late.all("li") if li.get("data-code")] != []
    assert {li.get("data-code") for li in late.all("li") if li.get("data-code")} == {"E-G03"}
