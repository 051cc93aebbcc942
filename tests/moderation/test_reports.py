"""Anybody reports, without an account, once; moderators are told once; what is hidden cannot be reported."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import VISITOR, NotFound, Role
from participation.app import create_app
from participation.moderation.actions import hide, report
from participation.moderation.models import Report
from participation.moderation.rules import Ground
from participation.settings import RateLimits, Settings
from tests import factories
from tests.moderation.conftest import MODERATOR, Browser, World, act_as, load

KEY = "k" * 24


def send(visitor: Browser, world: World, **fields: str) -> str:
    visitor.get(f"/en/report/{world.idea_id}")
    answer = visitor.post(f"/en/report/{world.idea_id}", **({"ground": "spam", "idempotency_key": KEY} | fields))
    assert answer.status_code == 303
    return str(answer.location)


def reports(world: World) -> list[Report]:
    with db.transaction(world.engine, write=False) as session:
        found = list(session.scalars(select(Report).order_by(Report.id)))
        session.expunge_all()
        return found


def test_a_visitor_reports_and_gets_a_receipt_with_a_code(world: World, visitor: Browser) -> None:
    location = send(visitor, world, text="Det är reklam.", email="R@example.org")
    (stored,) = reports(world)
    assert (stored.ground, stored.text, stored.email) == ("spam", "Det är reklam.", "r@example.org")
    assert location == f"/en/report/receipts/{stored.receipt_code}"
    page = visitor.get(location)
    assert page.status_code == 200
    assert stored.receipt_code in page.text
    assert "r@example.org" not in page.text
    assert "Det är reklam." not in page.text


def test_a_second_report_by_the_same_browser_shows_the_first_ones_receipt(world: World, visitor: Browser) -> None:
    first = send(visitor, world)
    again = visitor.get(f"/en/report/{world.idea_id}")
    assert (again.status_code, again.location) == (303, first)
    posted = visitor.post(f"/en/report/{world.idea_id}", ground="personal_attack", idempotency_key="x" * 24)
    assert (posted.status_code, posted.location) == (303, first)
    assert [r.ground for r in reports(world)] == ["spam"]


def test_twenty_at_once_from_one_browser_are_one_report(world: World) -> None:
    together = threading.Barrier(20)
    new: list[bool] = []
    failed: list[BaseException] = []

    def send_one() -> None:
        together.wait()
        try:
            with db.transaction(world.engine):
                made = report(
                    VISITOR,
                    load(world.idea_id),
                    ground=Ground.SPAM,
                    text="",
                    email="r@example.org",
                    locale="sv",
                    reporter_key="the same browser",
                    key=factories.key(),
                )
            new.append(made[1])
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=send_one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(new) == [False] * 19 + [True]
    assert len(reports(world)) == 1
    assert sorted(world.messages()) == [
        (MODERATOR, f"contribution:{world.idea_id}:reported"),
        ("r@example.org", "report:1:received"),
        ("second-moderator@town.example", f"contribution:{world.idea_id}:reported"),
    ]


def test_moderators_of_the_dialogue_are_told_once_about_a_contribution_however_often_it_is_reported(
    world: World, engine: Engine, app: Flask
) -> None:
    with db.transaction(engine):
        other = factories.dialogue(factories.town(), title="Biblioteket")
        factories.person("elsewhere@town.example", Role.MODERATOR, dialogue=other)
        factories.person("only-here@town.example", Role.MODERATOR, dialogue=load(world.idea_id) and _dialogue(world))
    for _ in range(3):
        send(Browser(app.test_client()), world, idempotency_key=factories.key())
    event = f"contribution:{world.idea_id}:reported"
    assert len(reports(world)) == 3
    assert sorted(to for to, e in world.messages() if e == event) == [
        MODERATOR,
        "only-here@town.example",
        "second-moderator@town.example",
    ]
    assert "Sätt dit bänkar" not in world_letter(world, event)


def _dialogue(world: World):  # type: ignore[no-untyped-def]
    from participation.dialogues.queries import dialogue_by_id

    return dialogue_by_id(world.dialogue_id)


def world_letter(world: World, event: str) -> str:
    from participation.outbox import Message

    with db.transaction(world.engine, write=False) as session:
        letter = session.scalars(select(Message).where(Message.event == event).limit(1)).one()
        return letter.text + letter.html


def test_whoever_reports_child_abuse_is_not_asked_who_they_are_and_is_pointed_to_the_police(
    world: World, visitor: Browser
) -> None:
    location = send(visitor, world, ground="child_abuse_material", email="r@example.org")
    assert [r.email for r in reports(world)] == [""]
    assert [to for to, _ in world.messages() if to == "r@example.org"] == []
    assert "114 14" in visitor.get(location).text


def test_what_is_hidden_or_unknown_or_an_answer_cannot_be_reported(
    world: World, visitor: Browser, engine: Engine
) -> None:
    visitor.get(f"/en/report/{world.idea_id}")
    with db.transaction(engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.SPAM, reasons="Reklam.")
    for contribution in (world.idea_id, 999, 2**31, 10**30):
        assert visitor.client.get(f"/en/report/{contribution}").status_code == 404
    assert visitor.post(f"/en/report/{world.idea_id}", ground="spam", idempotency_key=KEY).status_code == 404
    with pytest.raises(NotFound), db.transaction(engine):
        report(
            VISITOR,
            load(world.idea_id),
            ground=Ground.SPAM,
            text="",
            email="",
            locale="sv",
            reporter_key="b",
            key=factories.key(),
        )
    assert reports(world) == []


def test_a_report_without_a_ground_comes_back_with_every_word(world: World, visitor: Browser) -> None:
    visitor.get(f"/en/report/{world.idea_id}")
    words = 'It says "<script>" & more\n\n  twice'
    answer = visitor.post(f"/en/report/{world.idea_id}", text=words, email="r@example", idempotency_key=KEY)
    assert answer.status_code == 422
    assert "It says &#34;&lt;script&gt;&#34; &amp; more\n\n  twice" in answer.text
    assert 'value="r@example"' in answer.text
    assert reports(world) == []


@pytest.mark.parametrize("ground", ["criticism", "", "SPAM", "spam' or 1=1"])
def test_a_ground_that_is_not_one_is_refused(world: World, visitor: Browser, ground: str) -> None:
    visitor.get(f"/en/report/{world.idea_id}")
    answer = visitor.post(f"/en/report/{world.idea_id}", ground=ground, idempotency_key=KEY)
    assert answer.status_code == 422
    assert reports(world) == []


def test_a_form_that_a_robot_filled_in_is_not_taken(world: World, visitor: Browser) -> None:
    visitor.get(f"/en/report/{world.idea_id}")
    answer = visitor.post(f"/en/report/{world.idea_id}", ground="spam", idempotency_key=KEY, website="http://x")
    assert answer.status_code == 422
    assert reports(world) == []


def test_without_the_forms_token_nothing_is_taken(world: World, visitor: Browser) -> None:
    answer = visitor.client.post(f"/en/report/{world.idea_id}", data={"ground": "spam", "idempotency_key": KEY})
    assert answer.status_code == 422
    assert reports(world) == []


def test_too_many_reports_from_a_network_are_told_when_to_try_again(
    settings: Settings, engine: Engine, world: World
) -> None:
    app = create_app(settings.but(rate_limits=RateLimits(reports_per_prefix="2/minute")), engine)
    for _ in range(2):
        send(Browser(app.test_client()), world, idempotency_key=factories.key())
    late = Browser(app.test_client())
    late.get(f"/en/report/{world.idea_id}")
    answer = late.post(f"/en/report/{world.idea_id}", ground="spam", text="Mine", idempotency_key=KEY)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Mine" in answer.text
    assert len(reports(world)) == 2


def test_the_receipt_tells_the_outcome(world: World, visitor: Browser, engine: Engine) -> None:
    location = send(visitor, world)
    assert "A moderator reads it and decides" in visitor.get(location).text
    with db.transaction(engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.SPAM, reasons="Reklam för skor.")
    page = visitor.get(location).text
    assert "A moderator has hidden it" in page
    assert "Reklam för skor." not in page


def test_an_unknown_receipt_is_not_found(world: World, visitor: Browser) -> None:
    for code in ("ABCD-EFGH-JKMN", "x", world.code):
        assert visitor.get(f"/en/report/receipts/{code}").status_code == 404


def test_reading_the_form_stores_nothing(world: World, visitor: Browser) -> None:
    visitor.get(f"/en/report/{world.idea_id}")
    with db.transaction(world.engine, write=False) as session:
        assert session.scalar(select(func.count()).select_from(Report)) == 0
