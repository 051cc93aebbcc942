"""Help from the coordinator: asked once, answered once, read by the body alone, on record."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from participation import db
from participation.access import Conflict, Refused
from participation.event_log import Event
from participation.outbox import Message
from participation.support.actions import answer, ask
from participation.support.models import SupportTicket
from participation.support.queries import ticket_by_id
from tests import factories
from tests.checking_client import fields
from tests.papers.conftest import SignIn


def letters(engine: Engine, event: str) -> list[str]:
    with db.transaction(engine, write=False) as session:
        return sorted(session.scalars(select(Message.recipient).where(Message.event == event)))


def test_a_body_asks_the_coordinator_answers_and_both_are_told(
    shared_engine: Engine, town: factories.Town, signed_in: SignIn
) -> None:
    officer, coordinator = signed_in("officer"), signed_in("coordinator")
    form = fields(officer.get("/en/officials/support/new").forms()[0])
    sent = form | {"body": str(town.committee.id), "subject": "Tolk", "question": "Hur bokar vi tolk?"}
    for _ in range(2):
        asked = officer.send("/en/officials/support/new", sent)
        assert asked.status == 303
    path = asked.response.location
    with db.transaction(shared_engine, write=False) as session:
        assert session.scalar(select(func.count()).select_from(SupportTicket)) == 1
        identity = session.scalar(select(SupportTicket.id))
    assert letters(shared_engine, f"support-asked:{identity}") == ["coordinator@town.example"]
    assert "Tolk" in coordinator.get("/en/officials/").text
    assert "Tolk" in coordinator.get("/en/officials/bodies").text
    assert coordinator.send(path, {"answer": " "}).status == 422
    assert coordinator.send(path, {"answer": "Ring tolkcentralen."}).status == 303
    assert letters(shared_engine, f"support-answered:{identity}") == ["officer@town.example"]
    assert "Ring tolkcentralen." in officer.get(path).text
    assert "Tolk" not in coordinator.get("/en/officials/").text
    late = coordinator.post(path, {"csrf_token": coordinator.token(), "answer": "Något annat."})
    assert late.status == 409
    assert "Något annat." in late.text
    with db.transaction(shared_engine, write=False) as session:
        actions = session.scalars(select(Event.action).where(Event.action.like("support.%")).order_by(Event.id))
        assert list(actions) == ["support.asked", "support.answered"]


def test_nobody_else_asks_answers_or_reads(shared_engine: Engine, town: factories.Town, signed_in: SignIn) -> None:
    with db.transaction(shared_engine):
        ticket = ask(town.officer, factories.body("SBN"), subject="Graden", question="Vilken?", key=factories.key())
        for actor in (town.moderator, town.admin, town.council_secretary):
            with pytest.raises(Refused):
                ask(actor, factories.body("SBN"), subject="x", question="x", key=factories.key())
        for actor in (town.officer, town.elected, town.admin):
            with pytest.raises(Refused):
                answer(actor, ticket, text="x")
        identity = ticket.id
    for who, status in (("elected", 200), ("secretary", 200), ("council-secretary", 404), ("moderator", 404)):
        assert signed_in(who).client.get(f"/en/officials/support/{identity}").status_code == status
    assert signed_in("moderator").client.get("/en/officials/support/new").status_code == 403


def test_the_second_answer_never_writes_over_the_first(shared_engine: Engine, town: factories.Town) -> None:
    with db.transaction(shared_engine):
        ticket = ask(town.officer, factories.body("SBN"), subject="Tid", question="När?", key=factories.key())
        answer(town.coordinator, ticket, text="I mars.")
        assert answer(town.coordinator, ticket, text="I mars. ").answer == "I mars."
        with pytest.raises(Conflict):
            answer(town.coordinator, ticket, text="I april.")
        assert ticket_by_id(town.officer, ticket.id).answer == "I mars."
