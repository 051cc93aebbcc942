"""The queue as moderators use it: what waits, in order, settled once, by those who may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import VISITOR, Role
from participation.contributions.models import Contribution
from participation.dialogues.queries import dialogue_by_id
from participation.moderation.actions import approve, complain, hide, report
from participation.moderation.queries import PAGE
from participation.moderation.rules import Ground
from tests import factories
from tests.moderation.conftest import AUTHOR, MODERATOR, Browser, World, act_as, another_dialogue, load

QUEUE = "/en/moderators/"
REASONS = "Texten pekar ut en granne."


def item(world: World, verb: str = "") -> str:
    return f"/en/moderators/contributions/{world.idea_id}{verb}"


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements sent to the database in the block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def ideas(world: World, number: int) -> list[int]:
    """More ideas, each a minute younger than the one before."""
    start = clock.now() - timedelta(hours=10)
    with db.transaction(world.engine):
        dialogue = dialogue_by_id(world.dialogue_id)
        return [factories.idea(dialogue, title=f"Idé {n}", at=start + timedelta(minutes=n)).id for n in range(number)]


def report_it(world: World, contribution_id: int, times: int = 1) -> None:
    with db.transaction(world.engine):
        for _ in range(times):
            report(
                VISITOR,
                load(contribution_id),
                ground=Ground.SPAM,
                text="Det är reklam.",
                email="reporter@example.org",
                locale="sv",
                reporter_key=factories.key(),
                key=factories.key(),
            )


def shown(page: str) -> int:
    """The id of the contribution that the page of one shows."""
    found = re.search(r"/moderators/contributions/(\d+)/approve", page)
    assert found is not None
    return int(found[1])


def test_the_oldest_that_waits_comes_first_and_each_ruling_leads_to_the_next(world: World, moderator: Browser) -> None:
    older = ideas(world, 3)
    seen = []
    address = QUEUE
    for _ in range(4):
        page = moderator.get(address).text
        seen.append(shown(page))
        fields = dict(re.findall(r'name="(list|dialogue|at|seen)" value="([^"]*)"', page))
        answer = moderator.post(f"{QUEUE}contributions/{seen[-1]}/approve", **fields)
        assert answer.status_code == 303
        address = str(answer.location)
    assert seen == [*older, world.idea_id]
    assert "Nothing waits here" in moderator.get(address).text


def test_next_and_previous_walk_the_queue_and_settle_nothing(world: World, moderator: Browser) -> None:
    older = ideas(world, 3)
    address, forward = QUEUE, []
    while address:
        page = moderator.get(address).text
        forward.append(shown(page))
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    backward = [forward[-1]]
    while found := re.search(r'rel="prev" href="([^"]+)"', page):
        page = moderator.get(found[1].replace("&amp;", "&")).text
        backward.append(shown(page))
    assert forward == [*older, world.idea_id]
    assert backward == forward[::-1]


def test_what_is_reported_comes_back_and_can_be_shown_alone(world: World, moderator: Browser) -> None:
    older = ideas(world, 2)
    with db.transaction(world.engine):
        for identity in older:
            approve(act_as(MODERATOR), load(identity))
    report_it(world, older[1])
    assert shown(moderator.get(QUEUE + "?list=reported").text) == older[1]
    assert shown(moderator.get(QUEUE + "?list=new").text) == world.idea_id


def test_the_queue_can_be_narrowed_to_a_dialogue(world: World, moderator: Browser, engine: Engine) -> None:
    other = another_dialogue(engine)
    with db.transaction(engine):
        elsewhere = factories.idea(dialogue_by_id(other)).id
    assert shown(moderator.get(f"{QUEUE}?dialogue={other}").text) == elsewhere
    assert shown(moderator.get(f"{QUEUE}?dialogue={world.dialogue_id}").text) == world.idea_id


@pytest.mark.parametrize("query", ["at=-1", 'at="><script>', "list=all'--", "dialogue=9999999999", "at=9-9&dialogue=x"])
def test_an_address_that_makes_no_sense_shows_the_queue(world: World, moderator: Browser, query: str) -> None:
    page = moderator.get(f"{QUEUE}?{query}")
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_hiding_shows_first_what_the_author_gets_and_stores_nothing_yet(world: World, moderator: Browser) -> None:
    page = moderator.post(
        item(world, "/hide"), ground="personal_data", reasons=REASONS, seen=world.seen(), step="preview"
    )
    assert page.status_code == 200
    assert "This is what the author reads" in page.text
    assert "A person decided this" in page.text
    assert REASONS in page.text
    assert world.code not in page.text  # the receipt's code is the author's
    assert (world.visibility(), world.rulings(), world.messages()) == ("visible", [], [])


def test_hiding_without_a_ground_or_reasons_keeps_what_was_written(world: World, moderator: Browser) -> None:
    page = moderator.post(item(world, "/hide"), reasons=REASONS, seen=world.seen(), step="hide")
    assert page.status_code == 422
    assert REASONS in page.text
    page = moderator.post(item(world, "/hide"), ground="spam", reasons=" ", seen=world.seen(), step="hide")
    assert page.status_code == 422
    assert re.search(r'value="spam" checked', page.text)
    assert world.rulings() == []


@pytest.mark.parametrize("ground", ["criticism", "other", "", "SPAM"])
def test_a_ground_that_is_not_one_hides_nothing(world: World, moderator: Browser, ground: str) -> None:
    page = moderator.post(item(world, "/hide"), ground=ground, reasons=REASONS, seen=world.seen(), step="hide")
    assert page.status_code == 422
    assert world.visibility() == "visible"


def test_a_double_click_hides_once_and_says_kindly_that_it_is_settled(world: World, moderator: Browser) -> None:
    fields = {"ground": "spam", "reasons": REASONS, "seen": world.seen(), "step": "hide"}
    assert moderator.post(item(world, "/hide"), **fields).status_code == 303
    again = moderator.post(item(world, "/hide"), **fields)
    assert again.status_code == 409
    assert 'data-code="E-M01"' in again.text
    assert REASONS in again.text
    assert world.rulings() == ["hide"]
    assert world.messages() == [(AUTHOR, "ruling:1:author")]


def test_the_second_of_two_moderators_is_told_and_nothing_is_overwritten(
    world: World, moderator: Browser, second: Browser
) -> None:
    seen = world.seen()
    assert moderator.post(item(world, "/approve"), seen=seen).status_code == 303
    late = second.post(item(world, "/hide"), ground="spam", reasons=REASONS, seen=seen, step="hide")
    assert late.status_code == 409
    assert 'data-code="E-M01"' in late.text
    assert (world.visibility(), world.rulings()) == ("visible", ["approve"])


@pytest.mark.parametrize("seen", ["", "x", "1", "0.0.0", "-1.0", "٠.٠"])
def test_a_ruling_that_does_not_say_what_was_seen_is_refused(world: World, moderator: Browser, seen: str) -> None:
    assert moderator.post(item(world, "/approve"), seen=seen).status_code == 422
    assert world.rulings() == []


def test_what_was_hidden_can_be_shown_again_from_its_page(world: World, moderator: Browser) -> None:
    moderator.post(item(world, "/hide"), ground="spam", reasons=REASONS, seen=world.seen(), step="hide")
    page = moderator.get(item(world)).text
    assert "/restore" in page
    assert moderator.post(item(world, "/restore"), reasons="", seen=world.seen()).status_code == 303
    assert world.visibility() == "visible"
    assert world.rulings() == ["hide", "restore"]


def test_several_are_hidden_after_a_look_at_what_would_happen(world: World, moderator: Browser) -> None:
    spam = ideas(world, 3)
    page = moderator.get("/en/moderators/several").text
    values = re.findall(r'name="chosen" value="([^"]+)"', page)
    assert [int(v.split(":")[0]) for v in values] == [*spam, world.idea_id]
    fields = {"chosen": values[:3], "ground": "spam", "reasons": "Reklam."}
    look = moderator.post("/en/moderators/several", **fields)
    assert look.status_code == 200
    assert "Hide 3 contributions?" in look.text
    assert [world.visibility(i) for i in spam] == ["visible"] * 3
    done = moderator.post("/en/moderators/several", **fields, step="hide")
    assert done.status_code == 303
    assert "3 contributions are hidden." in moderator.get(str(done.location)).text
    assert [world.visibility(i) for i in spam] == ["hidden"] * 3
    assert world.visibility() == "visible"
    assert moderator.post("/en/moderators/several", **fields, step="hide").status_code == 409
    assert [world.rulings(i) for i in spam] == [["hide"]] * 3


def test_several_without_a_choice_a_ground_or_a_reason_come_back(world: World, moderator: Browser) -> None:
    (other,) = ideas(world, 1)
    for fields in (
        {"ground": "spam", "reasons": "Reklam."},
        {"chosen": f"{other}:0.0", "reasons": "Reklam."},
        {"chosen": f"{other}:0.0", "ground": "spam"},
        {"chosen": "x:y", "ground": "spam", "reasons": "Reklam."},
    ):
        assert moderator.post("/en/moderators/several", **fields, step="hide").status_code == 422
    assert world.visibility(other) == "visible"


def test_officials_without_the_role_are_refused_and_strangers_asked_to_sign_in(world: World, app: Flask) -> None:
    officer = Browser(app.test_client()).sign_in("officer@town.example")
    stranger = Browser(app.test_client())
    fields = {"ground": "spam", "reasons": REASONS, "seen": "0.0", "step": "hide"}
    for verb in ("/approve", "/hide", "/restore"):
        assert officer.post(item(world, verb), **fields).status_code == 403
        assert stranger.post(item(world, verb), **fields).status_code == 401
    assert officer.get(QUEUE).status_code == 403
    assert stranger.get(QUEUE).status_code == 302
    assert (world.visibility(), world.rulings()) == ("visible", [])


def test_the_coordinator_reads_and_rules_on_nothing(world: World, app: Flask) -> None:
    coordinator = Browser(app.test_client()).sign_in("coordinator@town.example")
    page = coordinator.get(QUEUE)
    assert page.status_code == 200
    assert "A moderator of this dialogue decides." in page.text
    assert "/approve" not in page.text
    for verb in ("/approve", "/hide", "/restore"):
        answer = coordinator.post(item(world, verb), ground="spam", reasons="R", seen="0.0", step="hide")
        assert answer.status_code == 403
    several = coordinator.post(
        "/en/moderators/several", chosen=f"{world.idea_id}:0.0", ground="spam", reasons="R", step="hide"
    )
    assert several.status_code == 403
    assert world.rulings() == []


def test_a_moderator_of_another_dialogue_does_not_know_of_it(world: World, app: Flask, engine: Engine) -> None:
    another_dialogue(engine)
    with db.transaction(engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.SPAM, reasons="Reklam.")
        complain(VISITOR, load(world.idea_id), text="Nej.")
    other = Browser(app.test_client()).sign_in("other-moderator@town.example")
    assert "Nothing waits here" in other.get(QUEUE).text
    fields = {"ground": "spam", "reasons": REASONS, "seen": world.seen(), "step": "hide"}
    assert other.get(item(world)).status_code == 404
    for verb in ("/approve", "/hide", "/restore"):
        assert other.post(item(world, verb), **fields).status_code == 404
    assert other.get("/en/moderators/complaints/1").status_code == 404
    assert other.post("/en/moderators/complaints/1", outcome="upheld", reasons="R").status_code == 404
    several = other.post(
        "/en/moderators/several", chosen=f"{world.idea_id}:1.0", ground="spam", reasons="R", step="hide"
    )
    assert several.status_code == 404
    assert world.rulings() == ["hide"]
    for address in ("complaints", "settled"):
        assert f"-{world.number:04d}" not in other.get(f"/en/moderators/{address}").text


def test_a_moderator_sees_no_address(world: World, moderator: Browser) -> None:
    report_it(world, world.idea_id)
    for address in (QUEUE, item(world), item(world, "/hide"), "/en/moderators/several"):
        page = moderator.get(address).text
        assert "Politikerna sover" in page
        for private in (AUTHOR, "reporter@example.org", world.code):
            assert private not in page


def test_texts_are_shown_as_written_and_apart_from_the_page(world: World, moderator: Browser, engine: Engine) -> None:
    with db.transaction(engine):
        odd = factories.idea(
            dialogue_by_id(world.dialogue_id), title="<b>x</b>", body="<script>alert(1)</script>\u202e", language="ar"
        ).id
    page = moderator.get(f"/en/moderators/contributions/{odd}").text
    assert '<div class="person-text" lang="ar" dir="rtl">&lt;script&gt;alert(1)&lt;/script&gt;' in page
    assert "<script>alert" not in page


def test_sixty_reports_and_sixty_that_wait_take_eight_questions_to_the_database(
    world: World, moderator: Browser
) -> None:
    many = ideas(world, 60)
    report_it(world, many[0], times=60)
    for address in (QUEUE, moderator.get(QUEUE).text and f"/en/moderators/contributions/{many[0]}"):
        with counted(world.engine) as sent:
            page = moderator.get(str(address))
        assert page.status_code == 200
        assert "60 reports" in page.text
        assert len(sent) <= 8, "\n".join(sent)
    for address in ("several", "complaints", "settled"):
        with counted(world.engine) as sent:
            assert moderator.get(f"/en/moderators/{address}").status_code == 200
        assert len(sent) <= 8, "\n".join(sent)


def test_the_pages_of_several_together_are_everything_that_waits_once(world: World, moderator: Browser) -> None:
    expected = [*ideas(world, 2 * PAGE + 5), world.idea_id]
    address, listed = "/en/moderators/several", []
    while address:
        page = moderator.get(address).text
        listed += [int(i) for i in re.findall(r'name="chosen" value="(\d+):', page)]
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert listed == expected
    back = re.search(r'rel="prev" href="([^"]+)"', page)
    assert back is not None
    before = moderator.get(back[1].replace("&amp;", "&")).text
    assert [int(i) for i in re.findall(r'name="chosen" value="(\d+):', before)] == expected[PAGE : 2 * PAGE]


def test_what_has_been_settled_is_listed_newest_first(world: World, moderator: Browser) -> None:
    older = ideas(world, PAGE + 2)
    with db.transaction(world.engine):
        for identity in older:
            approve(act_as(MODERATOR), load(identity))
    page = moderator.get("/en/moderators/settled").text
    first = [int(i) for i in re.findall(r'<a href="/en/moderators/contributions/(\d+)"><bdi>', page)]
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following is not None
    rest = moderator.get(following[1]).text
    last = [int(i) for i in re.findall(r'<a href="/en/moderators/contributions/(\d+)"><bdi>', rest)]
    assert first + last == older[::-1]


def test_answers_to_a_survey_never_wait(world: World, moderator: Browser, engine: Engine) -> None:
    with db.transaction(engine) as session:
        session.execute(
            Contribution.__table__.update().where(Contribution.id == world.idea_id).values(kind="survey_response")
        )
    assert "Nothing waits here" in moderator.get(QUEUE).text
    assert moderator.get(item(world)).status_code == 404


def test_every_role_that_reads_writes_nothing_but_that_it_read(world: World, app: Flask) -> None:
    people = [
        Browser(app.test_client()).sign_in(MODERATOR),
        Browser(app.test_client()).sign_in("coordinator@town.example"),
    ]
    for person in people:
        with counted(world.engine) as sent:
            for address in (
                QUEUE,
                item(world),
                "/en/moderators/several",
                "/en/moderators/complaints",
                "/en/moderators/settled",
            ):
                assert person.get(address).status_code == 200
        written = [s for s in sent if s.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE")]
        assert {s.split("(")[0].strip() for s in written} == {"INSERT INTO access_log"}


def test_the_keys_have_something_to_press(world: World, moderator: Browser) -> None:
    ideas(world, 2)
    first = moderator.get(QUEUE).text
    second = re.search(r'rel="next" href="([^"]+)"', first)
    assert second is not None
    page = moderator.get(second[1].replace("&amp;", "&")).text
    for mark in ("data-next", "data-previous", "data-approve", "data-hide", "data-shortcuts"):
        assert mark in page
    for key in "jkah?":
        assert f"<kbd>{key}</kbd>" in page


def test_moderation_is_in_the_menu_of_those_who_moderate(world: World, app: Flask) -> None:
    officer = Browser(app.test_client()).sign_in("officer@town.example")
    assert 'href="/en/moderators/"' not in officer.get("/en/sign-out").text
    one = Browser(app.test_client()).sign_in(MODERATOR)
    assert 'href="/en/moderators/"' in one.get("/en/sign-out").text


def test_a_moderator_of_a_body_moderates_its_dialogues(world: World, app: Flask, engine: Engine) -> None:
    with db.transaction(engine):
        factories.person("of-the-committee@town.example", Role.MODERATOR, body=factories.body("SBN"))
        factories.person("of-another@town.example", Role.MODERATOR, body=factories.body("KFN"))
    ours = Browser(app.test_client()).sign_in("of-the-committee@town.example")
    theirs = Browser(app.test_client()).sign_in("of-another@town.example")
    assert shown(ours.get(QUEUE).text) == world.idea_id
    assert "Nothing waits here" in theirs.get(QUEUE).text
    assert theirs.post(item(world, "/approve"), seen="0.0").status_code == 404
    assert ours.post(item(world, "/approve"), seen="0.0").status_code == 303
