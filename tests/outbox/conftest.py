"""What the tests of the outbox share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine

from participation import db, outbox
from participation.outbox import Message
from tests.outbox.mailserver import Mailbox, mail_server


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


class Post:
    """The outbox of a database, as tests look at it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def put(self, recipient: str = "kim@example.org", event: str = "event:1", **more: str) -> bool:
        values = {"locale": "sv", "subject": "Hej", "text": "Hej på dig.\n", "html": "<p>Hej på dig.</p>"} | more
        with db.transaction(self.engine):
            return outbox.enqueue(recipient=recipient, event=event, **values)  # type: ignore[arg-type]

    def all(self) -> list[Message]:
        with db.transaction(self.engine, write=False) as session:
            found = list(session.scalars(select(Message).order_by(Message.id)))
            session.expunge_all()
            return found

    def one(self) -> Message:
        (message,) = self.all()
        return message


@pytest.fixture
def post(engine: Engine) -> Post:
    return Post(engine)
