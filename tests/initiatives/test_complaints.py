"""Complaints about hidden initiatives: from the receipt, once a hiding, and settled by another than the one who hid."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from participation import clock, db
from participation.access import VISITOR, Actor, NotFound, Refused, Role
from participation.initiatives.actions import complaints, minding, receiving
from participation.initiatives.models import InitiativeComplaint
from participation.initiatives.queries import hiding_of, initiative_by_id
from participation.initiatives.rules import State
from participation.moderation.rules import ComplaintOutcome, Ground
from participation.outbox import Message
from tests import factories
from tests.checking_client import text_of
from tests.initiatives.conftest import Place
from tests.taking_part import form_of

WORDS = "Det är ingen reklam, det är min fråga."
SECOND = "second@town.example"


def hide(place: Place) -> Place:
    with place.app.test_request_context(), db.transaction(place.engine):
        factories.person(SECOND, Role.MODERATOR)
        made = initiative_by_id(place.in_state[State.FORWARDED])
        receiving.leave_answer_address(made, email="kim@home.example", locale="en")
        minding.hide_initiative(place.town.moderator, made, ground=Ground.SPAM, reasons="Det är reklam.")
    return place


def complain(place: Place) -> Place:
    with place.app.test_request_context(), db.transaction(place.engine):
        complaints.complain(VISITOR, initiative_by_id(place.in_state[State.FORWARDED]), text=WORDS)
    return place


@pytest.fixture
def hidden(place: Place) -> Place:
    """An initiative that a moderator has hidden, and another moderator."""
    return hide(place)


@pytest.fixture
def complained(hidden: Place) -> Place:
    return complain(hidden)


def settle(place: Place, actor: Actor, outcome: ComplaintOutcome = ComplaintOutcome.UPHELD) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        made = initiative_by_id(place.in_state[State.FORWARDED])
        complaints.settle_complaint(actor, made, outcome=outcome, reasons="Vi har läst det igen.")


def second(place: Place) -> Actor:
    with db.transaction(place.engine, write=False):
        return factories.person(SECOND)


def test_the_author_complains_from_the_receipt_and_another_moderator_settles_it(hidden: Place) -> None:
    number = hidden.in_state[State.FORWARDED]
    code = hidden.stored(number).return_code
    author, address = hidden.client(), f"/en/initiatives/complaint/{code}"
    assert address in author.get(f"/en/receipts/{code}").links
    page = author.get(address)
    assert "Det är reklam." in page.text and f"Your initiative {number} is hidden" in page.text
    assert author.post(address, form_of(page) | {"text": " "}).status == 422
    assert author.post(address, form_of(page) | {"text": WORDS}).status == 303
    assert "We have received your complaint" in author.get(address).text

    settling = f"/en/officials/initiatives/{number}/complaint"
    other = hidden.client("second")
    for path in ("/en/moderators/complaints", "/en/officials/", f"/en/officials/initiatives/{number}"):
        assert settling in other.get(path).links, path
    counts = [
        text_of(e) for e in other.get("/en/moderators/complaints").all("span") if e.get("class") == "filter-count"
    ]
    assert counts[-1] == "1"
    page = other.get(settling)
    assert WORDS in page.text
    sent = form_of(page) | {"outcome": "rejected", "reasons": "Det säljer en tjänst."}
    assert other.post(settling, form_of(page)).status == 422
    assert other.post(settling, sent).status == 303
    assert other.post(settling, sent).status == 409
    assert "Det säljer en tjänst." in author.get(address).text
    assert not hidden.stored(number).is_visible


def test_whoever_hid_it_neither_settles_the_complaint_nor_walks_around_it(complained: Place) -> None:
    number = complained.in_state[State.FORWARDED]
    client = complained.client("moderator")
    path = f"/en/officials/initiatives/{number}"
    page = client.get(f"{path}/complaint")
    assert "Not yours to decide" in page.text
    token = {"csrf_token": client.token()}
    assert client.post(f"{path}/complaint", token | {"outcome": "upheld", "reasons": "Ja."}).status == 403
    assert client.post(f"{path}/restore", token).status == 409
    assert f"{path}/complaint" not in client.get("/en/officials/").links
    assert not complained.stored(number).is_visible


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_of_two_moderators_who_settle_at_once_one_does(place_on_each: Place) -> None:
    complained = complain(hide(place_on_each))
    actor = second(complained)
    with pytest.raises(Refused) as caught, complained.app.test_request_context(), db.transaction(complained.engine):
        made = initiative_by_id(complained.in_state[State.FORWARDED])
        hiding = hiding_of(made)
        assert hiding is not None and hiding.waits
        other = threading.Thread(target=settle, args=(complained, actor, ComplaintOutcome.REJECTED))
        other.start()
        other.join()
        complaints.settle_complaint(actor, made, outcome=ComplaintOutcome.UPHELD, reasons="Den har rätt.")
    assert [r.code for r in caught.value.reasons] == ["E-M01"]


def test_a_complaint_that_is_upheld_shows_it_again_and_tells_the_author(complained: Place) -> None:
    settle(complained, second(complained))
    assert complained.stored(complained.in_state[State.FORWARDED]).is_visible
    with db.transaction(complained.engine, write=False) as session:
        told = session.scalars(select(Message).where(Message.recipient == "kim@home.example").order_by(Message.id))
        assert "Vi har läst det igen." in list(told)[-1].text
    with pytest.raises(NotFound):
        settle(complained, second(complained))


def test_nobody_but_another_moderator_settles_it(complained: Place) -> None:
    town = complained.town
    for actor in (VISITOR, town.moderator, town.officer, town.coordinator, town.secretary, town.elected, town.admin):
        with pytest.raises(Refused) as refused:
            settle(complained, actor)
        assert [r.code for r in refused.value.reasons] == ["E-ROLE"]


def test_there_is_one_complaint_for_each_time_it_is_hidden(place_on_each: Place) -> None:
    place = place_on_each
    number = place.in_state[State.SUBMITTED]
    with place.app.test_request_context(), db.transaction(place.engine) as session:
        other = factories.person(SECOND, Role.MODERATOR)
        made = initiative_by_id(number)
        with pytest.raises(NotFound):
            complaints.complain(VISITOR, made, text=WORDS)
        for again in range(2):
            with clock.at(clock.now() + timedelta(hours=again)):
                minding.hide_initiative(place.town.moderator, made, ground=Ground.SPAM, reasons="Reklam.")
                first = complaints.complain(VISITOR, made, text=WORDS)
                assert complaints.complain(VISITOR, made, text=WORDS).id == first.id
                with pytest.raises(Refused, match="E-M04"):
                    complaints.complain(VISITOR, made, text="En gång till")
                complaints.settle_complaint(other, made, outcome=ComplaintOutcome.UPHELD, reasons="Nej.")
        assert [c.text for c in session.scalars(select(InitiativeComplaint))] == [WORDS, WORDS]


def test_complaints_are_received_until_the_last_day_and_not_after(hidden: Place) -> None:
    last = clock.today() + timedelta(days=183)
    with hidden.app.test_request_context(), db.transaction(hidden.engine):
        made = initiative_by_id(hidden.in_state[State.FORWARDED])
        with clock.at(clock.end_of_day(last)), pytest.raises(Refused) as refused:
            complaints.complain(VISITOR, made, text=WORDS)
        assert [(r.code, r.params) for r in refused.value.reasons] == [("E-M02", {"date": last})]
        with clock.at(clock.end_of_day(last) - timedelta(seconds=1)):
            assert complaints.complain(VISITOR, made, text=WORDS).id
