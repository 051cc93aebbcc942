"""What the staff are told, each thing once, and what residents see of a promise that is broken."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import NotFound, Refused
from participation.accounts.models import StaffAssignment
from participation.bodies.models import Mandate
from participation.dialogues.queries import dialogue_by_id, slug, target_groups
from participation.dialogues.rules import Stage
from participation.due_dates import actions
from participation.due_dates.queries import outreach_of
from participation.due_dates.rules import Step
from participation.outbox import Message
from participation.texts import Texts
from tests import factories, statutory
from tests.checking_client import CheckingClient, fields, text_of

STAFF = [f"{who}@town.example" for who in ("coordinator", "elected", "officer", "secretary")]
REASON = Texts(sv="Två medarbetare har varit sjuka.", en="Two of the staff have been ill.")


class Place:
    """A dialogue in a stage, its people, and the letters they get."""

    def __init__(self, app: Flask, engine: Engine, stage: Stage, **schedule: date) -> None:
        self.app, self.engine = app, engine
        with app.test_request_context(), db.transaction(engine):
            self.town = factories.town()
            made = factories.dialogue(self.town, stage, **schedule)
            self.id, self.slug = made.id, slug(made)

    def remind(self) -> int:
        return actions.remind(self.engine)

    def letters(self) -> list[tuple[str, str]]:
        """Recipient and the beginning of the subject of each letter, sorted."""
        with db.transaction(self.engine, write=False) as session:
            return sorted((m.recipient, m.subject.split(":")[0]) for m in session.scalars(select(Message)))

    def explain(self, text: Texts = REASON, step: Step = Step.FEEDBACK, **more: date) -> None:
        with self.app.test_request_context(), db.transaction(self.engine):
            actions.explain_delay(self.town.officer, dialogue_by_id(self.id), step, text=text, **more)


@pytest.fixture
def late(app: Flask, engine: Engine) -> Place:
    """Handled, and the feedback was promised for ten days ago."""
    return Place(app, engine, Stage.HANDLED, feedback_due=clock.today() - timedelta(days=5))


@pytest.fixture
def opened(app: Flask, engine: Engine) -> Place:
    return Place(app, engine, Stage.OPEN)


# -- letters ---------------------------------------------------------------------------------------------------------


def test_that_feedback_is_late_is_told_once_to_officer_secretary_coordinator_and_elected(late: Place) -> None:
    assert [late.remind(), late.remind()] == [4, 0]
    assert late.letters() == [(who, "Försenat") for who in STAFF]


def test_that_it_is_due_is_told_a_week_before_and_that_it_is_late_the_day_after(app: Flask, engine: Engine) -> None:
    due = clock.today() + timedelta(days=20)
    place = Place(app, engine, Stage.HANDLED, feedback_due=due)
    told = []
    for day in (-8, -7, -1, 0, 1, 40):
        with clock.at(factories.noon(due + timedelta(days=day))):
            told.append(place.remind())
    assert told == [0, 4, 0, 0, 4, 0]


def test_a_worker_that_was_away_for_long_tells_that_it_is_late_and_not_that_it_will_be_due(late: Place) -> None:
    with clock.at(clock.now() + timedelta(days=300)):
        late.remind()
    assert {subject for _, subject in late.letters()} == {"Försenat"}


def test_what_is_done_is_told_to_nobody(app: Flask, engine: Engine) -> None:
    assert Place(app, engine, Stage.FED_BACK).remind() == 0


def test_halfway_those_who_work_with_it_are_told_which_groups_have_not_been_reached(opened: Place) -> None:
    assert opened.remind() == 0
    with clock.at(clock.now() + timedelta(days=6)):
        assert [opened.remind(), opened.remind()] == [2, 0]
        with db.transaction(opened.engine, write=False) as session:
            letter = session.scalars(select(Message)).first()
            assert letter is not None and "Elever" in letter.text and "Vårdnadshavare" not in letter.text


def test_a_group_that_has_been_reached_is_not_asked_for(opened: Place) -> None:
    with db.transaction(opened.engine):
        group = target_groups(opened.id)[0]
        actions.log_outreach(opened.town.officer, dialogue_by_id(opened.id), group.id, reached=True, people=24)
    with clock.at(clock.now() + timedelta(days=6)):
        assert opened.remind() == 0


def test_a_coming_day_that_nobody_moderates_is_told_once(opened: Place) -> None:
    with db.transaction(opened.engine) as session:
        session.execute(delete(StaffAssignment).where(StaffAssignment.role == "moderator"))
    assert [opened.remind(), opened.remind()] == [2, 0]
    assert opened.letters()[0][1].startswith("Ingen modererar")


def test_that_the_body_loses_its_task_is_told_once_before_it_happens(app: Flask, engine: Engine) -> None:
    with app.test_request_context(), db.transaction(engine) as session:
        town = factories.town()
        made = statutory.dialogue(town)
        held = session.scalars(select(Mandate).where(Mandate.body_id == made.responsible_body_id)).all()
        assert actions.remind_of(made) == 0
        for mandate in held:
            mandate.valid_to = clock.today() + timedelta(days=13)
        session.flush()
        assert [actions.remind_of(made), actions.remind_of(made)] == [4, 0]
        found = session.scalars(select(Message).where(Message.event.startswith("mandate-gap"))).all()
        assert sorted(m.recipient.split("@")[0] for m in found) == ["admin", "coordinator", "officer", "secretary"]
        assert {m.subject.split(" den ")[0] for m in found} == {"Uppdraget upphör"}


def test_that_nobody_coordinates_is_told_to_the_executive_board(opened: Place) -> None:
    with db.transaction(opened.engine) as session:
        session.execute(delete(StaffAssignment).where(StaffAssignment.role == "coordinator"))
    opened.remind()
    assert opened.letters() == [
        (f"{who}@town.example", "Invånardialogen har ingen samordnare") for who in ("admin", "elected", "secretary")
    ]
    assert opened.remind() == 0


def test_one_dialogue_that_cannot_be_looked_at_leaves_the_others(late: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    with late.app.test_request_context(), db.transaction(late.engine):
        other = factories.dialogue(late.town, Stage.HANDLED, feedback_due=clock.today() - timedelta(days=2)).id
    look = actions.remind_of

    def breaks(dialogue: object) -> int:
        if dialogue.id == late.id:  # type: ignore[attr-defined]
            raise RuntimeError("planted")
        return look(dialogue)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "remind_of", breaks)
    assert late.remind() == 4
    assert other != late.id


# -- the body's reason ---------------------------------------------------------------------------------------------


def test_late_feedback_is_said_openly_with_the_bodys_reason(late: Place) -> None:
    reader = CheckingClient(late.app)
    address = f"/en/dialogues/{late.slug}"
    assert "Community development committee has not said why." in reader.get(address).text
    late.explain(expected_on=date(2027, 3, 1))
    for path in (address, f"{address}/results"):
        (main,) = reader.get(path).all("main")
        page = text_of(main)
        assert "The feedback is late" in page
        assert "Community development committee says: Two of the staff have been ill." in page
        assert "It is now expected by 1 March 2027." in page
    assert "Återkopplingen är försenad" in reader.get(f"/sv/dialogues/{late.slug}").text


def test_what_is_not_late_is_not_excused(app: Flask, engine: Engine) -> None:
    place = Place(app, engine, Stage.HANDLED)
    with pytest.raises(Refused):
        place.explain(step=Step.RESULTS)


@pytest.mark.parametrize("who", ["moderator", "coordinator", "elected", "admin"])
def test_only_the_bodys_officials_and_secretary_speak_for_it(late: Place, who: str) -> None:
    with db.transaction(late.engine), pytest.raises(Refused):
        actions.explain_delay(getattr(late.town, who), dialogue_by_id(late.id), Step.FEEDBACK, text=REASON)


def test_an_official_gives_the_reason_through_the_page(late: Place) -> None:
    client = CheckingClient(late.app)
    client.sign_in("officer@town.example", factories.PASSWORD)
    dates = f"/en/officials/dialogues/{late.id}/dates"
    assert "Residents see that no reason has been given." in client.get(dates).text
    empty = client.send(f"{dates}/feedback", {"reason_sv": ""})
    assert empty.status == 422
    older = fields(client.get(f"{dates}/feedback").forms()[0])
    assert client.send(f"{dates}/feedback", {"reason_sv": "Vi väntar på protokollet."}).status == 303
    overtaken = client.post(f"{dates}/feedback", older | {"reason_sv": "Vi är sena."})
    assert (overtaken.status, 'data-code="E-RACE"' in overtaken.text) == (409, True)
    assert [text_of(cell) for cell in overtaken.all("td")] == ["Vi väntar på protokollet.", "Vi är sena."]
    assert "Vi väntar på protokollet." in CheckingClient(late.app).get(f"/sv/dialogues/{late.slug}").text


def test_outreach_is_logged_through_the_page(opened: Place) -> None:
    client = CheckingClient(opened.app)
    client.sign_in("officer@town.example", factories.PASSWORD)
    dates = f"/en/officials/dialogues/{opened.id}/dates"
    page = client.get(dates)
    form = next(f for f in page.forms() if "/outreach/" in (f.get("action") or ""))
    group = int((form.get("action") or "").rsplit("/", 1)[1])
    sent = {"csrf_token": client.token(), f"group_{group}-reached": "yes", f"group_{group}-people": "many"}
    assert client.post(form.get("action") or "", sent).status == 422
    sent[f"group_{group}-people"] = "24"
    assert client.post(form.get("action") or "", sent).status == 303
    assert "Reached: 24 people" in client.get(dates).text


def test_another_dialogues_group_cannot_be_logged(opened: Place) -> None:
    with opened.app.test_request_context(), db.transaction(opened.engine):
        other = factories.dialogue(opened.town, Stage.OPEN)
        group = target_groups(other.id)[0].id
        with pytest.raises(NotFound):
            actions.log_outreach(opened.town.officer, dialogue_by_id(opened.id), group, reached=True, people=1)
        assert outreach_of(other.id) == {}
