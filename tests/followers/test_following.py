"""Following a dialogue by e-mail: asked, confirmed, told once, stopped and forgotten."""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db, i18n
from participation.access import VISITOR, Refused
from participation.contributions.actions import leave_address
from participation.dialogues.queries import dialogue_by_id, slug, target_groups
from participation.dialogues.rules import Stage
from participation.event_log import Event
from participation.followers import actions
from participation.followers.actions import name_organisation
from participation.followers.models import Follower, Telling
from participation.followers.queries import organisations
from participation.followers.rules import MAXIMUM_LETTERS, STOPPED
from participation.ideas.models import Idea
from participation.outbox import MOST_ATTEMPTS, Message
from tests import factories, statutory
from tests.checking_client import CheckingClient, Page, fields

ADDRESS = "kim@home.example"


class Dialogue:
    """A dialogue in a stage, and who follows it."""

    def __init__(self, app: Flask, engine: Engine, stage: Stage) -> None:
        self.app, self.engine = app, engine
        with app.test_request_context(), db.transaction(engine):
            self.town = factories.town()
            made = factories.dialogue(self.town, stage)
            self.id, self.slug = made.id, slug(made)

    def follow(self, email: str = ADDRESS, *, days_ago: float = 0, confirmed: bool = True, locale: str = "sv") -> None:
        with db.transaction(self.engine) as session, clock.at(clock.now() - timedelta(days=days_ago)):
            actions.follow(VISITOR, dialogue_by_id(self.id), email=email, locale=locale, key=factories.key())
            if confirmed:
                actions.confirm(session.scalars(select(Follower).where(Follower.email == email)).one())

    def tell(self) -> int:
        return actions.tell(self.engine)

    def letters(self, *, news: bool = True) -> list[tuple[str, str]]:
        """Recipient and subject of each letter of news (or of each that asks), in order."""
        with db.transaction(self.engine, write=False) as session:
            found = session.scalars(select(Message).order_by(Message.id))
            return [(m.recipient, m.subject) for m in found if m.event.startswith("told:" if news else "follow:")]

    def followers(self) -> list[Follower]:
        with db.transaction(self.engine, write=False) as session:
            found = list(session.scalars(select(Follower).order_by(Follower.id)))
            session.expunge_all()
            return found


@pytest.fixture
def opened(app: Flask, engine: Engine) -> Dialogue:
    return Dialogue(app, engine, Stage.OPEN)


@pytest.fixture
def closed(app: Flask, engine: Engine) -> Dialogue:
    made = Dialogue(app, engine, Stage.HANDLED)
    made.tell()  # what was before anybody followed
    return made


def followed(client: CheckingClient, page: Page) -> Page:
    """Where a form that was taken leads."""
    assert page.status == 303, page.status
    return client.get(page.response.location)


def ask(client: CheckingClient, dialogue: Dialogue, email: str) -> Page:
    """Write the address on the dialogue's page; what comes of it."""
    page = client.send(f"/en/dialogues/{dialogue.slug}/follow", {"email": email})
    return followed(client, page) if page.status == 303 else page


# -- through the pages ---------------------------------------------------------------------------------------------


def test_one_follows_by_writing_an_address_and_pressing_the_button_behind_the_link(opened: Dialogue) -> None:
    client = CheckingClient(opened.app)
    answer = ask(client, opened, "Kim@Home.example ")
    assert (answer.status, answer.heading) == (200, "Look in your e-mail")
    with db.transaction(opened.engine, write=False) as session:
        letter = session.scalars(select(Message)).one()
        assert (letter.recipient, letter.locale) == (ADDRESS, "en")
        (path,) = set(re.findall(r"http://127.0.0.1:8000(/en/follow/[^/\s]+)\s", letter.text))
    assert client.get(path).heading == "Do you want to follow the dialogue?"
    assert opened.followers()[0].confirmed_at is None, "opening the link is not enough"
    assert followed(client, client.send(path)).heading == "You follow the dialogue"
    assert opened.followers()[0].confirmed_at is not None


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(opened: Dialogue) -> None:
    opened.follow()
    client = CheckingClient(opened.app)
    known, unknown = (ask(client, opened, email) for email in (ADDRESS, "robin@home.example"))
    assert known.response.data == unknown.response.data
    assert [to for to, _ in opened.letters(news=False)] == [ADDRESS, ADDRESS, "robin@home.example"]


def test_what_is_no_address_is_kept_in_the_field_and_nothing_is_sent(opened: Dialogue) -> None:
    page = ask(CheckingClient(opened.app), opened, "kim at home")
    assert page.status == 422
    assert fields(page.forms()[0])["email"] == "kim at home"
    assert opened.followers() == []


def test_a_dialogue_that_is_not_public_cannot_be_followed(app: Flask, engine: Engine) -> None:
    draft = Dialogue(app, engine, Stage.DECIDED)
    assert CheckingClient(app).get(f"/en/dialogues/{draft.slug}/follow").status == 404
    with pytest.raises(Refused):
        draft.follow()


def test_the_same_form_sent_twice_asks_once(opened: Dialogue) -> None:
    client = CheckingClient(opened.app)
    path = f"/en/dialogues/{opened.slug}/follow"
    sent = {**fields(client.get(path).forms()[0]), "email": ADDRESS}
    assert [client.post(path, sent).status for _ in range(2)] == [303, 303]
    assert len(opened.letters(news=False)) == 1


def test_nobody_can_fill_a_strangers_letter_box(opened: Dialogue) -> None:
    for _ in range(MAXIMUM_LETTERS + 2):
        assert ask(CheckingClient(opened.app), opened, ADDRESS).heading == "Look in your e-mail"
    assert len(opened.letters(news=False)) == MAXIMUM_LETTERS


def test_one_stops_without_signing_in_and_the_address_is_gone_everywhere(opened: Dialogue) -> None:
    opened.follow(days_ago=15)
    opened.tell()
    token = opened.followers()[0].token
    client = CheckingClient(opened.app)
    path = f"/en/follow/{token}/stop"
    client.get(path)
    assert len(opened.followers()) == 1, "mail programs open links by themselves"
    assert followed(client, client.send(path)).heading == "You have stopped following"
    assert opened.followers() == []
    with db.transaction(opened.engine, write=False) as session:
        assert session.scalars(select(Message).where(Message.recipient == ADDRESS)).all() == []
    again = client.get(f"/en/follow/{token}")
    assert (again.status, again.heading) == (404, "This link is not valid any more")


def test_a_mail_programs_own_button_stops_it_at_once(opened: Dialogue) -> None:
    opened.follow()
    address = f"/sv/follow/{opened.followers()[0].token}/stop"
    assert opened.app.test_client().post(address).status_code == 422
    answer = opened.app.test_client().post(address, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 303
    assert opened.followers() == []


# -- what is told ----------------------------------------------------------------------------------------------------


def test_followers_are_told_once_that_it_opens(opened: Dialogue) -> None:
    opened.follow(days_ago=15)
    assert [opened.tell(), opened.tell()] == [1, 0]
    assert opened.letters() == [(ADDRESS, "Nu är den öppen: Vägen till skolan")]


def test_who_has_not_confirmed_is_told_nothing(opened: Dialogue) -> None:
    opened.follow(days_ago=15, confirmed=False)
    opened.tell()
    assert opened.letters() == []


def test_who_begins_to_follow_is_not_told_old_news(opened: Dialogue) -> None:
    opened.follow()
    opened.tell()
    assert opened.letters() == []


def test_that_it_has_opened_is_not_told_when_it_has_closed_since(app: Flask, engine: Engine) -> None:
    late = Dialogue(app, engine, Stage.CLOSED)
    late.follow(days_ago=70)
    late.tell()
    assert late.letters() == []


def test_followers_are_told_when_half_the_time_has_passed(app: Flask, engine: Engine) -> None:
    dialogue = Dialogue(app, engine, Stage.OPEN)
    dialogue.tell()
    dialogue.follow()
    with clock.at(clock.now() + timedelta(days=6)):
        dialogue.tell()
    assert dialogue.letters() == [(ADDRESS, "Halva tiden har gått: Vägen till skolan")]


def test_results_decision_and_feedback_are_told_and_each_only_once(app: Flask, engine: Engine) -> None:
    dialogue = Dialogue(app, engine, Stage.FED_BACK)
    dialogue.follow(days_ago=70)
    assert dialogue.tell() == 3
    assert dialogue.tell() == 0
    assert [subject for _, subject in dialogue.letters()] == [
        "Nu kan du läsa vad man sa: Vägen till skolan",
        "Nu är det beslutat: Vägen till skolan",
        "Det här ledde det till: Vägen till skolan",
    ]


def test_participants_are_told_of_the_decision_and_followers_who_took_part_get_one_letter(
    app: Flask, engine: Engine
) -> None:
    dialogue = Dialogue(app, engine, Stage.COMPILED)
    dialogue.tell()
    with db.transaction(engine) as session:
        (said,) = session.scalars(select(Idea).where(Idea.dialogue_id == dialogue.id))
        leave_address(said, email=ADDRESS, locale="sv")
    dialogue.follow()
    dialogue.follow("sam@home.example")
    with app.test_request_context(), db.transaction(engine):
        factories.handle_results(dialogue.town.secretary, dialogue_by_id(dialogue.id))
    dialogue.tell()
    assert [to for to, _ in dialogue.letters()] == [ADDRESS, "sam@home.example"]
    with app.test_request_context(), db.transaction(engine):
        factories.feed_back(dialogue.town.officer, dialogue_by_id(dialogue.id))
    dialogue.tell()
    assert [to for to, _ in dialogue.letters()][2:] == ["sam@home.example"], "participants have it with their receipts"


def test_participants_who_do_not_follow_are_told_of_the_decision(app: Flask, engine: Engine) -> None:
    dialogue = Dialogue(app, engine, Stage.COMPILED)
    with db.transaction(engine) as session:
        (said,) = session.scalars(select(Idea).where(Idea.dialogue_id == dialogue.id))
        leave_address(said, email=ADDRESS, locale="sv")
    with app.test_request_context(), db.transaction(engine):
        factories.handle_results(dialogue.town.secretary, dialogue_by_id(dialogue.id))
    dialogue.tell()
    assert dialogue.letters() == [(ADDRESS, "Nu är det beslutat: Vägen till skolan")]


def test_a_worker_killed_in_the_middle_leaves_the_rest_to_the_next(
    opened: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"a{n}@home.example" for n in range(5)]
    for name in names:
        opened.follow(name, days_ago=15)
    monkeypatch.setattr(actions, "BATCH", 2)
    news, sent = actions.emails.news, []

    def dies(telling: Telling, dialogue: Any, to: Any) -> bool:
        sent.append(to.email)
        if len(sent) == 4:
            raise KeyboardInterrupt
        return news(telling, dialogue, to)

    monkeypatch.setattr(actions.emails, "news", dies)
    with pytest.raises(KeyboardInterrupt):
        opened.tell()
    assert [to for to, _ in opened.letters()] == names[:2], "what was committed stays, the rest is not half done"
    opened.tell()
    assert [to for to, _ in opened.letters()] == names


def test_one_piece_of_news_that_cannot_be_told_does_not_hold_up_the_others(
    closed: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed.follow()
    with closed.app.test_request_context(), db.transaction(closed.engine):
        factories.feed_back(closed.town.officer, dialogue_by_id(closed.id))
    news = actions.emails.news

    def breaks(telling: Telling, dialogue: Any, to: Any) -> bool:
        if telling.what == "feedback":
            raise RuntimeError("planted")
        return news(telling, dialogue, to)

    monkeypatch.setattr(actions.emails, "news", breaks)
    closed.tell()
    monkeypatch.setattr(actions.emails, "news", news)
    assert closed.letters() == []
    assert closed.tell() == 1
    with db.transaction(closed.engine, write=False) as session:
        assert session.scalars(select(Telling).where(Telling.done_at.is_(None))).all() == []


def test_an_address_that_nobody_confirms_is_forgotten_after_a_week(opened: Dialogue) -> None:
    opened.follow("never@home.example", days_ago=8, confirmed=False)
    opened.follow("soon@home.example", days_ago=6, confirmed=False)
    opened.follow("kept@home.example", days_ago=8)
    with db.transaction(opened.engine):
        assert actions.forget_unconfirmed() == 1
    assert [f.email for f in opened.followers()] == ["soon@home.example", "kept@home.example"]


def test_organisations_of_a_target_group_are_told_once_that_it_opens_and_may_stop_or_follow(
    app: Flask, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context(), db.transaction(engine):
        town = factories.town()
        made = factories.dialogue(town, Stage.ANNOUNCED)
        identity, (group, *_) = made.id, target_groups(made.id)
        opens = made.phases[0].opens_at
    officer = CheckingClient(app)
    officer.sign_in("officer@town.example", factories.PASSWORD)
    path = f"/sv/officials/dialogues/{identity}/dates"

    def post(**data: str) -> int:
        token = fields(officer.get(path).forms()[-1])["csrf_token"]
        return officer.post(f"{path}/organisations/{group.id}", {"csrf_token": token, **data}).status

    field = f"organisation_{group.id}-email"
    assert [post(**{field: a}) for a in ("Byalag@home.example", "byalag@home.example", "ej adress")] == [303, 303, 422]
    monkeypatch.setattr(actions, "MOST_ORGANISATIONS", 1)
    assert [post(**{field: a}) for a in ("byalag@home.example", "fel@home.example")] == [303, 422]
    monkeypatch.undo()
    assert post(**{field: "fel@home.example"}) == 303
    with db.transaction(engine, write=False):
        wrong = next(o for o in organisations(identity) if o.email == "fel@home.example")
    assert post(remove="everything") == 422, "what names none takes none away, and adds none"
    assert [post(remove=str(wrong.id)) for _ in range(2)] == [303, 303]
    with clock.at(opens):
        assert [actions.tell(engine), actions.tell(engine)] == [1, 0]
        assert post(**{field: "sent@home.example"}) == 409
        with db.transaction(engine) as session:
            letter = session.scalars(select(Message).where(Message.recipient == "byalag@home.example")).one()
            token = letter.unsubscribe_url.split("/")[-2]
            assert f"/sv/follow/{token}\n" in letter.text and "Elever" in letter.text
            assert actions.forget_unconfirmed() == 0
            follower = session.scalars(select(Follower).where(Follower.token == token)).one()
            assert follower.confirmed_at is None
        assert "Väntar på att skickas" in officer.get(path).text
        with db.transaction(engine) as session:
            letter = session.scalars(select(Message).where(Message.recipient == "byalag@home.example")).one()
            letter.attempts, letter.last_error = MOST_ATTEMPTS, "SMTPRecipientsRefused: 550"
        assert "Gick inte att skicka" in officer.get(path).text
        with db.transaction(engine) as session:
            session.scalars(select(Message).where(Message.recipient == "byalag@home.example")).one().sent_at = opens
        with i18n.using("sv"):
            day = i18n.format_date(opens)
        assert f"Skickat {day}" in officer.get(path).text
    assert CheckingClient(app).send(f"/sv/follow/{token}/stop").status == 303
    with db.transaction(engine, write=False):
        assert organisations(identity) == []
    again = {"csrf_token": fields(officer.get(path).forms()[-1])["csrf_token"], field: "Byalag@home.example"}
    refused = officer.post(f"{path}/organisations/{group.id}", again)
    assert (refused.status, "Den har bett att inte få veta mer" in refused.text) == (422, True)
    with db.transaction(engine, write=False) as session:
        assert session.scalars(select(Follower)).all() == [], "neither named nor kept"
        events = session.scalars(select(Event).where(Event.action == STOPPED)).all()
        assert len(events) == 1 and "byalag" not in str(events[0].data)
        guessed = hashlib.sha256(f"{identity}:byalag@home.example".encode()).hexdigest()
        assert events[0].data["digest"] != guessed, "a list of addresses does not tell who it was"
    with app.test_request_context(), db.transaction(engine):
        other = factories.dialogue(town, Stage.ANNOUNCED)
        name_organisation(town.officer, other, target_groups(other.id)[0].id, email="byalag@home.example")
        assert [o.email for o in organisations(other.id)] == ["byalag@home.example"], "it said so of one dialogue"
        actions.follow(
            VISITOR, made := dialogue_by_id(identity), email="byalag@home.example", locale="sv", key="k" * 20
        )
        with pytest.raises(actions.Stopped):
            name_organisation(town.officer, made, group.id, email="byalag@home.example")


def test_that_the_review_is_announced_is_told_to_followers_and_to_who_sent_a_statement(
    app: Flask, engine: Engine
) -> None:
    with app.test_request_context(), db.transaction(engine):
        town = factories.town()
        made = statutory.dialogue(town, statutory.BETWEEN)
        identity, opens = made.id, clock.local_date(made.phases[-1].opens_at)
        actions.note_news()
        statutory.announce(town, made, opens_on=opens)  # sent twice, it is announced once
    actions.tell(engine)
    with db.transaction(engine, write=False) as session:
        found = session.scalars(select(Message).where(Message.event.startswith(f"told:{identity}:event"))).all()
        assert [(m.recipient, m.subject) for m in found] == [
            ("kim.granne@home.example", "Granskas snart: Vägen till skolan")
        ]
