"""Redirecting a contribution to another channel: the author is told, nothing is sent on (S19)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from participation import db
from participation.access import NotFound, Refused
from participation.channels.queries import shown_channels
from participation.contributions.actions import leave_address
from participation.contributions.models import Contribution
from participation.contributions.queries import by_number
from participation.dialogues.queries import dialogue_by_id
from participation.moderation.actions import hide
from participation.moderation.rules import Ground
from participation.outbox import Message
from participation.redirects.actions import redirect_contribution
from participation.redirects.models import ContributionRedirect
from tests import factories, statutory
from tests.checking_client import CheckingClient, text_of
from tests.taking_part import Place, form_of, nothing_stored, place

__all__ = ["place"]

REASON = "Det här är ett fel som någon kan laga i dag."


def officer(place: Place, name: str = "officer") -> CheckingClient:
    client = place.client()
    client.sign_in(f"{name}@town.example", factories.PASSWORD)
    return client


def test_an_idea_is_redirected_once_and_its_author_told(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        leave_address(by_number(place.dialogue, place.idea), email="kim@home.example", locale="en")
    client = officer(place)
    path = f"/en/officials/dialogues/{place.dialogue}/contributions/{place.idea}/redirect"
    assert path in client.get(f"/en/officials/dialogues/{place.dialogue}/contributions").links
    sent = form_of(client.get(path))
    channel = next(o.get("value") for o in client.get(path).all("option") if o.text == "Report a fault or complain")
    for wrong in ({}, {"channel": channel}, {"reason": REASON}, {"channel": "999", "reason": REASON}):
        with nothing_stored(place.engine, but={"access_log"}):
            assert client.post(path, sent | wrong).status == 422
    assert client.post(path, sent | {"channel": channel, "reason": REASON}).status == 303
    assert client.post(path, sent | {"channel": channel, "reason": "Något annat"}).status == 303
    receipt = place.client().get(f"/en/receipts/{place.code}")
    assert REASON in receipt.text and "Report a fault or complain" in receipt.text
    with db.transaction(place.engine, write=False) as session:
        assert session.scalar(select(func.count()).select_from(ContributionRedirect)) == 1
        letters = [
            (m.recipient, REASON in m.text)
            for m in session.scalars(select(Message).order_by(Message.id))
            if m.event.startswith("contribution.redirected")
        ]
    assert letters == [("kim@home.example", True)]
    # It stays where it was, and everybody sees where it belongs: redirecting hides nothing.
    seen = place.client().get(place.at(f"/ideas/{place.idea}", "en"))
    assert "It belongs to another channel" in seen.text and REASON in seen.text
    assert "Report a fault or complain" in seen.text
    assert "Redirected to another channel" in client.get(f"/en/officials/dialogues/{place.dialogue}/contributions").text


def test_a_comment_is_marked_where_it_stands_and_nothing_hidden_is(place: Place) -> None:
    path = place.at(f"/ideas/{place.idea}", "en")
    assert REASON not in place.client().get(path).text  # the page is kept from here
    with place.app.test_request_context(), db.transaction(place.engine) as session:
        town, dialogue = factories.town(), dialogue_by_id(place.dialogue)
        idea = by_number(place.dialogue, place.idea)
        comment = session.scalars(select(Contribution).where(Contribution.subject_id == idea.id).limit(1)).one()
        redirect_contribution(town.officer, dialogue, comment, channel=shown_channels()[0], reason=REASON)
        number = comment.number
    page = place.client().get(path)
    [marked] = [e for e in page.all("article") if REASON in text_of(e) and "comment" in (e.get("class") or "")]
    assert marked.get("id") == f"comment-{number}"
    with place.app.test_request_context(), db.transaction(place.engine):
        hide(town.moderator, by_number(place.dialogue, number), ground=Ground.SPAM, reasons="Reklam.")
    assert REASON not in place.client().get(path).text


def test_who_has_no_business_with_the_dialogue_does_not_redirect(place: Place) -> None:
    path = f"/en/officials/dialogues/{place.dialogue}/contributions/{place.idea}/redirect"
    for name in ("secretary", "elected"):
        client = officer(place, name)
        assert client.post(path, {"csrf_token": client.token()}).status == 403
    with place.app.test_request_context(), db.transaction(place.engine):
        town = factories.town()
        found = by_number(place.dialogue, place.idea)
        for actor in (town.secretary, town.elected, town.admin):
            with pytest.raises(Refused):
                redirect_contribution(
                    actor, dialogue_by_id(place.dialogue), found, channel=shown_channels()[0], reason=REASON
                )


def test_without_a_channel_or_a_reason_it_is_refused_at_the_action(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        town = factories.town()
        dialogue, found = dialogue_by_id(place.dialogue), by_number(place.dialogue, place.idea)
        for channel, reason in ((None, REASON), (shown_channels()[0], " ")):
            with pytest.raises(Refused) as refused:
                redirect_contribution(town.officer, dialogue, found, channel=channel, reason=reason)
            assert [r.code for r in refused.value.reasons] == ["E-I03"]


def test_what_is_not_there_is_not_found(place: Place) -> None:
    client = officer(place)
    base = f"/en/officials/dialogues/{place.dialogue}/contributions"
    for number in (0, 999999, place.other_idea + 99):
        assert client.get(f"{base}/{number}/redirect").status == 404


def test_a_written_statement_is_neither_shown_to_who_redirects_nor_redirected(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine):
        made = statutory.dialogue(factories.town())
        identity, number = made.id, statutory.statement(made).number
    for name in ("officer", "moderator", "coordinator"):
        page = officer(place, name).get(f"/en/officials/dialogues/{identity}/contributions/{number}/redirect")
        assert page.status == 404 and "Husen blir" not in page.text
    with place.app.test_request_context(), db.transaction(place.engine), pytest.raises(NotFound):
        redirect_contribution(
            factories.town().officer,
            dialogue_by_id(identity),
            by_number(identity, number),
            channel=shown_channels()[0],
            reason=REASON,
        )


def test_a_contribution_of_another_dialogue_is_not_redirected_at_the_action(place: Place) -> None:
    with place.app.test_request_context(), db.transaction(place.engine), pytest.raises(NotFound):
        redirect_contribution(
            factories.town().officer,
            dialogue_by_id(place.dialogue),
            by_number(place.other, place.other_idea),
            channel=shown_channels()[0],
            reason=REASON,
        )
