"""A town with an open dialogue, an idea, and people at its doors."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from participation import db
from participation.access import Actor, Role
from participation.contributions.actions import leave_address
from participation.contributions.models import Contribution
from participation.dialogues.queries import slug
from participation.moderation.models import Report, RulingRecord
from participation.moderation.rules import Seen
from participation.outbox import Message
from tests import factories

AUTHOR = "author@example.org"


@dataclass
class World:
    """What the tests act on, by ids, so that no object outlives its unit of work."""

    engine: Engine
    dialogue_id: int
    slug: str
    idea_id: int
    code: str
    number: int

    def messages(self, template: str | None = None) -> list[tuple[str, str]]:
        """(recipient, event) of what waits in the outbox, receipts left out."""
        with db.transaction(self.engine, write=False) as session:
            rows = session.execute(select(Message.recipient, Message.event).order_by(Message.id))
            return [(to, event) for to, event in rows if not event.startswith("contribution.received")]

    def letter(self, event: str) -> Message:
        with db.transaction(self.engine, write=False) as session:
            found = session.scalars(select(Message).where(Message.event == event)).one()
            session.expunge_all()
            return found

    def rulings(self, contribution_id: int | None = None) -> list[str]:
        with db.transaction(self.engine, write=False) as session:
            return list(
                session.scalars(
                    select(RulingRecord.ruling)
                    .where(RulingRecord.contribution_id == (contribution_id or self.idea_id))
                    .order_by(RulingRecord.id)
                )
            )

    def visibility(self, contribution_id: int | None = None) -> str:
        with db.transaction(self.engine, write=False) as session:
            return session.get_one(Contribution, contribution_id or self.idea_id).visibility

    def seen(self, contribution_id: int | None = None) -> str:
        """What a moderator's form carries now."""
        of = contribution_id or self.idea_id
        with db.transaction(self.engine, write=False) as session:
            ruling = session.scalar(
                select(RulingRecord.id).where(RulingRecord.contribution_id == of).order_by(RulingRecord.id.desc())
            )
            report = session.scalar(
                select(Report.id)
                .where(Report.contribution_id == of, Report.settled_at.is_(None))
                .order_by(Report.id.desc())
            )
            return str(Seen(ruling or 0, report or 0))


@pytest.fixture
def world(app: Flask, engine: Engine) -> World:
    with db.transaction(engine):
        town = factories.town()
        dialogue = factories.dialogue(town)
        factories.person("second-moderator@town.example", Role.MODERATOR)
        idea = factories.idea(dialogue, title="Bänkar vid vattnet", body="Politikerna sover. Sätt dit bänkar!")
        leave_address(idea, email=AUTHOR, locale="sv")
        return World(engine, dialogue.id, slug(dialogue), idea.id, idea.return_code, idea.number)


def another_dialogue(engine: Engine) -> int:
    """A second open dialogue, moderated by ``other-moderator@town.example`` alone."""
    with db.transaction(engine):
        other = factories.dialogue(factories.town(), title="Biblioteket")
        factories.person("other-moderator@town.example", Role.MODERATOR, dialogue=other)
        return other.id


_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


class Browser:
    """A client that carries the form token of the last page it read."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.token = ""

    def get(self, address: str) -> TestResponse:
        answer = self.client.get(address)
        found = _TOKEN.search(answer.text)
        if found:
            self.token = found[1]
        return answer

    def post(self, address: str, **fields: object) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.token, **fields})

    def sign_in(self, email: str) -> Browser:
        self.get("/en/sign-in")
        answer = self.post("/en/sign-in", email=email, password=factories.PASSWORD)
        assert answer.status_code == 303
        self.get("/en/sign-out")
        return self


@pytest.fixture
def visitor(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def moderator(app: Flask, world: World) -> Browser:
    return Browser(app.test_client()).sign_in("moderator@town.example")


@pytest.fixture
def second(app: Flask, world: World) -> Browser:
    return Browser(app.test_client()).sign_in("second-moderator@town.example")


def act_as(email: str) -> Actor:
    """Whoever has the address, with the roles held."""
    return factories.person(email)


MODERATOR = "moderator@town.example"
SECOND = "second-moderator@town.example"


def load(contribution_id: int) -> Contribution:
    return db.session().get_one(Contribution, contribution_id)
