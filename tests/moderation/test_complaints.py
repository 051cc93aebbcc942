"""Complaints: free, for six months, once a ruling, and decided by another than the one who hid."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import clock, db
from participation.access import VISITOR, NotFound, Refused, Role
from participation.moderation.actions import complain, hide, restore, settle_complaint
from participation.moderation.models import Complaint
from participation.moderation.rules import ComplaintOutcome, Ground
from tests import factories
from tests.moderation.conftest import AUTHOR, MODERATOR, SECOND, Browser, World, act_as, load

WORDS = "Det är kritik, inte ett angrepp."
KEY = "k" * 24


@pytest.fixture
def hidden(world: World) -> World:
    with db.transaction(world.engine):
        hide(act_as(MODERATOR), load(world.idea_id), ground=Ground.PERSONAL_ATTACK, reasons="Angrepp på person.")
    return world


@pytest.fixture
def complained(hidden: World) -> World:
    with db.transaction(hidden.engine):
        complain(VISITOR, load(hidden.idea_id), text=WORDS)
    return hidden


def complaint(world: World) -> Complaint:
    with db.transaction(world.engine, write=False) as session:
        found = session.scalars(select(Complaint)).one()
        session.expunge_all()
        return found


def settle(world: World, email: str, outcome: ComplaintOutcome = ComplaintOutcome.UPHELD) -> None:
    with db.transaction(world.engine) as session:
        found = session.scalars(select(Complaint)).one()
        settle_complaint(act_as(email), found, outcome=outcome, reasons="Vi har läst det igen.")


def test_the_author_complains_from_the_receipt(hidden: World, visitor: Browser) -> None:
    address = f"/en/receipts/{hidden.code}/complaint"
    page = visitor.get(address)
    assert page.status_code == 200
    assert "Angrepp på person." in page.text
    answer = visitor.post(address, text=WORDS, idempotency_key=KEY)
    assert (answer.status_code, answer.location) == (303, address)
    assert "We have received your complaint" in visitor.get(address).text
    assert (complaint(hidden).text, complaint(hidden).outcome) == (WORDS, None)


def test_the_same_complaint_again_is_the_first_and_other_words_are_given_back(hidden: World, visitor: Browser) -> None:
    address = f"/en/receipts/{hidden.code}/complaint"
    visitor.get(address)
    for words in (WORDS, f" {WORDS}"):
        assert visitor.post(address, text=words, idempotency_key=KEY).status_code == 303
    other = visitor.post(address, text="Och en sak <till>", idempotency_key=KEY)
    assert (other.status_code, 'data-code="E-M04"' in other.text) == (409, True)
    assert "Och en sak &lt;till&gt;" in other.text, "what they wrote can still be read and copied"
    assert complaint(hidden).text == WORDS


def test_a_complaint_needs_words(hidden: World, visitor: Browser) -> None:
    address = f"/en/receipts/{hidden.code}/complaint"
    visitor.get(address)
    assert visitor.post(address, text=" \n", idempotency_key=KEY).status_code == 422


def test_what_is_not_hidden_cannot_be_complained_about(world: World, visitor: Browser) -> None:
    assert visitor.get(f"/en/receipts/{world.code}/complaint").status_code == 404
    assert visitor.get("/en/receipts/ABCD-EFGH-JKMN/complaint").status_code == 404
    with pytest.raises(NotFound), db.transaction(world.engine):
        complain(VISITOR, load(world.idea_id), text=WORDS)


def test_complaints_are_received_until_the_last_day_of_the_period_and_not_after(hidden: World) -> None:
    last = clock.local_date(clock.now()) + timedelta(days=183)
    with clock.at(clock.end_of_day(last)), pytest.raises(Refused) as refused, db.transaction(hidden.engine):
        complain(VISITOR, load(hidden.idea_id), text=WORDS)
    assert [(r.code, r.params) for r in refused.value.reasons] == [("E-M02", {"date": last})]
    with clock.at(clock.end_of_day(last) - timedelta(seconds=1)), db.transaction(hidden.engine):
        assert complain(VISITOR, load(hidden.idea_id), text=WORDS)[1]


def test_a_complaint_too_late_is_answered_with_the_date(hidden: World, visitor: Browser) -> None:
    address = f"/en/receipts/{hidden.code}/complaint"
    visitor.get(address)
    with clock.at(clock.now() + timedelta(days=200)):
        assert "The time for a complaint ended" in visitor.client.get(address).text
        assert visitor.post(address, text=WORDS, idempotency_key=KEY).status_code == 409


def test_whoever_hid_it_never_settles_the_complaint(complained: World) -> None:
    with pytest.raises(Refused) as refused:
        settle(complained, MODERATOR)
    assert [r.code for r in refused.value.reasons] == ["E-ROLE"]
    assert not refused.value.by_guard
    assert complaint(complained).outcome is None
    assert complained.visibility() == "hidden"


def test_whoever_hid_it_cannot_walk_around_the_complaint_by_showing_it_again(complained: World) -> None:
    with pytest.raises(Refused) as refused, db.transaction(complained.engine):
        restore(act_as(MODERATOR), load(complained.idea_id))
    assert [r.code for r in refused.value.reasons] == ["E-M03"]
    assert complained.visibility() == "hidden"


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.MODERATOR])
def test_no_other_role_settles_a_complaint(complained: World, role: Role) -> None:
    with db.transaction(complained.engine):
        factories.person("somebody@town.example", role)
    with pytest.raises(Refused):
        settle(complained, "somebody@town.example")
    assert complaint(complained).outcome is None


def test_an_upheld_complaint_shows_it_again_and_tells_the_author_once(complained: World) -> None:
    settle(complained, SECOND)
    assert complained.visibility() == "visible"
    assert complained.rulings() == ["hide", "restore"]
    assert complained.messages() == [(AUTHOR, "ruling:1:author"), (AUTHOR, "complaint:1:settled")]
    letter = complained.letter("complaint:1:settled")
    assert "Vi har läst det igen." in letter.text
    assert letter.text.count("Vi har läst det igen.") == 1


def test_a_rejected_complaint_leaves_it_hidden_and_tells_the_author_once(complained: World) -> None:
    settle(complained, SECOND, ComplaintOutcome.REJECTED)
    assert complained.visibility() == "hidden"
    assert complained.rulings() == ["hide"]
    assert complained.messages() == [(AUTHOR, "ruling:1:author"), (AUTHOR, "complaint:1:settled")]


def test_a_complaint_is_settled_once(complained: World, engine: Engine) -> None:
    with db.transaction(engine):
        factories.person("third-moderator@town.example", Role.MODERATOR)
    settle(complained, SECOND, ComplaintOutcome.REJECTED)
    with pytest.raises(Refused) as refused:
        settle(complained, "third-moderator@town.example")
    assert [r.code for r in refused.value.reasons] == ["E-M01"]
    assert (complaint(complained).outcome, complained.visibility()) == ("rejected", "hidden")
    assert len(complained.messages()) == 2


def test_after_a_rejected_complaint_another_hiding_can_be_complained_about(complained: World) -> None:
    settle(complained, SECOND)
    with db.transaction(complained.engine):
        hide(act_as(SECOND), load(complained.idea_id), ground=Ground.SPAM, reasons="Reklam.")
        assert complain(VISITOR, load(complained.idea_id), text="Nej.")[1]


def test_the_page_offers_the_decision_only_to_another_moderator(complained: World, app: Flask) -> None:
    one = Browser(app.test_client()).sign_in(MODERATOR)
    other = Browser(app.test_client()).sign_in(SECOND)
    assert 'name="outcome"' not in one.get("/en/moderators/complaints/1").text
    refused = one.post("/en/moderators/complaints/1", outcome="upheld", reasons="Jag ändrade mig.")
    assert refused.status_code == 403
    assert 'data-code="E-ROLE"' in refused.text
    assert 'name="outcome"' in other.get("/en/moderators/complaints/1").text
    assert other.post("/en/moderators/complaints/1", outcome="", reasons="").status_code == 422
    done = other.post("/en/moderators/complaints/1", outcome="upheld", reasons="Det är kritik.")
    assert done.status_code == 303
    again = other.post("/en/moderators/complaints/1", outcome="rejected", reasons="Nej.")
    assert again.status_code == 409
    assert complaint(complained).outcome == "upheld"


def test_complaints_wait_in_a_list_of_their_own(complained: World, app: Flask) -> None:
    one = Browser(app.test_client()).sign_in(SECOND)
    listed = one.get("/en/moderators/complaints").text
    assert f"-{complained.number:04d}" in listed
    settle(complained, SECOND)
    assert "No complaint waits" in one.get("/en/moderators/complaints").text
